"""Retention rates of the segment beside the period before and the rest of the book.

The rules of scoring.md 5.2: below ten customers no rate, only their number; a comparison in
words only where both groups are large enough and the interval of the difference says so.
"""

from dataclasses import dataclass, replace

import pandas as pd

from lib.locale import Message, Text, msg, msgs
from lib.metrics.bridge import Bridge
from lib.metrics.intervals import newcombe, wilson
from lib.report.blocks import Block, Cell, Column, Paragraph, Table
from lib.report.brief import History
from lib.report.figures import Definition, Ref
from lib.report.meanings import rates as meaning
from lib.report.pen import Pen
from lib.report.settings import COMPARE_LOST, COMPARE_MINIMUM, INTERVAL_LEVEL, RATE_MINIMUM


@dataclass(frozen=True, eq=False)
class Group:
    """One column of the comparison, and the ending of its figures' ids."""

    ending: str
    title: Message
    bridge: Bridge

    @property
    def has_rate(self) -> bool:
        """Whether it is large enough for a rate."""
        return self.bridge.accounts_start >= RATE_MINIMUM and self.bridge.nrr is not None

    def defined(self, definition: Definition) -> Definition:
        """Return a definition as it reads for this group."""
        if not self.ending:
            return definition
        return replace(
            definition,
            id=f"{definition.id}_{self.ending}",
            name=msg("{name}: {group}", name=definition.name, group=self.title),
            of="rest" if self.ending == "rest" else "before",
            when="before" if self.ending == "before" else "period",
        )


def rates(pen: Pen, history: History) -> tuple[Block, ...]:
    """Return the rates in words and, where there is one to show, the table."""
    groups = _groups(pen, history)
    for group in groups:
        _register(pen, group)
    mine = groups[0]
    if not mine.bridge.accounts_start:
        return (Paragraph((msg("Nobody with known ARR was in the segment at the start, so there are"
                               " no retention rates."),)),)  # fmt: skip
    if not mine.has_rate:
        return (Paragraph(tuple(_too_few(pen))),)
    sentences = [_retention(pen), *_small(mine), _churn(pen, mine), *_compared(pen, groups)]
    return (Paragraph(tuple(sentences)), _table(pen, groups))


def _groups(pen: Pen, history: History) -> list[Group]:
    groups = [Group("", msg("This period"), history.bridge)]
    if history.bridge_before is not None:
        groups.append(Group("before", msg("Period before"), history.bridge_before))
    if not pen.whole_book:
        groups.append(Group("rest", msg("Rest of the book"), history.bridge_rest))
    return groups


def _register(pen: Pen, group: Group) -> None:
    bridge = group.bridge
    rows = closed_group(pen, bridge)
    start = pen.put(group.defined(meaning.START), bridge.accounts_start, rows)
    pen.put(group.defined(meaning.LOST), bridge.n_lost, rows[rows["lost"]])
    if not group.has_rate:
        return
    low, high = wilson(bridge.n_lost, bridge.accounts_start, INTERVAL_LEVEL)
    rates = (
        (meaning.NRR, bridge.nrr),
        (meaning.GRR, bridge.grr),
        (meaning.CHURN, bridge.logo_churn),
    )
    for definition, value in (*rates, (meaning.LOW, low), (meaning.HIGH, high)):
        pen.put_beside(start, group.defined(definition), value)


def closed_group(pen: Pen, bridge: Bridge) -> pd.DataFrame:
    """Return one row a customer of the closed group with what it paid at both ends."""
    moves = bridge.moves[bridge.moves["arr_start"] > 0]
    rows = pen.account_rows(moves["account_id"])
    mine = moves.set_index("account_id").reindex(pd.Index(rows["account_id"]))
    mine = mine.reset_index(drop=True)
    kept = mine[["arr_start", "arr_end"]].min(axis="columns")
    lost = mine["move"] == "churned"
    return rows.assign(
        arr_start=mine["arr_start"], arr_end=mine["arr_end"], arr_kept=kept, lost=lost
    )


def _too_few(pen: Pen) -> list[Text]:
    start, lost = pen.ref("customers_at_start"), pen.ref("customers_lost")
    none = msgs(
        "With {n} customer at the start of the period no retention rate can be stated: it takes at"
        " least {minimum}.",
        "With {n} customers at the start of the period no retention rate can be stated: it takes at"
        " least {minimum}.",
        start.n,
        n=start,
        minimum=pen.setting("rate_minimum"),
    )
    if not lost.n:
        return [none, msg("None of them left.")]
    return [none, msgs("{n} of them left.", "{n} of them left.", lost.n, n=lost)]


def _retention(pen: Pen) -> Message:
    return msg(
        "Net revenue retention was {nrr} and gross revenue retention {grr}.",
        nrr=pen.ref("nrr"),
        grr=pen.ref("grr"),
    )


def _small(group: Group) -> list[Text]:
    """Warn of rates of few customers: one renewal more or less moves them far."""
    if group.bridge.accounts_start >= COMPARE_MINIMUM:
        return []
    return [msg("With so few customers one contract moves both far.")]


def _churn(pen: Pen, group: Group) -> Message:
    lost, start = pen.ref("customers_lost"), pen.ref("customers_at_start")
    ends = {"low": pen.ref("logo_churn_low"), "high": pen.ref("logo_churn_high")}
    level = pen.setting("interval_level")
    if not group.bridge.n_lost:
        return msg(
            "None of the {start} customers left; with so many, churn of up to {high} would still be"
            " compatible with that ({level} interval).",
            start=start,
            high=ends["high"],
            level=level,
        )
    return msgs(
        "{n} of {start} customers left, a logo churn of {churn} ({level} interval: {low} to"
        " {high}).",
        "{n} of {start} customers left, a logo churn of {churn} ({level} interval: {low} to"
        " {high}).",
        lost.n,
        n=lost,
        start=start,
        churn=pen.ref("logo_churn"),
        level=level,
        **ends,
    )


def _compared(pen: Pen, groups: list[Group]) -> list[Text]:
    """Return the other groups' rates, then whether churn differs from theirs."""
    mine, others = groups[0], [group for group in groups[1:] if group.has_rate]
    judged = [other for other in others if _comparable(mine.bridge, other.bridge)]
    sentences: list[Text] = [_rates_of(pen, other) for other in others]
    sentences += [_verdict(mine.bridge, other) for other in judged]
    if others and not judged:
        sentences.append(
            msg(
                "Whether churn differs cannot be judged from these numbers: that takes {customers}"
                " customers and {lost} lost in each group.",
                customers=pen.setting("compare_minimum"),
                lost=pen.setting("compare_lost"),
            )
        )
    return sentences


def _rates_of(pen: Pen, other: Group) -> Message:
    values = {
        "nrr": pen.ref(f"nrr_{other.ending}"),
        "churn": pen.ref(f"logo_churn_{other.ending}"),
    }
    if other.ending == "before":
        return msg("In the period before, NRR was {nrr} and logo churn {churn}.", **values)
    return msg("In the rest of the book NRR was {nrr} and logo churn {churn}.", **values)


def _comparable(mine: Bridge, other: Bridge) -> bool:
    large = min(mine.accounts_start, other.accounts_start) >= COMPARE_MINIMUM
    return large and min(mine.n_lost, other.n_lost) >= COMPARE_LOST


def _verdict(mine: Bridge, other: Group) -> Message:
    """Say whether two churn rates differ, by the interval of their difference."""
    low, high = newcombe(
        mine.n_lost,
        mine.accounts_start,
        other.bridge.n_lost,
        other.bridge.accounts_start,
        INTERVAL_LEVEL,
    )
    before = other.ending == "before"
    if low > 0:
        return (
            msg("Churn is clearly higher than in the period before.")
            if before
            else msg("Churn is clearly higher than in the rest of the book.")
        )
    if high < 0:
        return (
            msg("Churn is clearly lower than in the period before.")
            if before
            else msg("Churn is clearly lower than in the rest of the book.")
        )
    return (
        msg("Churn does not differ clearly from the period before.")
        if before
        else msg("Churn does not differ clearly from the rest of the book.")
    )


def _table(pen: Pen, groups: list[Group]) -> Table:
    rows = pd.concat(
        [closed_group(pen, g.bridge).assign(group=g.ending or "period") for g in groups]
    )
    pen.put(meaning.TABLE, len(rows), rows.reset_index(drop=True))
    measures = (
        (meaning.START.name, "customers_at_start"),
        (meaning.LOST.name, "customers_lost"),
        (meaning.NRR.name, "nrr"),
        (meaning.GRR.name, "grr"),
    )
    cells: list[tuple[Cell, ...]] = [
        (name, *(_cell(pen, figure_id, g) for g in groups)) for name, figure_id in measures
    ]
    cells.append((meaning.CHURN.name, *(_churn_cell(pen, g) for g in groups)))
    return Table(
        figure_id="table_rates",
        caption=msg("Retention of the segment in {period}, compared", period=pen.period()),
        columns=(Column(msg("Measure")), *(Column(g.title, "number") for g in groups)),
        cells=tuple(cells),
    )


def _cell(pen: Pen, figure_id: str, group: Group) -> Cell:
    mine = f"{figure_id}_{group.ending}" if group.ending else figure_id
    return pen.ref(mine) if mine in pen.register else msg("too few")


def _churn_cell(pen: Pen, group: Group) -> Cell:
    ending = f"_{group.ending}" if group.ending else ""
    if not group.has_rate:
        return msg("too few")
    return msg(
        "{churn} ({low} to {high})",
        churn=pen.ref(f"logo_churn{ending}"),
        low=pen.ref(f"logo_churn_low{ending}"),
        high=pen.ref(f"logo_churn_high{ending}"),
    )


__all__ = ["Group", "Ref", "rates"]
