"""What a kind cannot do without, and how to ask for it when a file seems to lack it."""

from collections.abc import Mapping, Sequence

from lib.ingest.issues import Question
from lib.ingest.mapping import Mapped
from lib.ingest.sheet import Sheet
from lib.ingest.values.shapes import Shape
from lib.locale import Message, msg
from lib.model import Kind
from lib.model.spec import Type

_REFERENCE = "account_id"
_MOST = 0.5  # share of a column's values above which it may be what is missing


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
    field = f"{kind.name}.{group[0]}"
    if kind.name == "accounts":
        usable = [m.column for m in mapped if shapes[m.column].distinct]
    else:
        wanted = {kind.column(name).type for name in group}
        free = [m.column for m in mapped if m.is_custom]
        usable = [c for c in free if any(_could_be(shapes[c], t) for t in wanted)]
    remedy = msg("Add such a column, or answer {field} with the column that holds it.", field=field)
    return Question(
        _code(kind, group),
        _message(sheet, kind, group),
        tuple(usable),
        usable[0] if usable else None,
        remedy,
    )


def _could_be(shape: Shape, wanted: Type) -> bool:
    if shape.n == 0 or shape.flags > _MOST:  # no kind needs a flag
        return False
    return shape.fits(wanted) > _MOST and (wanted in {Type.DAY, Type.TIME} or shape.days < _MOST)


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
