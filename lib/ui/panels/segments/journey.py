"""The journey of a segment: where its customers stand, against the others, and who moved."""

import pandas as pd
import streamlit as st

from lib.desk.customer.journey import OUTSIDE, UNKNOWN, JourneyView
from lib.locale import Count, Message, Share, Text, msg, msgs
from lib.model.frames import records
from lib.profile.journey import EXPECTS, GIVES, SHORT, STAGES, moved
from lib.profile.journey.points import points
from lib.ui import charts, components, filters, state, tables
from lib.ui.panels import charted
from lib.ui.units import SHARE, money
from lib.ui.wording import said, say, shown

_NAMES: dict[str, Text] = {
    **SHORT,
    UNKNOWN: msg("unknown"),
    OUTSIDE: msg("not in the segment"),
}
_SPANS = {
    "1": msg("Against last month"),
    "3": msg("Against three months ago"),
    "5": msg("Against five months ago"),
}


def show() -> None:
    """Draw the part."""
    day = state.day()
    months = int(filters.switch("span", msg("Period"), _SPANS))
    since = points(day)[-1 - months]
    view = state.desk().journeys.view(state.segment(), day, since)
    if not view.n_accounts:
        components.finding(msg("No customer is in this segment."))
        return
    components.finding(_finding(view))
    left, right = st.columns(2, gap="large")
    with left:
        _where(view)
    with right:
        _flow(view)
    _figures(view)
    _moved(view)
    _meaning()


def _finding(view: JourneyView) -> Message:
    known = view.stages[view.stages["stage"] != UNKNOWN]
    most = known.sort_values("n_accounts", ascending=False, kind="stable").iloc[0]
    up, down = _directions(view)
    return msg(
        "{share} of {n} customers are at '{stage}'; since {day}, {up} moved up and {down} down.",
        share=Share(float(most["share"])),
        n=Count(view.n_accounts),
        stage=STAGES[str(most["stage"])],
        day=view.since,
        up=Count(up),
        down=Count(down),
    )


def _directions(view: JourneyView) -> tuple[int, int]:
    order = {name: place for place, name in enumerate(STAGES)}
    rows = view.moves
    change = rows["after"].map(order) - rows["before"].map(order)
    counts = rows["n_accounts"]
    return int(counts[change > 0].sum()), int(counts[change < 0].sum())


def _where(view: JourneyView) -> None:
    rows = view.stages
    heading = charts.Heading(
        _against(view),
        msg("Share of the segment's customers by stage · n = {n}", n=str(view.n_accounts)),
    )
    charted.show(
        charts.bars(
            heading,
            rows,
            charts.Parts(
                label="stage",
                title=msg("Journey stage"),
                value="share",
                value_title=msg("Share of the segment"),
                unit=SHARE,
                names=_NAMES,
            ),
        ),
        "journey_stages",
    )


def _figures(view: JourneyView) -> None:
    currency = state.desk().data.snapshot(view.day).currency
    rest = {"share_rest": tables.number(msg("Rest of the book"), SHARE)}
    if view.stages["share_rest"].isna().all():
        rest = {}
    tables.table(
        view.stages,
        {
            "stage": tables.named(msg("Journey stage"), {**_NAMES, **STAGES}),
            "n_accounts": tables.number(msg("Customers")),
            "arr": tables.number(msg("ARR"), money(currency)),
            "share": tables.bar(msg("Share of the segment")),
            "low": tables.number(msg("From"), SHARE, help=msg("95% interval of the share.")),
            "high": tables.number(msg("To"), SHARE, help=msg("95% interval of the share.")),
            **rest,
        },
        "journey_stages_table",
    )
    if view.n_disagree:
        st.caption(
            said(
                msgs(
                    "For {n} customer the stage stated in the source cannot be right.",
                    "For {n} customers the stage stated in the source cannot be right.",
                    view.n_disagree,
                )
            )
        )


def _against(view: JourneyView) -> Message:
    """Say which stage differs most from the rest of the book, if any clearly does."""
    rows = view.stages[view.stages["share_rest"].notna()]
    clear = rows[(rows["share_rest"] < rows["low"]) | (rows["share_rest"] > rows["high"])]
    if rows.empty:
        return msg("Where the customers of the book stand")
    if clear.empty:
        return msg("No clear difference to the rest of the book")
    gap = (clear["share"] - clear["share_rest"]).abs()
    most = clear.iloc[int(gap.to_numpy().argmax())]
    return msg(
        "'{stage}': {share} here, {rest} in the rest of the book",
        stage=_NAMES[str(most["stage"])],
        share=Share(float(most["share"])),
        rest=Share(float(most["share_rest"])),
    )


def _flow(view: JourneyView) -> None:
    up, down = _directions(view)
    heading = charts.Heading(
        msg("{up} up, {down} down", up=Count(up), down=Count(down)),
        msg(
            "Customers by stage on {since} (left) and {day} (right)", since=view.since, day=view.day
        ),
    )
    of = charts.Flow(
        before="before",
        after="after",
        value="n_accounts",
        titles=(msg("Before"), msg("After")),
        names=_NAMES,
    )
    charted.show(charts.flow(heading, view.moves, of), "journey_moves")


def _moved(view: JourneyView) -> None:
    st.subheader(say("Who moved, and why"), anchor=False)
    currency = state.desk().data.snapshot(view.day).currency
    rows = view.moved
    why = [shown(moved(row, str(row["before"]))) for row in records(rows)]
    chosen = tables.table(
        rows.assign(why=pd.Series(why, index=rows.index, dtype="str")),
        {
            "account_name": tables.text(msg("Account")),
            "arr": tables.number(msg("ARR"), money(currency)),
            "before": tables.named(msg("Before"), _NAMES),
            "after": tables.named(msg("After"), _NAMES),
            "why": tables.text(msg("Why"), wide=True),
        },
        "journey_moved",
        choose="account_id",
        empty=msg("Nobody in the segment moved."),
    )
    state.open_account(chosen)


def _meaning() -> None:
    with st.expander(say("What customers expect at each stage, and what they give")):
        tables.table(
            pd.DataFrame(
                {
                    "stage": list(STAGES),
                    "expects": [shown(EXPECTS[name]) for name in STAGES],
                    "gives": [shown(GIVES[name]) for name in STAGES],
                }
            ),
            {
                "stage": tables.named(msg("Journey stage"), STAGES),
                "expects": tables.text(msg("What they expect of us"), wide=True),
                "gives": tables.text(msg("What they give"), wide=True),
            },
            "journey_meaning",
        )
        st.caption(
            say(
                "Missing data never lower a stage. It is left downwards only when two ends of "
                "months in a row speak against it."
            )
        )
