"""What is asked when it is not clear what a sheet is, or how it was to be read."""

from collections.abc import Mapping

from lib.foreign.decode import OTHER_ENCODINGS
from lib.ingest.answers import DATES, ENCODING, KIND
from lib.ingest.issues import Problem, Question
from lib.ingest.names.evidence import Reading
from lib.ingest.sheet import Sheet
from lib.ingest.tables.doubles import REPEATED_HEADING
from lib.ingest.values import days
from lib.locale import Message, msg
from lib.model import KINDS


def left_open(sheet: Sheet, answers: Mapping[str, str]) -> tuple[Question, ...]:
    """Return what reading the sheet left open, whatever kind it is."""
    return (*sheet.questions, *_encoding_question(sheet, answers))


def two_kinds(sheet: Sheet, best: Reading, other: Reading) -> Question:
    """Ask which of two kinds the sheet is."""
    kinds = (best.kind.name, other.kind.name)
    message = msg(
        "{title} could hold {one} or {other}: its headings fit both.",
        title=sheet.title,
        one=best.kind.title,
        other=other.kind.title,
    )
    remedy = msg("Answer kind with {one} or {other}.", one=kinds[0], other=kinds[1])
    return Question(KIND, message, kinds, None, remedy, KIND)


def unrecognised(sheet: Sheet, best: Reading) -> Problem:
    """Return why no kind fits, naming what is known."""
    known = ", ".join(c.column for c in best.chosen)
    if known:
        message = msg(
            "{title} could not be recognised; known among its headings: only {known}.",
            title=sheet.title,
            known=known,
        )
    else:
        message = msg(
            "{title} could not be recognised: row {row} holds no heading that is known.",
            title=sheet.title,
            row=str(sheet.header_row),
        )
    remedy = msg(
        "Say what it holds ({kinds}), or head its columns with names such as account_id.",
        kinds=", ".join(KINDS),
    )
    return Problem("unrecognised", message, remedy)


def whatever_it_is(
    sheet: Sheet, message: Message, answers: Mapping[str, str]
) -> tuple[Question, ...]:
    """Return what has to be asked of a sheet that is not recognised, beside its kind."""
    return _dates_open(sheet, message, answers) or _headings_open(sheet, message)


def _headings_open(sheet: Sheet, message: Message) -> tuple[Question, ...]:
    """Ask for kind and columns where a heading that we know stands over several of them."""
    doubled = tuple(q for q in sheet.questions if q.code == REPEATED_HEADING)
    kind = Question(KIND, message, tuple(KINDS), None, msg("Say what the sheet holds."), KIND)
    return (kind, *doubled) if doubled else ()


def _dates_open(sheet: Sheet, message: Message, answers: Mapping[str, str]) -> tuple[Question, ...]:
    """Ask for kind and order of days where some days of the sheet can be read both ways.

    Whatever the sheet holds, such days must not be guessed.
    """
    scans = {c: days.scanned(sheet.distinct(c)) for c in sheet.columns}
    open_columns = [c for c, scan in scans.items() if scan.n_open]
    if not open_columns or DATES in answers:
        return ()
    text = msg(
        "In {title} the days of {columns} fit both day first and month first ({example}).",
        title=sheet.title,
        columns=", ".join(open_columns),
        example=scans[open_columns[0]].example or "",
    )
    remedy = msg("Answer dates with day_first or month_first.")
    kind = Question(KIND, message, tuple(KINDS), None, msg("Say what the sheet holds."), KIND)
    return kind, Question(DATES, text, days.ORDERS, open_columns[0], remedy, DATES)


def _encoding_question(sheet: Sheet, answers: Mapping[str, str]) -> tuple[Question, ...]:
    # Another answer than the guess counts only once the bytes have been read by it.
    if sheet.certain or answers.get(ENCODING) == sheet.encoding:
        return ()
    return (
        Question(
            "encoding",
            msg(
                "{title} is not UTF-8; it was read as {encoding}, which is not certain.",
                title=sheet.title,
                encoding=sheet.encoding or "",
            ),
            options=tuple(dict.fromkeys((sheet.encoding or "gb18030", *OTHER_ENCODINGS))),
            remedy=msg("Look at the names, then answer encoding with the right one."),
            field=ENCODING,
        ),
    )
