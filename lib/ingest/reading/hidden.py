"""Sheets that a workbook hides: never read unasked, always named."""

from collections.abc import Sequence

from lib.errors import DeskError
from lib.ingest.answers import SHEETS
from lib.ingest.issues import Question
from lib.ingest.reading.shown import shown_name
from lib.ingest.reading.workbook import RawSheet
from lib.locale import msg

_MOST_NAMED = 10


def asked_of_hidden(
    file: str, raw: Sequence[RawSheet], wanted: Sequence[str] | None
) -> tuple[Question, ...]:
    """Ask which sheets to read where some that hold cells are hidden and nobody has said."""
    hidden = [each for each in raw if not each.is_read and each.filled and _is_hidden(each)]
    read = [each for each in raw if each.is_read and each.filled]
    if wanted is not None or not hidden or not read:
        return ()
    return (
        Question(
            "hidden_sheets",
            msg(
                "{file} hides {hidden}; only {visible} would be read.",
                file=shown_name(file),
                hidden=_names(hidden),
                visible=_names(read),
            ),
            options=("|".join(each.name for each in read),),
            remedy=msg("Answer sheets with the names to read, joined by |, or with * for all."),
            field=SHEETS,
        ),
    )


def only_hidden(file: str, raw: Sequence[RawSheet]) -> DeskError | None:
    """Return the error for a workbook whose only cells stand in sheets that were not read."""
    filled = [each for each in raw if each.filled and not each.is_read]
    if not filled:
        return None
    return DeskError(
        "empty",
        msg(
            "{file} holds rows only in sheets that were not read: {names}.",
            file=shown_name(file),
            names=_names(filled),
        ),
        msg("Answer sheets with the names to read, joined by |, or with * for all."),
    )


def refuse_unknown(file: str, raw: Sequence[RawSheet], wanted: Sequence[str] | None) -> None:
    """Raise DeskError when a sheet that was asked for is not there."""
    names = {each.name for each in raw}
    missing = [name for name in wanted or () if name not in names and name != "*"]
    if missing:
        raise DeskError(
            "unknown_sheet",
            msg("{file} has no sheet '{name}'.", file=shown_name(file), name=missing[0]),
            msg("Known: {names}.", names=_names(raw)),
        )


def _is_hidden(sheet: RawSheet) -> bool:
    return sheet.visible != "visible"


def _names(raw: Sequence[RawSheet]) -> str:
    more = " …" if len(raw) > _MOST_NAMED else ""
    return ", ".join(shown_name(each.name) for each in raw[:_MOST_NAMED]) + more
