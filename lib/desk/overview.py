"""Leadership's page: how the book stands, what changed, what comes up for renewal."""

import math
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from lib.desk.data import Data
from lib.desk.retention import moved
from lib.desk.segments import Segments
from lib.locale import Count, Message, Money, Month, Share, joined, msg, msgs
from lib.metrics.book import arr, arr_rows, customers
from lib.metrics.bridge import Bridge
from lib.metrics.renewals import renewals
from lib.model import Period
from lib.segments.views import Totals, breakdown, totals

TREND_MONTHS = 13  # a year and the same month of the year before
YEAR_MONTHS = 12
SOON_DAYS = 90  # a quarter: time enough to speak with a decision maker before the term ends


@dataclass(frozen=True)
class Metric:
    """One headline figure. `value` None: unknown, and `why` says why.

    `change` compares with the period before. `trend` has one number a month, oldest
    first. `rows` are the stored rows it is made of.
    """

    key: str
    title: Message
    value: Count | Money | Share | None
    definition: Message
    change: Message | None = None
    why: Message | None = None
    trend: tuple[float, ...] = ()
    rows: pd.DataFrame = field(default_factory=pd.DataFrame)


@dataclass(frozen=True)
class Overview:
    """The book of a segment at a day. Frames are ordered for showing.

    `renewals`: `days, n_accounts, arr, arr_on_alert`, one row for 90, 180 and 365 days.
    `by`: as in `SegmentView`, with `arr_on_alert_share`.
    """

    day: date
    period: Period
    finding: Message
    metrics: tuple[Metric, ...]
    month: Bridge
    year: Bridge
    by: pd.DataFrame
    renewals: pd.DataFrame
    due: pd.DataFrame
    currency: str | None


class Overviews:
    """The overview area of the desk."""

    def __init__(self, data: Data, segments: Segments) -> None:
        self._data = data
        self._segments = segments

    def overview(self, rule: str, period: Period, by: str = "maturity_level") -> Overview:
        """Return the book of a segment at the end of a period (or the last day loaded)."""
        return self._data.once(
            ("overview", rule, period, by), lambda: self._overview(rule, period, by)
        )

    def _overview(self, rule: str, period: Period, by: str) -> Overview:
        day = self._data.known_days().as_of(period)
        year = Period.month(period.last.year, period.last.month, YEAR_MONTHS)
        month_bridge = moved(self._data, self._segments, rule, (period.first, day))
        year_bridge = moved(self._data, self._segments, rule, (year.first, day))
        book = self._data.book(day)
        members = self._segments.members(rule, day)
        due, buckets = self._renewals(day, members)
        currency = self._data.snapshot(day).currency
        trend = self._trend(rule, period)
        return Overview(
            day=day,
            period=period,
            finding=_finding(month_bridge, period),
            metrics=(
                *_stock_metrics(
                    totals(book, members), month_bridge, trend, self._rows(day, members)
                ),
                *_flow_metrics(year_bridge),
                *_risk_metrics(book.loc[members], due, currency),
            ),
            month=month_bridge,
            year=year_bridge,
            by=_with_alerts(breakdown(book, members, by), book.loc[members], by),
            renewals=buckets,
            due=due,
            currency=currency,
        )

    def _rows(self, day: date, members: pd.Index) -> pd.DataFrame:
        return arr_rows(self._data.snapshot(day), members)

    def _renewals(self, day: date, members: pd.Index) -> tuple[pd.DataFrame, pd.DataFrame]:
        due = renewals(self._data.snapshot(day))
        due = due[due["account_id"].isin(members)]
        alerts = self._data.book(day)["n_alerts"]
        due = due.assign(on_alert=due["account_id"].map(alerts).fillna(0) > 0)
        buckets = [
            {
                "days": days,
                "n_accounts": inside["account_id"].nunique(),
                "arr": float(inside["arr"].sum()),
                "arr_on_alert": float(inside.loc[inside["on_alert"], "arr"].sum()),
            }
            for days in (SOON_DAYS, 180, 365)
            for inside in (due[due["days_left"] <= days],)
        ]
        return due.reset_index(drop=True), pd.DataFrame(buckets)

    def _trend(self, rule: str, period: Period) -> pd.DataFrame:
        """Return `month, customers, arr, nrr, grr, logo_churn` of the last months, oldest first."""
        days = self._data.known_days()
        months = [m for m in days.months if m <= period][:TREND_MONTHS]
        return pd.DataFrame([self._month(rule, m) for m in reversed(months)])

    def _month(self, rule: str, period: Period) -> dict[str, object]:
        return self._data.once(("trend", rule, period), lambda: self._month_figures(rule, period))

    def _month_figures(self, rule: str, period: Period) -> dict[str, object]:
        day = self._data.known_days().as_of(period)
        snapshot = self._data.snapshot(day)
        inside = customers(snapshot)
        if rule != "all":
            inside = inside.intersection(self._segments.members(rule, day))
        return {
            "month": period.last,
            "customers": len(inside),
            "arr": float(arr(snapshot).reindex(inside).sum()),
        }


def _with_alerts(rows: pd.DataFrame, book: pd.DataFrame, by: str) -> pd.DataFrame:
    """Add the share of each part's ARR that is on alert."""
    on_alert = breakdown(book, book.index[book["n_alerts"] > 0], by).set_index("value")["arr"]
    at_risk = rows["value"].map(on_alert).fillna(0.0)
    return rows.assign(arr_on_alert_share=(at_risk / rows["arr"]).where(rows["arr"] > 0))


def _stock_metrics(
    standing: Totals, month: Bridge, trend: pd.DataFrame, rows: pd.DataFrame
) -> tuple[Metric, Metric]:
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
            trend=tuple(trend["customers"]),
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
            trend=tuple(trend["arr"]),
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


def _flow_metrics(year: Bridge) -> tuple[Metric, ...]:
    why = joined(list(year.unknown)) if year.unknown else None
    unknown = msg("{reasons}", reasons=why) if why else msg("No customer twelve months ago.")
    rows = year.moves
    shares = (
        (
            "nrr",
            msg("NRR, 12 months"),
            year.nrr,
            msg(
                "Net revenue retention: ARR today of the customers of twelve months ago, over "
                "their ARR then. New customers do not count."
            ),
        ),
        (
            "grr",
            msg("GRR, 12 months"),
            year.grr,
            msg("Gross revenue retention: as NRR, but without expansion, so never above 100%."),
        ),
        (
            "logo_churn",
            msg("Logo churn, 12 months"),
            year.logo_churn,
            msg("Customers lost in twelve months over the customers twelve months ago."),
        ),
    )
    return tuple(
        Metric(
            key=key,
            title=title,
            value=None if value is None else Share(value, 1),
            definition=definition,
            why=unknown if value is None else None,
            change=(
                msgs("{n} customer lost", "{n} customers lost", year.n_lost)
                if key == "logo_churn"
                else None
            ),
            rows=rows,
        )
        for key, title, value, definition in shares
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
