"""What a report says of touchpoints: who met whom where, what is blank or double, who moved."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd

from lib.desk.reporting.report_parts.unnamed import unnamed
from lib.model import Snapshot
from lib.model.frames import records
from lib.report.brief_touchpoints import Touchpoints
from lib.touchpoints.rules import BLANK_DAYS, WINDOWS

if TYPE_CHECKING:
    from lib.desk.desk import Desk
    from lib.desk.reporting.report_parts import Asked
    from lib.desk.voice.touchpoints import View

WINDOW = min(WINDOWS)  # what the page shows first
_TOUCH = ["episode", "account_id", "day", "team", "type", "stage", "batch_id", "source_row"]


def gather(desk: "Desk", asked: "Asked") -> dict[str, Any]:
    """Return the field `touchpoints` of the brief."""
    segment, day = asked.segment, asked.day
    view = desk.touchpoints.view(segment, day, WINDOW)
    since = asked.period.first - timedelta(days=1)
    has_past = since >= desk.data.known_days().first
    return {
        "touchpoints": Touchpoints(
            window=WINDOW,
            first=view.first,
            since=since,
            known=view.known,
            matrix=view.matrix,
            stages=view.stages,
            blanks=view.blanks,
            duplicates=_about(desk, view, "duplicates"),
            contradictions=_about(desk, view, "contradictions"),
            met=_met(desk, segment, view),
            missed=_missed(desk, segment, view),
            judged=_judged(desk, segment, view),
            twice=_touches(desk, view, "duplicates"),
            apart=_touches(desk, view, "contradictions"),
            walked=view.walked.drop(columns="note"),
            moved=_moved(desk, asked, has_past=has_past),
            has_past=has_past,
        )
    }


def _about(desk: "Desk", view: "View", what: str) -> pd.DataFrame:
    """Return episodes with what they are about, without names and without the texts."""
    rows: pd.DataFrame = getattr(view, what)
    snapshot = desk.data.snapshot(view.day)
    columns = ["episode", "account_id", "first", "last", "teams", "functions", "stage", "how"]
    about = unnamed(rows.assign(text=rows["what"].astype("str")), snapshot)
    return rows[columns].assign(about=about)


def _met(desk: "Desk", segment: str, view: "View") -> pd.DataFrame:
    rows = desk.touchpoints.met(segment, view.day, WINDOW).assign(
        stage=lambda met: met["stage"].fillna("unknown")
    )
    groups = rows.groupby(["account_id", "stage", "function"])["day"]
    return groups.agg(n_touches="size", last="max").reset_index()


def _missed(desk: "Desk", segment: str, view: "View") -> pd.DataFrame:
    """Return who was missed at the points that are blank or thin."""
    gone = view.matrix[view.matrix["state"].isin(["blank", "thin"]) & (view.matrix["n_missed"] > 0)]
    found = [
        desk.touchpoints.missed(
            segment, view.day, WINDOW, (str(row["stage"]), str(row["function"]))
        ).assign(stage=row["stage"], function=row["function"])
        for row in records(gone)
    ]
    columns = ["stage", "function", "account_id", "days"]
    return pd.concat([pd.DataFrame(columns=columns), *found])[columns].reset_index(drop=True)


def _judged(desk: "Desk", segment: str, view: "View") -> pd.DataFrame:
    """Return who was in each stage and known for long enough to be judged, or met nobody there."""
    days = desk.touchpoints.spent(segment, view.day, WINDOW).days
    enough = days.index[(days.sum(axis="columns") >= BLANK_DAYS).to_numpy()]
    long = days.rename_axis("account_id").reset_index().melt("account_id", None, "stage", "days")
    gone = view.blanks.drop_duplicates(["account_id", "stage"])[["account_id", "stage"]]
    rows = long.merge(gone.assign(blank=True), on=["account_id", "stage"], how="left")
    rows["blank"] = rows["blank"].eq(True)  # noqa: FBT003 - a value, not a switch
    there = rows["account_id"].isin(enough) & rows["days"].gt(0)
    return rows[there | rows["blank"]].reset_index(drop=True)


def _touches(desk: "Desk", view: "View", what: str) -> pd.DataFrame:
    """Return the touches of all episodes of the segment, with where they come from."""
    episodes: pd.DataFrame = getattr(view, what)
    if episodes.empty:
        return pd.DataFrame(columns=_TOUCH)
    rows = desk.touchpoints.touches_in(view.day, WINDOW, what, episodes["episode"])
    sources = _sources(desk.data.snapshot(view.day), set(rows["kind"]))
    return rows.join(sources, on="touch")[_TOUCH]


def _sources(snapshot: Snapshot, kinds: set[str]) -> pd.DataFrame:
    """Return where each touch comes from, by its name (see `lib.touchpoints.touches`)."""
    tables = []
    for kind in sorted(kinds):
        rows = snapshot.table(kind)
        names = pd.Index(f"{kind}/" + rows["row_key"].astype("str"))
        tables.append(rows[["batch_id", "source_row"]].set_axis(names))
    return pd.concat(tables)


def _moved(desk: "Desk", asked: "Asked", *, has_past: bool) -> pd.DataFrame:
    if not has_past:
        return pd.DataFrame(columns=["account_id", "before", "after"])
    since = asked.period.first - timedelta(days=1)
    return (
        desk.journeys.view(asked.segment, asked.day, since)
        .moved[["account_id", "before", "stage"]]
        .rename(columns={"stage": "after"})
    )
