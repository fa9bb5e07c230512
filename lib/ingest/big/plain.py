"""SQL for cells that are written so plainly that SQL and Python read them alike.

Everything else is left over, as text, for Python: few different texts in any real file. The
SQL is put together from names of our own (`c0`, `occurred_at`); no text of a file is in it.
"""

from dataclasses import dataclass
from string import Template

from lib.foreign.logs.scan import Scan
from lib.model.spec import Column, Type

_CONTROLS = bytes(sign for sign in range(32) if sign not in b"\n\r\t")
# The first sign is an ASCII letter, a digit or one between: spaces, `#N/A` and formulas are not.
_WORD = Template(r"""$x >= '0' AND $x < '~' AND NOT ($x >= '=' AND $x < '>') AND NOT suffix($x, ' ')
    AND CASE WHEN strlen($x) > 6 THEN true
        ELSE NOT regexp_full_match($x, '(?i)null|nan|nat|none|nil|n/?a|n\.a\.') END""")
_ASCII = Template(" AND strlen($x) = length($x)")
_NO_CONTROLS = Template(r" AND NOT regexp_matches($x, '[\x00-\x1f\x7f]')")
# `1.2E+11` was an id before a spreadsheet met it, and so was `12345.0`.
_NO_NUMBER = Template(" AND NOT ($x < ':' AND (contains($x, '.') OR contains($x, '+')))")
_DAY = r"(19|20)\d\d-\d\d-\d\d"
_CLOCK = r"[ T]\d\d:\d\d(:\d\d(\.\d{1,6})?)?"
_TIME = Template(rf"""CASE
    WHEN $x LIKE '20__-__-__ __:__:__' OR $x LIKE '20__-__-__T__:__:__' THEN
        TRY_CAST($x AS TIMESTAMP)
    WHEN regexp_full_match($x, '{_DAY}({_CLOCK}Z?)?') THEN TRY_CAST($x AS TIMESTAMP)
    WHEN regexp_full_match($x, '1\d{{9}}') THEN make_timestamp(CAST($x AS BIGINT) * 1000000)
    WHEN regexp_full_match($x, '1\d{{12}}') THEN make_timestamp(CAST($x AS BIGINT) * 1000)
    END""")
_DAYS = Template(rf"""CASE
    WHEN regexp_full_match($x, '{_DAY}') THEN CAST(TRY_CAST($x AS DATE) AS TIMESTAMP) END""")
# A fraction of three digits may be a group of thousands; one of zeros tells of the mark.
_NUMBER = Template(r"""CASE
    WHEN regexp_full_match($x, '\d{1,15}') THEN CAST($x AS DOUBLE)
    WHEN regexp_full_match($x, '\d{1,12}\.(\d{1,2}|\d{4,10})')
         AND CAST($x AS DOUBLE) <> floor(CAST($x AS DOUBLE)) THEN CAST($x AS DOUBLE) END""")
_KNOWN = Template("(SELECT value FROM $known WHERE text = $x)")

SQL_TYPES = {
    Type.ID: "VARCHAR",
    Type.TEXT: "VARCHAR",
    Type.CHOICE: "VARCHAR",
    Type.TAGS: "VARCHAR",
    Type.DAY: "TIMESTAMP",
    Type.TIME: "TIMESTAMP",
    Type.AMOUNT: "DOUBLE",
    Type.COUNT: "DOUBLE",
    Type.SHARE: "DOUBLE",
    Type.FLAG: "BOOLEAN",
}
_READ = {
    Type.TIME: _TIME,
    Type.DAY: _DAYS,
    Type.AMOUNT: _NUMBER,
    Type.COUNT: _NUMBER,
}


@dataclass(frozen=True)
class Field:
    """A field of the kind, and where its text stands: `c<place>`."""

    place: int
    column: str
    target: Column
    scale: float = 1.0

    @property
    def name(self) -> str:
        """The name of the field."""
        return self.target.name

    @property
    def cell(self) -> str:
        """The text as SQL names it."""
        return f"c{self.place}"


def plain(field: Field, scan: Scan) -> str:
    """Return SQL for the value of a cell that is plainly written, NULL for any other."""
    kind = field.target.type
    if kind is Type.CHOICE:
        return f"k{field.place}.value"
    if kind in {Type.ID, Type.TEXT}:
        return (
            f"CASE WHEN {plain_word(field.cell, scan, is_id=kind is Type.ID)} THEN {field.cell} END"
        )
    template = _READ.get(kind)
    if template is None:
        return f"CAST(NULL AS {SQL_TYPES[kind]})"
    found = template.substitute(x=field.cell)
    return found if field.scale == 1.0 else f"({found}) * CAST({field.scale!r} AS DOUBLE)"


def plain_word(x: str, scan: Scan, *, is_id: bool = False) -> str:
    """Return SQL that says whether a word can be taken as it stands."""
    checks = [_WORD.substitute(x=x)]
    if not scan.ascii:
        checks.append(_ASCII.substitute(x=x))
    if scan.quoted or scan.has(_CONTROLS + b"\t\x7f"):
        checks.append(_NO_CONTROLS.substitute(x=x))
    if is_id and scan.has(b"+."):
        checks.append(_NO_NUMBER.substitute(x=x))
    return "".join(checks)


def plain_custom(x: str, scan: Scan) -> str:
    """Return SQL that says whether a text goes into JSON as it stands."""
    checks = [plain_word(x, scan)]
    checks += [
        f" AND NOT contains({x}, '{sign}')" for sign in ('"', "\\") if scan.has(sign.encode())
    ]
    return "".join(checks)
