"""Who moved along the journey in the period."""

import pandas as pd

from lib.locale import Text, msg, msgs
from lib.locale.message import Value
from lib.model.frames import records
from lib.report.blocks import Block, Column, Paragraph, Table
from lib.report.brief_touchpoints import Touchpoints
from lib.report.findings import Finding, Proposal
from lib.report.meanings import touchpoints as meaning
from lib.report.pen import Pen
from lib.report.told_rules import listed
from lib.report.told_touchpoints.names import stage_name
from lib.touchpoints.stages import NAMES

_SHOWN = 12
_PLACE = {name: place for place, name in enumerate(NAMES)}


def moves(pen: Pen, found: Touchpoints) -> tuple[Block, ...]:
    """Say how many members moved up or down a stage since the period began."""
    heading = Paragraph((msg("Stage movement"),), role="heading")
    if not found.has_past:
        unknown = msg(
            "Who moved along the journey cannot be said yet: the data do not reach back before"
            " {period}.",
            period=pen.period(),
        )
        return (heading, Paragraph((unknown,)))
    after, before = (found.moved[end].map(_PLACE).astype("float64") for end in ("after", "before"))
    change = after - before
    up, down = found.moved[change > 0], found.moved[change < 0]
    rows = _rows(pen, pd.concat([up, down]))
    if rows.empty:
        still = msg("No customer changed its stage of the journey since {day}.", day=found.since)
        return (heading, Paragraph((still,)))
    return (heading, Paragraph(tuple(_told(pen, found, up, down))), _table(pen, rows))


def _rows(pen: Pen, moved: pd.DataFrame) -> pd.DataFrame:
    rows = pen.account_rows(moved["account_id"], "arr")
    stages = moved.set_index("account_id").reindex(rows["account_id"])
    rows.insert(2, "stage_before", stages["before"].to_numpy())
    rows.insert(3, "stage_now", stages["after"].to_numpy())
    return rows


def _told(pen: Pen, found: Touchpoints, up: pd.DataFrame, down: pd.DataFrame) -> list[Text]:
    n_up = pen.put(meaning.UP, len(up), _rows(pen, up))
    n_down = pen.put(meaning.DOWN, len(down), _rows(pen, down))
    if not n_down.n:
        return [
            msgs(
                "Since {day}, {n} customer moved up a stage of the journey, and none down.",
                "Since {day}, {n} customers moved up a stage of the journey, and none down.",
                n_up.n,
                day=found.since,
                n=n_up,
            )
        ]
    _fell_back(pen, found, pen.by_arr(down["account_id"]))
    if not n_up.n:
        return [
            msgs(
                "Since {day}, {n} customer moved down a stage of the journey, and none up.",
                "Since {day}, {n} customers moved down a stage of the journey, and none up.",
                n_down.n,
                day=found.since,
                n=n_down,
            )
        ]
    return [
        msgs(
            "Since {day}, {n} customer moved up a stage of the journey and {down} down.",
            "Since {day}, {n} customers moved up a stage of the journey and {down} down.",
            n_up.n,
            day=found.since,
            n=n_up,
            down=n_down,
        )
    ]


def _fell_back(pen: Pen, found: Touchpoints, ids: list[str]) -> None:
    n, arr = pen.ref("journey_down"), pen.arr(meaning.DOWN_ARR, ids)
    told: dict[str, Value] = {
        "customers": pen.customers(n, arr),
        "day": found.since,
        "names": pen.names(ids),
    }
    claim = listed(
        n.n,
        msg("{customers} moved down a stage of the journey since {day}: {names}.", **told),
        msg(
            "{customers} moved down a stage of the journey since {day}, the largest first:"
            " {names}.",
            **told,
        ),
    )
    ask = Proposal(
        "fell_back", msg("Ask customers that moved down a stage what is missing now."), tuple(ids)
    )
    pen.findings.append(Finding("journey_down", claim, pen.total(ids).known, 0.4, proposal=ask))


def _table(pen: Pen, rows: pd.DataFrame) -> Table:
    pen.put(meaning.MOVES, len(rows), rows)
    at = {str(row["account_id"]): row for row in records(rows)}
    return Table(
        figure_id="table_journey_moves",
        caption=pen.first_of(
            pen.ref("table_journey_moves"), _SHOWN, msg("Who moved, the largest customers first")
        ),
        columns=(
            Column(msg("Customer")),
            Column(msg("Stage before")),
            Column(msg("Stage now")),
            Column(msg("ARR"), "number"),
        ),
        cells=tuple(
            (
                pen.name(account),
                stage_name(at[account]["stage_before"]),
                stage_name(at[account]["stage_now"]),
                pen.money(at[account]["arr"]),
            )
            for account in pen.by_arr(rows["account_id"])[:_SHOWN]
        ),
    )
