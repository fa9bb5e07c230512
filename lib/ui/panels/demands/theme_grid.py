"""Theme by segment: which customers speak of what, their ARR, and who of them is on alert."""

import pandas as pd
import streamlit as st

from lib.locale import Count, Message, Share, Text, msg
from lib.locale.message import Value
from lib.model.frames import records
from lib.ui import charts, components, state, tables
from lib.ui.panels import charted
from lib.ui.panels.demands import theme_rows
from lib.ui.units import COUNT, money
from lib.ui.wording import said, say, shown

_MOST_SEGMENTS = 7
_ROW_PX = 46


def show(names: dict[str, str]) -> None:
    """Draw the grid, its cells as a table, and the texts behind the cell that is chosen."""
    st.subheader(say("Theme by segment"), anchor=False)
    views, day = state.desk().theme_views, state.day()
    rows = views.grid(day)
    segments = {
        str(name): msg("All customers") if name == "all" else str(name)
        for name in rows["segment"].unique()[:_MOST_SEGMENTS]
    }
    if len(segments) <= 1:
        components.unknown(msg("no segment is saved and the files name none"))
        return
    rows = rows[rows["segment"].isin(segments)].reset_index(drop=True)
    rows = rows.assign(name=rows["theme"].map(names).fillna(rows["theme"]))
    _drawn(rows, segments, views.currency(day))
    at = _cells(rows, segments, views.currency(day))
    if at is not None:
        cell = rows.iloc[int(at)]
        with st.container(border=True):
            st.markdown(f"**{said(str(cell['name']))} × {said(segments[str(cell['segment'])])}**")
            theme_rows.show(views.behind_cell(cell["theme"], cell["segment"], day), "cell_rows")


def _drawn(rows: pd.DataFrame, segments: dict[str, Text], currency: str | None) -> None:
    unit = money(currency)
    drawn = rows.assign(
        lines=[
            f"{int(row['n_accounts'])} · {shown(Share(float(row['share'])))}"
            for row in records(rows)
        ],
        told=[
            shown(
                msg(
                    "{n} of {heard} customers heard ({low}–{high}), ARR {arr}, {risk} on alert",
                    n=Count(int(row["n_accounts"])),
                    heard=Count(int(row["n_heard"])),
                    low=Share(float(row["share_low"])),
                    high=Share(float(row["share_high"])),
                    arr=_value(unit.value(row["arr"])),
                    risk=Count(int(row["n_at_risk"])),
                )
            )
            for row in records(rows)
        ],
        frame="",
    )
    order = rows[rows["segment"].eq("all")].sort_values("share", ascending=False, kind="stable")
    grid = charts.Heat(
        up="theme",
        up_names={str(row["theme"]): str(row["name"]) for row in records(order)},
        across="segment",
        across_names=segments,
        share="share",
        lines="lines",
        told="told",
        frames=("frame",),
        data={"name": msg("Theme"), "segment": msg("Segment"), "n_accounts": msg("Customers"),
              "n_heard": msg("Customers heard"), "arr": msg("ARR"), "n_at_risk": msg("On alert")},
        row_px=_ROW_PX,
    )  # fmt: skip
    heading = charts.Heading(
        _finding(rows, segments),
        msg(
            "Customers that speak of a theme, and their share of those of the segment heard in"
            " twelve months · n = {n}",
            n=Count(int(order["n_heard"].max()) if len(order) else 0),
        ),
    )
    charted.show(charts.heat(heading, drawn, grid), "theme_grid")


def _value(value: Value | None) -> Value:
    return msg("unknown") if value is None else value


def _finding(rows: pd.DataFrame, segments: dict[str, Text]) -> Message:
    """Name the cell that stands furthest above everybody's, beyond chance; else say none does."""
    book = rows[rows["segment"].eq("all")].set_index("theme")["share"]
    own = rows[rows["segment"].ne("all")].assign(usual=rows["theme"].map(book))
    above = own[own["share_low"] > own["usual"]]
    if above.empty:
        return msg("No segment speaks of a theme clearly more than all customers do")
    row = records(above.sort_values("share_low", ascending=False, kind="stable").head(1))[0]
    return msg(
        "{segment} speaks of '{theme}' more than others: {share} against {usual}",
        segment=segments[str(row["segment"])],
        theme=str(row["name"]),
        share=Share(float(row["share"])),
        usual=Share(float(row["usual"])),
    )


def _cells(rows: pd.DataFrame, segments: dict[str, Text], currency: str | None) -> str | None:
    seen = rows[rows["n_accounts"] > 0].assign(cell=lambda f: f.index.astype("str"))
    return tables.table(
        seen.sort_values(["share_low", "theme"], ascending=[False, True], kind="stable"),
        {
            "name": tables.text(msg("Theme")),
            "segment": tables.named(msg("Segment"), segments),
            "n_accounts": tables.number(msg("Customers"), COUNT),
            "n_heard": tables.number(msg("Customers heard"), COUNT),
            "share": tables.bar(msg("Of those heard")),
            "arr": tables.number(msg("ARR"), money(currency)),
            "n_at_risk": tables.number(msg("On alert"), COUNT),
        },
        "theme_cells",
        choose="cell",
    )
