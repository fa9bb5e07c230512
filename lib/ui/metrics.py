"""Headline figures: at most four in a row, each with its change and where it comes from."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import pandas as pd
import streamlit as st

from lib.errors import DefinitionError
from lib.locale import Message, Text, msgs
from lib.locale.message import Value
from lib.ui import tables
from lib.ui.wording import said, say, shown

MOST_METRICS = 4


class Figure(Protocol):
    """One headline figure, as the desk gives it (`lib.desk.overview.Metric`)."""

    @property
    def key(self) -> str:
        """What it is called in code."""

    @property
    def title(self) -> Message:
        """What it is called by people."""

    @property
    def value(self) -> Value | None:
        """The figure; None when it is unknown."""

    @property
    def definition(self) -> Message:
        """How it is counted."""

    @property
    def change(self) -> Message | None:
        """What changed since the period before."""

    @property
    def why(self) -> Message | None:
        """Why it is unknown."""

    @property
    def trend(self) -> Sequence[float]:
        """One number a month, oldest first."""

    @property
    def rows(self) -> pd.DataFrame:
        """The stored rows it is made of."""


def metric_row(
    figures: Sequence[Figure], notes: Mapping[str, Sequence[Text]] | None = None
) -> None:
    """Show up to four figures side by side; `notes` are context notes by a figure's key."""
    if len(figures) > MOST_METRICS:
        raise DefinitionError(f"At most {MOST_METRICS} metrics stand in a row.")
    for column, figure in zip(st.columns(len(figures)), figures, strict=True):
        with column.container(border=True, height="stretch", key=f"metric_{figure.key}"):
            _metric(figure, tuple((notes or {}).get(figure.key, ())))


@st.fragment
def _metric(figure: Figure, notes: tuple[Text, ...]) -> None:
    st.metric(
        said(figure.title),
        f":gray[{say('unknown')}]" if figure.value is None else said(shown(figure.value)),
        delta=said(figure.change) if _compared(figure) and figure.change else None,
        delta_color="off",
        delta_arrow="off",
        chart_data=list(figure.trend) if _compared(figure) and len(figure.trend) > 1 else None,
    )
    if figure.value is None and figure.why is not None:
        st.caption(said(figure.why))
    _explained(figure, notes)


def _compared(figure: Figure) -> bool:
    return figure.value is not None


def _explained(figure: Figure, notes: tuple[Text, ...]) -> None:
    """Definition, notes and rows of a figure; the rows are sent only while it is open."""
    title = say("Definition, rows, notes") if notes else say("Definition, rows")
    box = st.popover(
        title, type="tertiary", icon=":material/info:", key=f"about_{figure.key}", on_change="rerun"
    )
    if not box.open:
        return
    with box:
        st.markdown(f"**{said(figure.title)}**")
        st.markdown(said(figure.definition))
        for note in notes:
            st.caption(say("Note: {text}", text=shown(note)))
        st.caption(said(msgs("Made of {n} row:", "Made of {n} rows:", len(figure.rows))))
        if len(figure.rows):
            tables.plain(figure.rows, f"rows_{figure.key}")
