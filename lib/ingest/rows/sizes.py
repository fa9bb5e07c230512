"""Amounts in thousands or 万元, where the title above a table says so and no heading does."""

import re
from dataclasses import replace

from lib.ingest.issues import Issue, note
from lib.ingest.names.headings import SIZES, normalised
from lib.ingest.names.mapping import Mapped
from lib.ingest.sheet import Sheet
from lib.locale import msg
from lib.model import Kind
from lib.model.spec import Type

_SAID = re.compile(
    r"""(?:金额)?(?:单位|單位)\s*[:：]\s*(?:人民币)?(?P<unit>[^\s,，;；、)）/]{1,4})
    |\b(?:amounts?|figures?|values?|revenues?|arr|all)\ (?:are\ )?(?:shown\ )?in\s
    (?:usd\ |eur\ |[$€£])?
    (?P<word>k|thousand|million|mn)s?\b""",
    re.VERBOSE | re.IGNORECASE,
)


def with_size_of_title(
    sheet: Sheet, kind: Kind, mapping: tuple[Mapped, ...]
) -> tuple[tuple[Mapped, ...], tuple[Issue, ...]]:
    """Return the mapping with amounts multiplied as a title such as `单位：万元` says."""
    unit, size = _size(title_with_size(sheet))
    amounts = [m.column for m in mapping if m.scale == 1.0 and _is_amount(m, kind)]
    if not size or not amounts:
        return mapping, ()
    message = msg(
        "The title says that amounts are in {unit}: {columns} were multiplied by it.",
        unit=unit,
        columns=", ".join(amounts),
    )
    scaled = (replace(m, scale=size) if m.column in amounts else m for m in mapping)
    return tuple(scaled), (note("size_of_title", "warning", message, amounts[0], unit),)


def title_with_size(sheet: Sheet) -> str:
    """Return the title that says in what the amounts are; "" when none does."""
    return next((title for title in sheet.titles if _size(title)[1]), "")


def _size(title: str) -> tuple[str, float]:
    found = _SAID.search(title)
    unit = (found["unit"] or found["word"]) if found else ""
    return unit, SIZES.get(normalised(unit), 0.0) if unit else 0.0


def _is_amount(mapped: Mapped, kind: Kind) -> bool:
    return any(kind.column(name).type is Type.AMOUNT for name in mapped.names(kind))
