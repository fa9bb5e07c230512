"""Why a score is what it is, and why it moved: in points that add up."""

from collections.abc import Mapping
from dataclasses import dataclass

from lib.locale import Count, Message, joined, msg, msgs
from lib.risk.model import BASE, TENURE_PART, Scored
from lib.signals.registry import all_signals

SHOWN = 3
_TITLES: Mapping[str, Message] = {
    BASE: msg("Usual risk, by the time to the end of the term"),
    TENURE_PART: msg("Length of the relation"),
}

BAND_TITLES: Mapping[str, Message] = {
    "low": msg("below the usual risk"),
    "medium": msg("above the usual risk"),
    "high": msg("at least twice the usual risk"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a score and its points: the key of a signal, `term` or `tenure`."""

    name: str
    points: int

    @property
    def title(self) -> Message | str:
        """What the part is called."""
        return part_title(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What made one score.

    `parts` are all points, `term` first, then the largest; they add up to `score`. `raising`
    are the three largest that raise it, `lowering` the largest that lowers it, `term` aside.
    `would_lower` are the signals that would take points away if they calmed down.
    """

    score: int
    parts: tuple[Part, ...]
    raising: tuple[Part, ...]
    lowering: tuple[Part, ...]
    would_lower: tuple[str, ...]
    not_evaluated: tuple[str, ...]
    stale: tuple[str, ...]
    coverage: float

    @property
    def unknown_said(self) -> Message | None:
        """Say what could not be judged and what that means; None when everything was."""
        if not self.not_evaluated:
            return None
        return msgs(
            "{n} signal could not be judged and adds no points; the range allows for the worst:"
            " {names}.",
            "{n} signals could not be judged and add no points; the range allows for the worst:"
            " {names}.",
            len(self.not_evaluated),
            names=joined([part_title(name) for name in self.not_evaluated]),
        )

    @property
    def stale_said(self) -> Message | None:
        """Say what counts as last known; None when nothing does."""
        if not self.stale:
            return None
        return msg(
            "As last known, because it can no longer be judged: {names}.",
            names=joined([part_title(name) for name in self.stale]),
        )


@dataclass(frozen=True, slots=True)
class Moved:
    """Points of a part before and after."""

    name: str
    before: int
    after: int

    @property
    def points(self) -> int:
        """How far it moved the score."""
        return self.after - self.before

    @property
    def title(self) -> Message | str:
        """What the part is called."""
        return part_title(self.name)


def explained(scored: Scored, account_id: str) -> Explanation:
    """Return what made an account's score; KeyError when it was not scored."""
    points = points_of(scored, account_id)
    at = scored.points.index.get_loc(account_id)
    rest = [Part(name, value) for name, value in points.items() if name != BASE]
    ordered = sorted(rest, key=lambda part: (-abs(part.points), part.name))
    judged, stale = (frame.to_numpy()[at] for frame in (scored.judged, scored.stale))
    signals = scored.judged.columns
    raising = tuple(part for part in ordered if part.points > 0)
    return Explanation(
        score=sum(points.values()),
        parts=(Part(BASE, points[BASE]), *(part for part in ordered if part.points)),
        raising=raising[:SHOWN],
        lowering=tuple(part for part in ordered if part.points < 0)[:1],
        would_lower=tuple(part.name for part in raising if part.name in signals),
        not_evaluated=tuple(signals[~judged & ~stale]),
        stale=tuple(signals[stale]),
        coverage=float(judged.mean()) if judged.size else 0.0,
    )


def points_of(scored: Scored, account_id: str) -> dict[str, int]:
    """Return the points of an account by part; KeyError when it was not scored."""
    at = scored.points.index.get_loc(account_id)
    row = scored.points.to_numpy()[at].tolist()
    return dict(zip(scored.points.columns, row, strict=True))


def change(before: Mapping[str, int], after: Mapping[str, int]) -> tuple[Moved, ...]:
    """Return the parts that moved between the points of two days, the furthest first.

    Their points add up to the change of the score. Score both days by the same model:
    otherwise the change of the model is told as a change of the account.
    """
    names = dict.fromkeys([*after, *before])
    moved = [Moved(name, before.get(name, 0), after.get(name, 0)) for name in names]
    return tuple(
        sorted((one for one in moved if one.points), key=lambda one: (-abs(one.points), one.name))
    )


def change_said(moved: tuple[Moved, ...]) -> Message:
    """Say in a sentence how far a score moved, and by what."""
    if not moved:
        return msg("The score did not move.")
    total = sum(one.points for one in moved)
    parts = joined([_moved_said(one) for one in moved[:SHOWN]])
    if total == 0:
        return msg("The score did not move: {parts}.", parts=parts)
    if total > 0:
        return msg("The score rose by {n} points: {parts}.", n=Count(total), parts=parts)
    return msg("The score fell by {n} points: {parts}.", n=Count(-total), parts=parts)


def note_said(signal: str, why: str) -> Message:
    """Return one of a model's notes as a sentence: why a signal has no weight, or no place."""
    title = part_title(signal)
    if why == "never_judged":
        return msg("{signal}: not in the score, it could not be judged on any day.", signal=title)
    if why == "contradicted":
        return msg("{signal}: no weight, past churn speaks against it.", signal=title)
    return msg("{signal}: no weight, past churn does not bear it out.", signal=title)


def part_title(name: str) -> Message | str:
    """Return what a part of a score is called; a signal that is no more by its key."""
    if name in _TITLES:
        return _TITLES[name]
    return {signal.key: signal.title for signal in all_signals()}.get(name, name)


def _moved_said(one: Moved) -> Message:
    if one.points > 0:
        return msg("{part} +{n}", part=one.title, n=Count(one.points))
    return msg("{part} −{n}", part=one.title, n=Count(-one.points))
