"""Losses: when and why a customer left, in a word and in a sentence."""

from dataclasses import dataclass

from sample_data.generator.accounts import Account
from sample_data.generator.phrases import texts
from sample_data.generator.streams import chance, pick, stream

_OUTSIDE = 0.35  # share of the losses without warning that had nothing to do with us


@dataclass(frozen=True, slots=True)
class Loss:
    """Why one account left."""

    reason: str
    detail: str
    kind: str
    competitor: str


def loss_of(account: Account) -> Loss:
    """Return the reason for which a churned account left."""
    rng = stream("losses", account.number)
    words = texts("judgements")["losses"]
    outside = not account.part.signs and chance(rng, _OUTSIDE)
    reason = pick(rng, words["outside_reasons" if outside else "reasons"])
    competitor = pick(rng, words["competitors"]) if reason == "switched product" else ""
    detail = pick(rng, words[account.language][reason]).format(competitor=competitor)
    kind = "involuntary" if reason == "merged or closed" else "voluntary"
    return Loss(reason, detail, kind, competitor)
