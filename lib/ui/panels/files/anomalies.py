"""What cannot be right: contradictions of the files, and what looks odd in single ones."""

import pandas as pd
import streamlit as st

from lib.locale import Count, Message, msg, msgs
from lib.profile.anomalies import ANOMALIES
from lib.quality.checks import DataFinding
from lib.ui import components, filters, state, tables
from lib.ui.panels.files.words import field_name
from lib.ui.wording import said, say, shown

_ROWS_AT_MOST = 2000


def show() -> None:
    """Draw the part."""
    findings, odd = state.desk().quality.findings(), _odd()
    components.finding(_finding(findings, odd))
    if not odd.empty:
        _single(odd)
    if findings:
        st.subheader(say("Contradictions between the loaded files"), anchor=False)
        _contradictions(findings)


def _odd() -> pd.DataFrame:
    desk, day = state.desk(), state.day()
    odd = desk.files.anomalies(day)
    return odd[odd["account_id"].isin(desk.segments.members(state.segment(), day))]


def _finding(findings: tuple[DataFinding, ...], odd: pd.DataFrame) -> Message:
    accounts = int(odd["account_id"].nunique())
    seen = msgs(
        "Something looks odd in the file of {n} customer.",
        "Something looks odd in the files of {n} customers.",
        accounts,
    )
    if not findings:
        none = msg("The loaded files do not contradict each other.")
        return none if not accounts else msg("{one} {two}", one=seen, two=none)
    clash = msgs(
        "The loaded files contradict each other, or have gaps, in {n} way.",
        "The loaded files contradict each other, or have gaps, in {n} ways.",
        len(findings),
    )
    return clash if not accounts else msg("{one} {two}", one=seen, two=clash)


def _single(odd: pd.DataFrame) -> None:
    st.subheader(say("Odd in single files"), anchor=False)
    counts = {str(name): int(n) for name, n in odd["what"].value_counts().items()}
    seen = {name: title for name, title in ANOMALIES.items() if name in counts}
    chosen = filters.pills("odd", msg("What is odd"), seen, counts)
    filters.clear(("odd",))
    rows = odd[odd["what"].isin(chosen)] if chosen else odd
    names = state.desk().accounts.names(state.day())
    picked = tables.table(
        pd.DataFrame(
            {
                "account_id": rows["account_id"],
                "account_name": rows["account_id"].map(names),
                "what": rows["what"],
                "field": [shown(field_name(str(name))) for name in rows["field"]],
                "value": [_plain(value) for value in rows["value"]],
                "other": [_plain(value) for value in rows["other"]],
                "row": rows["source_row"].astype("float64"),
            }
        ),
        {
            "account_name": tables.text(msg("Account")),
            "what": tables.named(msg("What is odd"), ANOMALIES),
            "field": tables.text(msg("Field")),
            "value": tables.text(msg("On file")),
            "other": tables.text(msg("Against it")),
            "row": tables.number(msg("Row in the file")),
        },
        "anomalies",
        choose="account_id",
    )
    state.open_account(picked)


def _plain(value: object) -> str:
    """Return what stands in a file; nothing where there is nothing to compare with."""
    if value is None or value is pd.NaT or value != value:  # noqa: PLR0124 - NaN
        return ""
    if isinstance(value, pd.Timestamp):
        return shown(value.date())
    if isinstance(value, float):
        return shown(Count(round(value)))
    return str(value)


def _contradictions(findings: tuple[DataFinding, ...]) -> None:
    for finding in findings:
        with st.container(border=True):
            st.markdown(said(finding.message))
            box = st.expander(
                said(msgs("Show {n} row", "Show {n} rows", len(finding.rows))),
                on_change="rerun",
                key=f"finding_{finding.code}",
            )
            if box.open:
                with box:
                    if len(finding.rows) > _ROWS_AT_MOST:
                        st.caption(say("The first {n} rows.", n=str(_ROWS_AT_MOST)))
                    tables.plain(finding.rows.head(_ROWS_AT_MOST), finding.code)
