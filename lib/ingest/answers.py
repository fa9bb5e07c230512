"""Answers to questions and mapping files: checked before anything is done with them."""

import json
from collections.abc import Mapping

from rapidfuzz import process

from lib.errors import DeskError
from lib.ingest.encoding import OTHER_ENCODINGS
from lib.ingest.values.days import ORDERS
from lib.locale import Message, msg
from lib.model import KINDS

DATES, ENCODING = "dates", "encoding"
_ENCODINGS = frozenset({"utf-8", "utf-16", *OTHER_ENCODINGS})
_EXAMPLE = '{"Firm no": "accounts.account_id", "dates": "day_first"}'


def read_answers(file: str, content: bytes) -> dict[str, str]:
    """Return the answers of a mapping file: one JSON object of texts.

    Keys are headings with `kind.column`, `custom` or `skip`, and `dates` and `encoding`.
    Raises DeskError when it is anything else.
    """
    try:
        found = json.loads(content)
    except ValueError:
        raise _not_a_mapping(file) from None
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise _not_a_mapping(file)
    return checked(found)


def checked(answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers trimmed; DeskError when one names nothing that we know."""
    return {key.strip(): _checked(key.strip(), value.strip()) for key, value in answers.items()}


def _checked(key: str, value: str) -> str:
    special = (key == DATES and value in ORDERS) or (key == ENCODING and value in _ENCODINGS)
    if special or value in {"custom", "skip"}:
        return value
    kind, _, column = value.partition(".")
    if kind in KINDS and column in KINDS[kind].names:
        return value
    raise DeskError(
        "unknown_field",
        msg("'{value}' (given for '{key}') is no field.", value=value, key=key),
        _nearest(key, value),
    )


def _nearest(key: str, value: str) -> Message:
    if key == DATES:
        return msg("Known: {names}.", names=", ".join(ORDERS))
    if key == ENCODING:
        return msg("Known: {names}.", names=", ".join(sorted(_ENCODINGS)))
    fields = [f"{kind.name}.{name}" for kind in KINDS.values() for name in kind.names]
    near = [field for field, _, _ in process.extract(value, fields, limit=3)]
    return msg("Write kind.column, custom or skip; nearest to it: {names}.", names=", ".join(near))


def _not_a_mapping(file: str) -> DeskError:
    return DeskError(
        "bad_mapping",
        msg("{file} is no mapping file: one JSON object of headings and fields.", file=file),
        msg("For example: {example}", example=_EXAMPLE),
    )
