"""What the desk can tell of a segment beyond its rows: risk, people's verdicts, hidden groups."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from lib.locale import Message


@dataclass(frozen=True, eq=False, slots=True)
class Ends:
    """What ends within some days: one row an account (`account_id, arr, probability, loss`).

    `loss` is probability × ARR, NaN where no risk is known; the whole loss lies between `low`
    and `high` in nine of ten cases. Both are None when no risk is known at all.
    """

    rows: pd.DataFrame
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, eq=False, slots=True)
class TwoGroups:
    """Two groups that an average hides: what parts them, and what differs most.

    `yes` and `no` have one row an account with the `value` of `what`; `then`: a year ago.
    """

    condition: Message
    what: Message
    form: str
    yes: pd.DataFrame
    no: pd.DataFrame
    then: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class Averaged:
    """What the check of the average came to; `judged` is False where too few are known."""

    judged: bool
    two: TwoGroups | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class Outlook:
    """Everything here is empty, or None, where it was not gathered.

    `ends` by days ahead, `said` what its risk rests on, `why` why there is none. `bands`: one
    row a member with `band` (low, medium, high; missing: not told). `outcomes`: what people said
    of each signal's alarms (`signal, n, said_true, said_false, said_early`). `reasons`: why an
    account entered or left. `teams`: one row a member, a column a team with the share of its
    fields that are filled. `uncarried`: fields that no file carries.
    """

    ends: Mapping[int, Ends] = field(default_factory=dict)
    said: tuple[Message, ...] = ()
    why: Message | None = None
    bands: pd.DataFrame | None = None
    outcomes: pd.DataFrame | None = None
    averaged: Averaged | None = None
    reasons: Mapping[str, Message] = field(default_factory=dict)
    teams: pd.DataFrame | None = None
    uncarried: frozenset[str] = frozenset()
