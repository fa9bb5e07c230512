"""Two distributions, one below the other, on the same scale and with their sizes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from lib.locale import Text, msg
from lib.metrics.intervals import Floats
from lib.ui.charts.chart import Chart, Heading, finished, hover, label
from lib.ui.charts.ticks import nice_ticks, tick_text
from lib.ui.look import TEXT_SIZE, palette
from lib.ui.units import SHARE, Unit
from lib.ui.wording import shown

_BINS = 24
_PANEL_PX = 120
_EDGE = 0.99  # beyond lie the few values that would squeeze all others


@dataclass(frozen=True, eq=False, slots=True)
class Part:
    """One group: what it is called, and the values of its accounts."""

    title: Text
    amounts: Floats

    def known(self) -> Floats:
        """Return what is known of them."""
        return self.amounts[np.isfinite(self.amounts)]


def distributions(heading: Heading, parts: Sequence[Part], unit: Unit, title: Text) -> Chart:
    """Draw each group as a histogram of its own shares, so that sizes do not hide shapes."""
    colours = palette()
    known = [part.known() for part in parts]
    edges = _edges(np.concatenate(known))
    figure = make_subplots(rows=len(parts), cols=1, shared_xaxes=True, vertical_spacing=0.16)
    shares = [_shares(values, edges) for values in known]
    middles = (edges[:-1] + edges[1:]) / 2
    for place, (part, values, share) in enumerate(zip(parts, known, shares, strict=True)):
        names = [tick_text(float(x), unit) for x in middles]
        figure.add_trace(
            go.Bar(
                x=middles, y=share, width=float(edges[1] - edges[0]) * 0.92,
                marker={"color": colours.categories[place]},
                hovertext=[
                    hover(f"<b>{name}</b>", tick_text(float(y), SHARE))
                    for name, y in zip(names, share, strict=True)
                ],
                hoverinfo="text", showlegend=False,
            ),
            row=place + 1, col=1,
        )  # fmt: skip
        mean = float(values.mean())
        figure.add_vline(
            x=mean, line={"color": colours.text, "width": 1, "dash": "dot"}, row=place + 1, col=1
        )
        caption = msg(
            "{title} · n = {n} · mean {mean}",
            title=part.title, n=str(len(values)), mean=tick_text(mean, unit),
        )  # fmt: skip
        figure.add_annotation(
            text=label(shown(caption)), x=0, xref="paper", xanchor="left", y=1,
            yref="y domain" if place == 0 else f"y{place + 1} domain", yanchor="bottom",
            showarrow=False, font={"color": colours.text, "size": TEXT_SIZE},
        )  # fmt: skip
    figure.update_yaxes(visible=False, range=[0, max(float(s.max()) for s in shares) * 1.05])
    ticks = [t for t in nice_ticks(float(edges[0]), float(edges[-1])) if t <= edges[-1]]
    figure.update_xaxes(tickvals=ticks, ticktext=[tick_text(t, unit) for t in ticks],
                        range=[float(edges[0]), float(edges[-1])])  # fmt: skip
    figure.update_layout(margin={"b": 28, "r": 12}, bargap=0)
    data = pd.concat(
        [
            pd.DataFrame(
                {
                    shown(msg("Group")): shown(part.title),
                    shown(title): middles,
                    shown(msg("Share of the group")): share,
                }
            )
            for part, share in zip(parts, shares, strict=True)
        ]
    )
    height = _PANEL_PX * len(parts) + 40
    return Chart(heading, finished(figure, heading, height), data)


def _edges(values: Floats) -> Floats:
    low, high = float(values.min()), float(np.quantile(values, _EDGE))
    return np.linspace(low, high if high > low else low + 1.0, _BINS + 1)


def _shares(values: Floats, edges: Floats) -> Floats:
    counts, _ = np.histogram(np.minimum(values, edges[-1]), edges)
    return np.asarray(counts / max(len(values), 1))
