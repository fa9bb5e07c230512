"""What a report says of conversations: the plan, who was asked and heard, what was said."""

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from lib.desk.reporting.report_parts.unnamed import unnamed
from lib.interviews import guide as guides
from lib.locale import Text
from lib.model.frames import records
from lib.report.brief_voices import SamplePlan, Voices
from lib.store import interviews as store

if TYPE_CHECKING:
    from lib.desk.desk import Desk
    from lib.desk.reporting.report_parts import Asked

_KEPT = (
    "row_key", "account_id", "conversation", "question", "held_on", "role", "method", "theme",
    "said", "quote", "segment", "batch_id", "source_row",
)  # fmt: skip


def gather(desk: "Desk", asked: "Asked") -> dict[str, Any]:
    """Return the field `voices` of the brief.

    The report on the newest days takes what was said since then too, as the page does; an
    older one takes what was said up to its own day.
    """
    area, day = desk.interviews, asked.day
    until = None if day >= desk.data.known_days().last else day
    found = area.voices(asked.segment, day, until)
    answers = found.rows[found.rows["answer"].notna() | found.rows["quote"].notna()]
    members = area.unheard(asked.segment, day, until)[1].set_index("account_id")
    snapshot, shown = desk.data.snapshot(day), _shown(desk, answers, day)
    return {
        "voices": Voices(
            answers=shown,
            withheld=shown[(answers["quote"].notna() & ~answers["consent"]).to_numpy()],
            members=members,
            questions=_titles(desk, answers, asked),
            themes=area.theme_names(asked.lang),
            logged=snapshot.loaded("activities") or snapshot.loaded("contacts"),
            plan=_plan(desk, asked, until),
        )
    }


def mark(desk: "Desk") -> tuple[Any, ...]:
    """Return which plans, refusals, guide and decisions on themes stand."""
    workspace, themes = desk.data.workspace, desk.themes
    plans, picks = store.plans(workspace), store.picks(workspace)
    return (
        tuple(plans["plan_id"]),
        tuple(picks["pick_id"]),
        tuple(store.refusals(workspace)["refusal_id"]),
        desk.interviews.guides.numbered()[0],
        tuple(themes.decisions()["decision_id"]),
        tuple(themes.labels()["label_id"]),
    )


def _shown(desk: "Desk", rows: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return answers and, where there is consent, quotes, both without names of people."""
    snapshot = desk.data.snapshot(day)
    quote = rows["quote"].where(rows["consent"])
    shown = rows.assign(
        said=unnamed(rows.assign(text=rows["answer"]), snapshot),
        quote=unnamed(rows.assign(text=quote), snapshot),
        segment=rows["account_id"].map(desk.data.book(day)["segment_label"]),
    )
    return shown[list(_KEPT)].reset_index(drop=True)


def _titles(desk: "Desk", rows: pd.DataFrame, asked: "Asked") -> dict[str, Text]:
    """Return what the questions of the guide are called, then those that only files have."""
    guide = desk.interviews.guides.now()
    keys = [question.key for question in guide.questions]
    others = sorted(set(rows["question"].dropna()) - set(keys))
    return {key: guides.short(key, guide, asked.lang) for key in (*keys, *others)}


def _plan(desk: "Desk", asked: "Asked", until: date | None) -> SamplePlan | None:
    """Return the newest plan of the segment that was drawn on the data of the day or before."""
    plans = desk.interviews.plans.all()
    mine = plans["segment"].eq(asked.segment) | plans["rule"].eq(asked.rule)
    known = plans[mine & (plans["as_of"] <= pd.Timestamp(asked.day))]
    if known.empty:
        return None
    row = records(known)[0]
    stored = desk.interviews.plans.one(int(row["plan_id"]), until)
    kept = stored.kept
    columns = ["pick_id", "account_id", "role", "maturity_level", "arr_band", "journey_stage",
               "arr", "state"]  # fmt: skip
    return SamplePlan(
        name=str(row["name"]),
        as_of=pd.Timestamp(row["as_of"]).date(),
        arr=kept.arr,
        n_bands=kept.n_bands,
        dimensions=kept.settings.dimensions,
        cells=kept.cells,
        picks=stored.picks[columns].reset_index(drop=True),
    )
