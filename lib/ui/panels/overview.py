"""Overview: headline figures, what changed, how the book is made up, what comes up."""

import streamlit as st

from lib.desk.overview import Overview
from lib.locale import Message, Money, msg, msgs
from lib.locale.message import Value
from lib.model import Period
from lib.ui import charts, components, filters, metrics, state, tables
from lib.ui.panels import fields
from lib.ui.units import COUNT, money
from lib.ui.wording import said, say, shown

_HALF = 4  # metrics in the first row


def show() -> None:
    """Draw the whole page."""
    overview = state.desk().overviews.overview(state.segment(), state.period(), _field())
    components.finding(overview.finding)
    metrics.metric_row(overview.metrics[:_HALF])
    metrics.metric_row(overview.metrics[_HALF:])
    left, right = st.columns(2, gap="large")
    with left:
        _changes(overview)
    with right:
        _makeup(overview)
    _renewals(overview)


def _field() -> str:
    asked = state.chosen("by")
    return asked[0] if asked and asked[0] in fields.BY else next(iter(fields.BY))


def _changes(overview: Overview) -> None:
    charts.show(
        charts.arr_bridge(
            charts.Heading(overview.finding, _what(msg("ARR"), overview)), overview.month
        ),
        "arr_bridge",
    )
    moves = overview.month.moves
    moved = moves[moves["move"] != "same"]
    largest = moved.reindex(moved["change"].abs().sort_values(ascending=False).index)
    st.markdown(f"**{say('Largest changes')}**")
    state.open_account(
        tables.table(
            largest.head(50),
            {
                "account_name": tables.text(msg("Account")),
                "move": tables.named(msg("Change"), MOVES),
                "change": tables.number(msg("ARR"), money(overview.currency)),
            },
            "moves",
            choose="account_id",
            empty=msg("No customer's ARR changed in the period."),
        )
    )


MOVES = {
    "new": msg("New"),
    "expansion": msg("Expansion"),
    "contraction": msg("Contraction"),
    "churned": msg("Left"),
    "same": msg("Unchanged"),
}


def _what(measure: Message, overview: Overview) -> Message:
    return msg(
        "{measure} · {unit} · {period} · n = {n}",
        measure=measure,
        unit=overview.currency or msg("currency not named"),
        period=_period(overview.period),
        n=COUNT.value(overview.month.accounts_end) or "0",
    )


def _period(period: Period) -> Value:
    return period.label


def _makeup(overview: Overview) -> None:
    by = filters.switch("by", msg("Broken down by"), fields.BY)
    rows = overview.by
    charts.show(
        charts.treemap(
            charts.Heading(fields.makeup_finding(overview.by, by), _what(msg("ARR"), overview)),
            rows,
            charts.Parts(
                label="value",
                title=fields.BY[by],
                value="arr",
                value_title=msg("ARR"),
                unit=money(overview.currency),
                risk="arr_on_alert_share",
                names=fields.names(by),
            ),
        ),
        "makeup",
    )
    if by == "tag":
        st.caption(say("An account with two tags stands in both; totals count it once."))


def _renewals(overview: Overview) -> None:
    st.subheader(say("Renewals"), anchor=False)
    buckets = overview.renewals
    components.finding(_renewal_finding(overview), "finding_renewals")
    with st.container(horizontal=True):
        for row in buckets.to_dict("records"):
            st.metric(
                said(msgs("Next {n} day", "Next {n} days", int(row["days"]))),
                said(shown(Money(row["arr"], overview.currency))),
                delta=said(
                    msg("{arr} on alert", arr=Money(row["arr_on_alert"], overview.currency))
                ),
                delta_color="off",
                delta_arrow="off",
                border=True,
                height="stretch",
            )
    due = overview.due.assign(grade=overview.due["on_alert"].map({True: "alert", False: "none"}))
    state.open_account(
        tables.table(
            due,
            {
                "account_name": tables.text(msg("Account")),
                "ends_on": tables.day(msg("Term ends")),
                "days_left": tables.number(msg("Days left")),
                "arr": tables.number(msg("ARR"), money(overview.currency)),
                "grade": tables.grades(msg("Signals"), fields.GRADES),
            },
            "due",
            choose="account_id",
            empty=msg("No term with a known end runs out within a year."),
        )
    )


def _renewal_finding(overview: Overview) -> Message:
    soon = overview.renewals.iloc[0]
    if not soon["n_accounts"]:
        return msg("No term with a known end runs out within 90 days.")
    return msgs(
        "{n} customer's term ends within 90 days: {arr}, of which {risk} is on alert.",
        "{n} customers' terms end within 90 days: {arr}, of which {risk} is on alert.",
        int(soon["n_accounts"]),
        arr=Money(float(soon["arr"]), overview.currency),
        risk=Money(float(soon["arr_on_alert"]), overview.currency),
    )
