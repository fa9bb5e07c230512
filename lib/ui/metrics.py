"""Headline figures: at most four in a row, each with its change and where it comes from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.errors import DefinitionError
from lib.locale import Message, Text, msgs
from lib.locale.message import Value
from lib.ui import tables
from lib.ui.wording import said, say, shown

MOST_METRICS = 4


class Figure(Protocol):
    """One headline figure, as the desk gives it (`lib.desk.book.overview.Metric`)."""

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


@dataclass(frozen=True)
class Tile:
    """A figure that is drawn; its trend may be added when it is known."""

    figure: Figure
    place: DeltaGenerator

    def with_trend(self, trend: Sequence[float]) -> None:
        """Draw the figure again, with a small line of one number a month."""
        with self.place.container():
            _value(self.figure, trend)


def metric_row(
    figures: Sequence[Figure],
    notes: Mapping[str, Sequence[Text]] | None = None,
    more: Callable[[str], None] | None = None,
) -> dict[str, Tile]:
    """Show up to four figures side by side; return them by key.

    `notes` are context notes by a figure's key; `more` draws what else stands in a figure's
    box (such as writing a note) and is given its key.
    """
    if len(figures) > MOST_METRICS:
        raise DefinitionError(f"At most {MOST_METRICS} metrics stand in a row.")
    tiles = {}
    for column, figure in zip(st.columns(len(figures)), figures, strict=True):
        with column.container(border=True, height="stretch", key=f"metric_{figure.key}"):
            place = st.empty()
            tiles[figure.key] = Tile(figure, place)
            with place.container():
                _value(figure, figure.trend)
            _explained(figure, tuple((notes or {}).get(figure.key, ())), more)
    return tiles


def _value(figure: Figure, trend: Sequence[float]) -> None:
    st.metric(
        said(figure.title),
        f":gray[{say('unknown')}]" if figure.value is None else said(shown(figure.value)),
        delta=said(figure.change) if _compared(figure) and figure.change else None,
        delta_color="off",
        delta_arrow="off",
        chart_data=list(trend) if _compared(figure) and len(trend) > 1 else None,
    )
    if figure.value is None and figure.why is not None:
        st.caption(said(figure.why))


def _compared(figure: Figure) -> bool:
    return figure.value is not None


@st.fragment
def _explained(figure: Figure, notes: tuple[Text, ...], more: Callable[[str], None] | None) -> None:
    """Definition, notes and rows of a figure; the rows are sent only while it is open."""
    box = st.popover(
        _box_title(len(notes)),
        type="tertiary",
        icon=":material/sticky_note_2:" if notes else ":material/info:",
        key=f"about_{figure.key}",
        on_change="rerun",
    )
    if not box.open:
        return
    with box:
        st.markdown(f"**{said(figure.title)}**")
        st.markdown(said(figure.definition))
        for text in getattr(figure, "beside", ()):
            st.markdown(f"- {said(text)}")
        if more is None:
            for note in notes:
                st.caption(say("Note: {text}", text=shown(note)))
        else:
            more(figure.key)
        st.caption(said(msgs("Made of {n} row:", "Made of {n} rows:", len(figure.rows))))
        if len(figure.rows):
            tables.plain(figure.rows, f"rows_{figure.key}")


def _box_title(n_notes: int) -> str:
    if not n_notes:
        return say("Definition, rows")
    return said(msgs("Definition, {n} note", "Definition, {n} notes", n_notes))
