"""How cohorts keep: a triangle of cells, one row a cohort, one column an age."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from lib.locale import Text, msg
from lib.model.frames import records
from lib.ui.charts.chart import WIDE_LINE_PX, Chart, Heading, finished, hover, label
from lib.ui.look import TEXT_SIZE, palette
from lib.ui.units import COUNT, SHARE
from lib.ui.wording import shown

_ROW_PX = 27
_LOWEST = 0.4  # of the ramp: what keeps less is drawn as dark as that


@dataclass(frozen=True, kw_only=True)
class Triangle:
    """Which share is drawn, and what cohorts and ages are called.

    Rows as `lib.metrics.cohorts` gives them; a cell whose share is unknown shows no number.
    """

    share: str
    share_title: Text
    names: Mapping[date, Text]
    age_title: Text


def triangle(heading: Heading, rows: pd.DataFrame, shape: Triangle) -> Chart:
    """Draw the share that is left of each cohort by age; darker is less, dashed is running."""
    colours = palette()
    cohorts = sorted(rows["cohort"].unique())
    sizes = rows.groupby("cohort")["n"].first()
    table = rows.pivot_table(index="cohort", columns="age", values=shape.share, dropna=False)
    table = table.reindex(index=cohorts)
    figure = go.Figure(
        go.Heatmap(
            x=list(table.columns),
            y=list(range(len(cohorts))),
            z=table.to_numpy(),
            zmin=_LOWEST,
            zmax=1.0,
            colorscale=_scale(colours.ramp),
            showscale=False,
            xgap=2,
            ygap=2,
            text=_cells(table),
            texttemplate="%{text}",
            textfont={"size": TEXT_SIZE - 1},
            hovertext=_hovers(rows, table, shape),
            hoverinfo="text",
            hoverongaps=False,
        )
    )
    running = rows[rows["running"]]
    for cohort, age in zip(running["cohort"], running["age"], strict=True):
        _running(figure, cohorts.index(cohort), int(age))
    names = [label(shown(shape.names[day])) for day in cohorts]
    figure.update_yaxes(
        tickvals=list(range(len(cohorts))),
        ticktext=[f"{name} · n = {sizes[day]}" for name, day in zip(names, cohorts, strict=True)],
        range=[len(cohorts) - 0.5, -0.5],
        showgrid=False,
        zeroline=False,
        tickfont={"color": colours.text},
    )
    figure.update_xaxes(
        title={"text": label(shown(shape.age_title)), "standoff": 6},
        range=[-0.5, len(table.columns) - 0.5],
        dtick=1 if len(table.columns) <= 14 else 2,  # noqa: PLR2004 - that many fit
        showgrid=False,
        zeroline=False,
    )
    figure.update_layout(margin={"b": 44, "r": 8})
    height = max(len(cohorts), 2) * _ROW_PX + 52
    return Chart(heading, finished(figure, heading, height, WIDE_LINE_PX), _data(rows, shape))


def _scale(ramp: tuple[str, ...]) -> list[list[object]]:
    """Return the ramp of risk turned round: what keeps all is light."""
    last = len(ramp) - 1
    return [[place / last, colour] for place, colour in enumerate(reversed(ramp))]


def _cells(table: pd.DataFrame) -> list[list[str]]:
    return [
        ["" if value != value else label(shown(SHARE.value(value))) for value in row]  # noqa: PLR0124
        for row in table.to_numpy()
    ]


def _hovers(rows: pd.DataFrame, table: pd.DataFrame, shape: Triangle) -> list[list[str]]:
    found = {(row["cohort"], row["age"]): row for row in records(rows)}
    return [
        [_hover(found.get((cohort, age)), shape) for age in table.columns] for cohort in table.index
    ]


def _hover(row: Mapping[str, object] | None, shape: Triangle) -> str:
    if row is None:
        return ""
    kept = msg(
        "{kept} of {n} customers are still there",
        kept=COUNT.value(float(str(row["kept"]))) or "0",
        n=COUNT.value(float(str(row["n"]))) or "0",
    )
    share = SHARE.value(float(str(row[shape.share])))
    return hover(
        label(shown(kept)),
        label(shown(msg("{title}: {share}", title=shape.share_title, share=share)))
        if share is not None
        else "",
        label(shown(msg("This period is not over."))) if row["running"] else "",
    )


def _running(figure: go.Figure, row: int, age: int) -> None:
    figure.add_shape(
        type="rect",
        x0=age - 0.46,
        x1=age + 0.46,
        y0=row - 0.44,
        y1=row + 0.44,
        line={"color": palette().muted, "width": 1.5, "dash": "dot"},
    )


def _data(rows: pd.DataFrame, shape: Triangle) -> pd.DataFrame:
    headings = {
        "cohort": msg("Began"),
        "age": shape.age_title,
        "n": msg("Customers"),
        "kept": msg("Still customers"),
        "logo": msg("Customers kept"),
        "arr": msg("ARR kept"),
    }
    named = rows.assign(cohort=[shown(shape.names[day]) for day in rows["cohort"]])
    return named[list(headings)].rename(columns={k: shown(v) for k, v in headings.items()})
