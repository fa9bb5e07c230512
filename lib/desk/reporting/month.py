"""The month of an officer: its steps with what the data say, ticks, the working procedure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from lib.desk.reporting.month_facts import counted
from lib.desk.versions import listed
from lib.errors import DeskError, NotFoundError
from lib.locale import Message, joined, msg, msgs
from lib.model import Period
from lib.month.procedure import Line, as_text, checked, from_text, usual
from lib.month.rules import items_of
from lib.month.states import Item, State, state_of
from lib.month.working_days import due_day
from lib.signals.holidays import group_of
from lib.store import month as store

if TYPE_CHECKING:
    from lib.desk.desk import Desk

MAX_CHARACTERS = 2000


@dataclass(frozen=True, slots=True)
class Tick:
    """Who said that a step is done, when, and with which note."""

    tick_id: int
    note: str
    author: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """A step of a month: its line of the procedure, its day, its state, and what is said of it."""

    line: Line
    due_on: date
    state: State
    items: tuple[Item, ...]
    tick: Tick | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthView:
    """A month of a segment as a whole."""

    period: Period
    finding: Message
    steps: tuple[StepView, ...]

    @property
    def next(self) -> StepView | None:
        """The first step that is not done; None when all are."""
        return next((step for step in self.steps if step.state != "done"), None)


class Months:
    """The area of the month."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk

    def view(self, segment: str, period: Period) -> MonthView:
        """Return the steps of a segment's month; late is told by the clock."""
        facts = counted(self._desk, segment, period)
        snapshot = self._desk.data.snapshot(self._desk.data.known_days().last)
        group, today = group_of(snapshot.home_country), self._desk.clock().date()
        ticks = self._ticks(segment, period)
        steps = []
        for line in self.procedure():
            items = items_of(line.key, facts)
            due, tick = due_day(period, line.due, group), ticks.get(line.key)
            state = state_of(items, due, today, ticked=tick is not None)
            steps.append(StepView(line=line, due_on=due, state=state, items=items, tick=tick))
        return MonthView(period=period, finding=_finding(period, steps), steps=tuple(steps))

    def tick(self, segment: str, period: Period, step: str, said: tuple[str, str]) -> int:
        """Say that a step is done; return the tick's id, to undo it. `said`: note and author.

        NotFoundError when the procedure has no such step, DeskError when it is ticked already.
        """
        known = [line.key for line in self.procedure()]
        if step not in known:
            raise NotFoundError(
                "unknown_step", msg("The month has no step '{name}'.", name=step), tuple(known)
            )
        if step in self._ticks(segment, period):
            raise DeskError("ticked_already", msg("This step is ticked already."))
        note, author = (text.strip() for text in said)
        if len(note) > MAX_CHARACTERS:
            raise DeskError(
                "too_long", msg("The text has at most {most} characters.", most=str(MAX_CHARACTERS))
            )
        return store.add_tick(
            self._desk.data.workspace,
            {
                "period": period.key,
                "segment": segment,
                "step": step,
                "note": note,
                "author": author or "local",
                "ticked_at": self._desk.clock(),
            },
        )

    def undo_tick(self, tick_id: int) -> None:
        """Take a tick back: the data alone say again how far the step is."""
        store.undo_tick(self._desk.data.workspace, tick_id, self._desk.clock())

    def procedure(self) -> tuple[Line, ...]:
        """Return the working procedure that counts: the newest saved, else the usual one."""
        versions = store.versions(self._desk.data.workspace)
        standing = versions[versions["undone_at"].isna()]
        return usual() if standing.empty else from_text(str(standing.iloc[-1]["content"]))

    def save_procedure(self, rows: Sequence[Mapping[str, object]], author: str, reason: str) -> int:
        """Save a procedure (`key, title, wording, due, role`); return the version's id.

        DeskError without a reason, when nothing differs, or for rows that cannot be.
        """
        clean = reason.strip()
        if not clean or len(clean) > MAX_CHARACTERS:
            raise DeskError("reason_missing", msg("A change of the procedure needs a reason."))
        content = as_text(checked(rows))
        if content == as_text(self.procedure()):
            raise DeskError("nothing_differs", msg("The procedure is like this already."))
        values = {
            "content": content,
            "author": author.strip() or "local",
            "reason": clean,
            "changed_at": self._desk.clock(),
        }
        return store.add_version(self._desk.data.workspace, values)

    def undo_procedure(self, procedure_id: int) -> None:
        """Take a version back: what stood before it counts again."""
        store.undo_version(self._desk.data.workspace, procedure_id, self._desk.clock())

    def versions(self) -> pd.DataFrame:
        """Return every version of the procedure, newest first (`lib.desk.versions.listed`)."""
        rows = store.versions(self._desk.data.workspace)
        return listed(rows, lambda text: len(from_text(text)))

    def _ticks(self, segment: str, period: Period) -> dict[str, Tick]:
        rows = store.ticks(self._desk.data.workspace)
        mine = rows[rows["period"].eq(period.key) & rows["segment"].eq(segment)]
        return {
            str(row["step"]): Tick(
                tick_id=int(row["tick_id"]),
                note=str(row["note"]),
                author=str(row["author"]),
                on=pd.Timestamp(row["ticked_at"]).date(),
            )
            for row in mine.to_dict("records")
        }


def _finding(period: Period, steps: Sequence[StepView]) -> Message:
    done = sum(step.state == "done" for step in steps)
    late = [step.line.named() for step in steps if step.state == "late"]
    so_far = msgs(
        "{month}: {done} of {n} step is done",
        "{month}: {done} of {n} steps are done",
        len(steps),
        month=period.label,
        done=str(done),
    )
    if done == len(steps):
        return msg("{month}: every step is done.", month=period.label)
    if late:
        return msg("{so_far}; late: {steps}.", so_far=so_far, steps=joined(late))
    first = next(step for step in steps if step.state != "done")
    return msg(
        "{so_far}, none is late; next: {step}, due {day}.",
        so_far=so_far,
        step=first.line.named(),
        day=first.due_on,
    )
