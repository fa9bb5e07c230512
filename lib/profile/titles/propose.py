"""From a job title to the role it suggests, with a reason and how sure that is."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from lib.locale import Message, msg
from lib.model.words import simplified
from lib.profile.titles.ranks import PARTS, WHOLE, Rank

_BETWEEN = re.compile(r"[/;|、，；]|\s&\s|\sand\s|兼|(?<=\S)\s-\s")
_KEPT = 20_000  # titles are few, people many


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a title suggests. `role` is None where it suggests none, and the reason says why."""

    role: str | None
    confidence: float
    reason: Message


_SAYS_NOTHING = Proposal(None, 0.0, msg("The title says nothing of a role."))


@lru_cache(maxsize=_KEPT)
def proposal_of(title: str) -> Proposal:
    """Return the role that a job title suggests.

    Of a title with several parts ("Owner / buyer") the part with the most say counts.

    >>> proposal_of("VP Procurement").role
    'decision_maker'
    >>> proposal_of("总经理助理").role is None
    True
    """
    text = simplified(unicodedata.normalize("NFKC", title)).casefold().strip()
    if (whole := _first(WHOLE, text)) is not None:
        return Proposal(None, 0.0, whole[0].reason)
    found = [each for part in _BETWEEN.split(text) if (each := _first(PARTS, part)) is not None]
    if not found:
        return _SAYS_NOTHING
    rank, words = max(found, key=lambda each: _say(each[0]))
    reason = replace(rank.reason, values={"words": words.strip()})
    return Proposal(rank.role, rank.confidence, reason)


def proposals(titles: Iterable[str]) -> dict[str, Proposal]:
    """Return what each of the titles suggests, those that suggest a role."""
    found = {title: proposal_of(title) for title in dict.fromkeys(titles)}
    return {title: proposal for title, proposal in found.items() if proposal.role is not None}


_SAY = {"decision_maker": 2, "influencer": 1}


def _say(rank: Rank) -> tuple[int, float]:
    return _SAY.get(rank.role or "", 0), rank.confidence


def _first(ranks: tuple[Rank, ...], text: str) -> tuple[Rank, str] | None:
    """Return the first rank that fits a text, with the words by which it does."""
    for rank in ranks:
        hit = rank.words.search(text)
        if hit is not None:
            return rank, hit.group()
    return None
