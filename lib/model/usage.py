"""The usage cube as seen from a day: account × week or day matrices of one measure.

The cube has one row for each account, day and event, and one with event `ANY` whose
`users` counts each person once a day. Columns: `account_id`, `day`, `event`, `events`
(how often), `users` (people active; NaN when the export names none), `quantity`.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pandas as pd

from lib.model.coverage import Coverage
from lib.model.periods import DAYS_A_WEEK, last_full_week_end

ANY = "any"
CUBE_COLUMNS = ("account_id", "day", "event", "events", "users", "quantity")


def empty_cube() -> pd.DataFrame:
    """Return a cube without rows, with the right column types."""
    return pd.DataFrame(
        {
            "account_id": pd.Series(dtype="str"),
            "day": pd.Series(dtype="datetime64[us]"),
            "event": pd.Series(dtype="str"),
            "events": pd.Series(dtype="float64"),
            "users": pd.Series(dtype="float64"),
            "quantity": pd.Series(dtype="float64"),
        }
    )


def empty_people() -> pd.DataFrame:
    """Return people counted over four weeks, without rows, with the right column types.

    `users` are the different people active in the 28 days that end on `day`, a Sunday;
    `top_days` the days on which the most active of them was. An account whose rows name its
    people has a row for each such day, up to the last, on which there was anybody.
    """
    return pd.DataFrame(
        {
            "account_id": pd.Series(dtype="str"),
            "day": pd.Series(dtype="datetime64[us]"),
            "users": pd.Series(dtype="float64"),
            "top_days": pd.Series(dtype="float64"),
        }
    )


def in_order_of_days(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows in the order of days, as the store writes them; no copy if they are."""
    return rows if rows["day"].is_monotonic_increasing else rows.sort_values("day", kind="stable")


def until(rows: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return the rows up to and including `day`, of rows in the order of days."""
    return rows.iloc[: int(rows["day"].searchsorted(pd.Timestamp(day), side="right"))]


@dataclass(frozen=True)
class Usage:
    """The cube up to and including `day`, and the days that the exports cover.

    `people` counts different people over four weeks, which no sum of days can. `in_order`:
    the cube is known to stand in the order of days.
    """

    day: date
    cube: pd.DataFrame = field(default_factory=empty_cube)
    coverage: Coverage = field(default_factory=Coverage)
    people: pd.DataFrame = field(default_factory=empty_people)
    in_order: bool = False

    def between(self, first: date, last: date) -> pd.DataFrame:
        """Return the cube's rows of some days; a slice where it stands in their order."""
        day = self.cube["day"]
        if not self.in_order:
            return self.cube[day.between(pd.Timestamp(first), pd.Timestamp(last))]
        begin = int(day.searchsorted(pd.Timestamp(first), side="left"))
        return self.cube.iloc[begin : int(day.searchsorted(pd.Timestamp(last), side="right"))]

    def events(self) -> frozenset[str]:
        """Return every event that occurs in the exports up to the day."""
        return frozenset(self.cube["event"].unique())

    def daily(self, event: str, measure: str, days: int) -> pd.DataFrame:
        """Return account × day for the last `days` days that end on `day`.

        Columns are the days in order; a day without rows is 0, a day outside the
        coverage is NaN. Accounts without any such row in the window are absent.
        """
        columns = pd.date_range(end=pd.Timestamp(self.day), periods=days, freq="D")
        return self._matrix(event, measure, columns, 1)

    def weekly(self, event: str, measure: str, weeks: int) -> pd.DataFrame:
        """Return account × week for the last `weeks` complete weeks (Monday to Sunday).

        Columns are the Sundays in order. A week is NaN for everybody when the export
        does not cover all its seven days: it is unknown, never 0.
        """
        end = pd.Timestamp(last_full_week_end(self.day))
        columns = pd.date_range(end=end, periods=weeks, freq="7D")
        return self._matrix(event, measure, columns, DAYS_A_WEEK)

    def _matrix(
        self, event: str, measure: str, columns: pd.DatetimeIndex, days_a_column: int
    ) -> pd.DataFrame:
        first = columns[0] - timedelta(days=days_a_column - 1)
        cube = self.cube
        rows = cube[
            (cube["event"] == event)
            & (cube["day"] >= first)
            & (cube["day"] <= columns[-1])
            & cube[measure].notna()
        ]
        place = (rows["day"] - first).dt.days // days_a_column
        matrix = (
            rows.assign(column=columns[place.to_numpy()])
            .pivot_table(index="account_id", columns="column", values=measure, aggfunc="sum")
            .reindex(columns=columns)
            .fillna(0.0)
        )
        matrix.columns.name = None
        covered = pd.Series(data=True, index=columns)
        for offset in range(days_a_column):
            covered &= self.coverage.mask(columns - timedelta(days=offset))
        matrix.loc[:, ~covered] = float("nan")
        return matrix.astype("float64")
