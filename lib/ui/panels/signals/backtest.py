"""The back-test: what each signal and the combined risk would have been worth on past churn."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from lib.backtest.episodes import GRADES as CLAIMED
from lib.backtest.report import BackTest
from lib.backtest.rules import RULES
from lib.backtest.verdicts import VERDICTS
from lib.backtest.words import finding, remarks
from lib.desk.churn.backtests import Learnt
from lib.locale import Count, Message, Share, msg, msgs
from lib.signals.registry import all_signals
from lib.ui import charts, components, filters, state, tables
from lib.ui.panels import charted
from lib.ui.panels.signals import combined_risk, gaps
from lib.ui.panels.signals import said as said_of
from lib.ui.units import COUNT, NUMBER, SHARE
from lib.ui.wording import md_escape, said, say, shown

_AS = {"alert": msg("As alerts"), "watch": msg("Watches included")}
_LISTS = {
    "hit": msg("Right alarms"),
    "false_alarm": msg("False alarms"),
    "missed": msg("Missed"),
}
_PARTS = {
    "segment_label": msg("Segment in the CRM"),
    "maturity_level": msg("Maturity"),
}


def show() -> None:
    """Draw the back-test of the day shown, working it out when that was not done yet."""
    learnt = _learnt()
    if learnt is None:
        return
    test = learnt.test
    components.finding(finding(test))
    if test.days.days:
        _totals(test)
        grade = _record(test)
        said_of.show(test)
        gaps.show(test, grade)
        combined_risk.show(learnt)
    elif learnt.card is not None:
        combined_risk.show(learnt)
    _limits(test)


def _learnt() -> Learnt | None:
    desk, day = state.desk(), state.day()
    found = desk.backtests.kept(day)
    if found is not None:
        return found
    if not desk.risk.is_small() and not st.button(say("Replay the past"), key="replay"):
        components.empty(
            msg("Past days are replayed as they could be seen then. This may take a minute.")
        )
        return None
    with components.work(msg("Replaying the past")) as done:
        return desk.backtests.learnt(day, progress=_told(done))


def _told(done: Callable[[Message, float], None]) -> Callable[[int, int], None]:
    def progress(n: int, total: int) -> None:
        step = msg("{n} of {total} past days", n=Count(n), total=Count(total))
        done(step, n / max(total, 1))

    return progress


def _totals(test: BackTest) -> None:
    days = test.days.days
    rate = None if test.base_rate is None else Share(test.base_rate, 1)
    values = (
        (msg("Past days looked at"), Count(len(days)), None),
        (msg("Customers that left"), Count(test.n_churned), None),
        (
            msg("Base rate"),
            rate,
            msg(
                "Share of all looks at a customer after which it left within {first} to {last} "
                "days. A rule that guesses is right that often.",
                first=Count(test.days.gap_days + 1),
                last=Count(test.days.gap_days + test.days.horizon_days),
            ),
        ),
    )
    with st.container(horizontal=True):
        for title, value, help_text in values:
            st.metric(
                said(title),
                said(shown(value)),
                help=None if help_text is None else said(help_text),
                border=True,
                height="stretch",
            )
    st.caption(
        say(
            "Looked at each month end from {first} to {last}, as it could be seen then. An alarm "
            "is right when the customer left {gap} to {end} days later.",
            first=days[0],
            last=days[-1],
            gap=Count(test.days.gap_days + 1),
            end=Count(test.days.gap_days + test.days.horizon_days),
        )
    )


def _record(test: BackTest) -> str:
    """Draw the record of each signal; return which claims count as alarms."""
    st.subheader(say("Signal by signal, and against rules without any model"), anchor=False)
    grade = filters.switch("as", msg("Which claims count as alarms"), _AS)
    if grade not in CLAIMED:
        return CLAIMED[0]
    lines = _lines(test, grade)
    _chart(test, lines)
    chosen = tables.table(
        lines,
        {
            "title": tables.text(msg("Signal")),
            "verdict": tables.named(msg("What the past says"), VERDICTS),
            "alarms": tables.number(msg("Alarms"), COUNT),
            "right": tables.text(msg("Of them right")),
            "found": tables.text(msg("Leavers caught")),
            "lift": tables.number(
                msg("Lift"),
                NUMBER,
                help=msg("How much oftener than the base rate an alarm is right."),
            ),
            "median_lead_days": tables.number(
                msg("Lead, days"), COUNT, help=msg("Median days from a right alarm to the notice.")
            ),
            "false_alarms_per_month": tables.number(msg("False alarms a month"), NUMBER),
        },
        "record",
        choose="signal",
    )
    if chosen is None:
        st.caption(say("Choose a row to see the accounts behind it."))
    else:
        _behind(test, chosen, "rule" if chosen in RULES else grade)
    return grade


def _lines(test: BackTest, grade: str) -> pd.DataFrame:
    """Return the lines of a grade with the rules, in words of the reader."""
    lines = test.lines[test.lines["grade"].isin([grade, "rule"])]
    titles = {s.key: shown(s.title) for s in all_signals()}
    titles |= {key: shown(title) for key, title in RULES.items()}
    rows = lines.assign(
        title=lines["signal"].map(titles),
        right=[_right(row) for _, row in lines.iterrows()],
        found=[
            shown(msg("{n} of {total}", n=Count(int(n)), total=Count(int(total))))
            for n, total in zip(lines["caught"], lines["churners"], strict=True)
        ],
    )
    order = list(VERDICTS)
    rows = rows.assign(
        rank=rows["verdict"].map(order.index), is_rule=rows["grade"].eq("rule")
    ).sort_values(["is_rule", "rank", "odds_ratio"], ascending=[True, True, False], kind="stable")
    return rows.reset_index(drop=True)


def _right(row: pd.Series) -> str:
    """Return how many alarms were right, and the share with its interval where it may be told."""
    n = Count(int(row["true_alarms"]))
    if pd.isna(row["precision"]):
        return shown(msg("{n}", n=n))
    return shown(
        msg(
            "{n}: {share} ({low}–{high})",
            n=n,
            share=Share(float(row["precision"])),
            low=Share(float(row["precision_low"])),
            high=Share(float(row["precision_high"])),
        )
    )


def _chart(test: BackTest, lines: pd.DataFrame) -> None:
    drawn = lines[lines["precision"].notna()]
    if drawn.empty or test.base_rate is None:
        return
    best = drawn.iloc[0]
    charted.show(
        charts.intervals(
            charts.Heading(
                msg(
                    "{signal}: {n} of {total} alarms were right; guessing is right {rate} of the "
                    "time",
                    signal=str(best["title"]),
                    n=Count(int(best["true_alarms"])),
                    total=Count(int(best["alarms"])),
                    rate=Share(test.base_rate, 1),
                ),
                msg(
                    "Share of alarms after which the customer left, 90% interval; n = {n} "
                    "customers that left",
                    n=Count(test.n_churned),
                ),
            ),
            drawn,
            charts.Estimates(
                label="title",
                title=msg("Signal"),
                value="precision",
                value_title=msg("Share of alarms that were right"),
                low="precision_low",
                high="precision_high",
                line=test.base_rate,
                line_title=msg("base rate {share}", share=Share(test.base_rate, 1)),
            ),
        ),
        "record_chart",
    )


@st.fragment
def _behind(test: BackTest, signal: str, grade: str) -> None:
    names = state.desk().accounts.names(state.day())
    alarms = test.alarms[test.alarms["signal"].eq(signal) & test.alarms["grade"].eq(grade)]
    misses = test.misses[test.misses["signal"].eq(signal) & test.misses["grade"].eq(grade)]
    counts = {**alarms["outcome"].value_counts().to_dict(), "missed": len(misses)}
    with st.container(border=True):
        kinds = {
            key: msg("{title} ({n})", title=title, n=Count(int(counts.get(key, 0))))
            for key, title in _LISTS.items()
        }
        which = filters.switch("list", msg("Which accounts"), kinds)
        rows = misses if which == "missed" else alarms[alarms["outcome"].eq(which)]
        columns = {"account_name": tables.text(msg("Account"))}
        if which != "missed":
            columns["observed_on"] = tables.day(msg("Alarm began"))
        columns["left_on"] = tables.day(msg("Left on"))
        if which == "hit":
            columns["lead_days"] = tables.number(msg("Lead, days"), COUNT)
        chosen = tables.table(
            rows.assign(account_name=rows["account_id"].map(names).fillna(rows["account_id"])),
            columns,
            f"behind_{which}",
            choose="account_id",
            empty=msg("None."),
        )
        state.open_account(chosen)
        _cells(test, signal, grade)
        for column in test.optimistic.get(signal, ()):
            st.caption(
                say(
                    "Optimistic: `{column}` was only known as it was loaded later.",
                    column=md_escape(column),
                )
            )


def _cells(test: BackTest, signal: str, grade: str) -> None:
    if test.cells.empty:
        return
    cells = test.cells[test.cells["signal"].eq(signal) & test.cells["grade"].eq(grade)]
    known = cells[cells["value"].ne("unknown")]
    if known.empty:
        return
    st.markdown(f"**{say('The same by segment and maturity level')}**")
    tables.table(
        known.assign(part=known["part"].astype("str")),
        {
            "part": tables.named(msg("By"), _PARTS),
            "value": tables.text(msg("Value")),
            "accounts": tables.number(msg("Accounts"), COUNT),
            "churners": tables.number(msg("Left"), COUNT),
            "caught": tables.number(msg("Caught"), COUNT),
            "alarms": tables.number(msg("Alarms"), COUNT),
            "precision": tables.number(msg("Share right"), SHARE),
        },
        "cells",
    )


def _limits(test: BackTest) -> None:
    told = remarks(test)
    box = st.expander(
        say("What this rests on, and what was left out"), on_change="rerun", key="limits"
    )
    if not box.open:
        return
    with box:
        for text in told:
            st.markdown(f"- {said(text)}")
        if test.refused_columns:
            st.markdown(
                said(
                    msgs(
                        "{n} column was not used on past days:",
                        "{n} columns were not used on past days:",
                        len(test.refused_columns),
                    )
                )
            )
            for column, why in test.refused_columns.items():
                st.markdown(f"- `{md_escape(column)}`: {said(why)}")
