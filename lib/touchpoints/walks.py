"""What walk-throughs recorded: findings by stage and team, and over time."""

import pandas as pd

from lib.model import Snapshot
from lib.touchpoints.rules import FINDINGS, UNKNOWN
from lib.touchpoints.stages import NAMES
from lib.touchpoints.teams import functions

COLUMNS = (
    "row_key", "walk", "account_id", "walked_on", "stage", "team", "function", "touchpoint",
    "finding", "minutes", "note", "batch_id", "source_row",
)  # fmt: skip


def walked(snapshot: Snapshot) -> pd.DataFrame:
    """Return one row a touchpoint of a walk-through, the newest walk first.

    `walk` is the id of the walk, else its day; `function` as in `TEAMS`.
    """
    rows = snapshot.table("walkthroughs")
    day = rows["walked_on"].dt.strftime("%Y-%m-%d").astype("str")
    found = rows.assign(
        walk=rows["walkthrough_id"].fillna(day).fillna(""),
        stage=rows["journey_stage"],
        function=functions(rows["team"]),
    )
    ordered = found.sort_values(
        ["walked_on", "walk", "source_row"], ascending=[False, True, True], kind="stable"
    )
    return ordered[list(COLUMNS)].reset_index(drop=True)


def walks(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row a walk: `walk, walked_on, n` and the number of each finding."""
    groups = rows.groupby("walk", sort=False)
    counts = pd.crosstab(rows["walk"], rows["finding"]).reindex(
        columns=list(FINDINGS), fill_value=0
    )
    told = pd.DataFrame({"walked_on": groups["walked_on"].first(), "n": groups.size()})
    return told.join(counts).rename_axis("walk").reset_index()


def by_cell(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row a stage, team and finding other than fine: `n` of `n_walked` touchpoints."""
    known = rows.assign(stage=rows["stage"].fillna(UNKNOWN))
    total = known.groupby(["stage", "function"]).size().rename("n_walked")
    wrong = known[known["finding"].isin([name for name in FINDINGS if name != "fine"])]
    found = wrong.groupby(["stage", "function", "finding"]).size().rename("n").reset_index()
    order = {name: place for place, name in enumerate((*NAMES, UNKNOWN))}
    found = found.join(total, on=["stage", "function"])
    return found.sort_values(
        ["stage", "n", "function", "finding"],
        key=lambda values: values.map(order) if values.name == "stage" else
        (-values if values.name == "n" else values),
        kind="stable",
    ).reset_index(drop=True)  # fmt: skip


def over_time(rows: pd.DataFrame, most: int = 12) -> pd.DataFrame:
    """Return one row a month with a walk and a finding other than fine: the last months.

    `month`, `finding`, `n` of `n_walked` touchpoints, `share`.
    """
    dated = rows[rows["walked_on"].notna() & rows["finding"].notna()]
    month = dated["walked_on"].dt.to_period("M").dt.to_timestamp().rename("month")
    counts = pd.crosstab(month, dated["finding"]).reindex(columns=list(FINDINGS), fill_value=0)
    n_walked = counts.sum(axis="columns").rename("n_walked")
    recent = counts.drop(columns="fine").iloc[-most:].reset_index()
    long = recent.melt(id_vars="month", var_name="finding", value_name="n")
    found = long.join(n_walked, on="month")
    return found.assign(share=found["n"] / found["n_walked"])
