"""Thresholds of the signals: what stands, changing them with a reason, undo, history.

A change holds for every day that is looked at: what the signals say of a past day is said by
the thresholds of now. When it was made is kept, so that charts over time can mark it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import pandas as pd

from lib.desk.churn.judged_by import CAP, checked, fits, known, newest, standards, standing
from lib.desk.clock import Clock
from lib.desk.data import Data
from lib.errors import DeskError
from lib.locale import Message, msg
from lib.signals.spec import Thresholds as Values
from lib.store import thresholds as store
from lib.store.thresholds import ThresholdChange

MAX_CHARACTERS = 2000  # a reason is a remark, like a note
State = Literal["stands", "replaced", "undone", "unfit"]
_KEPT = ("change_id", "signal", "values", "author", "reason", "changed_at", "undone_at")
_COLUMNS = (*_KEPT, "version", "before", "state")


@dataclass(frozen=True, slots=True)
class Mark:
    """A change of thresholds as charts over time show it."""

    day: date
    signal: str
    text: Message


class Thresholds:
    """The thresholds area of the desk."""

    def __init__(self, data: Data, clock: Clock) -> None:
        self._data = data
        self._clock = clock

    def current(self) -> Mapping[str, Values]:
        """Return the thresholds that people set, by signal; those of the catalogue are absent."""
        return {key: kept for key, kept in self._data.judged_by().items() if key != CAP}

    def of(self, signal: str) -> Values:
        """Return what a signal (or `judged_by.CAP`) is judged by now; NotFoundError without one."""
        return self._data.judged_by().get(signal, known(signal).thresholds)

    def proposed(self, signal: str, values: Mapping[str, float]) -> Values:
        """Return what a signal would be judged by; nothing is saved.

        `values` may name some only, the others stay. DeskError when they cannot judge.
        """
        before = self.of(signal)
        whole = checked(known(signal), before, values)
        why = msg("Tried out, not saved.")
        return Values(version=before.version + 1, values=whole, why=why, rising=before.rising)

    def save(self, signal: str, values: Mapping[str, float], author: str, reason: str) -> int:
        """Judge a signal by other values from now on; return the id of the change.

        DeskError without a reason, when nothing differs, or when the values cannot judge.
        """
        clean = _reason(reason)
        known(signal)
        return store.add(
            self._data.workspace,
            lambda changes: ThresholdChange(
                change_id=0,
                signal=signal,
                version=_next_version(signal, changes),
                values=_differing(signal, changes, values),
                author=author.strip() or "local",
                reason=clean,
                changed_at=self._clock(),
            ),
        )

    def undo(self, change_id: int) -> None:
        """Take a change back: what stood before it counts again. NotFoundError without one."""
        store.undo(self._data.workspace, change_id, self._clock())

    def history(self) -> pd.DataFrame:
        """Return every change, newest first.

        Columns: `change_id, signal, version` (such as `login_decline/2`), `values, before`
        (all values by name), `author, reason, changed_at, undone_at, state` (`stands`: judges
        now; `replaced` by a newer one; `undone`; `unfit`: this desk judges by other values).
        """
        changes = store.all_changes(self._data.workspace)
        rows = [
            {
                **{name: getattr(change, name) for name in _KEPT},
                "version": f"{change.signal}/{change.version}",
                "before": _before(change, changes),
                "state": _state(change, changes),
            }
            for change in reversed(changes)
        ]
        return pd.DataFrame(rows, columns=list(_COLUMNS))

    def marks(self) -> tuple[Mark, ...]:
        """Return the changes that judge now, oldest first, for charts over time."""
        titles = {key: standard.title for key, standard in standards().items()}
        changes = store.all_changes(self._data.workspace)
        return tuple(
            Mark(
                change.changed_at.date(),
                change.signal,
                msg("Thresholds of '{signal}' changed", signal=titles[change.signal]),
            )
            for change in changes
            if _state(change, changes) == "stands"
        )


def _reason(text: str) -> str:
    clean = text.strip()
    if clean and len(clean) <= MAX_CHARACTERS:
        return clean
    raise DeskError(
        "reason_missing",
        msg("A change of thresholds needs a reason of 1 to {most} characters.",
            most=str(MAX_CHARACTERS)),
        msg("Say what makes the new values better, for instance what the back-test shows."),
    )  # fmt: skip


def _next_version(signal: str, changes: Sequence[ThresholdChange]) -> int:
    """Count on from every version there ever was: none is given twice."""
    versions = [change.version for change in changes if change.signal == signal]
    return max([known(signal).thresholds.version, *versions]) + 1


def _differing(
    signal: str, changes: Sequence[ThresholdChange], values: Mapping[str, float]
) -> dict[str, float]:
    found = known(signal)
    before = standing(changes).get(signal, found.thresholds)
    whole = checked(found, before, values)
    if whole == dict(before.values):
        raise DeskError("nothing_differs", msg("These thresholds stand already."))
    return whole


def _before(change: ThresholdChange, changes: Sequence[ThresholdChange]) -> dict[str, float]:
    """Return what judged when a change was made."""
    earlier = [
        replace(other, undone_at=None)
        for other in changes
        if other.change_id < change.change_id
        and (other.undone_at is None or other.undone_at > change.changed_at)
    ]
    stood = newest(earlier).get(change.signal)
    if stood is not None:
        return dict(stood.values)
    found = standards().get(change.signal)
    return {} if found is None else dict(found.thresholds.values)


def _state(change: ThresholdChange, changes: Sequence[ThresholdChange]) -> State:
    if change.undone_at is not None:
        return "undone"
    if newest(changes)[change.signal].change_id != change.change_id:
        return "replaced"
    found = standards().get(change.signal)
    return "stands" if found is not None and fits(found, change) else "unfit"
