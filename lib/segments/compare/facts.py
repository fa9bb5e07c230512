"""What groups are compared by: the book of a day, use, and what became of accounts in a year."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.metrics.book import term_months
from lib.metrics.bridge import Bridge
from lib.metrics.intervals import Floats
from lib.model import Snapshot
from lib.model.terms import running
from lib.signals.active_people import people_windows
from lib.signals.counts import ratio
from lib.signals.season import season
from lib.signals.seats import seats_on
from lib.signals.use import UNIT_NAMES, USERS, weekly_use
from lib.signals.weeks import Grid, known_columns, table_rows

RECENT_WEEKS = 8
BASE_WEEKS = 26
_LEAST_BASE = 8
MOST_GROWTH = 1.0  # who began from next to nothing would make any mean
TICKET_WEEKS = 13
_DAYS_A_YEAR = 365.25


@dataclass(frozen=True, eq=False)
class Facts:
    """All accounts of a day, by account id in order.

    `book`: the segment book. `use`: columns of `use_facts`. `past`: `arr_start, arr_end, lost`
    of those who paid a year before (`then`), NaN for others; None when the data do not reach
    so far.
    """

    day: date
    book: pd.DataFrame
    use: pd.DataFrame
    then: date | None = None
    past: pd.DataFrame | None = None
    currency: str | None = None

    @property
    def ids(self) -> pd.Index:
        """The accounts, in order."""
        return self.book.index


def use_facts(snapshot: Snapshot, book: pd.DataFrame) -> pd.DataFrame:
    """Return how each account uses the product, and what it bought; NaN where unknown.

    `use_a_week` (of 8 weeks, holidays left out), `use_a_seat`, `use_trend` (against the 26
    weeks before; 0: as before, 1: doubled or more), `seat_use` (people of 4 weeks per seat),
    `tickets` (of 13 weeks), `arr_a_seat`, `contract_months`, `tenure_years`. Use is in the unit
    that most accounts have.
    """
    ids = snapshot.account_ids
    week, trend = _weekly(snapshot)
    seats = _seats(snapshot, book)
    found = {
        "use_a_week": week,
        "use_a_seat": ratio(week, np.nan_to_num(seats)),
        "use_trend": trend,
        "seat_use": ratio(_people(snapshot), np.nan_to_num(seats)),
        "tickets": _tickets(snapshot),
        "arr_a_seat": ratio(_positive(book["arr"]), np.nan_to_num(seats)),
        "contract_months": _contract_months(snapshot),
        "tenure_years": _tenure(snapshot),
    }
    return pd.DataFrame(found, index=ids)


def use_unit(snapshot: Snapshot) -> str:
    """Return the unit that the use of most accounts is counted in (`lib.signals.use.UNITS`)."""
    return UNIT_NAMES[_unit(snapshot)]


def year_of(bridge: Bridge, ids: pd.Index) -> pd.DataFrame:
    """Return `arr_start, arr_end, lost` by account of those with ARR at the bridge's start."""
    moves = bridge.moves.set_index("account_id")
    cohort = moves[moves["arr_start"] > 0]
    rows = cohort[["arr_start", "arr_end"]].assign(
        lost=cohort["move"].eq("churned").astype("float64")
    )
    return rows.reindex(ids)


def _unit(snapshot: Snapshot) -> int:
    use = weekly_use(snapshot)
    active = use.rows.sum(axis=1) > 0
    counts = np.bincount(use.unit[active], minlength=len(UNIT_NAMES))
    return int(counts.argmax()) if active.any() else USERS


def _weekly(snapshot: Snapshot) -> tuple[Floats, Floats]:
    """Return use a week and its trend; who never had a row is unknown, not zero."""
    use = weekly_use(snapshot)
    told = (use.unit == _unit(snapshot)) & ~use.monthly & (use.rows.sum(axis=1) > 0)
    counts = np.where(told[:, None], use.counts, np.nan)
    # Holidays fall into one stretch and not the other, and differ from country to country.
    ordinary = np.where(season(snapshot).slow, np.nan, counts)
    recent = _mean(ordinary[:, -RECENT_WEEKS:], 1)
    base = _mean(ordinary[:, -RECENT_WEEKS - BASE_WEEKS : -RECENT_WEEKS], _LEAST_BASE)
    return recent, np.minimum(ratio(recent, np.nan_to_num(base)) - 1, MOST_GROWTH)


def _mean(counts: Floats, least: int) -> Floats:
    known = (~np.isnan(counts)).sum(axis=1).astype(np.float64)
    return ratio(np.nan_to_num(counts).sum(axis=1), np.where(known >= least, known, 0.0))


def _people(snapshot: Snapshot) -> Floats:
    """Return the people of the last four weeks; those of the busiest day where not counted."""
    people = people_windows(snapshot)
    counted = people.counted[:, -1]
    return np.where(np.isnan(counted), people.busiest[:, -1], counted)


def _seats(snapshot: Snapshot, book: pd.DataFrame) -> Floats:
    sold = seats_on(snapshot, np.array([snapshot.day], dtype="datetime64[D]"))[:, 0]
    return np.where(np.isnan(sold), _positive(book["seats"]), sold)


def _positive(values: pd.Series) -> Floats:
    return values.where(values > 0).to_numpy(dtype=np.float64)


def _tickets(snapshot: Snapshot) -> Floats:
    if not snapshot.loaded("tickets"):
        return np.full(len(snapshot.account_ids), np.nan)
    grid = Grid.of_weeks(snapshot.day)
    known = known_columns(snapshot, "tickets", grid)[-TICKET_WEEKS:]
    counts = table_rows(snapshot, "tickets", grid).table()[:, -TICKET_WEEKS:]
    return np.asarray(_mean(np.where(known, counts, np.nan), _LEAST_BASE) * TICKET_WEEKS)


def _contract_months(snapshot: Snapshot) -> Floats:
    """Return the length of the longest running term in months."""
    contracts = snapshot.table("contracts")
    rows = contracts[running(contracts, snapshot.day)]
    longest = term_months(rows).groupby(rows["account_id"]).max()
    return longest.reindex(snapshot.account_ids).to_numpy(dtype=np.float64)


def _tenure(snapshot: Snapshot) -> Floats:
    """Return the years since the account became a customer, by its row or its first term."""
    contracts = snapshot.table("contracts")
    first = contracts.groupby("account_id")["start_date"].min().reindex(snapshot.account_ids)
    since = snapshot.accounts["customer_since"].set_axis(first.index).fillna(first)
    years = (pd.Timestamp(snapshot.day) - since).dt.days / _DAYS_A_YEAR
    return years.where(years >= 0).to_numpy(dtype=np.float64)


def mask(ids: pd.Index, members: pd.Index) -> npt.NDArray[np.bool_]:
    """Say of each account whether it is a member."""
    return np.asarray(ids.isin(members), dtype=np.bool_)
