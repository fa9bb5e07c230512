"""Leadership's page: how the book stands, what changed, what comes up for renewal."""

import math
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from lib.desk.book.rate_metrics import rate_metrics
from lib.desk.book.retention import moved, year_of
from lib.desk.churn.followups import FollowUps
from lib.desk.data import Data
from lib.desk.figures import Metric
from lib.desk.segmentation.segments import Segments
from lib.locale import Count, Message, Money, Month, msg, msgs
from lib.metrics.book import arr_rows
from lib.metrics.bridge import Bridge
from lib.metrics.renewals import renewals
from lib.model import Period
from lib.segments.views import Totals, breakdown, totals

SOON_DAYS = 90  # a quarter: time enough to speak with a decision maker before the term ends


@dataclass(frozen=True)
class Overview:
    """The book of a segment at a day: what a first look needs, at once.

    `metrics` have no trend yet (`lib.desk.book.retention.Retention.trend` takes seconds). `due` are
    the terms that end within a year. `overdue` are the follow-ups past their day.
    """

    day: date
    period: Period
    finding: Message
    metrics: tuple[Metric, ...]
    month: Bridge
    year: Bridge
    due: pd.DataFrame
    overdue: pd.DataFrame
    currency: str | None


class Overviews:
    """The overview area of the desk."""

    def __init__(self, data: Data, segments: Segments, follow_ups: FollowUps) -> None:
        self._data = data
        self._segments = segments
        self._follow_ups = follow_ups

    def overview(self, rule: str, period: Period) -> Overview:
        """Return the book of a segment at the end of a period (or the last day loaded)."""
        found = self._data.once(("overview", rule, period), lambda: self._overview(rule, period))
        overdue = self._overdue(rule, found.day)
        metrics = (*found.metrics, _overdue_metric(overdue))
        return replace(found, metrics=metrics, overdue=overdue)

    def made_up(
        self, rule: str, day: date, by: str, risks: pd.Series | None = None
    ) -> pd.DataFrame:
        """Return the parts of a segment by a field, as in `SegmentView`, with their risk.

        `arr_on_alert_share`: the share of ARR with a signal on alert; `loss_share`: the share
        that is expected to be lost, of the ARR whose `risks` (by account) are known; NaN where
        none is.
        """
        book = self._data.book(day)
        members = self._segments.members(rule, day)
        parts = _with_alerts(breakdown(book, members, by), book.loc[members], by)
        if risks is None:
            return parts.assign(loss_share=float("nan"))
        known = risks.reindex(members).astype("float64").dropna().index
        lost = book.loc[known].assign(arr=book.loc[known, "arr"] * risks.loc[known])
        sums = breakdown(book, known, by).set_index("value")["arr"]
        at_stake = breakdown(lost, known, by).set_index("value")["arr"]
        shares = at_stake / sums.where(sums > 0)
        return parts.assign(loss_share=parts["value"].map(shares.to_dict()).astype("float64"))

    def grid(self, rule: str, day: date, risks: pd.Series | None = None) -> pd.DataFrame:
        """Return maturity × motivation: `maturity_level, bant_level, n_accounts, arr, risk`."""
        book = self._data.book(day).loc[self._segments.members(rule, day)]
        known = None if risks is None else risks.reindex(book.index).astype("float64")
        chance = (book["n_alerts"] > 0).astype("float64") if known is None else known
        rows = pd.DataFrame(
            {
                "maturity_level": book["maturity_level"],
                "bant_level": book["bant_level"],
                "arr": book["arr"],
                "judged": book["arr"].where(chance.notna()),
                "lost": book["arr"] * chance,
            }
        )
        cells = rows.groupby(["maturity_level", "bant_level"], dropna=False, sort=True)
        sums = cells[["arr", "judged", "lost"]].sum(min_count=1)
        risk = (sums["lost"] / sums["judged"]).where(sums["judged"] > 0)
        return sums.assign(n_accounts=cells.size(), risk=risk).reset_index()

    def _overview(self, rule: str, period: Period) -> Overview:
        day = self._data.known_days().as_of(period)
        month = moved(self._data, self._segments, rule, (period.first, day))
        year = moved(self._data, self._segments, rule, (year_of(period).first, day))
        book = self._data.book(day)
        members = self._segments.members(rule, day)
        due = self._due(day, members)
        currency = self._data.snapshot(day).currency
        rows = arr_rows(self._data.snapshot(day), members)
        return Overview(
            day=day,
            period=period,
            finding=_finding(month, period),
            metrics=(
                *_stock_metrics(totals(book, members), month, rows),
                *rate_metrics(year, self._year_before(rule, period)),
                *_risk_metrics(book.loc[members], due, currency),
            ),
            month=month,
            year=year,
            due=due,
            overdue=pd.DataFrame(),
            currency=currency,
        )

    def _year_before(self, rule: str, period: Period) -> tuple[Period, Bridge] | None:
        """Return the period before and the twelve months up to it, where the data reach it."""
        before = period.before()
        days = self._data.known_days()
        if before.last <= days.first:
            return None
        ends = (year_of(before).first, days.as_of(before))
        return before, moved(self._data, self._segments, rule, ends)

    def _due(self, day: date, members: pd.Index) -> pd.DataFrame:
        due = renewals(self._data.snapshot(day))
        due = due[due["account_id"].isin(members)]
        alerts = self._data.book(day)["n_alerts"]
        on_alert = due["account_id"].map(alerts).fillna(0) > 0
        return due.assign(on_alert=on_alert).reset_index(drop=True)

    def _overdue(self, rule: str, day: date) -> pd.DataFrame:
        rows = self._follow_ups.all()
        mine = rows["account_id"].isin(self._segments.members(rule, day))
        return rows[mine & (rows["state"] == "overdue")].reset_index(drop=True)


def _with_alerts(rows: pd.DataFrame, book: pd.DataFrame, by: str) -> pd.DataFrame:
    """Add the share of each part's ARR that is on alert."""
    on_alert = breakdown(book, book.index[book["n_alerts"] > 0], by).set_index("value")["arr"]
    at_risk = rows["value"].map(on_alert).fillna(0.0)
    return rows.assign(arr_on_alert_share=(at_risk / rows["arr"]).where(rows["arr"] > 0))


def _overdue_metric(rows: pd.DataFrame) -> Metric:
    return Metric(
        key="overdue",
        title=msg("Overdue follow-ups"),
        value=Count(len(rows)),
        definition=msg("Follow-ups on customers of the segment whose day has passed undone."),
        change=msgs("{n} customer", "{n} customers", rows["account_id"].nunique()),
        rows=rows[["account_id", "account_name", "what", "due_on"]],
    )


def _stock_metrics(standing: Totals, month: Bridge, rows: pd.DataFrame) -> tuple[Metric, Metric]:
    return (
        Metric(
            key="customers",
            title=msg("Customers"),
            value=Count(standing.n_accounts),
            definition=msg(
                "Accounts with a running contract on the last day of the period; where no "
                "contract is known, accounts that the CRM calls customers."
            ),
            change=msg("{won} won, {lost} lost", won=Count(month.n_new), lost=Count(month.n_lost)),
            rows=rows,
        ),
        Metric(
            key="arr",
            title=msg("ARR"),
            value=_money(standing.arr, month.currency),
            definition=msg(
                "Sum of the annual recurring revenue of contracts running on the last day; "
                "unknown ARR is not counted ({n} accounts).",
                n=Count(standing.n_arr_unknown),
            ),
            change=_change(month),
            why=msg("no contract and no account row tells the ARR"),
            rows=rows,
        ),
    )


def _money(amount: float, currency: str | None) -> Money | None:
    return None if math.isnan(amount) else Money(amount, currency)


def _change(month: Bridge) -> Message | None:
    change = month.arr_end - month.arr_start
    if math.isnan(change):
        return None
    if change == 0:
        return msg("unchanged in the period")
    money = Money(abs(change), month.currency)
    if change > 0:
        return msg("up {money} in the period", money=money)
    return msg("down {money} in the period", money=money)


def _risk_metrics(
    book: pd.DataFrame, due: pd.DataFrame, currency: str | None
) -> tuple[Metric, ...]:
    alerted = book[book["n_alerts"] > 0]
    soon = due[due["days_left"] <= SOON_DAYS]
    columns = ["account_name", "arr", "signals", "renewal_on"]
    return (
        Metric(
            key="on_alert",
            title=msg("ARR on alert"),
            value=Money(float(alerted["arr"].sum()), currency),
            definition=msg("ARR of the customers on which at least one churn signal is an alert."),
            change=msgs("{n} customer", "{n} customers", len(alerted)),
            rows=alerted[columns].rename_axis("account_id").reset_index(),
        ),
        Metric(
            key="due",
            title=msg("Due within 90 days"),
            value=Money(float(soon["arr"].sum()), currency),
            definition=msg(
                "ARR of the terms with a known end that run out within 90 days after the day."
            ),
            change=msgs("{n} customer", "{n} customers", soon["account_id"].nunique()),
            rows=soon,
        ),
    )


def _finding(month: Bridge, period: Period) -> Message:
    """Say in one sentence what the period did to the ARR."""
    label: Month = period.label
    change = month.arr_end - month.arr_start
    if math.isnan(change):
        return msg("The ARR of {month} is unknown: no export tells it.", month=label)
    money = Money(abs(change), month.currency)
    if month.accounts_start == 0 and month.accounts_end > 0:
        return msg("{month} is the first month with customers.", month=label)
    if change == 0:
        return msg("ARR did not change in {month}.", month=label)
    lost = msgs("{n} customer left", "{n} customers left", month.n_lost)
    won = msgs("{n} was won", "{n} were won", month.n_new)
    return (
        msg("ARR rose by {money} in {month}: {won}, {lost}.", money=money, month=label, won=won,
            lost=lost)
        if change > 0
        else msg("ARR fell by {money} in {month}: {lost}, {won}.", money=money, month=label,
                 won=won, lost=lost)
    )  # fmt: skip
