"""The inner loop: open, answered, overdue demands, and what became of those of last period."""

from datetime import timedelta

import pandas as pd

from lib.demand.loop import Cycle, cycle
from lib.demand.states import ENDED
from lib.locale import Message, Text, msg, msgs
from lib.locale.message import Value
from lib.report.blocks import Block, Cell, Column, Paragraph, Table
from lib.report.brief_demands import DemandsTold
from lib.report.figures import Ref
from lib.report.findings import Finding, Proposal
from lib.report.meanings import loop as meaning
from lib.report.pen import Pen
from lib.report.sheets import beside, called, once, shown_of, total
from lib.report.text import clean
from lib.report.words import period_words

_ROWS_SHOWN = 8
_NOT_OF_OVERDUE = ("kind", "answered_on", "days_open", "is_open", "overdue")
_COLUMNS = (
    "account_id", "account_name", "demand_id", "theme", "kind", "state", "raised_on", "due_on",
    "answered_on", "days_open", "is_open", "overdue", "batch_id", "source_row",
)  # fmt: skip


def blocks(pen: Pen, told: DemandsTold) -> tuple[Block, ...]:
    """Return how the demands stand in the inner loop."""
    heading = Paragraph((msg("From the demand to its answer"),), role="heading")
    if told.demands.empty:
        none = msg("No demand of these customers is on file.")
        return (heading, Paragraph((none,)))
    rows = _evidence(pen, told.demands)
    sheet = pen.put(meaning.DEMANDS, len(rows), rows)
    late = rows[rows["overdue"].astype("bool")]
    sentences = [
        *_standing(pen, sheet, late),
        *_in_period(pen, sheet),
        *_since(pen, sheet),
        *_time(pen, sheet, cycle(told.demands)),
    ]
    return (heading, Paragraph(tuple(sentences)), *_table(pen, told, late))


def _evidence(pen: Pen, demands: pd.DataFrame) -> pd.DataFrame:
    """Return each demand with what is counted of it; the days are those of the period."""
    start = pd.Timestamp(pen.brief.period.first - timedelta(days=1))
    last = pd.Timestamp(pen.brief.as_of)
    raised, answered = demands["raised_on"], demands["answered_on"]
    is_open, overdue = demands["is_open"].astype("bool"), demands["overdue"].astype("bool")
    waited = (raised <= start) & ((answered > start) | (answered.isna() & is_open))
    got = waited & answered.notna()
    return demands[list(_COLUMNS)].assign(
        open_account=demands["account_id"].where(is_open),
        open_arr=once(demands, demands["arr"], is_open),
        overdue_account=demands["account_id"].where(overdue),
        overdue_arr=once(demands, demands["arr"], overdue),
        days_late=((last - demands["due_on"]).dt.days).where(overdue),
        undated=is_open & answered.isna() & demands["due_on"].isna(),
        raised_now=(raised > start) & (raised <= last),
        answered_now=(answered > start) & (answered <= last),
        waited=waited,
        got_answer=got,
        got_delivered=got & demands["state"].eq("delivered"),
        got_declined=got & demands["state"].eq("declined"),
        got_taken=got & ~demands["state"].isin(ENDED),
        waits_still=waited & ~got,
        waits_late=waited & ~got & overdue,
        untold=~is_open & answered.isna(),
    ).reset_index(drop=True)  # fmt: skip


def _standing(pen: Pen, sheet: Ref, late: pd.DataFrame) -> list[Text]:
    n = beside(pen, sheet, meaning.OPEN)
    if not n.n:
        return [msg("No demand is open: each of the {n} on file is ended.", n=sheet)]
    customers = pen.customers(
        beside(pen, sheet, meaning.OPEN_ACCOUNTS), beside(pen, sheet, meaning.OPEN_ARR)
    )
    opening = msgs(
        "{n} demand of {customers} is open.", "{n} demands of {customers} are open.", n.n, n=n,
        customers=customers,
    )  # fmt: skip
    undated = beside(pen, sheet, meaning.UNDATED)
    without: list[Text] = []
    if undated.n:
        without = [
            msgs(
                "{n} has no due date, so whether it is late is unknown.",
                "{n} have no due date, so whether they are late is unknown.",
                undated.n,
                n=undated,
            )
        ]
    return [opening, *_overdue(pen, sheet, late), *without]


def _overdue(pen: Pen, sheet: Ref, late: pd.DataFrame) -> list[Text]:
    n = beside(pen, sheet, meaning.OVERDUE)
    if not n.n:
        return [msg("No answer is overdue.")]
    customers = pen.customers(
        beside(pen, sheet, meaning.OVERDUE_ACCOUNTS), beside(pen, sheet, meaning.OVERDUE_ARR)
    )
    oldest = beside(pen, sheet, meaning.OLDEST)
    claim = msgs(
        "{n} answer to {customers} is overdue, by {oldest} days.",
        "{n} answers to {customers} are overdue, the oldest by {oldest} days.",
        n.n,
        n=n,
        customers=customers,
        oldest=oldest,
    )
    ids = pen.by_arr(late["account_id"].dropna())
    give = Proposal(
        "overdue_answers",
        msg("Give every overdue demand its answer: yes with a day, or no with the reason."),
        tuple(ids),
        decision=msgs(
            "who answers the {n} overdue demand, and by when",
            "who answers the {n} overdue demands, and by when",
            n.n,
            n=n,
        ),
    )
    pen.findings.append(Finding("overdue", claim, total(pen, ids), 1.0, 1.2, proposal=give))
    return [claim]


def _in_period(pen: Pen, sheet: Ref) -> list[Text]:
    raised, answered = (beside(pen, sheet, m) for m in (meaning.RAISED_NOW, meaning.ANSWERED_NOW))
    words: dict[str, Value] = {"period": period_words(pen.brief.period), "answered": answered}
    if not raised.n and not answered.n:
        return [msg("No demand came in and none was answered in {period}.", **words)]
    if not raised.n:
        return [msg("No demand came in and {answered} got an answer in {period}.", **words)]
    if not answered.n:
        return [msg("{n} came in and none got an answer in {period}.", n=raised, **words)]
    return [msg("{n} came in and {answered} got an answer in {period}.", n=raised, **words)]


def _since(pen: Pen, sheet: Ref) -> list[Text]:
    """Say what became of the demands that waited for an answer when the period began."""
    waited = beside(pen, sheet, meaning.WAITED)
    if not waited.n:
        return []
    return [
        msgs(
            "Of {n} that waited for an answer when {period} began, {parts}.",
            "Of the {n} that waited for an answer when {period} began, {parts}.",
            waited.n,
            n=waited,
            period=period_words(pen.brief.period),
            parts=pen.clauses([part for part in (_got(pen, sheet), _still(pen, sheet)) if part]),
        )
    ]


def _got(pen: Pen, sheet: Ref) -> Message | None:
    got = beside(pen, sheet, meaning.GOT)
    if not got.n:
        return None
    delivered, declined, taken = (
        beside(pen, sheet, one)
        for one in (meaning.GOT_DELIVERED, meaning.GOT_DECLINED, meaning.GOT_TAKEN)
    )
    said = (
        (delivered, msg("{n} delivered", n=delivered)),
        (declined, msg("{n} declined", n=declined)),
        (taken, msg("{n} taken up", n=taken)),
    )
    parts = [words for n, words in said if n.n]
    return msgs("{n} has one now ({how})", "{n} have one now ({how})", got.n, n=got,
                how=pen.clauses(parts))  # fmt: skip


def _still(pen: Pen, sheet: Ref) -> Message | None:
    still, late = beside(pen, sheet, meaning.STILL), beside(pen, sheet, meaning.STILL_LATE)
    if not still.n:
        return None
    if not late.n:
        return msgs("{n} still waits", "{n} still wait", still.n, n=still)
    return msgs(
        "{n} still waits, {late} of them past the due date",
        "{n} still wait, {late} of them past the due date",
        still.n,
        n=still,
        late=late,
    )


def _time(pen: Pen, sheet: Ref, took: Cycle) -> list[Text]:
    """Say how long an answer takes, those still waiting counted."""
    untold = beside(pen, sheet, meaning.UNTOLD)
    more: list[Text] = []
    if untold.n:
        more = [
            msgs(
                "{n} ended without a day of answer and counts for no time.",
                "{n} ended without a day of answer and count for no time.",
                untold.n,
                n=untold,
            )
        ]
    if took.median is None:
        return [
            msg("How long half of the demands take to be answered cannot be told yet."),
            *more,
        ]
    return [_median(pen, sheet, took), *more]


def _median(pen: Pen, sheet: Ref, took: Cycle) -> Text:
    words: dict[str, Value] = {
        "median": pen.put_beside(sheet, meaning.MEDIAN, took.median),
        "level": pen.setting("interval_level"),
        "low": pen.put_beside(sheet, meaning.MEDIAN_LOW, took.low or 0.0),
    }
    if took.high is None:
        return msg(
            "Half of the demands are answered within {median} days ({level} interval: {low} days or"
            " more), those still waiting counted for as long as they wait.",
            **words,
        )
    return msg(
        "Half of the demands are answered within {median} days ({level} interval: {low} to {high}),"
        " those still waiting counted for as long as they wait.",
        high=pen.put_beside(sheet, meaning.MEDIAN_HIGH, took.high),
        **words,
    )


def _table(pen: Pen, told: DemandsTold, late: pd.DataFrame) -> tuple[Block, ...]:
    if late.empty:
        return ()
    arr = pen.brief.book["arr"].reindex(late["account_id"]).to_numpy()
    rows = late.assign(arr=arr).sort_values(
        ["days_late", "arr", "demand_id"], ascending=[False, False, True], kind="stable"
    )
    shown = [name for name in _COLUMNS if name not in _NOT_OF_OVERDUE]
    rows = rows[[*shown, "days_late", "arr"]].reset_index(drop=True)
    n = pen.put(meaning.TABLE_OVERDUE, len(rows), rows)
    cells: list[tuple[Cell, ...]] = [
        (
            pen.name(str(row["account_id"])),
            clean(called(told.names, row["theme"])) if isinstance(row["theme"], str) else None,
            pen.day(row["raised_on"]),
            pen.day(row["due_on"]),
            pen.money(float(row["arr"])),
        )
        for row in rows.head(_ROWS_SHOWN).to_dict("records")
    ]
    return (
        Table(
            figure_id=meaning.TABLE_OVERDUE.id,
            caption=shown_of(n, _ROWS_SHOWN, msg("Overdue answers, the oldest first")),
            columns=(
                Column(msg("Customer")),
                Column(msg("Theme")),
                Column(msg("Raised")),
                Column(msg("Due")),
                Column(msg("ARR"), "number"),
            ),
            cells=tuple(cells),
        ),
    )
