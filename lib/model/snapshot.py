"""What was known at the end of a day, and the data from which such a snapshot is cut.

Signals, scores and reports receive a `Snapshot`, never a `Dataset`: they cannot look
ahead because they are never given the future.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import pandas as pd

from lib.model.coverage import Coverage
from lib.model.customs import custom_names
from lib.model.frames import empty_frame
from lib.model.history import state_on
from lib.model.kinds import KINDS
from lib.model.match import folded
from lib.model.spec import Kind, Type
from lib.model.usage import Usage, empty_cube, empty_people, in_order_of_days, until

_BEGINS = {
    "accounts": ("customer_since", "created_at"),
    "contacts": ("created_at",),
    "contracts": ("start_date", "signed_on", "created_at"),
}


class LazyTables(Mapping[str, pd.DataFrame]):
    """The tables of a snapshot, each worked out when it is first asked for."""

    def __init__(self, table: Callable[[str], pd.DataFrame]) -> None:
        self._table = table
        self._found: dict[str, pd.DataFrame] = {}

    def __getitem__(self, kind: str) -> pd.DataFrame:
        """Return the rows of a kind."""
        if kind not in self._found:
            self._found[kind] = self._table(kind)
        return self._found[kind]

    def __iter__(self) -> Iterator[str]:
        """Name every kind but usage."""
        return (name for name in KINDS if name != "usage")

    def __len__(self) -> int:
        """Count them."""
        return len(KINDS) - 1


@dataclass(frozen=True)
class Snapshot:
    """Everything known at the end of `day`.

    Frames have the columns of their kind and provenance (`row_key`, `batch_id`,
    `source_row`, `as_loaded`); `account_id` is resolved: NaN when no account fits.
    `accounts` has one row an account, ordered by id. `came_in` names by account the import
    that first brought it. `home_country` is where accounts are whose row names no country.
    """

    day: date
    tables: Mapping[str, pd.DataFrame]
    usage: Usage
    coverage: Mapping[str, Coverage]
    currency: str | None = None
    came_in: pd.Series = field(default_factory=lambda: pd.Series(dtype="int64"))
    home_country: str | None = None

    @property
    def accounts(self) -> pd.DataFrame:
        """One row for each account."""
        return self.tables["accounts"]

    @cached_property
    def account_ids(self) -> pd.Index:
        """Ids of all accounts, in order."""
        return pd.Index(self.accounts["account_id"], name="account_id")

    @cached_property
    def worked_out(self) -> dict[str, Any]:
        """What the core worked out of this snapshot and is asked for many times, by name."""
        return {}

    def table(self, kind: str) -> pd.DataFrame:
        """Return the rows of a kind; empty with the right columns when none were loaded."""
        return self.tables[kind]

    def loaded(self, kind: str) -> bool:
        """Say whether any row of the kind was ever loaded up to the day."""
        return bool(self.coverage.get(kind, Coverage()).spans) or not self.tables[kind].empty


@dataclass(frozen=True)
class Dataset:
    """Every version of every row in the desk, and the usage cube. Never given to a score.

    `versions` holds one frame a kind, ordered by import, with columns of the kind and
    `row_key`, `batch_id`, `source_row`, `known_on`, `custom`. `people` are those of `Usage`,
    of all days. `carried` says which columns
    each batch's file had. `stored` are the same versions as they came, before rows were
    placed at accounts (for comparing with a new file). `aliases` gives for accounts and
    contacts the row keys that count for another one. `invalid` are accounts that people marked
    as no customers at all, on whatever day. `fingerprint` changes whenever anything
    in here does.
    """

    fingerprint: str
    versions: Mapping[str, pd.DataFrame]
    carried: Mapping[int, frozenset[str]]
    cube: pd.DataFrame = field(default_factory=empty_cube)
    coverage: Mapping[str, Coverage] = field(default_factory=dict)
    currency: str | None = None
    stored: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    aliases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    people: pd.DataFrame = field(default_factory=empty_people)
    home_country: str | None = None
    invalid: frozenset[str] = frozenset()

    def as_of(self, day: date) -> Snapshot:
        """Return what was known at the end of `day`; no row dated after it is in there."""
        known = LazyTables(lambda kind: self._known(KINDS[kind], day))
        tables = LazyTables(lambda kind: _table(known, kind, day))
        coverage = {name: spans.until(day) for name, spans in self.coverage.items()}
        covered = coverage.get("usage", Coverage())
        people = until(self._ordered_people, day)
        usage = Usage(day, until(self._ordered_cube, day), covered, people)
        return Snapshot(
            day, tables, usage, coverage, self.currency, self._came_in, self.home_country
        )

    def until(self, day: date) -> "Dataset":
        """Return the data as if nothing dated after `day` had ever been loaded.

        What is learnt for a day is learnt from these: not even a label looks beyond it.
        """
        end = pd.Timestamp(day) + timedelta(days=1)
        versions = {
            name: _until(rows, KINDS[name], end) if name in KINDS else rows
            for name, rows in self.versions.items()
        }
        return replace(
            self,
            fingerprint=f"{self.fingerprint}/{day}",
            versions=versions,
            cube=until(self._ordered_cube, day),
            people=until(self._ordered_people, day),
            coverage={name: spans.until(day) for name, spans in self.coverage.items()},
        )

    @cached_property
    def _ordered_cube(self) -> pd.DataFrame:
        """The cube in the order of days, in which a day's past is a slice and no copy."""
        return in_order_of_days(self.cube)

    @cached_property
    def _ordered_people(self) -> pd.DataFrame:
        return in_order_of_days(self.people)

    @cached_property
    def _came_in(self) -> pd.Series:
        """The import that first brought each account."""
        accounts = self.versions.get("accounts")
        if accounts is None or accounts.empty:
            return pd.Series(dtype="int64")
        return accounts.groupby("account_id")["batch_id"].min()

    @cached_property
    def _customs(self) -> Mapping[str, Mapping[int, frozenset[str]]]:
        return {kind: custom_names(versions) for kind, versions in self.versions.items()}

    def _known(self, kind: Kind, day: date) -> pd.DataFrame:
        versions = self.versions.get(kind.name)
        if versions is None or versions.empty:
            return empty_frame(kind)
        rows = state_on(versions, self.carried, day, self._customs[kind.name])
        rows = folded(rows, self.aliases.get(kind.name, {}), kind)
        if kind.name == "accounts" and self.invalid:
            rows = rows.assign(
                status=rows["status"].mask(rows["account_id"].isin(self.invalid), "invalid")
            )
        return _until(rows, kind, pd.Timestamp(day) + timedelta(days=1)).reset_index(drop=True)


def _table(known: Mapping[str, pd.DataFrame], kind: str, day: date) -> pd.DataFrame:
    rows = known[kind]
    return _existing(rows, known["contracts"], day) if kind == "accounts" else rows


def _until(rows: pd.DataFrame, kind: Kind, end: pd.Timestamp) -> pd.DataFrame:
    """Leave out rows that begin at `end` or later, and blank the days of the others that do."""
    if kind.day is not None and kind.name not in _BEGINS:
        rows = rows[~(rows[kind.day] >= end)]
    elif kind.name != "accounts":
        begins = rows[list(_BEGINS[kind.name])].min(axis=1)
        rows = rows[~(begins >= end)]
    return _without_later_days(rows, kind, end)


def _without_later_days(rows: pd.DataFrame, kind: Kind, end: pd.Timestamp) -> pd.DataFrame:
    later = [c.name for c in kind.columns if c.dated and c.type in {Type.DAY, Type.TIME}]
    return rows.assign(**{name: rows[name].mask(rows[name] >= end) for name in later})


def _existing(accounts: pd.DataFrame, contracts: pd.DataFrame, day: date) -> pd.DataFrame:
    """Leave out accounts all of whose known first days lie after `day`."""
    first_contract = contracts.groupby("account_id")["start_date"].min()
    begins = accounts[list(_BEGINS["accounts"])].assign(
        contract=first_contract.reindex(accounts["account_id"]).to_numpy()
    )
    end = pd.Timestamp(day) + timedelta(days=1)
    kept = accounts[~(begins.min(axis=1) >= end)]
    return kept.sort_values("account_id", kind="stable").reset_index(drop=True)
