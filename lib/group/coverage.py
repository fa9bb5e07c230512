"""How well we know the people of a segment: shares with intervals, against the rest of the book."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.group.persons import LATELY_DAYS, LOGGED_DAYS
from lib.locale import Message, msg
from lib.metrics.intervals import newcombe, wilson

LEAST = 10  # of fewer customers only the number is said (scoring.md 5.2)
LEAST_COMPARED = 30
_SURE = 0.95
_TWO = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """One share: its name, its definition, and the column of flags that it counts."""

    key: str
    title: Message
    text: Message


FIGURES: tuple[Covered, ...] = (
    Covered(
        key="decision_maker_known",
        title=msg("Decision maker known"),
        text=msg("Customers with at least one person on file in the role of decision maker who is"
                 " still there, of all whose contacts are loaded."),
    ),
    Covered(
        key="decision_maker_heard_90",
        title=msg("Decision maker heard within 90 days"),
        text=msg("Customers with a two-way contact with a known decision maker in the last 90"
                 " days, of all whose contacts are loaded."),
    ),
    Covered(
        key="decision_maker_heard_180",
        title=msg("Decision maker heard within 180 days"),
        text=msg("Customers with a two-way contact with a known decision maker in the last 180"
                 " days, of all whose contacts are loaded."),
    ),
    Covered(
        key="influencer_known",
        title=msg("Influencer known"),
        text=msg("Customers with at least one person on file in the role of influencer who is"
                 " still there, of all whose contacts are loaded."),
    ),
    Covered(
        key="end_user_known",
        title=msg("End user known"),
        text=msg("Customers with at least one person on file in the role of end user who is still"
                 " there, of all whose contacts are loaded."),
    ),
    Covered(
        key="two_people",
        title=msg("Contact through two people or more"),
        text=msg("Customers whose two-way contact of 180 days runs through at least two people in"
                 " effect (1 / the sum of squared shares, a contact of 90 days ago weighing"
                 " half), of all where that could be judged."),
    ),
)  # fmt: skip
BY_KEY: Mapping[str, Covered] = {figure.key: figure for figure in FIGURES}


def flags(fields: pd.DataFrame) -> pd.DataFrame:
    """Return one column a figure, one row an account: 1.0, 0.0, or NaN where it is unknown.

    `fields` are rows of the book.
    """
    heard, known = fields["decision_maker_heard_days"], fields["n_contacts"].notna()
    effect = fields["people_in_effect"]
    holds = {
        "decision_maker_known": fields["n_decision_makers"] > 0,
        "decision_maker_heard_90": heard <= LATELY_DAYS,
        "decision_maker_heard_180": heard <= LOGGED_DAYS,
        "influencer_known": fields["n_influencers"] > 0,
        "end_user_known": fields["n_end_users"] > 0,
    }
    frame = pd.DataFrame(holds, index=fields.index).astype("float64").where(known)
    return frame.assign(two_people=(effect >= _TWO).astype("float64").where(effect > 0))


def coverage(inside: pd.DataFrame, outside: pd.DataFrame) -> pd.DataFrame:
    """Return one row a figure, for the members and for the rest of the book.

    `key, k, n, share, low, high, rest_k, rest_n, rest_share, rest_low, rest_high` (95 %
    Wilson; NaN of fewer than 10), and `differs` (1, -1, or 0 where nothing is clear): the
    interval of the difference leaves out zero, at a level that allows for all figures
    being compared at once, and both sides have 30 customers or more.
    """
    mine, others = flags(inside), flags(outside)
    rows = [
        {"key": figure.key, **_share(mine[figure.key], ""), **_share(others[figure.key], "rest_"),
         "differs": _differs(mine[figure.key], others[figure.key])}
        for figure in FIGURES
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _counts(flag: pd.Series) -> tuple[int, int]:
    return int(flag.sum()), int(flag.notna().sum())


def _share(flag: pd.Series, prefix: str) -> dict[str, float]:
    k, n = _counts(flag)
    low, high = wilson(k, n) if n >= LEAST else (np.nan, np.nan)
    share = k / n if n >= LEAST else np.nan
    values = {"k": k, "n": n, "share": share, "low": low, "high": high}
    return {f"{prefix}{name}": float(value) for name, value in values.items()}


def _differs(mine: pd.Series, others: pd.Series) -> int:
    (k1, n1), (k2, n2) = _counts(mine), _counts(others)
    if min(n1, n2) < LEAST_COMPARED:
        return 0
    low, high = newcombe(k1, n1, k2, n2, 1 - (1 - _SURE) / len(FIGURES))
    return int(low > 0) - int(high < 0)


def averages(fields: pd.DataFrame) -> dict[str, tuple[float, int]]:
    """Return mean departments, people heard and people in effect, each with its n; NaN of few."""
    known = fields[fields["n_contacts"] > 0]
    columns = {
        "departments": known["n_departments"],
        "people_heard": known["n_people_heard"],
        "people_in_effect": fields["people_in_effect"].where(fields["people_in_effect"] > 0),
    }
    return {
        name: (float(values.mean()) if values.count() >= LEAST else np.nan, int(values.count()))
        for name, values in columns.items()
    }
