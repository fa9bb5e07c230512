"""What was known at the end of a day, and the data from which such a snapshot is cut.

Signals, scores and reports receive a `Snapshot`, never a `Dataset`: they cannot look
ahead because they are never given the future.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.errors import DefinitionError
from lib.model.coverage import Coverage
from lib.model.customs import custom_names
from lib.model.cut import LazyTables, rows_until, table_on
from lib.model.frames import empty_frame
from lib.model.history import PROVENANCE, state_on
from lib.model.kinds import KINDS
from lib.model.match import folded
from lib.model.past import Columns, Past
from lib.model.spec import Kind
from lib.model.usage import Usage, empty_cube, empty_people, in_order_of_days, until


@dataclass(frozen=True)
class Snapshot:
    """Everything known at the end of `day`.

    Frames have the columns of their kind and provenance (`row_key`, `batch_id`,
    `source_row`, `as_loaded`); `account_id` is resolved: NaN when no account fits.
    `accounts` has one row an account, ordered by id. `came_in` names by account the import
    that first brought it. `home_country` is where accounts are whose row names no country.
    `past` leads to earlier days; without it they are cut from this snapshot's own rows.
    """

    day: date
    tables: Mapping[str, pd.DataFrame]
    usage: Usage
    coverage: Mapping[str, Coverage]
    currency: str | None = None
    came_in: pd.Series = field(default_factory=lambda: pd.Series(dtype="int64"))
    home_country: str | None = None
    past: Past | None = field(default=None, repr=False, compare=False)

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

    def places_of(self, names: pd.Index) -> npt.NDArray[np.int64]:
        """Return the position of each name among `account_ids`, -1 for none, and a last -1.

        Worked out once for each set of categories, which many columns share.
        """
        if id(names) not in self._lookups:
            found = np.append(self.account_ids.get_indexer(names), -1)
            self._lookups[id(names)] = (names, found.astype(np.int64))
        return self._lookups[id(names)][1]

    @cached_property
    def _lookups(self) -> dict[int, tuple[pd.Index, npt.NDArray[np.int64]]]:
        return {}

    def earlier(self, day: date) -> "Snapshot":
        """Return what was known at the end of an earlier day; DefinitionError for a later one."""
        if day > self.day:
            raise DefinitionError(f"{day} lies after {self.day}: a snapshot knows no later day.")
        return self if day == self.day else self.history.snapshot(day)

    @cached_property
    def history(self) -> Past:
        """Earlier days: those of the data it came from, else cut from its own rows.

        It is shared with snapshots of other days: ask it for days before this one only, or
        ask `earlier`, which sees to that.
        """
        return self.past or Past(lambda day: _cut(self, day))


def _cut(snapshot: Snapshot, day: date) -> Snapshot:
    """Return a snapshot without its rows and days after `day`."""
    end = pd.Timestamp(day) + timedelta(days=1)
    known = LazyTables(lambda kind: rows_until(snapshot.tables[kind], KINDS[kind], end))
    usage = snapshot.usage
    return replace(
        snapshot,
        day=day,
        tables=LazyTables(lambda kind: table_on(known, kind, day)),
        usage=Usage(
            day,
            until(in_order_of_days(usage.cube), day),
            usage.coverage.until(day),
            until(in_order_of_days(usage.people), day),
            in_order=True,
        ),
        coverage={name: spans.until(day) for name, spans in snapshot.coverage.items()},
    )


@dataclass(frozen=True)
class Dataset:
    """Every version of every row in the desk, and the usage cube. Never given to a score.

    `versions` holds one frame a kind, ordered by import, with columns of the kind and
    `row_key`, `batch_id`, `source_row`, `known_on`, `custom`. `people` are those of `Usage`,
    of all days. `carried` says which columns
    each batch's file had. `stored` are the same versions as they came, before rows were
    placed at accounts (for comparing with a new file). `aliases` gives for accounts and
    contacts the row keys that count for another one. `invalid` are accounts that people marked
    as no customers at all, on whatever day. `entered` are batches of what people entered, with
    the day from which each counts. `fingerprint` changes whenever anything
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
    entered: Mapping[int, date] = field(default_factory=dict)

    def as_of(self, day: date) -> Snapshot:
        """Return what was known at the end of `day`; no row dated after it is in there."""
        known = LazyTables(lambda kind: self._known(KINDS[kind], day))
        tables = LazyTables(lambda kind: table_on(known, kind, day))
        coverage = {name: spans.until(day) for name, spans in self.coverage.items()}
        covered = coverage.get("usage", Coverage())
        people = until(self._ordered_people, day)
        usage = Usage(day, until(self._ordered_cube, day), covered, people, in_order=True)
        return Snapshot(
            day,
            tables,
            usage,
            coverage,
            self.currency,
            self._came_in,
            self.home_country,
            self.past,
        )

    def until(self, day: date) -> "Dataset":
        """Return the data as if nothing dated after `day` had ever been loaded.

        What is learnt for a day is learnt from these: not even a label looks beyond it.
        """
        end = pd.Timestamp(day) + timedelta(days=1)
        versions = {
            name: rows_until(rows, KINDS[name], end) if name in KINDS else rows
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
    def past(self) -> Past:
        """Snapshots of days, with a memory of what was worked out of them."""
        return Past(self.as_of, lambda columns: self._narrowed(columns).past)

    @cached_property
    def _once_only(self) -> frozenset[str]:
        """Kinds of which no row was ever overwritten."""
        return frozenset(k for k, rows in self.versions.items() if rows["row_key"].is_unique)

    def _narrowed(self, columns: Columns) -> "Dataset":
        """Return the data with these columns only, their texts as categories.

        So a past day is cut quickly, and no text is looked at twice. Kinds with rows that
        count for another one stay whole.
        """
        named = [rows["account_id"] for rows in self.versions.values() if len(rows)]
        ids = pd.CategoricalDtype(pd.concat(named).dropna().unique() if named else [])
        versions = {}
        for kind, rows in self.versions.items():
            wanted = [n for n in rows.columns if n in (*columns.get(kind, ()), *PROVENANCE)]
            versions[kind] = rows if self.aliases.get(kind) else _coded(rows[wanted], ids)
        return replace(self, versions=versions, stored={})

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
        if kind.name in self._once_only:
            rows = versions.assign(as_loaded=versions["known_on"] > pd.Timestamp(day))
        else:
            rows = state_on(versions, self.carried, day, self._customs[kind.name], self.entered)
        rows = folded(rows, self.aliases.get(kind.name, {}), kind)
        if kind.name == "accounts" and self.invalid:
            rows = rows.assign(
                status=rows["status"].mask(rows["account_id"].isin(self.invalid), "invalid")
            )
        return rows_until(rows, kind, pd.Timestamp(day) + timedelta(days=1)).reset_index(drop=True)


def _coded(rows: pd.DataFrame, ids: pd.CategoricalDtype) -> pd.DataFrame:
    """Return rows with their texts as categories, but for what names a row."""
    texts = [n for n in rows.columns if rows[n].dtype == "str" and n not in PROVENANCE]
    return rows.astype({name: ids if name == "account_id" else "category" for name in texts})
