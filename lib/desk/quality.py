"""Contradictions and gaps in what was loaded, with the rows that show them."""

from datetime import timedelta

import pandas as pd

from lib.desk.data import Data
from lib.model import KINDS, Dataset
from lib.quality.checks import DataFinding, data_findings
from lib.store.dataset import usage_places
from lib.store.usage import contract_links, unplaced_rows

_COLUMNS = ["account_id", "day", "known_on", "batch_id", "source_row"]


class Quality:
    """The data-quality area of the desk."""

    def __init__(self, data: Data) -> None:
        self._data = data

    def findings(self) -> tuple[DataFinding, ...]:
        """Return what the loaded files contradict each other in; nothing when none are loaded."""
        return self._data.once(("quality",), self._findings)

    def _findings(self) -> tuple[DataFinding, ...]:
        days = self._data.days()
        if days is None:
            return ()
        snapshot = self._data.snapshot(days.last)
        data = self._data.dataset()
        future, only_named = later_than_known(data), data.stored["accounts"].empty
        with self._data.workspace.reading() as connection:
            events, places = usage_places(self._data.workspace, connection)
            stray = links = pd.DataFrame()
            if events:
                links = contract_links(events, snapshot.table("contracts"))
                stray = unplaced_rows(events, places)
            return data_findings(snapshot, stray, links, future, only_named=only_named)


def later_than_known(data: Dataset) -> pd.DataFrame:
    """Return facts dated after the day on which we learnt them (a term may end later)."""
    found = []
    for kind, versions in data.versions.items():
        day = KINDS[kind].day
        if day is None or versions.empty:
            continue
        rows = versions.assign(day=versions[day])
        late = rows["day"] >= rows["known_on"] + timedelta(days=1)
        found.append(rows.loc[late, _COLUMNS].assign(kind=kind))
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame()
