"""Customer star and black hole: how an account's whole chain went over the last twelve months.

A chain has seven links in the order in which a customer meets us. Each is good, fair, bad or
unknown by a rule that is said beside it. A **star** has at least four known links, all of them
good. A **black hole** has at least three bad links in a row; an unknown link between them neither
breaks the row nor counts. All teams are in the chain: no link names a person or a team.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.locale import Message, msg
from lib.model import Snapshot
from lib.profile import links

STATES: Mapping[str, Message] = {
    "good": msg("Good"),
    "fair": msg("Neither good nor bad"),
    "bad": msg("Bad"),
    "unknown": msg("Unknown"),
}
STAR_LINKS = 4  # fewer known links tell too little to praise a chain
HOLE_LINKS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link. `judged` gives `state` and the numbers that `said` puts into words, by account."""

    key: str
    title: Message
    rule: Message
    judged: Callable[[Snapshot, Snapshot], pd.DataFrame]
    said: Callable[[Mapping[str, Any]], Message]


LINKS: tuple[Link, ...] = (
    Link(
        key="onboarding",
        title=msg("Onboarding"),
        rule=msg(
            "Began in the last twelve months: good when used in at least six of the first eight"
            " weeks, bad when in two or fewer."
        ),
        judged=links.onboarding,
        said=links.onboarding_said,
    ),
    Link(
        key="use",
        title=msg("Use"),
        rule=msg(
            "Use a week in the last quarter against the three before: good from 90% on, bad below"
            " 60%. For who left, up to the day of leaving."
        ),
        judged=links.use,
        said=links.use_said,
    ),
    Link(
        key="service",
        title=msg("Service"),
        rule=msg(
            "Tickets of the last twelve months, from two on: bad when a quarter was escalated, the"
            " mean satisfaction is below 60%, or one has been open for more than 30 days; good when"
            " none of this and none was escalated."
        ),
        judged=links.service,
        said=links.service_said,
    ),
    Link(
        key="contact",
        title=msg("Contact"),
        rule=msg(
            "Quarters of the last year (for who left: before leaving) with a two-way contact: good"
            " when all four, bad when one or none."
        ),
        judged=links.contact,
        said=links.contact_said,
    ),
    Link(
        key="results",
        title=msg("Results and growth"),
        rule=msg(
            "ARR against a year ago: good when it grew, bad when it shrank, else fair. Leaving is"
            " judged under renewal."
        ),
        judged=links.results,
        said=links.results_said,
    ),
    Link(
        key="renewal",
        title=msg("Renewal or loss"),
        rule=msg(
            "Terms that ended in the last twelve months: good when the customer went on, bad when"
            " it left."
        ),
        judged=links.renewal,
        said=links.renewal_said,
    ),
    Link(
        key="promises",
        title=msg("Promises kept"),
        rule=msg(
            "Demands promised for a day in the last twelve months: good when all were answered in"
            " time, bad when one is still open after its day."
        ),
        judged=links.promises,
        said=links.promises_said,
    ),
)


@dataclass(frozen=True, eq=False)
class Chains:
    """The chains of the customers of the last twelve months.

    `states`: one row an account, one column a link. `n_known`, `n_bad_row` (the longest row of
    bad links) and `verdict` (star, hole, or none) by account. `facts` by link.
    """

    states: pd.DataFrame
    n_known: pd.Series
    n_bad_row: pd.Series
    verdict: pd.Series
    facts: Mapping[str, pd.DataFrame]

    def said(self, account_id: str) -> list[tuple[Link, str, Message]]:
        """Return each link of an account with its state and the sentence that says why."""
        told = []
        for link in LINKS:
            row = self.facts[link.key].loc[[account_id]].to_dict("records")[0]
            told.append((link, str(row["state"]), link.said({str(k): v for k, v in row.items()})))
        return told


def chains(before: Snapshot, after: Snapshot) -> Chains:
    """Return the chains of who was a customer at either end; `before` is twelve months earlier."""
    ids = links.considered(before, after)
    facts = {link.key: link.judged(before, after).reindex(ids) for link in LINKS}
    states = pd.DataFrame({key: found["state"].fillna("unknown") for key, found in facts.items()})
    matrix = states.to_numpy(dtype=object)
    known = pd.Series((matrix != "unknown").sum(axis=1), index=ids)
    good = pd.Series((matrix == "good").sum(axis=1), index=ids)
    row = pd.Series(_longest_bad(matrix), index=ids)
    verdict = np.select(
        [row >= HOLE_LINKS, (known >= STAR_LINKS) & (good == known)], ["hole", "star"], "none"
    )
    return Chains(states, known, row, pd.Series(verdict, index=ids, dtype="str"), facts)


def _longest_bad(states: npt.NDArray[np.object_]) -> npt.NDArray[np.int64]:
    """Return the longest row of bad links of each account; unknown ones are passed over."""
    longest = np.zeros(len(states), dtype=np.int64)
    now = np.zeros(len(states), dtype=np.int64)
    for column in states.T:
        now = np.where(column == "bad", now + 1, np.where(column == "unknown", now, 0))
        longest = np.maximum(longest, now)
    return longest


def bad_row(states: list[str]) -> list[int]:
    """Return the places of the longest row of bad links, the first one if there are several.

    >>> bad_row(["good", "bad", "unknown", "bad", "bad", "fair", "bad"])
    [1, 3, 4]
    """
    ends = [-1, *(n for n, state in enumerate(states) if state not in {"bad", "unknown"})]
    spans = pairwise([*ends, len(states)])
    rows = [[n for n in range(a + 1, b) if states[n] == "bad"] for a, b in spans]
    return max(rows, key=len)
