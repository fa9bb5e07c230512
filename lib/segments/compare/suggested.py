"""Suggested segments: groups found in the data, in words, with what confirms them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from lib.locale import Message, Number, Share, msg
from lib.locale.message import Value
from lib.segments.compare.average_words import amount
from lib.segments.compare.mix import LEAST_ACCOUNTS as LEAST_MIX
from lib.segments.compare.mix import Cluster
from lib.segments.compare.tree import LEAST_ACCOUNTS, LEAST_LOST, Leaf
from lib.segments.extra import USAGE_SHARE
from lib.segments.grammar import MAX_LENGTH
from lib.segments.rule import Condition, Rule
from lib.segments.wording import words

Kind = Literal["tree", "mix"]
MOST = 6
_ALIKE = 0.9  # of a rule and its group (F1); below, the rule would be another group


@dataclass(frozen=True, eq=False, slots=True)
class Suggestion:
    """A group to accept or drop.

    `key` tells it from others on any day. `rule` saves it; None when that cannot be said in a
    rule (`why_not`). `members` are today's. `evidence` are sentences.
    """

    key: str
    kind: Kind
    title: Message
    rule: Rule | None
    members: pd.Index
    evidence: tuple[Message, ...]
    why_not: Message | None = None


def of_leaf(leaf: Leaf, members: pd.Index) -> Suggestion:
    """Return the suggestion of a group that left (or grew) more or less than the others."""
    behaviour = leaf.behaviour
    values: dict[str, Value] = {
        "what": behaviour.title,
        "value": amount(behaviour, leaf.value),
        "other": amount(behaviour, leaf.other),
        "n": str(leaf.n),
        "low": Number(leaf.low * 100, 1),
        "high": Number(leaf.high * 100, 1),
    }
    said = msg(
        "{what}: {value} against {other} with the others, in the half of the customers that it was"
        " not learnt from ({n} of them in the group; 95 % interval of the difference {low} to"
        " {high} points).",
        **values,
    )
    return Suggestion(str(leaf.rule), "tree", words(leaf.rule), leaf.rule, members, (said,))


def of_cluster(cluster: Cluster, portions: pd.Series) -> Suggestion:
    """Return the suggestion of a group that uses one feature more than the others do.

    `portions` is the share of that feature in what each customer uses. Where a least share
    tells the group from the others well enough, that is its rule; else the list of its
    accounts is.
    """
    title = msg("uses mostly more of {feature} than others", feature=cluster.feature)
    said = msg(
        "{feature} is {share} of their use against {other} with the others. Groups found in random"
        " halves of the customers agree with it by {stability} (1 is the same).",
        feature=cluster.feature,
        share=Share(cluster.share),
        other=Share(cluster.other),
        stability=Number(cluster.stability, 2),
    )
    cut = _best_cut(portions, cluster.members)
    if cut is not None:
        rule = Condition(USAGE_SHARE + cluster.feature, ">=", (cut.least,))
        said_of_rule = msg(
            "The rule finds {hit} of the {n} accounts of the group, and {more} others.",
            hit=str(cut.n_hit),
            n=str(len(cluster.members)),
            more=str(cut.n_more),
        )
    else:
        rule = Condition("account_id", "in", tuple(map(str, cluster.members)))
        said_of_rule = msg(
            "No least share tells the group from the others, so it is saved as a list of accounts."
        )
    fits = len(str(rule)) <= MAX_LENGTH
    why_not = msg("The group has too many accounts to be saved as a list.")
    return Suggestion(
        key=f"mix {cluster.feature}",
        kind="mix",
        title=title,
        rule=rule if fits else None,
        members=pd.Index(map(str, cluster.members), name="account_id"),
        evidence=(said, said_of_rule),
        why_not=None if fits else why_not,
    )


@dataclass(frozen=True, slots=True)
class _Cut:
    """A least share, how many of a group reach it, and how many others do."""

    least: float
    n_hit: int
    n_more: int

    def agreement(self, n_group: int) -> float:
        """Return how well it tells the group from the others (F1)."""
        return 2 * self.n_hit / (self.n_hit + self.n_more + n_group)


def _best_cut(portions: pd.Series, members: pd.Index) -> _Cut | None:
    """Return the whole percentage that agrees best with the group; None when none does well."""
    inside = portions.index.isin(members)
    cuts = []
    for percent in range(1, 100):
        reached = (portions >= percent / 100).to_numpy()
        cuts.append(
            _Cut(percent / 100, int((reached & inside).sum()), int((reached & ~inside).sum()))
        )
    best = max(cuts, key=lambda cut: cut.agreement(len(members)))
    return best if best.agreement(len(members)) >= _ALIKE else None


def why_none(counts: Mapping[str, int]) -> tuple[Message, ...]:
    """Say of which suggestions there are too little data; `counts`: cohort, lost, users."""
    said = []
    if counts["cohort"] < LEAST_ACCOUNTS or counts["lost"] < LEAST_LOST:
        said.append(
            msg(
                "Groups by who left need {least} customers of a year ago and {lost} of them lost;"
                " known are {n} and {k}.",
                least=str(LEAST_ACCOUNTS),
                lost=str(LEAST_LOST),
                n=str(counts["cohort"]),
                k=str(counts["lost"]),
            )
        )
    if counts["users"] < LEAST_MIX:
        said.append(
            msg(
                "Groups by use need {least} customers with named features in use; known are {n}.",
                least=str(LEAST_MIX),
                n=str(counts["users"]),
            )
        )
    return tuple(said)
