"""Rows that stay out: each with the first thing that is wrong, all wrong things as issues."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from lib.ingest.issues import Issue
from lib.ingest.rows.columns import Understood
from lib.ingest.rows.keys import repeats
from lib.ingest.sheet import Reject, rejects_frame
from lib.locale import Message, msg
from lib.model import Kind

_REFERENCE = "account_id"
MOST_TOLD = 200  # of one kind in one column; the file of rejects has them all


class Rejects:
    """Collects what is wrong with rows; a row is out as soon as one thing is."""

    def __init__(self, source_rows: np.ndarray) -> None:
        self.out = np.zeros(len(source_rows), dtype=bool)
        self._source_rows = source_rows
        self._found: list[tuple[int, Reject, str]] = []

    def add_column(self, each: Understood) -> None:
        """Reject the rows with a value that could not be understood."""
        codes, reasons = each.target.cells.codes, each.parsed.reasons
        for place in np.flatnonzero(each.parsed.bad[codes]):
            code = reasons[codes[place]]
            value = str(each.target.cells.texts[codes[place]])
            self._add(int(place), (each.target.mapped.column, value), code, each.parsed.why[code])

    def add_missing(self, kind: Kind, rows: pd.DataFrame, headings: Mapping[str, str]) -> None:
        """Reject rows that lack what every row of the kind needs, but for the account.

        A row that names no account is kept: the desk lists it as such.
        """
        for group in kind.needs:
            if _REFERENCE in group:
                continue
            blank = rows[list(group)].isna().all(axis=1).to_numpy() & ~self.out
            names = [headings[name] for name in group if name in headings]
            reason = msg("The row has no {names}.", names=" / ".join(names or group))
            for place in np.flatnonzero(blank):
                self._add(int(place), (names[0] if names else None, None), "blank", reason)

    def add_keyless(self, keys: pd.Series) -> None:
        """Reject rows that nothing identifies."""
        reason = msg("The row has no id, and nothing else that identifies it.")
        for place in np.flatnonzero(keys.isna().to_numpy() & ~self.out):
            self._add(int(place), (None, None), "no_key", reason)

    def add_repeats(self, rows: pd.DataFrame, keys: pd.Series, kind: Kind) -> np.ndarray:
        """Reject rows that contradict an earlier one; return which merely say the same again."""
        found = repeats(rows, keys.where(~self.out), kind)
        for place in np.flatnonzero(found.contradicts):
            first = str(self._source_rows[found.first[place]])
            reason = msg("Row {row} has the same key and says something else.", row=first)
            key = str(keys.iloc[place]).replace("\x1f", " / ")
            self._add(int(place), (None, key), "repeated_key", reason)
        return found.same

    def _add(
        self, place: int, cell: tuple[str | None, str | None], code: str, reason: Message
    ) -> None:
        self.out[place] = True
        reject = (int(self._source_rows[place]), *cell, reason)
        self._found.append((place, reject, code))

    def frame(self) -> pd.DataFrame:
        """Return one line a row, with the first thing found, in file order."""
        first: dict[int, Reject] = {}
        for place, reject, _ in self._found:
            first.setdefault(place, reject)
        return rejects_frame(first[place] for place in sorted(first))

    def issues(self) -> list[Issue]:
        """Return every wrong cell in file order, the first two hundred of each sort."""
        told: dict[tuple[str, str | None], int] = {}
        issues = []
        for _, (row, column, value, reason), code in sorted(self._found, key=lambda f: f[0]):
            sort = (code, column)
            told[sort] = told.get(sort, 0) + 1
            if told[sort] <= MOST_TOLD:
                issues.append(Issue(code, "error", row, column, value, reason))
        issues += [_rest(code, column, n) for (code, column), n in told.items() if n > MOST_TOLD]
        return issues


def _rest(code: str, column: str | None, n: int) -> Issue:
    message = msg(
        "The same is wrong in {n} more rows; the file of rejected rows has them all.",
        n=str(n - MOST_TOLD),
    )
    return Issue(code, "error", None, column, None, message)
