"""The back-test with other gaps beside the usual one."""

import math
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from lib.backtest.gaps import Gap
from lib.backtest.report import BackTest
from lib.locale import Count, Message, Share, msg
from lib.signals.registry import all_signals
from lib.ui import components, state, tables
from lib.ui.units import COUNT, NUMBER, Unit
from lib.ui.wording import say, shown

_TENTHS = Unit("share", digits=1)


def show(test: BackTest, grade: str) -> None:
    """Draw, for who opens it, what no gap and longer ones give, all on the same days."""
    box = st.expander(say("With less or more time to act"), on_change="rerun", key="gaps")
    if not box.open:
        return
    with box:
        found = state.desk().backtests.by_gap(state.day())
        components.finding(_finding(found), "gaps")
        _whole(found)
        _signals(found, grade, test.supported)
        st.caption(
            say(
                "The gap is the time between the look and the first day on which a leaving counts."
                " Every gap was looked at on the same past days; customers that left within it are"
                " left out."
            )
        )


def _finding(found: Sequence[Gap]) -> Message:
    first, last = found[0], found[-1]
    if math.isnan(first.auc) or math.isnan(last.auc):
        return msg("Too few customers left to compare gaps.")
    return msg(
        "With no time to act the combined risk puts the leaver first in {first} of pairs, with"
        " {days} days in {last}.",
        first=Share(first.auc),
        last=Share(last.auc),
        days=Count(last.gap_days),
    )


def _whole(found: Sequence[Gap]) -> None:
    rows = pd.DataFrame(
        [
            {
                "gap": gap.gap_days,
                "days": gap.n_days,
                "churned": gap.n_churned,
                "base": gap.base_rate,
                "auc": gap.auc,
                "lift": gap.top_decile_lift,
            }
            for gap in found
        ]
    )
    tables.table(
        rows,
        {
            "gap": tables.number(msg("Gap, days"), COUNT),
            "days": tables.number(msg("Past days"), COUNT),
            "churned": tables.number(msg("Left"), COUNT),
            "base": tables.number(msg("Base rate"), _TENTHS),
            "auc": tables.number(msg("Order (AUC)"), _TENTHS),
            "lift": tables.number(msg("Lift of the top tenth"), NUMBER),
        },
        "gaps_whole",
    )


def _signals(found: Sequence[Gap], grade: str, supported: Sequence[str]) -> None:
    """Draw right alarms of all by gap; those that the past supports come first."""
    titles = {signal.key: shown(signal.title) for signal in all_signals()}
    by_signal: dict[str, dict[str, str]] = {}
    for gap in found:
        lines = gap.counts[gap.counts["grade"].eq(grade) & gap.counts["alarms"].gt(0)]
        for _, line in lines.iterrows():
            right = msg(
                "{n} of {total}",
                n=Count(int(line["true_alarms"])),
                total=Count(int(line["alarms"])),
            )
            by_signal.setdefault(str(line["signal"]), {})[str(gap.gap_days)] = shown(right)
    order = sorted(by_signal, key=lambda key: (key not in supported, titles[key]))
    rows = pd.DataFrame([{"title": titles[key], **by_signal[key]} for key in order])
    columns = {str(gap.gap_days): _heading(gap.gap_days) for gap in found}
    tables.table(
        rows.reindex(columns=["title", *columns]).fillna(""),
        {
            "title": tables.text(msg("Signal")),
            **{name: tables.text(heading) for name, heading in columns.items()},
        },
        "gaps_signals",
        empty=msg("No signal was on alarm on these days."),
    )


def _heading(gap_days: int) -> Message:
    return msg("Right, gap {n} days", n=str(gap_days))
