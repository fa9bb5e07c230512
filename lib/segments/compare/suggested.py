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
from lib.segments.grammar import MAX_LENGTH
from lib.segments.rule import Condition, Rule
from lib.segments.wording import words

Kind = Literal["tree", "mix"]
MOST = 6


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


def of_cluster(cluster: Cluster) -> Suggestion:
    """Return the suggestion of a group that uses one feature more than the others do.

    No field of the rule language says how an account spreads its use, so the group is saved as
    the list of its accounts.
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
    rule = Condition("account_id", "in", tuple(map(str, cluster.members)))
    fits = len(str(rule)) <= MAX_LENGTH
    why_not = msg("The group has too many accounts to be saved as a list.")
    return Suggestion(
        key=f"mix {cluster.feature}",
        kind="mix",
        title=title,
        rule=rule if fits else None,
        members=pd.Index(map(str, cluster.members), name="account_id"),
        evidence=(said,),
        why_not=None if fits else why_not,
    )


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
