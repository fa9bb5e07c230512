"""Customer files: what the loaded files contradict each other in, and how complete they are."""

import math

import streamlit as st

from lib.desk.files import Files
from lib.locale import Count, Message, Share, joined, msg, msgs
from lib.profile.completeness import TEMPLATE
from lib.quality.checks import DataFinding
from lib.ui import components, filters, state, tables
from lib.ui.units import money
from lib.ui.wording import said, say, shown

_ROWS_AT_MOST = 2000
_NAMED_FIELDS = 3
_VIEWS = {
    "gaps": msg("Contradictions and gaps"),
    "complete": msg("Completeness"),
}


def show() -> None:
    """Draw the part that the address names."""
    day = state.day()
    if filters.switch("view", msg("Part of the page"), _VIEWS) == "gaps":
        _gaps(state.desk().quality.findings())
    else:
        _complete(state.desk().files.view(state.segment(), day))


def _gaps(findings: tuple[DataFinding, ...]) -> None:
    if not findings:
        components.finding(msg("The loaded files do not contradict each other."))
        return
    components.finding(
        msgs(
            "The loaded files contradict each other, or have gaps, in {n} way.",
            "The loaded files contradict each other, or have gaps, in {n} ways.",
            len(findings),
        )
    )
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


def _complete(files: Files) -> None:
    if math.isnan(files.completeness):
        components.finding(msg("No customer is in this segment."))
        return
    components.finding(_finding(files))
    names = {name: entry.title for name, entry in TEMPLATE.items()}
    st.subheader(say("What is missing, field by field"), anchor=False)
    tables.table(
        files.fields,
        {
            "field": tables.named(msg("Field"), names),
            "weight": tables.number(
                msg("Weight"),
                help=msg("3: everybody along the chain needs it; 2: it sorts the customer into "
                         "segments; 1: good to know."),
            ),
            "filled": tables.bar(msg("Filled")),
            "n_missing": tables.number(msg("Customers without it")),
        },
        "fields",
    )  # fmt: skip
    st.subheader(say("Customer by customer"), anchor=False)
    currency = state.desk().data.snapshot(files.day).currency
    rows = files.accounts.assign(missing=files.accounts["missing"].map(_named))
    chosen = tables.table(
        rows,
        {
            "account_name": tables.text(msg("Account")),
            "arr": tables.number(msg("ARR"), money(currency)),
            "completeness": tables.bar(msg("Complete")),
            "missing": tables.text(msg("Missing"), wide=True),
        },
        "files",
        choose="account_id",
    )
    state.open_account(chosen)


def _named(missing: str) -> str:
    names = [shown(TEMPLATE[name].title) for name in missing.split("|") if name]
    return shown(joined(names)) if names else ""


def _finding(files: Files) -> Message:
    whole = int((files.accounts["completeness"] == 1).sum())
    lacking = files.fields[files.fields["n_missing"] > 0].head(_NAMED_FIELDS)
    if lacking.empty:
        return msg("Every customer file is complete.")
    return msg(
        "The files of {n} customers are {share} complete on average ({whole} entirely); most "
        "often missing: {fields}.",
        n=Count(len(files.accounts)),
        share=Share(files.completeness),
        whole=Count(whole),
        fields=joined([TEMPLATE[name].title for name in lacking["field"]]),
    )
