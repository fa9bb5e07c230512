"""What changed: the ARR bridge, who moved most, and the rates with their comparison."""

from collections.abc import Mapping

import pandas as pd

from lib.locale import Message, Text, msg, msgs
from lib.locale.message import Value
from lib.report.blocks import Block, Column, Paragraph, Table
from lib.report.bridge_view import bridge_chart, bridge_table
from lib.report.brief import History
from lib.report.figures import Ref
from lib.report.findings import Finding, Proposal
from lib.report.meanings import changes as meaning
from lib.report.movement import GAINS, SLIGHT, Movement, movement, sizes
from lib.report.pen import Pen
from lib.report.rates import rates
from lib.report.section import SectionRule

_ROWS_SHOWN = 8
_NOTED = ("customers", "arr", "nrr", "grr", "logo_churn")
_LOSSES_NAMED = 3
_MOSTLY = 0.5
_NOTABLE = 0.02  # a customer's loss below this share of the segment's ARR is not named


def write(pen: Pen) -> tuple[Block, ...]:
    """Write the section."""
    history = pen.brief.history
    if history is None:
        sentence = msg(
            "What changed cannot be said: the data do not reach back before {period}.",
            period=pen.period(),
        )
        return (Paragraph((sentence,)),)
    moved = movement(pen.brief, history)
    if pen.members.empty and moved.accounts.empty:
        return ()
    notes = tuple(Paragraph((note,), role="note") for note in pen.notes_on(*_NOTED))
    return (*_bridge(pen, history, moved), *_movers(pen, moved), *rates(pen, history), *notes)


def _bridge(pen: Pen, history: History, moved: Movement) -> tuple[Block, ...]:
    if moved.accounts.empty:
        return (Paragraph((msg("No ARR is known at either end of the period."),)),)
    start = moved.rows[moved.rows["when"] == "start"].reset_index(drop=True)
    pen.put(meaning.ARR_START, moved.start, start)
    table = pen.put(meaning.TABLE, len(moved.accounts), _account_moves(pen, moved))
    pen.put_beside(table, meaning.ARR_CHANGE, moved.end - moved.start)
    if moved.start:
        change = (moved.end - moved.start) / moved.start
        pen.put_beside(table, meaning.ARR_CHANGE_SHARE, change)
    found = sizes(moved)
    for move in found:
        sign = 1 if move in GAINS else -1
        pen.put(meaning.move_definition(move), sign * found[move], moved.rows_of(move))
    from_to = msg(
        "It was {start} on {first} and {end} on {last}.",
        start=pen.ref("arr_start"),
        end=pen.ref("arr_end"),
        first=history.day,
        last=pen.brief.as_of,
    )
    opening = movement_sentence(pen, moved)
    sentences = [opening, *([from_to] if found else []), *_parts(pen, moved, found)]
    if not found:
        return (Paragraph(tuple(sentences)),)
    return (
        Paragraph(tuple(sentences)),
        bridge_chart(pen, moved, found),
        bridge_table(pen, history, moved),
    )


def movement_sentence(pen: Pen, moved: Movement) -> Message:
    """Say how ARR changed and what did most of it, as a sentence."""
    return msg("{clause}.", clause=movement_clause(pen, moved))


def movement_clause(pen: Pen, moved: Movement) -> Message:
    """Say how ARR changed and what did most of it: the summary says the same.

    A change that is small beside the whole is told as none: the parts may still be large.
    """
    driver = moved.driver()
    if driver is None:
        return msg("ARR did not change in {period}", period=pen.period())
    change = moved.end - moved.start
    known = {"period": pen.period(), "change": pen.ref("arr_change", "abs")}
    if moved.start and abs(change) < SLIGHT * moved.start:
        slight = {
            "period": pen.period(),
            "change": pen.ref("arr_change", "signed"),
            "share": pen.ref("arr_change_share", "signed"),
        }
        return msg("ARR hardly changed in {period} ({change}, {share})", **slight)
    why = _drove(pen, moved, driver)
    if not moved.start:
        return msg("ARR rose by {change} in {period}, mostly through {why}", why=why, **known)
    share = pen.ref("arr_change_share", "abs")
    if change > 0:
        return msg("ARR rose by {share} ({change}) in {period}, mostly through {why}",
                   share=share, why=why, **known)  # fmt: skip
    return msg("ARR fell by {share} ({change}) in {period}, mostly through {why}",
               share=share, why=why, **known)  # fmt: skip


def _drove(pen: Pen, moved: Movement, driver: str) -> Message:
    """Return what did most; one customer that did most of it is named, it is no trend."""
    part = pen.ref(f"arr_{driver}", "abs")
    changes = moved.accounts.loc[moved.accounts["move"] == driver, "change"].abs()
    largest = str(changes.idxmax())
    if len(changes) == 1:
        return msg("one customer, {account}: {move} ({part})",
                   account=pen.name(largest), move=_MOVED[driver], part=part)  # fmt: skip
    if changes[largest] > _MOSTLY * changes.sum():
        return msg("{move} ({part}), more than half of it {account}",
                   account=pen.name(largest), move=_MOVED[driver], part=part)  # fmt: skip
    return msg("{move} ({part})", move=_MOVED[driver], part=part)


_MOVED: Mapping[str, Message] = {
    "new": msg("new business"),
    "expansion": msg("expansion"),
    "entered": msg("entry from the rest of the book"),
    "became_known": msg("ARR that was unknown before"),
    "contraction": msg("contraction"),
    "churned": msg("churn"),
    "moved_out": msg("a move to the rest of the book"),
}


def _parts(pen: Pen, moved: Movement, found: Mapping[str, float]) -> list[Text]:
    """Say what stood against the driver, and where no change hides movement."""
    driver = moved.driver()
    gains = [m for m in found if m in GAINS]
    losses = [m for m in found if m not in GAINS]
    if driver is None and found:
        return [msg("Behind this, gains and losses of the same size cancel out.")]
    if not gains or not losses:
        return []
    gain = max(gains, key=lambda move: found[move])
    loss = max(losses, key=lambda move: found[move])
    values: dict[str, Value] = {
        "gain": meaning.MOVE_NAMES[gain],
        "gained": pen.ref(f"arr_{gain}", "abs"),
        "loss": meaning.MOVE_NAMES[loss],
        "lost": pen.ref(f"arr_{loss}", "abs"),
    }
    return [
        msg(
            "The largest gain was “{gain}” ({gained}), the largest loss “{loss}” ({lost}).",
            **values,
        )
    ]


def _account_moves(pen: Pen, moved: Movement) -> pd.DataFrame:
    rows = pen.account_rows(moved.accounts.index)
    mine = moved.accounts.reindex(pd.Index(rows["account_id"])).reset_index(drop=True)
    return rows.assign(**{name: mine[name] for name in ("arr_start", "arr_end", "change", "move")})


def _movers(pen: Pen, moved: Movement) -> tuple[Block, ...]:
    rows = _account_moves(pen, moved)
    rows = rows[rows["change"].abs() > 0]
    if rows.empty:
        return ()
    rows = rows.assign(size=rows["change"].abs())
    rows = rows.sort_values(["size", "account_id"], ascending=[False, True], kind="stable")
    rows = rows.drop(columns="size").reset_index(drop=True)
    n = pen.put(meaning.MOVERS, len(rows), rows)
    cells = tuple(
        (
            pen.name(row["account_id"]),
            meaning.MOVE_NAMES[row["move"]],
            pen.money(row["arr_start"]),
            pen.money(row["arr_end"]),
            pen.money(row["change"]),
        )
        for row in rows.head(_ROWS_SHOWN).to_dict("records")
    )
    table = Table(
        figure_id="table_movers",
        caption=pen.first_of(
            n, _ROWS_SHOWN, msg("Largest changes of ARR in {period}", period=pen.period())
        ),
        columns=(
            Column(msg("Customer")),
            Column(msg("What happened")),
            Column(msg("ARR at the start"), "number"),
            Column(msg("ARR at the end"), "number"),
            Column(msg("Change"), "number"),
        ),
        cells=cells,
    )
    return (*_loss_finding(pen, moved), table, *_notes_on_movers(pen, rows))


def _loss_finding(pen: Pen, moved: Movement) -> tuple[Block, ...]:
    """Put losses that weigh into the findings: what was lost should be understood."""
    lost = moved.accounts[moved.accounts["move"].isin(["churned", "contraction"])]
    lost = lost.assign(size=lost["change"].abs()).sort_values(
        "size", ascending=False, kind="stable"
    )
    heavy = lost[lost["size"] >= _NOTABLE * max(moved.start, 1.0)].head(_LOSSES_NAMED)
    if heavy.empty:
        return ()
    ids = [str(account) for account in heavy.index]
    rows = moved.rows[moved.rows["account_id"].isin(ids)].reset_index(drop=True)
    arr = pen.put(meaning.HEAVY, -float(heavy["size"].sum()), rows)
    claim = msgs(
        "The largest loss is one customer: {names} ({arr}).",
        "The largest losses are {names} ({arr} together).",
        len(ids),
        names=pen.names(ids),
        arr=Ref.to(pen.register[arr.figure_id], "abs"),
    )
    action = Proposal(
        "understand_losses",
        msg(
            "Read the year's log of work with the customers that left or reduced; name the reason."
        ),
        tuple(ids),
    )
    amounts = {str(account): float(size) for account, size in heavy["size"].items()}
    pen.findings.append(
        Finding("losses", claim, sum(amounts.values()), proposal=action, amounts=amounts, new=1.0)
    )
    return (Paragraph((claim,)),)


def _notes_on_movers(pen: Pen, rows: pd.DataFrame) -> tuple[Block, ...]:
    named = [str(account) for account in rows["account_id"].head(_ROWS_SHOWN)]
    return tuple(
        Paragraph((msg("{account}: {note}", account=pen.name(account), note=note),), role="note")
        for account in named
        for note in pen.notes_on(account)
    )


SECTION = SectionRule(key="changes", title=msg("What changed"), place=4, turn=3, write=write)
