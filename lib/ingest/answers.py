"""Answers to questions and mapping files: checked before anything is done with them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from rapidfuzz import process

from lib.errors import DeskError
from lib.foreign.decode import OTHER_ENCODINGS
from lib.ingest.values.days import ORDERS
from lib.locale import Message, msg
from lib.model import KINDS

# What may be said of a whole sheet, beside what its columns are.
KIND, DATES, DECIMAL, RAGGED = "kind", "dates", "decimal", "ragged"
ACROSS, CUSTOMERS, COUNTS = "across", "customers", "counts"
ENCODING, DELIMITER, HEADER_ROW, SHEETS = "encoding", "delimiter", "header_row", "sheets"
ENCODINGS = ("utf-8", "utf-16", *OTHER_ENCODINGS)
DELIMITER_NAMES = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
COLUMN_ANSWERS = ("custom", "skip")
_OPTIONS: Mapping[str, tuple[str, ...]] = {
    KIND: tuple(KINDS),
    DATES: ORDERS,
    DECIMAL: ("comma", "point"),
    RAGGED: ("set_aside",),
    ACROSS: (CUSTOMERS, COUNTS),
    ENCODING: ENCODINGS,
    DELIMITER: (*DELIMITER_NAMES, *DELIMITER_NAMES.values()),
}
_EXAMPLE = '{"Firm no": "accounts.account_id", "dates": "day_first"}'


@dataclass(frozen=True)
class Answers:
    """What the user has said of files: of all of them, and of single files and sheets.

    Keys are headings (values `kind.column`, `custom` or `skip`) and the words above.
    `by_title` holds more answers for one file (`deals.xlsx`) or one sheet
    (`deals.xlsx / 2026`); the narrower answer counts.
    """

    everywhere: Mapping[str, str] = field(default_factory=dict)
    by_title: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def of(self, file: str, sheet: str | None = None) -> dict[str, str]:
        """Return what counts for a file, or for one of its sheets."""
        said = {**self.everywhere, **self.by_title.get(file, {})}
        return said if sheet is None else {**said, **self.by_title.get(title_of(file, sheet), {})}

    def __bool__(self) -> bool:
        """Whether anything was said."""
        return bool(self.everywhere or self.by_title)


def title_of(file: str, sheet: str | None) -> str:
    """Return how a sheet is called in answers and messages."""
    return file if sheet is None else f"{file} / {sheet}"


def read_answers(file: str, content: bytes) -> Answers:
    """Return the answers of a mapping file: one JSON object.

    Its values are texts, for all files of the call, or objects of texts for the file or
    the sheet (`file / sheet`) that the key names. Raises DeskError when it is anything else.
    """
    try:
        found = json.loads(content)
    except ValueError:
        raise _not_a_mapping(file) from None
    if not isinstance(found, dict):
        raise _not_a_mapping(file)
    if type(found.get(HEADER_ROW)) is int:
        found[HEADER_ROW] = str(found[HEADER_ROW])
    everywhere = {key: value for key, value in found.items() if isinstance(value, str)}
    by_title = {key: value for key, value in found.items() if _is_texts(value)}
    if len(everywhere) + len(by_title) < len(found):
        raise _not_a_mapping(file)
    return Answers(checked(everywhere), {key: checked(value) for key, value in by_title.items()})


def _is_texts(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())


def checked(answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers trimmed; DeskError when one names nothing that we know."""
    return {key.strip(): _checked(key.strip(), value) for key, value in answers.items()}


def _checked(key: str, text: str) -> str:
    value = text if key == DELIMITER else text.strip()
    if _is_special(key, value) or value in COLUMN_ANSWERS:
        return value
    kind, _, column = value.partition(".")
    if kind in KINDS and column in KINDS[kind].names:
        return value
    raise DeskError(
        "unknown_field",
        msg("'{value}' (given for '{key}') is no field.", value=value, key=key),
        _nearest(key, value),
    )


def _is_special(key: str, value: str) -> bool:
    """Say whether it answers something about the whole sheet.

    A heading may be called like one of those words; then its answer is a field.
    """
    if key == HEADER_ROW:
        return value.isdecimal()
    return key == SHEETS or value in _OPTIONS.get(key, ())


def _nearest(key: str, value: str) -> Message:
    if key in _OPTIONS:
        return msg("Known: {names}.", names=", ".join(o for o in _OPTIONS[key] if o.strip()))
    fields = [f"{kind.name}.{name}" for kind in KINDS.values() for name in kind.names]
    near = [found for found, _, _ in process.extract(value, fields, limit=3)]
    return msg("Write kind.column, custom or skip; nearest to it: {names}.", names=", ".join(near))


def _not_a_mapping(file: str) -> DeskError:
    return DeskError(
        "bad_mapping",
        msg("{file} is no mapping file: one JSON object of headings and fields.", file=file),
        msg("For example: {example}", example=_EXAMPLE),
    )
