"""The regular text that a large log is, or that it becomes when it is written anew."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from lib.foreign.logs.rewrite import Form
from lib.foreign.logs.scan import Scan
from lib.foreign.wire import rows_of
from lib.ingest.answers import RAGGED
from lib.ingest.big.sample import Sample
from lib.ingest.big.text import BigText
from lib.ingest.big.work import Work, part_of
from lib.ingest.progress import Progress
from lib.ingest.sheet import Reject
from lib.ingest.tables.grid import Origin
from lib.ingest.tables.ragged import Placed, fitted
from lib.locale import msg, msgs

_SHOWN_CHARACTERS = 60


@dataclass(frozen=True)
class Source:
    """A regular text: `width` fields a row from row `first` on; numbered rows say their own.

    Of its rows `n_misfits` stay out, having another number of fields than the header; the
    first thousand are in `misfits`. `made`: the file is ours.
    """

    path: Path
    delimiter: str
    width: int
    first: int
    numbered: bool
    scan: Scan
    misfits: tuple[Reject, ...] = ()
    n_misfits: int = 0

    def discard(self) -> None:
        """Remove what was made; the text itself stays."""
        if self.numbered:
            self.path.unlink(missing_ok=True)


@dataclass(frozen=True)
class Regular:
    """Finds the regular text, or has it written in a folder."""

    text: BigText
    sample: Sample
    folder: Path
    answers: Mapping[str, str]
    progress: Progress

    def source(self) -> Source:
        """Return the text as it is when it is regular, else written anew."""
        sheet = self.sample.sheet
        delimiter, width = sheet.delimiter or ",", len(sheet.header)
        scan = self._scanned(delimiter, sheet.header_row - 1)
        if scan.regular and scan.width >= width:
            first = sheet.header_row + 1
            return Source(self.text.path, delimiter, scan.width, first, numbered=False, scan=scan)
        least = max((n for n, heading in enumerate(sheet.header, 1) if heading), default=1)
        return self._rewritten(Form(delimiter, width, least, sheet.header_row), scan)

    def _scanned(self, delimiter: str, skipped: int) -> Scan:
        work = Work(self.text.file, self.text.path, part_of(self.progress, 0.0, 0.1))
        ((found, _),) = work.done(
            "scan", msg("Checking the rows"), delimiter=delimiter, skipped=skipped
        )
        signs = np.zeros(256, dtype=np.bool_)
        signs[found["signs"]] = True
        return Scan(found["regular"], found["n_rows"], found["width"], signs)

    def _rewritten(self, form: Form, scan: Scan) -> Source:
        work = Work(self.text.file, self.text.path, part_of(self.progress, 0.1, 0.3))
        what = msg("Checking the rows")
        path, answers = work.written(self.folder, "rewrite", what, form=asdict(form))
        source = Source(path, ",", form.width, 1, numbered=True, scan=scan)
        try:
            (found, _), *rest = answers
            misfits = [row for record, content in rest for row in rows_of(record, content)]
            numbered = list(zip(found["numbers"], map(list, misfits), strict=True))
            if numbered and self._may_be_filled_up(numbered):
                source.discard()
                least = min(len(row) for _, row in numbered)
                return self._rewritten(replace(form, least=least), scan)
        except BaseException:
            source.discard()
            raise
        rejects = tuple(_misfit(number, row, form.width) for number, row in numbered)
        return replace(source, misfits=rejects, n_misfits=found["n_misfits"])

    def _may_be_filled_up(self, misfits: list[tuple[int, list[str]]]) -> bool:
        """Say whether rows merely lack blanks; DeskError when they may not stay out either."""
        sheet = self.sample.sheet
        rows = sheet.cells.head(1_000).reindex(columns=list(sheet.columns)).to_numpy().tolist()
        good = [row for row in rows if len(row) == len(sheet.header)]
        numbers = [int(n) - 1 for n in sheet.row_numbers[: len(good)]]
        places = np.array([*numbers, *(n - 1 for n, _ in misfits)], dtype="int64")
        body = Placed([*good, *(row for _, row in misfits)], places)
        origin = Origin(self.text.file, ragged=self.answers.get(RAGGED))
        return not fitted(origin, sheet.header, body, ())[1]


def _misfit(number: int, row: list[str], width: int) -> Reject:
    reason = msgs(
        "The row has {n} field, the header has {width}.",
        "The row has {n} fields, the header has {width}.",
        len(row),
        width=str(width),
    )
    return number, None, " | ".join(row)[:_SHOWN_CHARACTERS], reason
