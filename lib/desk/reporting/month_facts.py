"""Counts for each step of the month, from what pages have worked out already."""

import math
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pandas as pd

from lib.desk.segmentation.segments import ALL
from lib.locale import Language, Message
from lib.model import KINDS, Dataset, Period
from lib.month.facts import (
    DemandFacts,
    Facts,
    LoadFacts,
    MendFacts,
    ReportFacts,
    SampleFacts,
    SegmentFacts,
    WatchFacts,
)

if TYPE_CHECKING:
    from lib.desk.desk import Desk

_MONTHS_BEFORE = 3  # a kind with rows in each of them is expected to have some every month
_ANY: Language = "en"  # counts are the same in both; the server has this board at hand
_STAGES = ("draft", "in_review", "published")


def counted(desk: "Desk", segment: str, period: Period) -> Facts:
    """Return what is counted of a segment's month."""
    day = desk.data.known_days().as_of(period)
    return Facts(
        load=desk.data.often(("month_load", period), lambda: _load(desk.data.dataset(), period)),
        mend=_mend(desk, segment, day),
        segment=_segment(desk, period),
        watch=_watch(desk, segment, day),
        sample=_sample(desk, segment, period),
        demands=_demands(desk, segment, day),
        report=_report(desk, segment, period),
    )


def _load(data: Dataset, period: Period) -> LoadFacts:
    """Return the kinds that have rows of the month, and those that should have some.

    A kind with rows in every month of the quarter before is missing without any. Of one that
    comes now and then it is enough that an export of it was known in the month or later.
    """
    loaded: list[Message] = []
    missing: list[Message] = []
    for name, kind in KINDS.items():
        months, known = _usage(data) if name == "usage" else _rows(data, name)
        here = _month_number(period.first)
        before = [here - n in months for n in range(1, _MONTHS_BEFORE + 1)]
        late = known is not None and known >= period.first
        if here in months or (late and not all(before)):
            loaded.append(kind.title)
        elif known is not None and (all(before) or kind.day is None or any(before)):
            missing.append(kind.title)
    return LoadFacts(tuple(loaded), tuple(missing))


def _month_number(day: date) -> int:
    return day.year * 12 + day.month


def _rows(data: Dataset, name: str) -> tuple[set[int], date | None]:
    """Return the months that rows of a kind lie in, and when its newest export was known."""
    rows = data.versions[name]
    rows = rows[~rows["batch_id"].isin(list(data.entered))]
    if rows.empty:
        return set(), None
    known = pd.Timestamp(rows["known_on"].max()).date()
    column = KINDS[name].day
    if column is None:
        return set(), known
    days = rows[column].dropna().dt
    return set((days.year * 12 + days.month).unique().tolist()), known


def _usage(data: Dataset) -> tuple[set[int], date | None]:
    """Return the months that usage exports cover, and the last day that they do."""
    spans = data.coverage["usage"].spans if "usage" in data.coverage else ()
    months: set[int] = set()
    for span in spans:
        months |= set(range(_month_number(span.first), _month_number(span.last) + 1))
    return months, max((span.last for span in spans), default=None)


def _mend(desk: "Desk", segment: str, day: date) -> MendFacts:
    files = desk.files.view(segment, day)
    tasks = desk.plans.all()
    states = tasks.loc[tasks["account_id"].isin(files.accounts["account_id"]), "state"]
    counts = states.value_counts()
    n_open, n_late = (int(counts.get(name, 0)) for name in ("open", "overdue"))
    return MendFacts(
        completeness=None if math.isnan(files.completeness) else files.completeness,
        n_incomplete=int((files.accounts["completeness"] < 1).sum()),
        n_open=n_open,
        n_late=n_late,
        n_ended=len(states) - n_open - n_late,
        n_unmatched=len(desk.matches.open().pairs),
    )


def _segment(desk: "Desk", period: Period) -> SegmentFacts:
    """Return how many saved segments have other members than at the end of the month before."""
    names = [name for name in desk.segments.saved() if name != ALL]
    days = desk.data.known_days()
    before = period.first - timedelta(days=1)
    if before < days.first:
        return SegmentFacts(len(names), None)
    now = days.as_of(period)
    changed = [
        not desk.segments.members(name, before).equals(desk.segments.members(name, now))
        for name in names
    ]
    return SegmentFacts(len(names), sum(changed))


def _watch(desk: "Desk", segment: str, day: date) -> WatchFacts:
    board = desk.watch.board(segment, day, _ANY)
    alarms = board.alarms
    alerts = alarms[alarms["grade"] == "alert"]
    todo = desk.follow_ups.all()
    mine = todo["account_id"].isin(desk.segments.members(segment, day))
    return WatchFacts(
        n_judged=board.n_accounts - board.n_unread,
        n_alerts=len(alerts),
        n_unanswered=int((alerts["state"] == "open").sum()),
        n_overdue=int((mine & (todo["state"] == "overdue")).sum()),
    )


def _sample(desk: "Desk", segment: str, period: Period) -> SampleFacts:
    plans = desk.interviews.plans.all(None if segment == ALL else segment)
    as_of = plans["as_of"].dt.date
    mine = plans[(as_of >= period.first) & (as_of <= period.last)]
    picks = [desk.interviews.plans.one(int(plan)).picks["state"] for plan in mine["plan_id"]]
    states = pd.concat(picks).value_counts() if picks else pd.Series(dtype="int64")
    return SampleFacts(
        n_plans=len(mine),
        n_planned=int(states.drop("replaced", errors="ignore").sum()),
        n_held=int(states.get("done", 0)),
        n_declined=int(states.get("declined", 0)),
    )


def _demands(desk: "Desk", segment: str, day: date) -> DemandFacts:
    rows = desk.demands.view(segment, day).members
    open_ = rows["is_open"].astype("bool")
    return DemandFacts(
        n_all=len(rows),
        n_overdue=int(rows["overdue"].astype("bool").sum()),
        n_unassigned=int((open_ & rows["theme"].isna()).sum()),
        n_unseen=desk.themes.n_waiting(day),
    )


def _report(desk: "Desk", segment: str, period: Period) -> ReportFacts:
    name = desk.segments.rule(segment)[0]
    rows = desk.reports.all()
    mine = rows[rows["segment"].eq(name) & rows["period"].eq(period.key)]
    stages = {int(n): desk.report_states.of(int(n)).state for n in mine["report_id"]}
    furthest = max(stages, key=lambda n: (_STAGES.index(stages[n]), n), default=None)
    actions = desk.actions.all(_ANY)
    agreed = actions[actions["report_id"].isin(list(stages)) & actions["state"].ne("dropped")]
    last = desk.actions.before(name, period, _ANY)
    waiting = last["state"].value_counts() if last is not None else pd.Series(dtype="int64")
    late = int(waiting.get("overdue", 0))
    return ReportFacts(
        state=None if furthest is None else stages[furthest],
        report_id=furthest,
        n_agreed=len(agreed),
        n_last_open=int(waiting.get("open", 0)) + late,
        n_last_late=late,
    )
