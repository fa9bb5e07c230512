"""The ARR bridge as a chart and as a table."""

from collections.abc import Mapping

from lib.locale import Count, Message, Money, Text, msg
from lib.report.blocks import Bar, Cell, Chart, Column, Table, Tone
from lib.report.brief import History
from lib.report.meanings import changes as meaning
from lib.report.movement import GAINS, MOVES, SLIGHT, Movement
from lib.report.pen import Pen


def bridge_chart(pen: Pen, moved: Movement, found: Mapping[str, float]) -> Chart:
    """Return the bridge as a waterfall: what was, what came and went, what is."""
    currency = pen.brief.currency
    groups: list[tuple[Text, tuple[Bar, ...]]] = [
        (msg("Start"), (Bar(moved.start, "total", Money(moved.start, currency)),))
    ]
    level = moved.start
    for move in (m for m in MOVES if m in found):
        change = found[move] if move in GAINS else -found[move]
        tone: Tone = "gain" if change > 0 else "loss"
        bar = Bar(abs(change), tone, Money(change, currency), min(level, level + change))
        groups.append((meaning.MOVE_NAMES[move], (bar,)))
        level += change
    groups.append((msg("End"), (Bar(moved.end, "total", Money(moved.end, currency)),)))
    return Chart(
        figure_id="table_bridge",
        form="waterfall",
        title=_title(pen, moved),
        subtitle=msg(
            "ARR of the segment from {first} to {last}, n = {n} customers",
            first=pen.brief.history.day if pen.brief.history else pen.brief.as_of,
            last=pen.brief.as_of,
            n=pen.ref("table_bridge"),
        ),
        groups=tuple(groups),
    )


def _title(pen: Pen, moved: Movement) -> Message:
    """Return the finding of the bridge as a chart's title."""
    change = pen.ref("arr_change", "abs")
    difference = moved.end - moved.start
    if moved.driver() is None:
        return msg("ARR is where it was: gains and losses cancel out")
    if moved.start and abs(difference) < SLIGHT * moved.start:
        return msg("ARR hardly changed in {period}", period=pen.period())
    if difference > 0:
        return msg("ARR rose by {change} in {period}", change=change, period=pen.period())
    return msg("ARR fell by {change} in {period}", change=change, period=pen.period())


def bridge_table(pen: Pen, history: History, moved: Movement) -> Table:
    """Return the bridge as a table with the number of customers of each part."""
    accounts = moved.accounts
    cells: list[tuple[Cell, ...]] = [
        (
            msg("Start, {day}", day=history.day),
            Count(int((accounts["arr_start"] > 0).sum())),
            pen.money(moved.start),
        )
    ]
    for move in (m for m in MOVES if (accounts["move"] == m).any()):
        mine = accounts[accounts["move"] == move]
        change = moved.size(move) * (1 if move in GAINS else -1)
        cells.append((meaning.MOVE_NAMES[move], Count(len(mine)), pen.money(change)))
    end = msg("End, {day}", day=pen.brief.as_of)
    cells.append((end, Count(int((accounts["arr_end"] > 0).sum())), pen.money(moved.end)))
    return Table(
        figure_id="table_bridge",
        caption=msg("ARR bridge of the segment in {period}", period=pen.period()),
        columns=(
            Column(msg("Part")),
            Column(msg("Customers"), "number"),
            Column(msg("ARR"), "number"),
        ),
        cells=tuple(cells),
    )
