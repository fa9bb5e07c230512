"""The risk of one account: the probability with its range, the points it is made of, what moved."""

import pandas as pd
import streamlit as st

from lib.desk.churn.risk import RiskOfOne
from lib.locale import Count, Message, Share, Text, joined, msg
from lib.risk.points import change_said, part_title
from lib.ui import components, state, tables
from lib.ui.units import COUNT
from lib.ui.wording import said, say, shown

_BANDS = {
    "low": msg("low"),
    "medium": msg("medium"),
    "high": msg("high"),
}


def show(account_id: str, signals: pd.DataFrame) -> None:
    """Draw the risk; `signals` are the account's readings with their `evidence`."""
    desk, day = state.desk(), state.day()
    st.subheader(say("Risk of leaving"), anchor=False)
    row = desk.risk.scores(day).loc[[account_id]].iloc[0]
    if row["reason"] is not None:
        components.unknown(row["reason"])
    found = desk.risk.of_one(account_id, day)
    if found is None or pd.isna(row["score"]):
        return
    components.finding(_finding(row), key="finding_risk")
    if found.moved:
        st.markdown(
            say(
                "Since {day}: {change}",
                day=found.before,
                change=change_said(found.moved),
            )
        )
    for text in (found.explanation.unknown_said, found.explanation.stale_said):
        if text is not None:
            st.caption(said(text))
    _points(found, signals)


def _finding(row: pd.Series) -> Message:
    if pd.notna(row["probability"]):
        return msg(
            "{share} is the probability of leaving within four months (90% range {low}–{high}).",
            share=Share(float(row["probability"])),
            low=Share(float(row["low"])),
            high=Share(float(row["high"])),
        )
    if pd.notna(row["band"]):
        return msg(
            "The risk of leaving is {band} (90% range {low}–{high}).",
            band=_BANDS[str(row["band"])],
            low=Share(float(row["low"])),
            high=Share(float(row["high"])),
        )
    return msg(
        "{n} points: only the order among the accounts can be told.", n=_signed(row["score"])
    )


def _signed(points: float) -> Text:
    n = round(points)
    return shown(Count(n)) if n >= 0 else f"−{shown(Count(-n))}"


def _points(found: RiskOfOne, signals: pd.DataFrame) -> None:
    evidence = dict(zip(signals["signal"], signals["evidence"], strict=True))
    explanation = found.explanation
    rows = pd.DataFrame(
        [
            {
                "part": shown(part_title(part.name)),
                "points": part.points,
                "evidence": str(evidence.get(part.name, "")),
            }
            for part in explanation.parts
        ]
    )
    tables.table(
        rows,
        {
            "part": tables.text(msg("Part")),
            "points": tables.number(msg("Points"), COUNT),
            "evidence": tables.text(msg("Evidence"), wide=True),
        },
        "risk_points",
    )
    st.caption(
        say(
            "The points add up to {n}; ten points double the odds.",
            n=_signed(explanation.score),
        )
    )
    if explanation.would_lower:
        names = joined([part_title(name) for name in explanation.would_lower])
        st.caption(say("The risk falls when this calms down: {names}.", names=names))
