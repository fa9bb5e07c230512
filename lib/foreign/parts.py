"""Which part of a workbook's zip is which sheet, and what the workbook says for all of them."""

import posixpath
import re
from dataclasses import dataclass

from lib.foreign.records import relation_ids
from lib.foreign.styles import attribute
from lib.foreign.zipped import Zip

_SHEET = re.compile(rb"<(?:[\w.-]+:)?sheet\s([^>]*)>")
_RELATION = re.compile(rb"<(?:[\w.-]+:)?Relationship\s([^>]*)>")
_PROPERTIES = re.compile(rb"<(?:[\w.-]+:)?workbookPr\b([^>]*)>")
_RELATION_ID = re.compile(rb"[\w.-]+:id\s*=\s*[\"']([^\"']*)[\"']")


_MAIN = ("workbook.xml", "workbook.bin")


@dataclass(frozen=True, slots=True)
class Parts:
    """`sheets` gives the place of each sheet, counted from 0, by the name of its part."""

    sheets: dict[str, int]
    styles: str
    strings: str
    is_1904: bool

    @classmethod
    def of(cls, book: Zip) -> "Parts":
        """Return the parts of an XLSX or XLSM; of XLSB the sheets; of others nothing."""
        names = {name.lower().replace("\\", "/").lstrip("/"): name for name in book.parts}
        main = next((names[n] for n in names if n.endswith(_MAIN)), "")
        text = book.read(main)
        folder, base = posixpath.split(main.replace("\\", "/"))
        relations = _relations(
            book.read(names.get(f"{folder}/_rels/{base}.rels".lower().lstrip("/"), ""))
        )
        numbers = relation_ids(text) if main.endswith(".bin") else _relation_ids(text)
        sheets = {}
        for place, number in enumerate(numbers):
            target = relations.get(number, "")
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            if target and path.lower() in names:
                sheets[names[path.lower()]] = place
        properties = _PROPERTIES.search(text)
        return cls(
            sheets=sheets,
            styles=_of_folder(names, folder, "styles.xml"),
            strings=_of_folder(names, folder, "sharedstrings.xml"),
            is_1904=properties is not None
            and attribute("date1904", properties[1]) in {"1", "true", "on"},
        )


def _relation_ids(text: bytes) -> list[str]:
    found = [_RELATION_ID.search(sheet[1]) for sheet in _SHEET.finditer(text)]
    return [number[1].decode("utf-8", "replace") if number else "" for number in found]


def _of_folder(names: dict[str, str], folder: str, base: str) -> str:
    return names.get(posixpath.join(folder.lower().lstrip("/"), base), "")


def _relations(text: bytes) -> dict[str, str]:
    found = {}
    for each in _RELATION.finditer(text):
        found[attribute("Id", each[1]) or ""] = attribute("Target", each[1]) or ""
    return found
