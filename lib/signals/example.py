"""Worked examples: data sets small enough to read, with the answer they must get.

Accounts and tables are written as CSV, usage as series of numbers. `26*5 3 0 2` is 26
times 5, then 3, nothing, 2. A series ends on the day (or in the last complete week), or so
many days (weeks) later when its key ends in `+n`: such rows must not count.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import StringIO
from textwrap import dedent

import pandas as pd

from lib.errors import DefinitionError
from lib.locale import Message
from lib.model import ANY, KINDS, Coverage, Dataset, Snapshot, Span
from lib.model.frames import typed
from lib.model.periods import DAYS_A_WEEK, last_full_week_end
from lib.model.spec import Type
from lib.model.usage import CUBE_COLUMNS, empty_cube, empty_people

_HISTORY_DAYS = 1096  # three years: longer than any window looks back
_MEASURES = ("events", "users", "quantity")
_FLAGS = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """What was loaded, and what account `A` must read on `day`.

    `weekly`, `daily` and `monthly` map `"A login events"` (account, event, measure) to a
    series, `people` maps `"A"` to how many were active in the 4 weeks up to each Sunday.
    `covered` narrows the days that an export speaks about; every kind that has rows is
    covered for three years unless it says otherwise. `value` None means unknown.
    """

    name: Message
    day: date
    accounts: str
    severity: int
    value: float | None = None
    reason: str | None = None
    tables: Mapping[str, str] = field(default_factory=dict)
    weekly: Mapping[str, str] = field(default_factory=dict)
    daily: Mapping[str, str] = field(default_factory=dict)
    monthly: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    covered: Mapping[str, tuple[tuple[date, date], ...]] = field(default_factory=dict)

    def dataset(self) -> Dataset:
        """Return everything written in the example, rows after the day included."""
        tables = {"accounts": self.accounts, **self.tables}
        versions = {kind: _table(kind, text) for kind, text in tables.items()}
        return Dataset(
            fingerprint=self.name.id,
            versions=versions,
            carried={1: frozenset(c for kind in KINDS.values() for c in kind.names)},
            cube=self._cube(),
            people=self._people(),
            coverage=self._coverage(),
        )

    def snapshot(self) -> Snapshot:
        """Return what was known at the end of the day."""
        return self.dataset().as_of(self.day)

    def _cube(self) -> pd.DataFrame:
        week_end = last_full_week_end(self.day)
        rows = [
            *(row for key, text in self.daily.items() for row in _rows(key, text, self.day, 1)),
            *(
                row
                for key, text in self.weekly.items()
                for row in _rows(key, text, week_end, DAYS_A_WEEK)
            ),
            *(row for key, text in self.monthly.items() for row in _months(key, text, self.day)),
        ]
        cube = pd.DataFrame(rows, columns=list(CUBE_COLUMNS)).astype(dict(empty_cube().dtypes))
        return pd.concat([cube, _of_any_event(cube)], ignore_index=True)

    def _people(self) -> pd.DataFrame:
        rows = [
            (account, pd.Timestamp(end - timedelta(days=DAYS_A_WEEK * place)), number, 1.0)
            for account, text in self.people.items()
            for end in [last_full_week_end(self.day)]
            for place, number in enumerate(reversed(list(_numbers(text))))
            if number
        ]
        return pd.DataFrame(rows, columns=list(empty_people())).astype(dict(empty_people().dtypes))

    def _coverage(self) -> dict[str, Coverage]:
        kinds = {*self.tables, *(("usage",) if self.weekly or self.daily or self.monthly else ())}
        whole = ((self.day - timedelta(days=_HISTORY_DAYS), self.day),)
        spans = dict.fromkeys(kinds, whole) | dict(self.covered)
        return {kind: Coverage.of(Span(*span) for span in found) for kind, found in spans.items()}


def _table(kind: str, text: str) -> pd.DataFrame:
    columns = KINDS[kind]
    rows = pd.read_csv(StringIO(dedent(text).strip()), skipinitialspace=True, dtype="str")
    strangers = set(rows.columns) - set(columns.names)
    if strangers:
        raise DefinitionError(f"An example names unknown columns of {kind}: {sorted(strangers)}.")
    rows = rows.assign(
        row_key=[f"{kind}-{n}" for n in range(len(rows))],
        batch_id=1,
        source_row=range(2, len(rows) + 2),
        known_on=pd.Timestamp(1970, 1, 1),
    )
    flags = [c.name for c in columns.columns if c.type is Type.FLAG and c.name in rows]
    return typed(rows.assign(**{name: rows[name].map(_FLAGS) for name in flags}), columns)


def _of_any_event(cube: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `ANY` that a cube has for every account and day, where none is given."""
    keys = ["account_id", "day"]
    given = cube.loc[cube["event"] == ANY, keys].assign(given=True)
    others = cube.merge(given, on=keys, how="left")
    others = others[others["given"].isna()]
    whole = others.groupby(keys, as_index=False).agg({"events": "sum", "users": "max"})
    return whole.assign(event=ANY, quantity=float("nan"))[list(CUBE_COLUMNS)].astype(cube.dtypes)


def _months(key: str, text: str, day: date) -> Iterator[tuple[object, ...]]:
    """Yield rows on the first of the last complete months, or so many months later."""
    account, event, measure, later = _named(key)
    after = pd.Timestamp(day + timedelta(days=1)).to_period("M")
    for place, number in enumerate(reversed(list(_numbers(text)))):
        if number:
            month = (after - 1 - place + later).to_timestamp()
            yield (account, month, event, *_measured(number, measure))


def _named(key: str) -> tuple[str, str, str, int]:
    account, event, measure, *later = key.split()
    if measure not in _MEASURES or not event.isidentifier():
        raise DefinitionError(f"A series must be named 'account event measure'. Got {key!r}.")
    return account, event, measure, int(later[0]) if later else 0


def _rows(key: str, text: str, end: date, step: int) -> Iterator[tuple[object, ...]]:
    account, event, measure, later = _named(key)
    numbers = list(_numbers(text))
    last = end + timedelta(days=step * later)
    for place, number in enumerate(reversed(numbers)):
        if number:
            # The week's number stands on its Friday, in the middle of what people call a week.
            day = last - timedelta(days=place * step + (2 if step > 1 else 0))
            yield (account, pd.Timestamp(day), event, *_measured(number, measure))


def _measured(number: float, measure: str) -> tuple[float, float, float]:
    events = 1.0 if measure == "quantity" else number
    users = number if measure == "users" else float("nan")
    return events, users, number if measure == "quantity" else float("nan")


def _numbers(text: str) -> Iterator[float]:
    for token in text.split():
        times, _, number = token.rpartition("*")
        yield from [float(number)] * (int(times) if times else 1)
