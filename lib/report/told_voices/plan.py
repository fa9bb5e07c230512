"""The sample of the segment: what was planned, what came of it, stratum by stratum."""

import pandas as pd

from lib.interviews.coverage import by_dimension
from lib.interviews.strata import DIMENSIONS, value_name
from lib.locale import Count, Message, msg, msgs
from lib.model.frames import records
from lib.report.blocks import Block, Cell, Column, Paragraph, Table
from lib.report.brief_voices import SamplePlan, Voices
from lib.report.figures import Definition, Ref
from lib.report.meanings import voices as meaning
from lib.report.pen import Pen
from lib.report.text import clean

_EVIDENCE = ["account_id", "account_name", *DIMENSIONS, "role", "arr", "state"]


def sample(pen: Pen, voices: Voices) -> tuple[Block, ...]:
    """Say how far the newest sampling plan is; that there is none."""
    plan = voices.plan
    if plan is None and voices.members["interviewed_on"].notna().all():
        return ()
    if plan is None:
        none = msg(
            "No sampling plan is on file for this segment: whom to ask was not drawn, so the"
            " answers may not stand for those who were not asked."
        )
        return (Paragraph((none,)),)
    return (Paragraph(tuple(_told(pen, plan))), _table(pen, plan))


def open_accounts(plan: SamplePlan | None) -> list[str]:
    """Return the accounts that the plan still waits for."""
    if plan is None:
        return []
    return sorted(plan.picks.loc[plan.picks["state"].eq("planned"), "account_id"])


def _told(pen: Pen, plan: SamplePlan) -> list[Message]:
    planned = _count(pen, plan, meaning.PLANNED, ("planned", "done", "declined"))
    counts = {state: _count(pen, plan, meaning.PLAN_STATES[state], (state,)) for state in _SAID}
    parts = [said(counts[state]) for state, said in _SAID.items() if counts[state].n]
    told = [
        msgs(
            "The plan “{name}”, drawn from the data of {day}, asks {n} customer: {parts}.",
            "The plan “{name}”, drawn from the data of {day}, asks {n} customers: {parts}.",
            planned.n,
            name=clean(plan.name),
            day=plan.as_of,
            n=planned,
            parts=pen.clauses(parts),
        )
    ]
    if pen.ref("plan_held").n and plan.arr > 0:
        told.append(
            msg(
                "Those heard by it held {share} of the segment's ARR on that day.",
                share=_heard(pen, plan),
            )
        )
    return told


def _held(n: Ref) -> Message:
    return msgs("{n} conversation is held", "{n} conversations are held", n.n, n=n)


def _open(n: Ref) -> Message:
    return msgs("{n} is still open", "{n} are still open", n.n, n=n)


def _declined(n: Ref) -> Message:
    return msgs("{n} was declined", "{n} were declined", n.n, n=n)


def _replaced(n: Ref) -> Message:
    return msgs(
        "{n} was replaced by another customer", "{n} were replaced by other customers", n.n, n=n
    )


_SAID = {"done": _held, "planned": _open, "declined": _declined, "replaced": _replaced}


def _count(pen: Pen, plan: SamplePlan, what: Definition, states: tuple[str, ...]) -> Ref:
    rows = _rows(pen, plan.picks[plan.picks["state"].isin(states)])
    return pen.put(what, len(rows), rows)


def _rows(pen: Pen, picks: pd.DataFrame) -> pd.DataFrame:
    names = pen.brief.book["account_name"].reindex(picks["account_id"]).to_numpy()
    return picks.assign(account_name=names)[_EVIDENCE].reset_index(drop=True)


def _heard(pen: Pen, plan: SamplePlan) -> Ref:
    """Register which part of the segment's ARR was heard: strata with both amounts."""
    done = plan.picks[plan.picks["state"].eq("done")]
    keys = list(DIMENSIONS)
    heard = done.groupby(keys)["arr"].sum().rename("arr_heard").reset_index()
    rows = plan.cells[[*keys, "n", "arr"]].merge(heard, on=keys, how="left")
    rows = rows.fillna({"arr_heard": 0.0}).sort_values(keys, kind="stable").reset_index(drop=True)
    return pen.put(meaning.PLAN_HEARD, float(done["arr"].sum()) / plan.arr, rows)


def _table(pen: Pen, plan: SamplePlan) -> Table:
    rows = _rows(pen, plan.picks)
    pen.put(meaning.PLAN, len(rows), rows)
    cells = [line for name in plan.dimensions or ("arr_band",) for line in _lines(pen, plan, name)]
    return Table(
        figure_id="table_voices_plan",
        caption=msg("The sample by stratum: what was planned and what came of it"),
        columns=(
            Column(msg("Stratum")),
            Column(msg("Accounts of the segment"), "number"),
            Column(msg("ARR"), "number"),
            Column(msg("In the plan"), "number"),
            Column(msg("Held"), "number"),
            Column(msg("Declined"), "number"),
            Column(msg("Replaced"), "number"),
        ),
        cells=tuple(cells),
    )


def _lines(pen: Pen, plan: SamplePlan, dimension: str) -> list[tuple[Cell, ...]]:
    return [
        (
            value_name(dimension, str(row["value"]), plan.n_bands),
            Count(int(row["n"])),
            pen.money(row["arr"]),
            *(Count(int(row[name])) for name in ("planned", "done", "declined", "replaced")),
        )
        for row in records(by_dimension(plan.cells, plan.picks, dimension))
    ]
