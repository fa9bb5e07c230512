"""Who moved from where to where: bands between two ends of a period."""

import html
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from lib.locale import Text, msg
from lib.ui.charts.chart import Chart, Heading, finished, label, plain_label
from lib.ui.look import TEXT_SIZE, palette
from lib.ui.wording import shown

_HEIGHT = 340
_GAP = 0.07  # between two places, as a share of the height: a label has room in it


@dataclass(frozen=True, kw_only=True)
class Flow:
    """Columns of a frame: where from, where to, how many; `names` in the order of the places."""

    before: str
    after: str
    value: str
    titles: tuple[Text, Text]
    names: Mapping[str, Text]


def flow(heading: Heading, rows: pd.DataFrame, of: Flow) -> Chart:
    """Draw a band for each pair of places, as thick as many moved; those who stayed are grey."""
    colours = palette()
    order = list(of.names)
    left = [name for name in order if (rows[of.before] == name).any()]
    right = [name for name in order if (rows[of.after] == name).any()]
    nodes = [label(name, of.names) for name in (*left, *right)]
    stays = rows[of.before] == rows[of.after]
    figure = go.Figure(
        go.Sankey(
            arrangement="fixed",
            node={
                "label": nodes,
                "color": colours.accent,
                "pad": 18,
                "thickness": 14,
                "x": [0.001] * len(left) + [0.999] * len(right),
                "y": [*_heights(rows, of.before, left, of), *_heights(rows, of.after, right, of)],
                "line": {"width": 0},
                "hoverinfo": "none",
            },
            link={
                "source": [left.index(name) for name in rows[of.before]],
                "target": [len(left) + right.index(name) for name in rows[of.after]],
                "value": rows[of.value],
                "color": [colours.unknown if same else colours.categories[0] for same in stays],
                "customdata": _hovers(rows, of),
                "hovertemplate": "%{customdata}<extra></extra>",
            },
            textfont={"color": colours.text, "size": TEXT_SIZE},
        )
    )
    figure.update_layout(margin={"l": 4, "r": 4, "b": 8})
    return Chart(heading, finished(figure, heading, _HEIGHT), _data(rows, of))


def _heights(rows: pd.DataFrame, side: str, names: list[str], of: Flow) -> list[float]:
    """Return where each place stands, from the top, so that they keep order and labels room."""
    sizes = rows.groupby(side)[of.value].sum().reindex(names)
    total = float(sizes.sum()) or 1.0
    room = 1 - _GAP * max(len(names) - 1, 0)
    begins = (sizes.cumsum() - sizes) / total * room
    middles = begins + sizes / total * room / 2
    return [min(max(float(y) + _GAP * place, 0.001), 0.999) for place, y in enumerate(middles)]


def _hovers(rows: pd.DataFrame, of: Flow) -> list[str]:
    said = (
        msg(
            "{before} → {after}: {n}",
            before=plain_label(before, of.names),
            after=plain_label(after, of.names),
            n=str(int(n)),
        )
        for before, after, n in rows[[of.before, of.after, of.value]].itertuples(index=False)
    )
    return [html.escape(shown(text), quote=False) for text in said]


def _data(rows: pd.DataFrame, of: Flow) -> pd.DataFrame:
    return pd.DataFrame(
        {
            shown(of.titles[0]): [plain_label(name, of.names) for name in rows[of.before]],
            shown(of.titles[1]): [plain_label(name, of.names) for name in rows[of.after]],
            shown(msg("Customers")): rows[of.value].to_numpy(),
        }
    )
