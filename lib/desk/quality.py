"""Contradictions and gaps in what was loaded, with the rows that show them."""

import pandas as pd

from lib.desk.data import Data
from lib.quality.checks import DataFinding, data_findings
from lib.store.dataset import usage_places
from lib.store.usage import contract_links, unplaced_rows


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
        with self._data.workspace.reading() as connection:
            events, places = usage_places(self._data.workspace, connection)
            if not events:
                return data_findings(snapshot, pd.DataFrame(), pd.DataFrame())
            links = contract_links(events, snapshot.table("contracts"))
            return data_findings(snapshot, unplaced_rows(events, places), links)
