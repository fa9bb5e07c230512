"""The map of the product: features, the themes they serve, plans and boundary, edited."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from lib.demand.product import COLUMNS, EVERY_PLAN, NO_PLAN, written
from lib.desk.need.product import ProductMap
from lib.errors import DeskError
from lib.locale import Message, Text, msg, msgs
from lib.model.frames import TAG_SEPARATOR
from lib.ui import components, downloads, state, tables
from lib.ui.panels import versions
from lib.ui.panels.demands.words import theme_names
from lib.ui.panels.files.words import author
from lib.ui.wording import said, say, shown

_SIDES: Mapping[str, Message] = {
    "inside": msg("inside"),
    "outside": msg("outside"),
    "unknown": msg("unknown"),
}
_TITLES: dict[str, Text] = {
    "feature": msg("Feature"),
    "themes": msg("Themes that it serves"),
    "plans": msg("Plans or products with it"),
    "boundary": msg("Boundary"),
    "area": msg("Product area"),
}
_GIVEN, _PROBLEM = "given_map", "map_problem"
_EMPTY_ROWS_PX = 80


def show() -> None:
    """Draw the part."""
    product = state.desk().product.now(state.day())
    components.finding(_finding(product))
    _refused()
    _edit(product)
    _table(product)
    _versions()


def _finding(product: ProductMap) -> Message:
    rows = product.rows
    outside = int(rows["boundary"].eq("outside").sum())
    open_ = int((rows["boundary"].eq("unknown") | rows["plans"].eq("")).sum())
    how = msg("proposed from usage, contracts and demands") if product.version is None else msg(
        "as people saved it"
    )  # fmt: skip
    return msgs(
        "The map of the product has {n} feature, {how}: {outside} outside the boundary, {open} with"
        " plans or boundary unknown.",
        "The map of the product has {n} features, {how}: {outside} outside the boundary, {open}"
        " with plans or boundary unknown.",
        len(rows),
        how=how,
        outside=str(outside),
        open=str(open_),
    )


def _refused() -> None:
    refused = st.session_state.pop(_PROBLEM, None)
    if refused is not None:
        components.problem(refused)


def _edit(product: ProductMap) -> None:
    given = st.session_state.get(_GIVEN)
    if given is not None:
        st.info(say("This is the table that you gave. It counts once you save it."))
    rows = product.rows if given is None else given
    st.caption(
        said(
            msg(
                "Themes and plans are lists with semicolons; '{every}' is every plan, '{none}' is"
                " no plan yet, blank is unknown. A feature is named as usage exports name it.",
                every=EVERY_PLAN,
                none=NO_PLAN,
            )
        )
    )
    sides = [shown(title) for title in _SIDES.values()]
    edited = st.data_editor(
        _for_people(rows),
        hide_index=True,
        num_rows="dynamic",
        height=min(len(rows), 14) * tables.ROW_PX + _EMPTY_ROWS_PX,
        row_height=tables.ROW_PX,
        column_config={
            **{
                name: st.column_config.TextColumn(shown(_TITLES[name]))
                for name in COLUMNS
                if name != "boundary"
            },
            "boundary": st.column_config.SelectboxColumn(shown(_TITLES["boundary"]), options=sides),
        },
        key=f"map_rows_{state.language()}_{given is None}_{product.version}",
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        reason = st.text_input(say("Reason of the change"), key="map_reason", width=400)
        wanted = st.button(say("Save the map"), key="map_save", type="primary")
        if given is not None and st.button(say("Do not take it"), key="map_drop"):
            st.session_state.pop(_GIVEN)
            st.rerun()
    if wanted:
        _save(edited, reason)


def _for_people(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a map with lists and sides as people write them."""
    names = {key: shown(name) for key, name in theme_names().items()}
    themes = (text.split(TAG_SEPARATOR) for text in rows["themes"])
    return rows.assign(
        themes=[written(TAG_SEPARATOR.join(names.get(k, k) for k in many)) for many in themes],
        plans=[written(text) for text in rows["plans"]],
        boundary=[shown(_SIDES[side]) for side in rows["boundary"]],
    )


def _save(edited: pd.DataFrame, reason: str) -> None:
    sides = {shown(title): side for side, title in _SIDES.items()}
    rows = edited.assign(boundary=edited["boundary"].map(sides).fillna("unknown"))
    try:
        state.desk().product.save(rows, state.day(), author(), reason)
    except DeskError as error:
        components.problem(error)
        return
    st.session_state.pop(_GIVEN, None)
    st.rerun()


def _table(product: ProductMap) -> None:
    """Offer the map as a small table to take away, and take one in."""
    with st.expander(say("As a table: take it away, or give one")):
        downloads.button(product.rows, "product_map")
        file = st.file_uploader(
            say("A table with the columns feature, themes, plans, boundary, area"),
            type=["csv", "xlsx", "xls", "ods", "tsv", "txt"],
            key="map_file",
        )
        if file is not None:
            st.button(
                say("Look at it above"),
                key="map_take",
                on_click=_take,
                args=(file.name, file.getvalue()),
            )


def _take(name: str, content: bytes) -> None:
    try:
        st.session_state[_GIVEN] = state.desk().product.read(name, content)
    except DeskError as error:
        st.session_state[_PROBLEM] = error


def _versions() -> None:
    rows = state.desk().product.versions()
    if rows.empty:
        st.caption(say("Nobody has saved a map yet; the proposed one counts, and changes with the"
                       " data."))  # fmt: skip
        return
    versions.show(rows, tables.number(msg("Features")), "map", state.desk().product.undo)
