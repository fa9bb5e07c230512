"""A correction: a later version of a published report, which says what it changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from lib.locale import msg, msgs
from lib.report.blocks import Block, Column, Paragraph, Report, Section, Table
from lib.report.figures import Definition, Figure
from lib.report.recipe import Recipe
from lib.report.register import Register
from lib.report.text import clean
from lib.report.words import ended

KEY = "correction"
SHOWN = 20  # more stand in the evidence workbook
VERSION = Definition(
    id="corrected_version",
    name=msg("Version that this one corrects"),
    text=msg("Number of the published version that stands before this one."),
    unit="count",
    recipe=Recipe("max", "version"),
    of="setting",
)
MOVED = Definition(
    id="table_corrected",
    name=msg("Table: figures that moved"),
    text=msg("One row for each figure whose value differs from the version before."),
    unit="rows",
)
_OWN = frozenset({VERSION.id, MOVED.id})


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure whose value is another one than in the version before; None where it had none."""

    figure: str
    name: str
    before: str | None
    after: str | None


def moved(
    before: Iterable[Mapping[str, Any]], after: Iterable[Mapping[str, Any]]
) -> tuple[Moved, ...]:
    """Return the figures of two registers (see `frozen.figures_of`) that differ, by id."""
    old, new = ({f["id"]: f for f in side if f["id"] not in _OWN} for side in (before, after))
    found = []
    for key in sorted({*old, *new}):
        first, second = old.get(key), new.get(key)
        if _told(first) != _told(second):
            name = str((second or first or {})["name"])
            found.append(Moved(key, name, _shown(first), _shown(second)))
    return tuple(found)


def _told(figure: Mapping[str, Any] | None) -> tuple[object, ...]:
    return () if figure is None else (figure["value"], figure["currency"])


def _shown(figure: Mapping[str, Any] | None) -> str | None:
    return None if figure is None else str(figure["shown"])


def corrected(
    report: Report, version: int, what_changed: str, figures: tuple[Moved, ...]
) -> Report:
    """Return the report with a first section that says what it corrects and which figures moved."""
    register = Register()
    for figure in report.register:
        register.add(figure)
    blocks = _blocks(register, version, what_changed, figures)
    section = Section(KEY, msg("What this correction changes"), blocks)
    return replace(report, sections=(section, *report.sections), register=register)


def _blocks(
    register: Register, version: int, what_changed: str, found: tuple[Moved, ...]
) -> tuple[Block, ...]:
    ref = register.add(
        Figure(
            definition=VERSION,
            value=version,
            rows=pd.DataFrame({"version": [version]}),
            period="",
            filter="",
        )
    )
    line = msg("Correction of version {version}: {what}", version=ref, what=ended(what_changed))
    if not found:
        return (Paragraph((line, msg("No figure moved."))),)
    rows = pd.DataFrame(
        [(one.figure, one.name, one.before, one.after) for one in found],
        columns=["figure", "name", "before", "after"],
    )
    n = register.add(Figure(definition=MOVED, value=len(found), rows=rows, period="", filter=""))
    told = msgs(
        "{n} figure differs from that version.",
        "{n} figures differ from that version.",
        n.n,
        n=n,
    )
    return (Paragraph((line, told)), _table(found))


def _table(found: tuple[Moved, ...]) -> Table:
    return Table(
        figure_id=MOVED.id,
        caption=msg("Figures that moved"),
        columns=(
            Column(msg("Figure")),
            Column(msg("Before"), "number"),
            Column(msg("After"), "number"),
        ),
        cells=tuple((clean(one.name), one.before, one.after) for one in found[:SHOWN]),
    )
