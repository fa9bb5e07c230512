"""A chart on a page, with its numbers to take away."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from lib.locale import msg
from lib.ui import downloads
from lib.ui.charts.chart import Chart
from lib.ui.look import palette, template
from lib.ui.wording import said, say, shown

_CONFIG: dict[str, Any] = {
    "displaylogo": False,
    "modeBarButtons": [["toImage"]],
    "displayModeBar": "hover",
    "doubleClick": "reset",
    "scrollZoom": False,
}


def show(chart: Chart, key: str, beside: Callable[[], None] | None = None) -> None:
    """Draw a chart with a button below it that gives its data; `key` also names the files.

    `beside` draws what else stands in the row of that button.
    """
    if chart.data.empty:
        st.markdown(f"**{said(chart.heading.finding)}**")
        st.caption(say("Nothing is known that could be drawn here."))
        return
    chart.figure.update_layout(template=template(palette()))
    picture = {"filename": downloads.file_stem(key), "format": "png", "scale": 2}
    with st.container(gap=None, key=f"chart_{key}"):
        st.plotly_chart(
            chart.figure,
            theme=None,
            key=f"figure_{key}",
            config=_CONFIG | _words() | {"toImageButtonOptions": picture},
            alt=shown(chart.heading.finding),
        )
        if chart.note is not None:
            st.caption(said(chart.note))
        with st.container(horizontal=True, gap="small"):
            downloads.button(chart.data, key)
            if beside is not None:
                beside()


def _words() -> dict[str, Any]:
    """Return Plotly's own words in the reader's language."""
    words = {
        "Download plot as a PNG": msg("Download as a picture"),
        "Preparing image - this may take a few seconds": msg("The picture is being made"),
        "Image download succeeded": msg("The picture is downloaded"),
    }
    dictionary = {plotly: shown(ours) for plotly, ours in words.items()}
    return {"locale": "desk", "locales": {"desk": {"dictionary": dictionary, "format": {}}}}


def sparklines(matrix: pd.DataFrame) -> pd.Series:
    """Return each row of a matrix as a list for a small line in a table.

    Leading weeks that no export covers are left out; a row without any known number gives
    an empty list, which draws nothing.
    """
    return pd.Series(
        [_line_of(row) for row in matrix.to_numpy(dtype="float64")],
        index=matrix.index,
        dtype="object",
    )


def _line_of(numbers: np.ndarray) -> list[float | None]:
    values = [None if x != x else float(x) for x in numbers]  # noqa: PLR0124 - NaN
    known = [place for place, x in enumerate(values) if x is not None]
    return values[known[0] :] if known else []
