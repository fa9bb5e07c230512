"""Who was not heard: never interviewed, or not heard in any way; by maturity."""

import pandas as pd

from lib.interviews.candidates import SILENT_DAYS
from lib.interviews.coverage import unheard
from lib.locale import Count, Message, Text, msg, msgs
from lib.locale.message import Value
from lib.profile import maturity
from lib.report.blocks import Bar, Block, Cell, Chart, Column, Paragraph, Table
from lib.report.brief_voices import Voices
from lib.report.figures import Definition, Ref
from lib.report.findings import Finding, Proposal
from lib.report.meanings import voices as meaning
from lib.report.pen import Pen
from lib.report.text import clean
from lib.report.told_rules import listed, rule
from lib.report.told_voices.plan import open_accounts
from lib.report.told_voices.rows import member_rows

_LEVELS: dict[str, Message] = {**maturity.LEVELS, "": msg("Maturity unknown")}


def counted(pen: Pen, voices: Voices, definition: Definition, ids: pd.Index) -> Ref:
    """Register how many members these are, with how each was heard."""
    rows = member_rows(pen, voices, ids)
    return pen.put(definition, len(rows), rows)


def not_heard(pen: Pen, voices: Voices) -> tuple[Block, ...]:
    """Say who was never interviewed, and who of them was not heard in any other way."""
    never, quiet = (part.index for part in unheard(voices.members))
    n = counted(pen, voices, meaning.NEVER, never)
    arr = pen.arr(meaning.NEVER_ARR, never)
    counted(pen, voices, meaning.QUIET, quiet)
    pen.arr(meaning.QUIET_ARR, quiet)
    if not n.n:
        return ()
    ids = pen.by_arr(never)
    told: dict[str, Value] = {
        "customers": pen.customers(n, arr),
        "names": pen.names(ids),
    }
    claim = listed(
        n.n,
        msg("{customers} has never been interviewed: {names}.", **told),
        msg("{customers} have never been interviewed, the largest first: {names}.", **told),
    )
    _never_found(pen, voices, claim, ids)
    return (Paragraph((claim, *_in_other_ways(pen, voices, quiet))), *_by_level(pen, voices))


def _never_found(pen: Pen, voices: Voices, claim: Message, ids: list[str]) -> None:
    waiting = [i for i in pen.by_arr(open_accounts(voices.plan)) if i in voices.members.index]
    about = waiting or ids
    action = msg("Draw a sample of the customers never interviewed, and ask them by the guide.")
    if voices.plan is not None and waiting:
        action = msg(
            "Hold the open conversations of the plan “{name}”.", name=clean(voices.plan.name)
        )
    pen.findings.append(
        Finding(
            "voices_never",
            claim,
            pen.total(about).known,
            gap=True,
            proposal=Proposal("interview", action, tuple(about)),
        )
    )


def _in_other_ways(pen: Pen, voices: Voices, quiet: pd.Index) -> list[Text]:
    if not voices.logged:
        return [
            msg(
                "Whether they were heard in another way is unknown: load contacts or activities,"
                " which tell when somebody last spoke with them."
            )
        ]
    days = rule(pen, meaning.QUIET_DAYS, SILENT_DAYS)
    n, arr = pen.ref("voices_quiet"), pen.ref("voices_quiet_arr")
    if not n.n:
        return [msg("Each of them was heard in another way within {days} days.", days=days)]
    ids = pen.by_arr(quiet)
    told: dict[str, Value] = {
        "customers": pen.customers(n, arr),
        "days": days,
        "names": pen.names(ids),
    }
    claim = listed(
        n.n,
        msg(
            "{customers} was neither interviewed nor heard in any other way for {days} days or"
            " more: {names}.",
            **told,
        ),
        msg(
            "{customers} were neither interviewed nor heard in any other way for {days} days or"
            " more, the largest first: {names}.",
            **told,
        ),
    )
    call = Proposal(
        "hear",
        msg("Call the customers that were not heard in any way, and ask the questions of the"
            " guide."),
        tuple(ids),
    )  # fmt: skip
    pen.findings.append(Finding("voices_quiet", claim, pen.total(ids).known, 0.7, proposal=call))
    return [claim]


def _by_level(pen: Pen, voices: Voices) -> tuple[Block, ...]:
    """Draw and tabulate who was heard, by maturity; not where all are of one level."""
    level = voices.members["maturity_level"].fillna("")
    groups = [(title, voices.members[level.eq(name)]) for name, title in _LEVELS.items()]
    seen = [(title, mine) for title, mine in groups if len(mine)]
    if len(seen) == 1:
        return ()
    rows = member_rows(pen, voices, voices.members.index)
    pen.put(meaning.LEVELS, len(rows), rows)
    table = Table(
        figure_id="table_voices_levels",
        caption=msg("Who was heard, by maturity, on {day}", day=pen.brief.as_of),
        columns=(
            Column(msg("Maturity")),
            Column(msg("Customers"), "number"),
            Column(msg("Interviewed"), "number"),
            Column(msg("Never interviewed"), "number"),
            Column(msg("ARR never interviewed"), "number"),
            Column(msg("Not heard in any way"), "number"),
        ),
        cells=tuple(_cells(pen, voices, title, mine) for title, mine in seen),
    )
    if not pen.ref("voices_asked").n:
        return (table,)
    return (_chart(pen, seen), table)


def _cells(pen: Pen, voices: Voices, title: Message, mine: pd.DataFrame) -> tuple[Cell, ...]:
    never, quiet = unheard(mine)
    total = pen.total(never.index)
    known = total.n_unknown < len(never) or never.empty
    return (
        title,
        Count(len(mine)),
        Count(len(mine) - len(never)),
        Count(len(never)),
        pen.money(total.known) if known else None,
        Count(len(quiet)) if voices.logged else None,
    )


def _chart(pen: Pen, seen: list[tuple[Message, pd.DataFrame]]) -> Chart:
    groups: list[tuple[Text, tuple[Bar, ...]]] = []
    for title, mine in seen:
        never = len(unheard(mine)[0])
        asked = len(mine) - never
        bars = (Bar(asked, "level", Count(asked)), Bar(never, "unknown", Count(never), asked))
        groups.append((title, bars))
    n = pen.ref("voices_asked")
    return Chart(
        figure_id="table_voices_levels",
        form="bars",
        title=msgs(
            "{n} of {total} customers was interviewed so far",
            "{n} of {total} customers were interviewed so far",
            n.n,
            n=n,
            total=pen.ref("members"),
        ),
        subtitle=msg(
            "Customers by maturity on {day}, n = {n}", day=pen.brief.as_of, n=pen.ref("members")
        ),
        groups=tuple(groups),
        legend=(("level", msg("Interviewed")), ("unknown", msg("Never interviewed"))),
    )
