"""What two teams brought a customer twice, and what they told it differently."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from lib.locale import Message, Text, msg, msgs
from lib.model import Period
from lib.model.frames import records
from lib.report.blocks import Block, Cell, Column, Paragraph, Table
from lib.report.brief_touchpoints import Touchpoints
from lib.report.figures import Definition, Ref
from lib.report.findings import Finding, Proposal
from lib.report.meanings import touchpoints as meaning
from lib.report.pen import Pen
from lib.report.text import clean
from lib.report.told_rules import rule
from lib.report.told_touchpoints.names import teams_of
from lib.touchpoints.rules import APART_DAYS, NEAR_DAYS

_SHOWN = 8
_OLD = 0.5


@dataclass(frozen=True, kw_only=True)
class _What:
    """One of the two kinds of finding with its figures."""

    cases: Definition
    now: Definition
    before: Definition
    accounts: Definition
    arr: Definition
    table: Definition


_TWICE = _What(
    cases=meaning.TWICE, now=meaning.TWICE_NOW, before=meaning.TWICE_BEFORE,
    accounts=meaning.TWICE_ACCOUNTS, arr=meaning.TWICE_ARR, table=meaning.TWICE_TABLE,
)  # fmt: skip
_APART = _What(
    cases=meaning.APART, now=meaning.APART_NOW, before=meaning.APART_BEFORE,
    accounts=meaning.APART_ACCOUNTS, arr=meaning.APART_ARR, table=meaning.APART_TABLE,
)  # fmt: skip


def twice(pen: Pen, found: Touchpoints) -> tuple[Block, ...]:
    """Say how often two teams brought a customer the same."""
    days = rule(pen, meaning.NEAR_DAYS, NEAR_DAYS)
    cases = _cases(pen, _TWICE, found.duplicates, found.twice)
    if not cases.n:
        return (Paragraph((_never_twice(days),)),)
    n, arr, ids = _customers(pen, _TWICE, found.duplicates)
    claim = msgs(
        "Two teams brought {customers} the same within {days} days{cases}.",
        "Two teams brought {customers} the same within {days} days{cases}.",
        n.n,
        customers=pen.customers(n, arr),
        days=days,
        cases=_in_all(cases, n),
    )
    agree = Proposal(
        "one_voice", msg("Agree which team brings customers what, before the next round."),
        tuple(ids),
    )  # fmt: skip
    lead = Paragraph((claim, *_when(pen, _TWICE, found.duplicates, found.twice)))
    urgency = _urgency(pen, meaning.TWICE_NOW)
    pen.findings.append(
        Finding("touch_twice", claim, pen.total(ids).known, 0.2, urgency, proposal=agree)
    )
    return (_heading(msg("Said twice")), lead, _twice_table(pen, found))


def _never_twice(days: Ref) -> Message:
    return msg("No two teams brought a customer the same within {days} days.", days=days)


def apart(pen: Pen, found: Touchpoints) -> tuple[Block, ...]:
    """Say how often two teams told a customer different things."""
    days = rule(pen, meaning.APART_DAYS, APART_DAYS)
    cases = _cases(pen, _APART, found.contradictions, found.apart)
    if not cases.n:
        none = msg(
            "No two teams told a customer different things within {days} days, as far as the rules"
            " see.",
            days=days,
        )
        return (Paragraph((none,)),)
    n, arr, ids = _customers(pen, _APART, found.contradictions)
    claim = msgs(
        "{customers} was told different things by two teams within {days} days{cases}.",
        "{customers} were told different things by two teams within {days} days{cases}.",
        n.n,
        customers=pen.customers(n, arr),
        days=days,
        cases=_in_all(cases, n),
    )
    answer = Proposal(
        "one_answer", msg("Agree on one answer in each of these cases, and give it."), tuple(ids)
    )
    both = msg("Both may have been right on their day; the rules only see that they differ.")
    lead = Paragraph((claim, *_when(pen, _APART, found.contradictions, found.apart), both))
    urgency = _urgency(pen, meaning.APART_NOW)
    pen.findings.append(
        Finding("touch_apart", claim, pen.total(ids).known, 0.5, urgency, proposal=answer)
    )
    return (_heading(msg("Said differently")), lead, _apart_table(pen, found))


def _in_all(cases: Ref, customers: Ref) -> Message | str:
    """Return how many cases there are, where that is more than one a customer."""
    return msg(" ({n} cases in all)", n=cases) if cases.n > customers.n else ""


def _urgency(pen: Pen, cases: Definition) -> float:
    """Return what cases weigh: those of the period are news, older ones may be settled."""
    return 1.0 if pen.ref(cases.id).n else _OLD


def _heading(text: Message) -> Paragraph:
    return Paragraph((text,), role="heading")


def _touches(pen: Pen, episodes: pd.DataFrame, touches: pd.DataFrame) -> pd.DataFrame:
    """Return the touches of some episodes as evidence."""
    mine = touches[touches["episode"].isin(episodes["episode"])]
    names = pen.brief.book["account_name"].reindex(mine["account_id"]).to_numpy()
    told = mine.copy()
    told.insert(2, "account_name", names)
    told.insert(3, "about", told["episode"].map(episodes.set_index("episode")["about"]))
    return told.reset_index(drop=True)


def _cases(pen: Pen, what: _What, episodes: pd.DataFrame, touches: pd.DataFrame) -> Ref:
    return pen.put(what.cases, len(episodes), _touches(pen, episodes, touches))


def _customers(pen: Pen, what: _What, episodes: pd.DataFrame) -> tuple[Ref, Ref, list[str]]:
    ids = pen.by_arr(episodes["account_id"])
    return pen.count(what.accounts, ids), pen.arr(what.arr, ids), ids


def _when(pen: Pen, what: _What, episodes: pd.DataFrame, touches: pd.DataFrame) -> list[Text]:
    """Say how many of the cases fell in the period, and how many in the one before."""
    period = pen.brief.period
    now, before = _within(episodes, period), _within(episodes, period.before())
    n = pen.put(what.now, len(now), _touches(pen, now, touches))
    then = pen.put(what.before, len(before), _touches(pen, before, touches))
    if not n.n:
        return [_no_case(pen, then)]
    return [
        msgs(
            "In {period} there was {n} such case, against {before} in the period before.",
            "In {period} there were {n} such cases, against {before} in the period before.",
            n.n,
            n=n,
            period=pen.period(),
            before=then,
        )
    ]


def _no_case(pen: Pen, before: Ref) -> Message:
    if not before.n:
        return msg("No such case fell in {period} or the period before.", period=pen.period())
    return msgs(
        "No such case fell in {period}; in the period before there was {n}.",
        "No such case fell in {period}; in the period before there were {n}.",
        before.n,
        period=pen.period(),
        n=before,
    )


def _within(episodes: pd.DataFrame, period: Period) -> pd.DataFrame:
    end = pd.Timestamp(period.last) + pd.Timedelta(days=1)
    last = pd.to_datetime(episodes["last"])
    return episodes[(last >= pd.Timestamp(period.first)) & (last < end)]


def _largest(pen: Pen, episodes: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the episodes of the largest customers first, of one customer the newest first."""
    order = {account: place for place, account in enumerate(pen.by_arr(episodes["account_id"]))}
    ranked = episodes.assign(place=episodes["account_id"].map(order)).sort_values(
        ["place", "last", "episode"], ascending=[True, False, True], kind="stable"
    )
    return records(ranked.head(_SHOWN))


def _twice_table(pen: Pen, found: Touchpoints) -> Table:
    rows = _touches(pen, found.duplicates, found.twice)
    pen.put(meaning.TWICE_TABLE, len(rows), rows)
    return Table(
        figure_id="table_touch_twice",
        caption=pen.first_of(
            pen.ref("touch_twice"),
            _SHOWN,
            msg("What two teams brought, the largest customers first"),
        ),
        columns=(
            Column(msg("Customer")),
            Column(msg("About")),
            Column(msg("Teams")),
            Column(msg("First")),
            Column(msg("Latest")),
        ),
        cells=tuple(
            (pen.name(str(row["account_id"])), clean(row["about"]), *_teams_and_days(row))
            for row in _largest(pen, found.duplicates)
        ),
    )


def _apart_table(pen: Pen, found: Touchpoints) -> Table:
    rows = _touches(pen, found.contradictions, found.apart)
    pen.put(meaning.APART_TABLE, len(rows), rows)
    return Table(
        figure_id="table_touch_apart",
        caption=pen.first_of(
            pen.ref("touch_apart"),
            _SHOWN,
            msg("What was told differently, the largest customers first"),
        ),
        columns=(
            Column(msg("Customer")),
            Column(msg("Both statements")),
            Column(msg("Teams")),
            Column(msg("First")),
            Column(msg("Latest")),
        ),
        cells=tuple(
            (
                pen.name(str(row["account_id"])),
                clean(str(row["about"]).replace("\n", " ↔ ")),
                *_teams_and_days(row),
            )
            for row in _largest(pen, found.contradictions)
        ),
    )


def _teams_and_days(row: dict[str, Any]) -> tuple[Cell, ...]:
    return (teams_of(row["functions"]), _day(row["first"]), _day(row["last"]))


def _day(value: object) -> date:
    return pd.Timestamp(str(value)).date()
