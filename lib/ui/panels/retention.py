"""How customers keep: month by month, whether a month is unusual, and by when they began."""

from datetime import date

import pandas as pd
import streamlit as st

from lib.desk.book.retention import TREND_MONTHS, Cohorts, Trend
from lib.locale import Count, Message, Month, Number, Share, joined, msg
from lib.locale.message import Value
from lib.metrics.cohorts import GRAINS
from lib.model import Period
from lib.ui import charts, components, filters, state
from lib.ui.panels import charted
from lib.ui.units import Unit
from lib.ui.wording import say

MONTHS = TREND_MONTHS
_SHARE_1 = Unit("share", digits=1)
_RATES = {"nrr": msg("NRR"), "grr": msg("GRR")}
_GRAINS = {"month": msg("By month"), "quarter": msg("By quarter"), "year": msg("By year")}
_AGES = {
    "month": msg("Months since they began"),
    "quarter": msg("Quarters since they began"),
    "year": msg("Years since they began"),
}
_SHARES = {"logo": msg("Customers"), "arr": msg("ARR")}


def trend(found: Trend, rule: str) -> None:
    """Draw NRR and GRR over the months, each with its context notes."""
    if found.why is not None:
        components.unknown(found.why)
        return
    chart = charts.lines(
        charts.Heading(
            _rates_finding(found.months),
            msg("NRR and GRR of the twelve months up to each month · share · n = {n}",
                n=Count(int(found.months["customers"].iloc[-1]))),
        ),
        found.months,
        charts.Trend(
            time="month",
            series=_RATES,
            unit=_SHARE_1,
            running=bool(found.months["running"].iloc[-1]),
        ),
    )  # fmt: skip
    charted.show(_noted(chart, found.months, rule, tuple(_RATES)), "rates")


def usual(found: Trend, rule: str) -> None:
    """Draw each month's logo churn with the limits of what is usual."""
    if found.why is not None:
        components.unknown(found.why)
        return
    months = found.months
    known = found.usual is not None
    chart = charts.lines(
        charts.Heading(_churn_finding(found), _churn_what(found)),
        months,
        charts.Trend(
            time="month",
            series={"churn": msg("Logo churn of the month")},
            unit=_SHARE_1,
            running=bool(months["running"].iloc[-1]),
            low="low" if known else None,
            high="high" if known else None,
        ),
    )
    charted.show(_noted(chart, months, rule, ("logo_churn",)), "monthly_churn")


@st.fragment
def cohorts(rule: str, period: Period) -> None:
    """Draw the triangle of customers by when they began, by month, quarter or year."""
    st.subheader(say("Cohorts"), anchor=False)
    asked = state.chosen("grain")
    first = state.desk().retention.cohorts(rule, period, None)
    if first.why is not None:
        components.unknown(first.why)
        return
    options = {first.grain: _GRAINS[first.grain], **_GRAINS}
    with st.container(horizontal=True, gap="large"):
        grain = filters.switch("grain", msg("Cohorts"), options)
        share = filters.switch("kept", msg("What is kept"), _SHARES)
    found = state.desk().retention.cohorts(rule, period, grain) if asked else first
    _triangle(found if found.grain == grain else first, share)


def _triangle(found: Cohorts, share: str) -> None:
    rows = found.rows
    if rows.empty:
        st.caption(say("No customer is known to have begun in the time shown."))
        return
    charted.show(
        charts.triangle(
            charts.Heading(
                _cohort_finding(found, share),
                msg(
                    "Share of the customers (or of their first ARR) still there · n at the"
                    " beginning · dotted: not over yet · below {least} customers only their"
                    " number",
                    least="10",
                ),
            ),
            rows,
            charts.Triangle(
                share=share,
                share_title=_SHARES[share],
                names={day: _cohort_name(found.grain, day) for day in rows["cohort"].unique()},
                age_title=_AGES[found.grain],
            ),
        ),
        "cohorts",
    )


def _cohort_name(grain: str, day: date) -> Message:
    if grain == "month":
        return msg("{month}", month=Month(day))
    if grain == "year":
        return msg("{year}", year=str(day.year))
    quarter = str((day.month - 1) // GRAINS["quarter"] + 1)
    return msg("Q{quarter} {year}", quarter=quarter, year=str(day.year))


def _cohort_finding(found: Cohorts, share: str) -> Message:
    """Compare the first age that is complete between the oldest and the newest cohort."""
    rows = found.rows
    judged = rows[(rows["age"] == 1) & ~rows["running"] & rows[share].notna()]
    if judged.empty:
        return msg("No cohort of {least} customers has a whole period behind it", least="10")
    worst = judged.sort_values([share, "cohort"], kind="stable").iloc[0]
    best = judged.sort_values([share, "cohort"], kind="stable").iloc[-1]
    values: dict[str, Value] = {
        "worst": _cohort_name(found.grain, worst["cohort"]),
        "low": Share(float(worst[share])),
        "best": _cohort_name(found.grain, best["cohort"]),
        "high": Share(float(best[share])),
    }
    if share == "logo":
        return msg("One period on, {low} of the customers of {worst} were still there, and {high}"
                   " of those of {best}", **values)  # fmt: skip
    return msg("One period on, {low} of the first ARR of {worst} was still there, and {high} of"
               " that of {best}", **values)  # fmt: skip


def _rates_finding(months: pd.DataFrame) -> Message:
    known = months.dropna(subset=["nrr", "grr"])
    if known.empty:
        return msg("No month has customers of twelve months before it")
    last = known.iloc[-1]
    then = known[known["month"] <= _year_before(last["month"])]
    said_now: dict[str, Value] = {
        "nrr": Share(float(last["nrr"]), 1),
        "grr": Share(float(last["grr"]), 1),
    }
    if then.empty:
        return msg("NRR is {nrr} and GRR {grr}", **said_now)
    points = (float(last["nrr"]) - float(then.iloc[-1]["nrr"])) * 100
    values: dict[str, Value] = {**said_now, "points": Number(abs(points), 1)}
    if points >= 0:
        return msg("NRR is {nrr}, {points} points above a year ago; GRR is {grr}", **values)
    return msg("NRR is {nrr}, {points} points below a year ago; GRR is {grr}", **values)


def _year_before(day: date) -> date:
    return Period.month(day.year - 1, day.month).last


def _churn_finding(found: Trend) -> Message:
    months = found.months
    if found.usual is None:
        return msg("Too few months with {least} customers to say what is usual", least="10")
    above = months[months["verdict"] == "above"]
    if above.empty:
        return msg("Every month's logo churn lies within normal variation")
    named = joined([msg("{month}", month=Month(m.replace(day=1))) for m in above["month"]])
    return msg("Logo churn was above normal variation in {months}", months=named)


def _churn_what(found: Trend) -> Message:
    if found.usual is None:
        return msg("Customers lost in each month over those at its start · share")
    return msg(
        "Customers lost in each month over those at its start · share · band: normal variation"
        " around {centre}, the mean of {n} complete months",
        centre=Share(found.usual.centre, 1),
        n=Count(found.usual.n_months),
    )


def _noted(
    chart: charts.Chart, months: pd.DataFrame, rule: str, metrics: tuple[str, ...]
) -> charts.Chart:
    """Mark the months of the chart that have a context note."""
    places = {f"{day:%Y-%m}": place for place, day in enumerate(months["month"])}
    points, texts = [], []
    for metric in metrics:
        column = "churn" if metric == "logo_churn" else metric
        for month, text in state.desk().notes.on_points(rule, metric):
            place = places.get(month)
            if place is not None and months[column].notna().iloc[place]:
                points.append((months["month"].iloc[place], float(months[column].iloc[place])))
                texts.append(text)
    return charts.noted(chart, points, texts)
