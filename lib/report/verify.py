"""Is a published report what its evidence says: every figure worked out again, every text read.

A figure agrees when its rows give its value by its recipe. Sums are exact (`math.fsum`), but a
cell of a workbook keeps sixteen digits of a number: so a value may differ in the thirteenth
digit, or by a billionth, and by nothing that any reader could be shown.
"""

import hashlib
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

import pandas as pd

from lib.errors import DeskError
from lib.locale import Language, Message, msg
from lib.report.frozen import EVIDENCE, FIGURES, MANIFEST, TEXT, WORDS
from lib.report.read_evidence import Book, book_of, register_of, shown_again
from lib.report.read_text import Frozen, differences_of_text, n_taken, with_taken
from lib.report.recipe import Recipe

RELATIVE, ABSOLUTE = 1e-12, 1e-9
_MOST = 500_000_000  # bytes of an archive once unpacked


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that does not agree; `where` is a figure's id, a member, or a section."""

    where: str
    message: Message


@dataclass(frozen=True, slots=True)
class Verified:
    """What a verification found. `n_checked` figures were worked out again from their rows.

    The others are rules of the report, days, or values for which there is no simple recipe:
    of those the number of rows and the shown text are compared. `n_taken` numbers of tables
    follow from their rows by no simple rule either: they are compared with what was published.
    """

    n_figures: int
    n_checked: int
    differences: tuple[Difference, ...]
    n_taken: int = 0

    @property
    def ok(self) -> bool:
        """Whether everything agrees."""
        return not self.differences


def verified_workbook(content: bytes) -> Verified:
    """Check an evidence workbook alone: its first sheet against its other sheets."""
    book = book_of(content)
    figures = register_of(book)
    return Verified(len(figures), _n_checked(figures), tuple(_of_figures(figures, book)))


def verified_archive(content: bytes) -> Verified:
    """Check an archive: the sums of its members, every figure, and every number of its text."""
    members = _unpacked(content)
    figures = json.loads(members[FIGURES])
    book = book_of(members[EVIDENCE])
    found = [
        *_of_sums(members),
        *_of_figures(figures, book),
        *_of_registers(figures, register_of(book)),
        *_of_text(members, figures, book),
    ]
    taken = n_taken(json.loads(members[WORDS]))
    return Verified(len(figures), _n_checked(figures), tuple(found), taken)


def with_what_is_taken(
    words: Mapping[str, Any], figures: Sequence[Mapping[str, Any]], evidence: bytes
) -> dict[str, Any]:
    """Return the words of a report that is being frozen (see `read_text.with_taken`)."""
    by_id = {figure["id"]: figure for figure in figures}
    return with_taken(Frozen(words, by_id, book_of(evidence)))


def _unpacked(content: bytes) -> dict[str, bytes]:
    refusal = DeskError(
        "no_archive",
        msg("This file is no archive of a published report."),
        msg("Choose the .zip of a published version, or its evidence workbook."),
    )
    try:
        with ZipFile(BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > _MOST:
                raise refusal
            members = {name: archive.read(name) for name in archive.namelist()}
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise refusal from error
    if not {FIGURES, WORDS, MANIFEST, EVIDENCE, TEXT} <= set(members):
        raise refusal
    return members


def _of_sums(members: Mapping[str, bytes]) -> Iterator[Difference]:
    told: Mapping[str, str] = json.loads(members[MANIFEST])["members"]
    for name in sorted({*told, *members} - {MANIFEST}):
        found = hashlib.sha256(members[name]).hexdigest() if name in members else None
        if found is None:
            yield Difference(name, msg("{name} is missing from the archive.", name=name))
        elif found != told.get(name):
            yield Difference(name, msg("{name} is not the file that was published.", name=name))


def _of_text(
    members: Mapping[str, bytes], figures: Sequence[Mapping[str, Any]], book: Book
) -> Iterator[Difference]:
    by_id = {figure["id"]: figure for figure in figures}
    frozen = Frozen(json.loads(members[WORDS]), by_id, book)
    text = members[TEXT].decode("utf-8", "replace")
    for where, message in differences_of_text(text, frozen):
        yield Difference(where, message)


def _n_checked(figures: Sequence[Mapping[str, Any]]) -> int:
    return sum(1 for figure in figures if _can_be_checked(figure))


def _can_be_checked(figure: Mapping[str, Any]) -> bool:
    return figure["recipe"] is not None and isinstance(figure["value"], (int, float))


def _of_registers(
    figures: Sequence[Mapping[str, Any]], others: Sequence[Mapping[str, Any]]
) -> Iterator[Difference]:
    """Compare the register of the archive with that on the first sheet of the workbook."""
    theirs = {str(other["id"]): other for other in others}
    for figure in figures:
        other = theirs.pop(figure["id"], None)
        if other is None or other["shown"] != figure["shown"]:
            yield _differs(figure["id"])
    for key in theirs:
        yield _differs(key)


def _differs(key: str) -> Difference:
    return Difference(key, msg("“{id}” reads differently on the workbook's first sheet.", id=key))


def _of_figures(figures: Sequence[Mapping[str, Any]], book: Book) -> Iterator[Difference]:
    for figure in figures:
        rows = book.rows(str(figure["sheet"]))
        message = (
            msg("The sheet {sheet} of “{id}” is missing.", sheet=figure["sheet"], id=figure["id"])
            if rows is None
            else _of_figure(figure, rows)
        )
        if message is not None:
            yield Difference(str(figure["id"]), message)


def _of_figure(figure: Mapping[str, Any], rows: pd.DataFrame) -> Message | None:
    if len(rows) != figure["rows"]:
        return msg(
            "“{id}” was made of {then} rows, its sheet has {now}.",
            id=figure["id"],
            then=str(figure["rows"]),
            now=str(len(rows)),
        )
    if not _is_shown(figure, figure["lang"]):
        return msg(
            "“{id}” is shown as {shown}, which its value is not.",
            id=figure["id"],
            shown=str(figure["shown"]),
        )
    if not _can_be_checked(figure):
        return None
    again = _worked_out(figure, rows)
    if again is not None and _same(again, float(figure["value"])):
        return None
    return msg(
        "“{id}” is {value} in the register, its rows give {again}.",
        id=figure["id"],
        value=repr(figure["value"]),
        again="–" if again is None else repr(again),
    )


def _worked_out(figure: Mapping[str, Any], rows: pd.DataFrame) -> float | None:
    """Return what the rows give; None when a column that it needs is gone or not of numbers."""
    try:
        return Recipe(**figure["recipe"]).applied(rows)
    except (KeyError, TypeError, ValueError):
        return None


def _same(again: float, value: float) -> bool:
    return math.isclose(again, value, rel_tol=RELATIVE, abs_tol=ABSOLUTE)


def _is_shown(figure: Mapping[str, Any], lang: Language) -> bool:
    return shown_again(figure, lang) == figure["shown"]
