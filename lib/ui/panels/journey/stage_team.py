"""Stage × team: whom each team met, where it was blank, and the rows behind each cell."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from lib.desk.voice.touchpoints import View
from lib.locale import Count, Message, Text, joined, msg, msgs
from lib.model.frames import records
from lib.touchpoints.matrix import ANY
from lib.touchpoints.rules import BLANK_DAYS, BLANK_WHY, EXPECTED_WHY, UNKNOWN
from lib.ui import charts, components, state, tables
from lib.ui.panels import charted
from lib.ui.panels.journey import words
from lib.ui.units import COUNT, NUMBER, money
from lib.ui.wording import said, say, shown

_STATES: Mapping[str, Text] = {
    "met": msg("met"),
    "thin": msg("few met"),
    "blank": msg("blank"),
    "none": msg("no touch"),
}
_NAMED = 3  # blank points in the title of the chart
_FRAME = {"blank": "outlined", "thin": "dotted"}


def show() -> None:
    """Draw the part."""
    days = words.window()
    view = words.view(days)
    if words.nothing_known(view):
        return
    components.finding(words.whole_finding(view))
    rows = _shown_cells(view.matrix)
    _grid(view, rows)
    at = _cells(rows, view)
    if at is not None:
        _behind(days, at, view)
    _explained()


def _shown_cells(cells: pd.DataFrame) -> pd.DataFrame:
    """Return the cells without an unknown stage or team of which there is nothing to see."""
    seen = cells.groupby("function")["n_touches"].transform("sum") > 0
    blank = cells.groupby("function")["state"].transform(lambda s: s.eq("blank").any())
    stage = cells.groupby("stage")["n_touches"].transform("sum") > 0
    kept = (seen | blank | cells["function"].eq(ANY)) & (stage | cells["stage"].ne(UNKNOWN))
    return cells[kept].reset_index(drop=True)


def _grid(view: View, rows: pd.DataFrame) -> None:
    drawn = rows.assign(
        lines=[_lines(row) for row in records(rows)],
        told=[_told(row) for row in records(rows)],
        frame=rows["state"].map(_FRAME).fillna(""),
        twice=rows["n_duplicates"].gt(0).map({True: "doubled", False: ""}),
    )
    stages = {str(name): words.STAGE_NAMES[str(name)] for name in rows["stage"].unique()}
    heading = charts.Heading(
        _chart_finding(rows),
        msg(
            "Customers met, below it touches and the median days between two · shaded by the share"
            " of the stage's customers · outlined: blank; dotted: expected, fewer than half met;"
            " double frame: two teams brought the same · {first} to {last} · n = {n}",
            first=view.first,
            last=view.day,
            n=str(view.n_accounts),
        ),
    )
    grid = charts.Heat(
        up="stage",
        up_names=stages,
        across="function",
        across_names=words.teams(rows["function"]),
        share="share",
        lines="lines",
        told="told",
        frames=("frame", "twice"),
        data={
            "stage": msg("Journey stage"),
            "function": msg("Team"),
            "n_accounts": msg("Customers met"),
            "n_touches": msg("Touches"),
            "median_days": msg("Median days between two"),
            "n_duplicates": msg("Said twice"),
        },
    )
    charted.show(charts.heat(heading, drawn, grid), "touchpoints")


def _chart_finding(rows: pd.DataFrame) -> Message:
    blank = rows[rows["state"].eq("blank")]
    if blank.empty:
        return msg("Every team that is at work met customers in every stage")
    where = [
        msg("'{stage}' × {team}", stage=words.STAGE_NAMES[str(row["stage"])],
            team=words.team(str(row["function"])))
        for row in records(blank.head(_NAMED))
    ]  # fmt: skip
    if len(blank) > _NAMED:
        return msg("{n} blank points, among them {where}", n=Count(len(blank)), where=joined(where))
    return msgs(
        "{n} blank point: {where}", "{n} blank points: {where}", len(blank), where=joined(where)
    )


def _lines(row: Mapping[str, Any]) -> str:
    if not row["n_touches"]:
        return "0" if row["state"] == "blank" else ""
    pause = COUNT.value(row["median_days"])
    below = msg("{n}×", n=Count(int(row["n_touches"])))
    if pause is None:
        return f"{row['n_accounts']}\n{shown(below)}"
    more = msg("{n}× · {days} d", n=Count(int(row["n_touches"])), days=pause)
    return f"{row['n_accounts']}\n{shown(more)}"


def _told(row: Mapping[str, Any]) -> str:
    lines: list[Text] = [
        msg("{one} × {two}", one=words.STAGE_NAMES[str(row["stage"])],
            two=words.team(str(row["function"]))),
        msgs("{n} customer met", "{n} customers met", int(row["n_accounts"])),
        msgs("{n} touch", "{n} touches", int(row["n_touches"])),
    ]  # fmt: skip
    if row["n_missed"] == row["n_missed"] and row["n_spent"]:
        lines.append(
            msg(
                "{n} of {m} who spent {days} days there were not met",
                n=Count(int(row["n_missed"])),
                m=Count(int(row["n_spent"])),
                days=str(BLANK_DAYS),
            )
        )
    if row["n_duplicates"]:
        lines.append(msgs("{n} time said twice", "{n} times said twice", int(row["n_duplicates"])))
    if row["n_walked_blank"]:
        lines.append(
            msgs(
                "{n} walk-through found nobody there",
                "{n} walk-throughs found nobody there",
                int(row["n_walked_blank"]),
            )
        )
    return "\n".join(shown(line) for line in lines)


def _cells(rows: pd.DataFrame, view: View) -> tuple[str, str] | None:
    """Draw the cells as a table, blank ones first; return the stage and team that is chosen."""
    order = {"blank": 0, "thin": 1, "met": 2, "none": 3}
    listed = rows.sort_values("state", key=lambda s: s.map(order), kind="stable")
    listed = listed.assign(cell=listed["stage"] + "\x1f" + listed["function"])
    chosen = tables.table(
        listed,
        {
            "stage": tables.named(msg("Journey stage"), words.STAGE_NAMES),
            "function": tables.named(msg("Team"), words.teams(rows["function"])),
            "state": tables.named(msg("What is seen"), _STATES),
            "n_accounts": tables.number(msg("Customers met")),
            "n_touches": tables.number(msg("Touches")),
            "median_days": tables.number(
                msg("Pause, days"),
                NUMBER,
                help=msg("Median days between two touches of one customer."),
            ),
            "n_missed": tables.number(
                msg("Not met"),
                help=msg("Customers that spent 90 days or more in the stage and were not met"
                         " there by this team. Only some teams are expected in each stage."),
            ),
            "arr_missed": tables.number(msg("ARR not met"), money(view.currency)),
        },
        "touchpoint_cells",
        choose="cell",
    )  # fmt: skip
    if chosen is None:
        st.caption(say("Choose a row to see the touches and the customers behind it."))
        return None
    stage, _, function = chosen.partition("\x1f")
    return stage, function


def _behind(days: int, at: tuple[str, str], view: View) -> None:
    area = state.desk().touchpoints
    st.markdown(
        "**"
        + say("Touches of {team} at '{stage}'", team=words.team(at[1]),
              stage=words.STAGE_NAMES[at[0]])
        + "**"
    )  # fmt: skip
    tables.table(
        area.cell(state.segment(), view.day, days, at), words.touch_columns(), "touches_behind",
        empty=msg("No touch."),
    )  # fmt: skip
    missed = area.missed(state.segment(), view.day, days, at)
    st.markdown("**" + say("Customers that spent long in this stage and were not met") + "**")
    state.open_account(
        tables.table(
            missed,
            {
                "account_name": tables.text(msg("Account")),
                "arr": tables.number(msg("ARR"), money(view.currency)),
                "days": tables.number(msg("Days in the stage")),
            },
            "touches_missed",
            choose="account_id",
            empty=msg("None."),
        )
    )


def _explained() -> None:
    with st.expander(say("How blank points are told")):
        st.markdown(said(msg("Threshold: {days} days. {why}", days=str(BLANK_DAYS),
                             why=BLANK_WHY)))  # fmt: skip
        st.markdown(said(EXPECTED_WHY))
        st.markdown(
            say(
                "A touch counts where somebody was reached: internal notes, calls that nobody"
                " took and mails without an answer do not. A ticket is a touch of support. The"
                " stage is the one that the record names, else that of the customer on that day."
            )
        )
