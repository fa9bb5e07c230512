"""What has to be asked of a file: what its kind cannot do without; what is unsure and matters."""

from collections.abc import Mapping, Sequence

from lib.ingest.issues import Question
from lib.ingest.names.candidates import Candidate
from lib.ingest.names.looks import looks_like_ids
from lib.ingest.names.mapping import POSSIBLE, SURE, Mapped, fits
from lib.ingest.sheet import Sheet
from lib.ingest.values.shapes import Shape
from lib.locale import Message, msg
from lib.model import Kind
from lib.model.spec import Type

_REFERENCE, _NAME = "account_id", "account_name"
_MOST = 0.5  # share of a column's values above which it may be what is missing
_MATTERS = frozenset({Type.ID, Type.AMOUNT, Type.DAY})
_DAYS = frozenset({Type.DAY, Type.TIME})


def asked(
    sheet: Sheet, kind: Kind, mapped: Sequence[Mapped], shapes: Mapping[str, Shape]
) -> tuple[Question, ...]:
    """Return one question for each group of columns that the kind needs and the file lacks."""
    names = {name for each in mapped for name in each.names(kind)}
    missing = [group for group in kind.needs if not names & set(group)]
    return tuple(_question(sheet, kind, group, (mapped, shapes)) for group in missing)


def _question(
    sheet: Sheet,
    kind: Kind,
    group: tuple[str, ...],
    seen: tuple[Sequence[Mapped], Mapping[str, Shape]],
) -> Question:
    mapped, shapes = seen
    if kind.name == "accounts":
        usable = [m.column for m in mapped if shapes[m.column].distinct]
    else:
        wanted = {kind.column(name).type for name in group}
        free = [m.column for m in mapped if m.is_custom]
        usable = [c for c in free if any(_could_be(shapes[c], t) for t in wanted)]
    field = f"{kind.name}.{_field(kind, group, usable, shapes)}"
    remedy = msg("Add such a column, or answer {field} with the column that holds it.", field=field)
    return Question(
        _code(kind, group),
        _message(sheet, kind, group),
        tuple(usable),
        usable[0] if usable else None,
        remedy,
        field,
    )


def _field(
    kind: Kind, group: tuple[str, ...], usable: Sequence[str], shapes: Mapping[str, Shape]
) -> str:
    """Return the field of the group that the first usable column would fill."""
    if not usable or kind.name == "accounts":
        return group[0]
    seen = shapes[usable[0]]
    if {_REFERENCE, _NAME} <= set(group):
        return _REFERENCE if seen.n == 0 or looks_like_ids(seen) else _NAME
    return next((n for n in group if _could_be(seen, kind.column(n).type)), group[0])


def _could_be(shape: Shape, wanted: Type) -> bool:
    if shape.n == 0 or shape.flags > _MOST:  # no kind needs a flag
        return False
    return shape.fits(wanted) > _MOST and (wanted in _DAYS or shape.days < _MOST)


def _code(kind: Kind, group: tuple[str, ...]) -> str:
    if kind.name == "accounts":
        return "no_id"
    if _REFERENCE in group:
        return "no_account"
    return "no_day" if kind.day in group else "missing_column"


def _message(sheet: Sheet, kind: Kind, group: tuple[str, ...]) -> Message:
    if kind.name == "accounts":
        return msg("{title} has no column with the customers' id (account_id).", title=sheet.title)
    if _REFERENCE in group:
        return msg(
            "{title} has no column that says which customer a row belongs to: one of {names}.",
            title=sheet.title,
            names=", ".join(group),
        )
    return msg(
        "{title} lacks a column that every file of this kind needs ({kind}): one of {names}.",
        title=sheet.title,
        kind=kind.title,
        names=", ".join(group),
    )


def unsure(
    sheet: Sheet,
    found: Sequence[Candidate],
    mapped: Sequence[Mapped],
    shapes: Mapping[str, Shape],
) -> tuple[Question, ...]:
    """Return a question for each column that may be an id, an amount or a day of ours.

    Only of columns that are kept as custom fields unanswered; other unsure ones do no harm
    there and are named in the mapping.
    """
    held = {each.field for each in mapped} | {field for each in mapped for field in each.also}
    # An answer of `custom` says 1.0 without doubt; a leftover of the recogniser is less sure.
    open_columns = {each.column for each in mapped if each.is_custom and each.confidence < 1}
    best: dict[str, Candidate] = {}
    for candidate in found:
        if candidate.column in open_columns and _may_matter(candidate, shapes):
            best[candidate.column] = max(
                best.get(candidate.column, candidate), candidate, key=lambda c: c.confidence
            )
    return tuple(_which(sheet, c) for c in best.values() if c.known.field not in held)


def _may_matter(candidate: Candidate, shapes: Mapping[str, Shape]) -> bool:
    return (
        POSSIBLE <= candidate.confidence < SURE
        and candidate.known.column.type in _MATTERS
        and shapes[candidate.column].n > 0
        and fits(candidate, shapes)
    )


def _which(sheet: Sheet, candidate: Candidate) -> Question:
    field = candidate.known.field
    return Question(
        "unsure_column",
        msg(
            "In {title} the column '{column}' may be {field}, which is not sure.",
            title=sheet.title,
            column=candidate.column,
            field=field,
        ),
        (field, "custom"),
        candidate.column,
        msg("Answer '{column}' with {field} or custom.", column=candidate.column, field=field),
    )
