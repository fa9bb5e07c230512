"""Who they are: maturity and motivation, and whether we know the people who decide."""

from collections.abc import Sequence

import pandas as pd

from lib.locale import Count, Message, Text, msg, msgs
from lib.profile import bant, maturity
from lib.report.blocks import Bar, Block, Cell, Chart, Column, Paragraph, Table
from lib.report.figures import Ref
from lib.report.findings import Finding, Proposal, share_new
from lib.report.journey import journey_stages
from lib.report.meanings import profile as meaning
from lib.report.pen import Pen
from lib.report.roles import buying_groups
from lib.report.section import SectionRule

LEVELS = ("immature", "low", "medium", "high")
WILL = ("cold", "cool", "warm", "hot")
_ABLE = ("medium", "high")
_WILLING = ("warm", "hot")
_UNKNOWN_MATURITY = msg("Maturity unknown")
_UNKNOWN_WILL = msg("Motivation unknown")


def write(pen: Pen) -> tuple[Block, ...]:
    """Write the section."""
    if pen.members.empty:
        return ()
    people = Paragraph(tuple(buying_groups(pen)))
    notes = tuple(
        Paragraph((note,), role="note") for note in pen.notes_on("maturity_level", "maturity")
    )
    journey = Paragraph(tuple(journey_stages(pen)))
    return (*_maturity(pen), journey, people, *notes)


def _maturity(pen: Pen) -> tuple[Block, ...]:
    levels = pen.members["maturity_level"]
    rated = pen.count(meaning.RATED, levels.dropna().index, "maturity_level", "maturity_status")
    unknown = pen.count(meaning.UNRATED, levels.index[levels.isna()], "maturity_status")
    pen.arr(meaning.UNRATED_ARR, levels.index[levels.isna()])
    sentences = [
        *_largest_level(pen, rated),
        *_only_stated(pen),
        *_unrated(pen, rated, unknown),
        *_targets(pen),
    ]
    if not rated.n:
        return (Paragraph(tuple(sentences)),)
    table = _table(pen)
    return (Paragraph(tuple(sentences)), _chart(pen, rated), table)


def _largest_level(pen: Pen, rated: Ref) -> list[Text]:
    """Name the level that most rated members have, and what it asks of us."""
    if not rated.n:
        return []
    levels = pen.members["maturity_level"].dropna()
    counts = levels.value_counts().reindex(LEVELS).fillna(0)
    top = str(counts.idxmax())  # of equal levels the lower one: it needs more of us
    number, arr = meaning.level_definition(top)
    ids = levels.index[levels == top]
    n, money = pen.count(number, ids, "maturity_level"), pen.arr(arr, ids, "maturity_level")
    first = msg(
        "The largest group is {level}: {customers}, of {rated} whose maturity is known.",
        customers=pen.customers(n, money),
        rated=rated,
        level=maturity.LEVELS[top],
    )
    if n.n == rated.n:
        first = msg(
            "Every customer with a known maturity is at the same level: {level} ({n}).",
            n=n,
            level=maturity.LEVELS[top],
        )
    return [first, maturity.PLAYS[top]]


def _unrated(pen: Pen, rated: Ref, unknown: Ref) -> list[Text]:
    if not unknown.n:
        return []
    arr = pen.ref("maturity_unknown_arr")
    ids = pen.by_arr(pen.members.index[pen.members["maturity_level"].isna()])
    if not rated.n:
        claim = msgs(
            "The maturity of the one customer in the segment is unknown: it was never assessed.",
            "The maturity of all {n} customers is unknown: it was never assessed.",
            unknown.n,
            n=unknown,
        )
    else:
        claim = msgs(
            "The maturity of {customers} is unknown, which is not the same as low.",
            "The maturity of {customers} is unknown, which is not the same as low.",
            unknown.n,
            customers=pen.customers(unknown, arr),
        )
    action = Proposal(
        "assess", msg("Assess the maturity, the largest customers first."), tuple(ids)
    )
    pen.findings.append(
        Finding(
            "maturity_unknown",
            claim,
            pen.total(ids).known,
            gap=True,
            proposal=action,
            clause=msg("the maturity of {customers}", customers=pen.customers(unknown, arr)),
        )
    )
    return [claim]


def _only_stated(pen: Pen) -> list[Text]:
    stated = pen.members.index[pen.members["maturity_status"] == "stated"]
    if stated.empty:
        return []
    n = pen.count(meaning.STATED, stated, "maturity_level", "maturity_status")
    return [
        msgs(
            "{n} level is only stated in the CRM and has no evidence behind it.",
            "{n} levels are only stated in the CRM and have no evidence behind them.",
            n.n,
            n=n,
        )
    ]


def _targets(pen: Pen) -> list[Text]:
    """Name the members that want it and can; say so when motivation is not known at all."""
    members = pen.members
    unknown = pen.count(meaning.WILL_UNKNOWN, members.index[members["bant_level"].isna()])
    if unknown.n == len(members):
        return [msg("Motivation (BANT) was not assessed for any of them.")]
    chosen = members["maturity_level"].isin(_ABLE) & members["bant_level"].isin(_WILLING)
    ids = pen.by_arr(members.index[chosen])
    n = pen.count(meaning.TARGETS, ids, "maturity_level", "bant_level")
    arr = pen.arr(meaning.TARGETS_ARR, ids, "maturity_level", "bant_level")
    if not n.n:
        return [msg("None of them is known both to want more and to be able to use it.")]
    claim = msgs(
        "{customers} wants more and can use it: {names}.",
        "{customers} want more and can use it, the largest first: {names}.",
        n.n,
        customers=pen.customers(n, arr),
        names=pen.names(ids),
    )
    calm = [i for i in ids if members.loc[i, "worst"] not in {"alert", "watch"}]
    if calm:
        offer = Proposal(
            "offer",
            msg("Agree the next step with customers that want more and can use it."),
            tuple(calm),
        )
        pen.findings.append(
            Finding(
                "willing_and_able",
                claim,
                pen.total(calm).known,
                0.3,
                proposal=offer,
                new=_newly(pen, calm),
            )
        )
    return [claim]


def _newly(pen: Pen, ids: Sequence[str]) -> float:
    """Return which part of their ARR was not both willing and able at the start."""
    history = pen.brief.history
    if history is None:
        return share_new({}, None)
    then = history.book
    was = then["maturity_level"].isin(_ABLE) & then["bant_level"].isin(_WILLING)
    arr = pen.members.loc[list(ids), "arr"].fillna(0.0)
    return share_new({str(k): float(v) for k, v in arr.items()}, set(then.index[was]))


def _chart(pen: Pen, rated: Ref) -> Chart:
    levels = pen.members["maturity_level"]
    groups: list[tuple[Text, tuple[Bar, ...]]] = []
    for level in LEVELS:
        n = int((levels == level).sum())
        groups.append((pen.label(maturity.LEVELS[level]), (Bar(n, "level", Count(n)),)))
    n_unknown = int(levels.isna().sum())
    if n_unknown:
        groups.append((_UNKNOWN_MATURITY, (Bar(n_unknown, "unknown", Count(n_unknown)),)))
    return Chart(
        figure_id="table_profile",
        form="bars",
        title=_chart_title(pen, rated),
        subtitle=msg(
            "Customers by maturity level on {day}, n = {n}",
            day=pen.brief.as_of,
            n=pen.ref("members"),
        ),
        groups=tuple(groups),
    )


def _chart_title(pen: Pen, rated: Ref) -> Message:
    able = pen.members.index[pen.members["maturity_level"].isin(_ABLE)]
    n = pen.count(meaning.ABLE, able, "maturity_level")
    if not n.n:
        return msg("No customer is known to be of medium or high maturity")
    if n.n == rated.n > 1:
        return msg("All {n} customers with a known level are of medium or high maturity", n=n)
    return msgs(
        "{n} of {rated} customers with a known level is of medium or high maturity",
        "{n} of {rated} customers with a known level are of medium or high maturity",
        n.n,
        n=n,
        rated=rated,
    )


def _table(pen: Pen) -> Table:
    members = pen.members
    rows = pen.account_rows(members.index, "maturity_level", "maturity_status", "bant_level", "arr")
    pen.put(meaning.TABLE, len(rows), rows)
    will: Sequence[str | None] = [w for w in WILL if (members["bant_level"] == w).any()]
    will = [*will, *([None] if members["bant_level"].isna().any() else [])]
    able = [level for level in (*LEVELS, None) if _at(members, level, "maturity_level").any()]
    headings = [bant.LEVELS[w] if w else _UNKNOWN_WILL for w in will]
    return Table(
        figure_id="table_profile",
        caption=msg("Customers by maturity and motivation on {day}", day=pen.brief.as_of),
        columns=(
            Column(msg("Maturity")),
            *(Column(msg("{text}", text=pen.label(heading)), "number") for heading in headings),
            Column(msg("All"), "number"),
            Column(msg("ARR"), "number"),
        ),
        cells=tuple(_table_row(pen, level, will) for level in able),
    )


def _table_row(pen: Pen, level: str | None, will: Sequence[str | None]) -> tuple[Cell, ...]:
    members = pen.members[_at(pen.members, level, "maturity_level")]
    total = pen.total(members.index)
    name = pen.label(maturity.LEVELS[level] if level else _UNKNOWN_MATURITY)
    counts = [Count(int(_at(members, w, "bant_level").sum())) for w in will]
    known = total.n_unknown < len(members)
    return (name, *counts, Count(len(members)), pen.money(total.known) if known else None)


def _at(members: pd.DataFrame, level: str | None, column: str) -> pd.Series:
    return members[column].isna() if level is None else members[column] == level


SECTION = SectionRule(key="profile", title=msg("Who they are"), place=3, turn=2, write=write)
