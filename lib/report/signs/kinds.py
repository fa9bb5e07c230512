"""Signals by kind: how many customers show each, and for how many it is not known."""

from collections.abc import Mapping

from lib.locale import Count, Message, Text, msg, msgs
from lib.report.blocks import Bar, Block, Cell, Chart, Column, Table, Tone
from lib.report.brief import SignalText
from lib.report.pen import Pen

GRADES: Mapping[Tone, Message] = {
    "alert": msg("Alert"),
    "watch": msg("Watch"),
    "unknown": msg("Not known"),
}


def counts(pen: Pen, signal: SignalText) -> Mapping[str, int]:
    """Return how many members have each grade of one signal."""
    mine = pen.brief.readings[pen.brief.readings["signal"] == signal.key]
    return {grade: int((mine["grade"] == grade).sum()) for grade in (*GRADES, "none")}


def in_order(pen: Pen) -> list[SignalText]:
    """Return the signals, those with most alerts first, then those with most on watch."""
    found = {signal.key: counts(pen, signal) for signal in pen.brief.signals}

    def place(signal: SignalText) -> tuple[int, int, str]:
        mine = found[signal.key]
        return (-mine["alert"], -mine["watch"], signal.key)

    return sorted(pen.brief.signals, key=place)


def blocks(pen: Pen) -> tuple[Block, ...]:
    """Return the signals by kind as a chart, where there is anything to draw, and as a table."""
    if not pen.brief.signals:
        return ()
    drawn = any(sum(counts(pen, s)[grade] for grade in GRADES) for s in pen.brief.signals)
    return (*([_chart(pen)] if drawn else []), _table(pen))


def _chart(pen: Pen) -> Chart:
    groups: list[tuple[Text, tuple[Bar, ...]]] = []
    for signal in in_order(pen):
        found, base, bars = counts(pen, signal), 0, []
        for grade in GRADES:
            if found[grade]:
                bars.append(Bar(found[grade], grade, Count(found[grade]), base))
            base += found[grade]
        groups.append((signal.title, tuple(bars)))
    n = pen.ref("on_alert")
    title = msgs(
        "{n} of {total} customers is on alert",
        "{n} of {total} customers are on alert",
        n.n,
        n=n,
        total=pen.ref("members"),
    )
    return Chart(
        figure_id="table_signals",
        form="bars",
        title=title if n.n else msg("No customer is known to be on alert"),
        subtitle=msg(
            "Customers by signal and grade on {day}, n = {n}",
            day=pen.brief.as_of,
            n=pen.ref("members"),
        ),
        groups=tuple(groups),
        legend=tuple(GRADES.items()),
    )


def _table(pen: Pen) -> Table:
    cells: list[tuple[Cell, ...]] = []
    for signal in in_order(pen):
        found = counts(pen, signal)
        cells.append(
            (
                signal.title,
                *(Count(found[grade]) for grade in ("alert", "watch", "none", "unknown")),
            )
        )
    return Table(
        figure_id="table_signals",
        caption=msg("Churn signals by kind on {day}", day=pen.brief.as_of),
        columns=(
            Column(msg("Signal")),
            Column(msg("Alert"), "number"),
            Column(msg("Watch"), "number"),
            Column(msg("No sign"), "number"),
            Column(msg("Not known"), "number"),
        ),
        cells=tuple(cells),
    )
