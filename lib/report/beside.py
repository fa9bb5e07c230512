"""Two reports beside each other: every figure as it was then, as it is now, and the change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from lib.locale import Language, msg, render
from lib.report.blocks import Bullets, Chart, Paragraph, Report, Table, sentences_of
from lib.report.figures import Figure
from lib.report.text import referred_in

COLUMNS = ["figure_id", "section", "name", "then", "now", "change", "moved", "both"]


@dataclass(frozen=True, slots=True)
class Known:
    """A figure of another report, as far as it takes to stand beside one of this."""

    id: str
    name: str
    value: float | int | str | None
    shown: str
    unit: str
    currency: str | None

    @classmethod
    def of(cls, figure: Figure, lang: Language) -> "Known":
        """Return a live figure as known to readers of `lang`."""
        name, shown = render(figure.name, lang), figure.shown(lang)
        return cls(figure.id, name, figure.value, shown, figure.unit, _currency(figure))

    @classmethod
    def of_frozen(cls, entry: Mapping[str, Any]) -> "Known":
        """Return a figure as it was frozen (`report.frozen.figures_of`)."""
        return cls(**{field: entry[field] for field in cls.__slots__})


def sections_of(report: Report) -> Mapping[str, str]:
    """Return for each figure that a text, table or chart shows the first section that does."""
    found: dict[str, str] = {}
    for section, block in report.blocks():
        shown = [block.figure_id] if isinstance(block, (Table, Chart)) else []
        if isinstance(block, (Paragraph, Bullets)):
            for sentence in sentences_of(block):
                shown += referred_in(sentence, report.lang)
        for figure_id in shown:
            found.setdefault(figure_id, section.key)
    return found


def known(report: Report, lang: Language) -> tuple[Known, ...]:
    """Return every figure of a live report as known to readers of `lang`."""
    return tuple(Known.of(figure, lang) for figure in report.register)


def beside(now: Report, then: Iterable[Known]) -> pd.DataFrame:
    """Return one row a figure of either report, by section of the newer one: `COLUMNS`.

    `then`, `now` and `change` are as read in the language of `now`; a figure that one of them
    has not is None there. `moved` says whether what is shown differs, `both` whether both
    reports have it. Figures that no section of the newer one shows come last.
    """
    places = sections_of(now)
    order = {section.key: place for place, section in enumerate(now.sections)}
    new = {figure.id: figure for figure in now.register}
    old = {figure.id: figure for figure in then}
    ids = sorted(
        dict.fromkeys((*new, *old)), key=lambda name: order.get(places.get(name, ""), len(order))
    )
    rows = [(name, places.get(name), *_row(new.get(name), old.get(name), now.lang)) for name in ids]
    return pd.DataFrame(rows, columns=COLUMNS)


def _row(new: Figure | None, old: Known | None, lang: Language) -> tuple[object, ...]:
    name = render(new.name, lang) if new else old.name if old else ""
    was = old.shown if old else None
    is_now = new.shown(lang) if new else None
    both = new is not None and old is not None
    return (name, was, is_now, changed(old, new, lang), was != is_now, both)


def changed(old: Known | None, new: Figure | None, lang: Language) -> str | None:
    """Return the change with its sign; None where one is unknown or they are not numbers."""
    if old is None or new is None or (old.unit, old.currency) != (new.unit, _currency(new)):
        return None
    if not isinstance(old.value, (int, float)) or not isinstance(new.value, (int, float)):
        return None
    change = replace(new, value=new.value - old.value)
    if new.unit != "share":
        return change.shown(lang, "signed")
    points = replace(change, definition=replace(new.definition, unit="points", digits=1))
    return render(msg("{change} percentage points", change=points.shown(lang, "signed")), lang)


def _currency(figure: Figure) -> str | None:
    return figure.currency if figure.unit == "currency" else None


def listed(report: Report) -> pd.DataFrame:
    """Return one row a figure: `figure_id, section, name, value, period, filter, n`, as read."""
    places = sections_of(report)
    return pd.DataFrame(
        [
            (
                figure.id,
                places.get(figure.id),
                render(figure.name, report.lang),
                figure.shown(report.lang),
                figure.period,
                figure.filter,
                figure.n,
            )
            for figure in report.register
        ],
        columns=["figure_id", "section", "name", "value", "period", "filter", "n"],
    )
