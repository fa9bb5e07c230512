"""The small report with actions: two agreed, three of the report before."""

from dataclasses import replace
from datetime import date

from lib.model import Period
from lib.report.brief import Brief
from lib.report.brief_actions import Action, Agreed, LastTime, afterwards
from tests.report import small

_IDS = tuple(small.account_id(n) for n in (1, 4, 11))


def actions() -> tuple[Action, ...]:
    """Return three actions: one done, one open and eleven days late, one dropped."""
    return (
        Action(action_id=1, what="Call Fabrikam", owner="Sales", due_on=date(2026, 10, 5),
               ids=_IDS[:2], arr=9000.0, state="done", ended_on=date(2026, 10, 4),
               outcome="The integration works again"),
        Action(action_id=2, what="Agree a roll-out plan", owner="Service",
               due_on=date(2026, 10, 20), ids=_IDS[1:]),
        Action(action_id=3, what="Write to all of them", owner="Marketing",
               due_on=date(2026, 10, 25), state="dropped", ended_on=date(2026, 10, 21),
               outcome="The newsletter was stopped"),
    )  # fmt: skip


def with_last(brief: Brief, *, told: tuple[Action, ...]) -> Brief:
    """Return a brief with a report on the month before that agreed some actions."""
    history = brief.history
    if history is None:
        raise AssertionError("The brief must have a history.")
    seen = afterwards(tuple(i for one in told for i in one.ids), history.book, brief.book)
    last = LastTime(period=Period.month(2026, 9), day=small.START, actions=told, afterwards=seen)
    return replace(brief, agreed=replace(brief.agreed, last=last))


def with_agreed(brief: Brief, *agreed: Action) -> Brief:
    """Return a brief with actions agreed for it."""
    return replace(brief, agreed=Agreed(actions=agreed, last=brief.agreed.last))
