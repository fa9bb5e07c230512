"""Contradictory points: two teams tell one account different things, within days.

To be read side by side: which of the two is right is not for a rule to say, and neither
is anybody's fault.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from lib.locale import Message, msg
from lib.touchpoints.duplicates import Found, Pairs, episodes_of, joined
from lib.touchpoints.pairs import Ints, close_pairs, said_by_us
from lib.touchpoints.rules import APART_DAYS
from lib.touchpoints.statements import Statement, clash, statements

KINDS: dict[str, Message] = {
    "yes_no": msg("one says yes, the other no"),
    "date": msg("different dates"),
    "amount": msg("different figures"),
}


def contradictions(touches: pd.DataFrame) -> Found:
    """Return where two teams told an account different things within `APART_DAYS` days.

    `how` is a key of `KINDS`, `what` both clauses, one a line.
    """
    told = said_by_us(touches)
    body = told["body"].fillna(told["subject"]).fillna("")
    which, texts = pd.factorize(body)
    said: dict[int, tuple[Statement, ...]] = {}

    def of(place: int) -> tuple[Statement, ...]:
        code = int(which[place])
        if code not in said:
            said[code] = statements(str(texts[code]))
        return said[code]

    return episodes_of(
        told, joined([_clashing(pair, of) for pair in close_pairs(told, APART_DAYS)])
    )


def pairs_of(found: Found) -> frozenset[tuple[str, str]]:
    """Return the touches that contradict one another, earlier and later, pair by pair."""
    rows = found.touches.sort_values("at", kind="stable")
    return frozenset(
        (one, other)
        for _, names in rows.groupby("episode")["touch"]
        for place, one in enumerate(names)
        for other in list(names)[place + 1 :]
    )


def _clashing(pair: tuple[Ints, Ints], of: Callable[[int], tuple[Statement, ...]]) -> Pairs:
    rows = []
    for one, other in zip(*(side.tolist() for side in pair), strict=True):
        found = clash(of(one), of(other))
        if found is not None:
            rows.append((one, other, found[0], f"{found[1]}\n{found[2]}"))
    columns = list(zip(*rows, strict=True)) or [(), (), (), ()]
    return Pairs(
        np.array(columns[0], dtype=np.int64),
        np.array(columns[1], dtype=np.int64),
        np.array(columns[2], dtype=object),
        np.ones(len(rows)),
        np.array(columns[3], dtype=object),
    )
