"""The columns of a sheet understood; one that is mostly not what it should be stays custom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lib.ingest.issues import Issue, Question, note
from lib.ingest.names.mapping import Mapped, custom
from lib.ingest.names.needs import asked
from lib.ingest.recognise import Recognition
from lib.ingest.rows.columns import Target, Understood, understood
from lib.ingest.rows.own_exports import without_marks, without_own_columns
from lib.ingest.rows.sizes import with_size_of_title
from lib.ingest.sheet import Sheet
from lib.ingest.values import words
from lib.ingest.values.shapes import shape
from lib.locale import msg, msgs
from lib.model import Kind

Vocabulary = Mapping[str, Mapping[str, str]]
"""Field → folded spelling (`lib.model.words.spelling`) → the value that was decided on."""
_NOTHING_THERE = "#N/A"  # what Salesforce writes for an empty field


@dataclass(frozen=True)
class Meant:
    """What the columns of a sheet mean, and everything that has to be said or asked of them."""

    sheet: Sheet
    kind: Kind
    mapping: tuple[Mapped, ...]
    found: list[Understood]
    issues: list[Issue] = field(default_factory=list)
    questions: tuple[Question, ...] = ()

    def unknown_values(self, vocabulary: Vocabulary) -> dict[str, dict[str, int]]:
        """Return by field the values that no known spelling covers, with their rows."""
        found = {
            each.target.column.name: words.unknown(
                each.target.cells, each.target.column, vocabulary.get(each.target.column.name)
            )
            for each in self.found
        }
        return {name: values for name, values in found.items() if values}


def meant(sheet: Sheet, kind: Kind, recognition: Recognition, answers: Mapping[str, str]) -> Meant:
    """Understand every mapped column."""
    sheet, mapping, marks = without_marks(sheet, without_own_columns(sheet, recognition.mapping))
    mapping, sizes = with_size_of_title(sheet, kind, mapping)
    found, asked_now = understood(sheet, _targets(sheet, kind, mapping), answers)
    issues = [*sheet.issues, *marks, *sizes, *_error_cells(sheet)]
    questions = {q.code: q for q in (*sheet.questions, *recognition.questions)}
    hopeless = {u.target.mapped.column: u for u in found if u.is_hopeless}
    if hopeless:
        issues += [_hopeless_remark(each) for each in hopeless.values()]
        mapping = tuple(_demoted(m) if m.column in hopeless else m for m in mapping)
        found, asked_now = understood(sheet, _targets(sheet, kind, mapping), answers)
        shapes = {column: shape(sheet.distinct(column)) for column in sheet.columns}
        questions |= {q.code: q for q in asked(sheet, kind, mapping, shapes)}
    return Meant(sheet, kind, mapping, found, issues, (*questions.values(), *asked_now))


def _error_cells(sheet: Sheet) -> list[Issue]:
    """Count the cells that hold the name of a spreadsheet error, which count as blank."""
    counts: dict[str, int] = {}
    for column in sheet.columns:
        for name, n in sheet.distinct(column).errors.items():
            counts[name] = counts.get(name, 0) + n
    found = []
    if n := counts.pop(_NOTHING_THERE, 0):
        message = msgs(
            "{n} cell holds #N/A and counts as blank.",
            "{n} cells hold #N/A and count as blank.",
            n,
        )
        found.append(note("not_available", "info", message, value=_NOTHING_THERE))
    if counts:
        message = msgs(
            "{n} cell holds an Excel error ({names}) and counts as blank.",
            "{n} cells hold an Excel error ({names}) and count as blank.",
            sum(counts.values()),
            names=", ".join(sorted(counts)),
        )
        found.append(note("error_cells", "warning", message, value=min(counts)))
    return found


def _targets(sheet: Sheet, kind: Kind, mapping: Sequence[Mapped]) -> list[Target]:
    targets = []
    for each in mapping:
        names = each.names(kind)
        if names:
            cells = sheet.distinct(each.column)
            targets += [Target(each, kind.column(name), cells) for name in names]
    return targets


def _demoted(mapped: Mapped) -> Mapped:
    reason = msg(
        "Most values are not what {field} holds; kept as a custom field.", field=mapped.field or ""
    )
    return custom(mapped.column, reason)


def _hopeless_remark(each: Understood) -> Issue:
    heading = each.target.mapped.column
    example = min(each.target.cells.texts[each.parsed.bad])
    message = msg(
        "Most values of '{column}', such as '{example}', are not what {field} holds; the column "
        "was kept as a custom field.",
        column=heading,
        example=example,
        field=each.target.mapped.field or "",
    )
    return note("column_not_understood", "warning", message, heading, example)
