"""What is asked of an import, and what a sheet turned out to be before anything is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from lib.desk.intake.outcomes import FileOutcome, ReadAs
from lib.errors import DeskError
from lib.ingest.answers import Answers
from lib.ingest.big.log import BigParsed
from lib.ingest.issues import Issue, note
from lib.ingest.parse import Parsed
from lib.ingest.progress import Progress, silent
from lib.ingest.reading.nature import header_only
from lib.ingest.recognise import Recognition
from lib.ingest.sheet import Sheet
from lib.locale import msg

Content = Parsed | BigParsed
Remarks = tuple[Issue, ...]
_SHOWN_ROWS = 8


@dataclass(frozen=True)
class Request:
    """How files are to be taken: as which kind, with which answers, known since when, by whom."""

    as_kind: str | None = None
    answers: Answers = field(default_factory=Answers)
    known_on: date | None = None
    author: str = "local"
    progress: Progress = silent


@dataclass(frozen=True)
class Prepared:
    """A sheet that was looked at, and the outcome that it would have.

    `content` is None when nothing of it can be taken in. `said` are the answers that
    counted for it; `version` is the state of the data that it was compared with.
    """

    outcome: FileOutcome
    content: Content | None = None
    content_hash: str = ""
    sheet: Sheet | None = None
    said: Mapping[str, str] = field(default_factory=dict)
    version: int = 0

    @property
    def is_open(self) -> bool:
        """Whether nothing speaks against parsing its rows."""
        return self.outcome.status == "refused" and self.outcome.error is None


def looked_at(
    sheet: Sheet, recognition: Recognition, answers: Answers, remarks: Remarks
) -> Prepared:
    """Return a sheet as recognised: open, skipped, asked about, or refused with its error."""
    base = FileOutcome(
        file=sheet.file,
        sheet=sheet.sheet,
        kind=recognition.kind,
        status="refused",
        read=_read_as(sheet),
        mapping=recognition.mapping,
        issues=(*remarks, *sheet.issues),
        as_written=sheet.cells.head(_SHOWN_ROWS),
    )
    if recognition.skipped is not None:
        base = replace(base, status="skipped", error=DeskError("skipped", recognition.skipped))
    elif recognition.questions:
        base = asked(base, recognition)
    elif recognition.problem is not None:
        wrong = recognition.problem
        base = replace(base, error=DeskError(wrong.code, wrong.message, wrong.remedy))
    return Prepared(base, sheet=sheet, said=answers.of(sheet.file, sheet.sheet))


def _read_as(sheet: Sheet) -> ReadAs:
    return ReadAs(sheet.n_rows, sheet.header, sheet.header_row, sheet.encoding, sheet.delimiter)


def asked(base: FileOutcome, asking: Recognition | Content) -> FileOutcome:
    """Return the outcome of a sheet that waits for an answer."""
    first = asking.questions[0]
    error = DeskError(first.code, first.message, first.remedy or msg("Answer with --mapping."))
    return replace(base, status="needs_answer", questions=asking.questions, error=error)


def with_content(found: Prepared, content: Content, remarks: Remarks) -> Prepared:
    """Return a sheet with what parsing made of it; the remarks of reading are said by it."""
    outcome = replace(
        found.outcome,
        issues=(*remarks, *content.issues),
        mapping=content.mapping,
        rejects=content.rejects,
    )
    if content.questions:
        return replace(found, outcome=asked(outcome, content))
    return replace(found, outcome=outcome, content=content)


def with_headings_only(found: Prepared) -> Prepared:
    """Return a sheet without rows: of a known kind it brings nothing, any other is refused."""
    if not found.is_open:
        return refused(found.outcome.file, header_only(found.outcome.file))
    remark = note("no_rows", "info", msg("There are headings and no rows: nothing to take in."))
    issues = (*found.outcome.issues, remark)
    return replace(found, outcome=replace(found.outcome, status="unchanged", issues=issues))


def refused(file: str, error: DeskError) -> Prepared:
    """Return a file that could not be read."""
    return Prepared(FileOutcome(file=file, sheet=None, kind=None, status="refused", error=error))


def without_usable_row(found: Prepared) -> Prepared:
    """Return a sheet of which every row is rejected: nothing of it can be taken in."""
    rejects = found.outcome.rejects
    reasons = [] if rejects is None else list(rejects["reason"])
    error = DeskError(
        "no_usable_row",
        msg(
            "None of the rows of '{file}' could be used; the first: {why}",
            file=found.outcome.file,
            why=reasons[0] if reasons else "",
        ),
        msg("The list of rejected rows says why; mend them and load the file again."),
    )
    return replace(found, content=None, outcome=replace(found.outcome, error=error))
