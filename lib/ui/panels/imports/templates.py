"""Empty workbooks to fill in, for whoever has no export."""

from functools import partial

import streamlit as st

from lib.model import KINDS
from lib.ui import state
from lib.ui.wording import say, shown


def show() -> None:
    """Draw one button a kind, in a box that is closed."""
    desk, lang = state.desk(), state.language()
    with st.expander(say("No export at hand? Templates to fill in")):
        st.caption(
            say("Each has the headings that are recognised, and a sheet that explains them.")
        )
        with st.container(horizontal=True):
            for name, kind in KINDS.items():
                st.download_button(
                    shown(kind.title),
                    data=partial(desk.imports.template, name, lang),
                    file_name=f"{name}.xlsx",
                    key=f"template_{name}",
                    on_click="ignore",
                    icon=":material/download:",
                )
