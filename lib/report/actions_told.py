"""What became of the actions of the report before: how many, each of them, what is seen since."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from lib.locale import Count, Message, Month, Text, msg, msgs
from lib.model.frames import records
from lib.report.blocks import Block, Cell, Column, Paragraph, Table
from lib.report.brief_actions import Action, LastTime
from lib.report.figures import Ref
from lib.report.meanings import actions as meaning
from lib.report.pen import Pen
from lib.report.text import clean
from lib.report.words import ended, period_words


def last_time(pen: Pen) -> tuple[Block, ...]:
    """Return what became of the last report's actions; one sentence where there are none."""
    last = pen.brief.agreed.last
    if last is None:
        return (
            Paragraph(
                (msg("This is the first report on this segment: no earlier action is to follow"
                     " up."),)
            ),
        )  # fmt: skip
    period = period_words(last.period)
    if not last.actions:
        none = msg("For the report of {period} no action was agreed.", period=period)
        return (Paragraph((none,)),)
    rows = _rows(pen, last)
    pen.put(meaning.LAST, len(rows), rows)
    return (Paragraph((_lead(pen, rows, period), *_since(pen, last))), _table(pen, rows, last))


def _rows(pen: Pen, last: LastTime) -> pd.DataFrame:
    """Return one row an action: as agreed, what became of it, and of its customers since."""
    seen = last.afterwards.set_index("account_id")
    rows = []
    for one in last.actions:
        mine = seen.reindex(list(one.ids))
        late = one.days_late(pen.brief.as_of)
        rows.append(
            {
                "action": clean(one.what),
                "owner": clean(one.owner),
                "due": one.due_on.isoformat(),
                "state": one.state,
                "ended": one.ended_on.isoformat() if one.ended_on else None,
                "outcome": clean(one.outcome),
                "days_late": late,
                "is_done": int(one.state == "done"),
                "is_open": int(one.state == "open"),
                "is_late": int(late > 0),
                "is_dropped": int(one.state == "dropped"),
                "customers": len(mine),
                "on_alert": _sum(mine["alert"] & ~mine["gone"].eq(other=True)),
                "gone": _sum(mine["gone"]),
            }
        )
    return pd.DataFrame(rows)


def _sum(values: pd.Series) -> int:
    return int(values.fillna(value=False).astype("bool").sum())


def _lead(pen: Pen, rows: pd.DataFrame, period: Month | Message) -> Message:
    n = pen.ref("last_actions")
    known = {
        one.id: pen.put_beside(n, one, int(rows[column].sum()))
        for one, column in (
            (meaning.DONE, "is_done"),
            (meaning.OPEN, "is_open"),
            (meaning.LATE, "is_late"),
            (meaning.DROPPED, "is_dropped"),
        )
    }
    done, open_, late, dropped = known.values()
    parts = [
        msgs("{n} is done", "{n} are done", done.n, n=done),
        _open_words(open_, late),
        msgs("{n} was given up", "{n} were given up", dropped.n, n=dropped),
    ]
    counts = (done, open_, dropped)
    return msgs(
        "Of {n} action agreed for the report of {period}, {states}.",
        "Of {n} actions agreed for the report of {period}, {states}.",
        n.n,
        n=n,
        period=period,
        states=pen.clauses([words for words, count in zip(parts, counts, strict=True) if count.n]),
    )


def _open_words(open_: Ref, late: Ref) -> Message:
    if not late.n:
        return msgs("{n} is still open", "{n} are still open", open_.n, n=open_)
    if late.n == open_.n:
        return msgs("{n} is still open and late", "{n} are still open and late", open_.n, n=open_)
    return msgs(
        "{n} is still open, {late} of them late",
        "{n} are still open, {late} of them late",
        open_.n,
        n=open_,
        late=late,
    )


def _since(pen: Pen, last: LastTime) -> list[Text]:
    """Say what is seen of the customers concerned since, without saying why."""
    seen = last.afterwards
    known = seen[seen["known"]]
    if known.empty:
        return []
    still = known["alert_then"] & known["alert"] & ~known["gone"]
    sourced = pen.account_rows(known["account_id"]).drop(columns="account_name")
    rows = known.assign(alert_still=still).drop(columns="known").merge(sourced, on="account_id")
    n = pen.put(meaning.CONCERNED, len(rows), rows)
    then, both, gone, renewed = (
        pen.put_beside(n, one, int(rows[column].sum()))
        for one, column in (
            (meaning.ALERT_THEN, "alert_then"),
            (meaning.ALERT_STILL, "alert_still"),
            (meaning.GONE, "gone"),
            (meaning.RENEWED, "renewed"),
        )
    )
    parts = [
        *([_alert_words(then, both)] if then.n else []),
        msgs("{n} has left", "{n} have left", gone.n, n=gone) if gone.n else msg("none has left"),
    ]
    if renewed.n:
        past = msgs(
            "{n} is a customer beyond the renewal that was next then",
            "{n} are customers beyond the renewal that was next then",
            renewed.n,
            n=renewed,
        )
        parts.append(past)
    words = msgs(
        "Of {n} customer that these actions concern, since {day}: {seen}.",
        "Of {n} customers that these actions concern, since {day}: {seen}.",
        n.n,
        n=n,
        day=last.day,
        seen=pen.clauses(parts),
    )
    return [words, msg("This says what happened, not what the actions brought about.")]


def _alert_words(then: Ref, both: Ref) -> Message:
    if not both.n:
        return msgs(
            "{n} on alert then is no longer", "none of {n} on alert then still is", then.n, n=then
        )
    return msgs(
        "{n} on alert then still is",
        "of {n} on alert then {both} still are",
        then.n,
        n=then,
        both=both,
    )


def _table(pen: Pen, rows: pd.DataFrame, last: LastTime) -> Table:
    pen.put_beside(pen.ref("last_actions"), meaning.LAST_TABLE, len(rows))
    return Table(
        figure_id="table_last_actions",
        caption=msg("What became of the actions of the report before"),
        columns=(
            Column(msg("Action")),
            Column(msg("Owner")),
            Column(msg("Due")),
            Column(msg("What became of it")),
            Column(msg("Customers"), "number"),
            Column(msg("On alert now"), "number"),
            Column(msg("No longer customers"), "number"),
        ),
        cells=tuple(_cells(one, row) for one, row in zip(last.actions, records(rows), strict=True)),
    )


def _cells(one: Action, row: Mapping[str, Any]) -> tuple[Cell, ...]:
    counts = tuple(Count(int(row[name])) for name in ("customers", "on_alert", "gone"))
    return (clean(one.what), clean(one.owner), one.due_on, became(one, int(row["days_late"])),
            *(counts if one.ids else (None, None, None)))  # fmt: skip


def became(one: Action, days_late: int) -> Message:
    """Say what became of an action."""
    if one.state == "open":
        if not days_late:
            return msg("Still open")
        return msgs("Still open, {n} day late", "Still open, {n} days late", days_late)
    day, text = one.ended_on or one.due_on, ended(one.outcome)
    if one.state == "dropped":
        return msg("Given up on {day}: {text}", day=day, text=text)
    if not one.outcome:
        return msg("Done on {day}", day=day)
    return msg("Done on {day}: {text}", day=day, text=text)
