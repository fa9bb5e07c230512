"""Two reports beside each other: every figure as it was then, as it is now, and the change."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from lib.locale import Language, msg, render
from lib.report.blocks import Bullets, Chart, Paragraph, Report, Table, sentences_of
from lib.report.figures import Figure
from lib.report.text import referred_in

COLUMNS = ["figure_id", "section", "name", "then", "now", "change", "moved"]


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


def beside(now: Report, then: Report) -> pd.DataFrame:
    """Return one row a figure of either report, in the order of the newer one: `COLUMNS`.

    `then`, `now` and `change` are as read in the language of `now`; a figure that one of them
    has not is None there. `moved` says whether what is shown differs.
    """
    places = {**sections_of(then), **sections_of(now)}
    ids = dict.fromkeys([f.id for f in now.register] + [f.id for f in then.register])
    new, old = ({figure.id: figure for figure in report.register} for report in (now, then))
    rows = [
        _row(new.get(name, old.get(name)), new.get(name), old.get(name), now.lang) for name in ids
    ]
    found = pd.DataFrame(rows, columns=[name for name in COLUMNS if name != "section"])
    found.insert(1, "section", found["figure_id"].map(places))
    return found


def _row(
    either: Figure | None, new: Figure | None, old: Figure | None, lang: Language
) -> tuple[object, ...]:
    was, is_now = (figure.shown(lang) if figure else None for figure in (old, new))
    name = render(either.name, lang) if either else ""
    figure_id = either.id if either else ""
    return (figure_id, name, was, is_now, changed(old, new, lang), was != is_now)


def changed(old: Figure | None, new: Figure | None, lang: Language) -> str | None:
    """Return the change with its sign; None where one is unknown or they are not numbers."""
    if old is None or new is None or (old.unit, old.currency) != (new.unit, new.currency):
        return None
    if not isinstance(old.value, (int, float)) or not isinstance(new.value, (int, float)):
        return None
    change = replace(new, value=new.value - old.value)
    if new.unit != "share":
        return change.shown(lang, "signed")
    points = replace(change, definition=replace(new.definition, unit="points", digits=1))
    return render(msg("{change} percentage points", change=points.shown(lang, "signed")), lang)


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
