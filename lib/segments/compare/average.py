"""De-averaging: does a segment's average hide two groups that behave differently."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.metrics.differences import could_see_rates, resampled
from lib.metrics.intervals import Floats, newcombe_ends
from lib.segments.compare.behaviour import Behaviour, Frame, When
from lib.segments.compare.modes import Humps, humps
from lib.segments.compare.questions import Answers, Question, answers, questions, within
from lib.segments.compare.scan import LEAST, Scan, Told, scan
from lib.segments.rule import Rule

LEVEL = 0.015  # chance of any false finding, over all questions, behaviours and both days
LEVEL_HUMPS = 0.01
LEAST_ACCOUNTS = 2 * LEAST
_MOST_SPLITS = 3
_ENDS = (2.5, 97.5)
_HUMPED = ("use_a_seat", "use_a_week", "seat_use")


@dataclass(frozen=True, eq=False, slots=True)
class Split:
    """A question that splits: those who answer yes, no, and those of whom it is unknown.

    `rows`: one a behaviour: `key, n_yes, n_no, yes, no, low, high, found`; the interval is of
    the difference. `together`: no behaviour alone, but all of them differ too much for chance.
    """

    when: When
    question: Question
    yes: pd.Index
    no: pd.Index
    unknown: pd.Index
    rows: pd.DataFrame
    strength: float
    together: bool

    def rules(self, whole: Rule, *, unknown: bool) -> tuple[Rule, Rule]:
        """Return two rules that part a segment; with the unknown ones in the second."""
        return (
            within(whole, self.question.yes()),
            within(whole, self.question.no(unknown=unknown)),
        )


@dataclass(frozen=True, eq=False, slots=True)
class Hidden:
    """A behaviour with two humps. `explained`: a question that separates them, if any does."""

    behaviour: Behaviour
    found: Humps
    explained: Question | None


@dataclass(frozen=True, eq=False, slots=True)
class Average:
    """What the check came to. `n`: accounts of today; `n_then` of a year ago; `asked` questions.

    `chance` of the largest difference anywhere; NaN when nothing could be judged.
    """

    n: int
    n_then: int
    asked: int
    splits: tuple[Split, ...]
    hidden: tuple[Hidden, ...]
    chance: float
    frames: tuple[Frame, ...]
    judged: bool


def averaged(frames: list[Frame], told: Told) -> Average:
    """Check the accounts of a segment; `told` hears how far it is."""
    usable = [frame for frame in frames if len(frame.book) >= LEAST_ACCOUNTS]
    found: list[Split] = []
    chances, n_asked = [], 0
    for place, frame in enumerate(usable):
        asked = questions(frame.book, frame.fields)
        given = answers(asked, frame.book)
        n_asked += len(asked)
        part = _part(told, place, len(usable))
        seen = scan(given, frame.table, frame.rates, LEVEL / len(usable), part)
        if seen is not None:
            chances.append(min(1.0, seen.chance * len(usable)))
            found += _splits(frame, asked, given, seen)
    now = next((frame for frame in usable if frame.when == "now"), None)
    ordered = sorted(found, key=lambda split: -split.strength)
    return Average(
        n=_size(frames, "now"),
        n_then=_size(frames, "then"),
        asked=n_asked,
        splits=tuple(ordered[:_MOST_SPLITS]),
        hidden=_hidden(now) if now is not None else (),
        chance=min(chances, default=float("nan")),
        frames=tuple(frames),
        judged=bool(chances),
    )


def _part(told: Told, place: int, of: int) -> Told:
    return lambda share: told((place + share) / of)


def _size(frames: list[Frame], when: When) -> int:
    return next((len(frame.book) for frame in frames if frame.when == when), 0)


def _splits(frame: Frame, asked: list[Question], given: Answers, seen: Scan) -> list[Split]:
    """Return what was found, the strongest question of each field."""
    alone = np.where(seen.found, np.abs(seen.size), 0.0).max(axis=1)
    strength = np.maximum(alone, np.where(seen.found_together, seen.together, 0.0))
    taken: set[str] = set()
    splits = []
    for place in np.argsort(-strength, kind="stable"):
        if strength[place] > 0 and asked[place].field not in taken:
            taken.add(asked[place].field)
            splits.append(_split(frame, asked[place], given[place], seen, int(place)))
    return splits


def _split(
    frame: Frame, question: Question, given: "np.typing.NDArray[np.int8]", seen: Scan, place: int
) -> Split:
    ids, sides = frame.book.index, (given == 1, given == 0)
    rows = pd.DataFrame(
        [
            {"key": b.key, **_beside(frame.table[:, n], sides, rate=b.is_rate)}
            for n, b in enumerate(frame.behaviours)
        ]
    )
    alone = seen.found[place]
    size = np.abs(seen.size[place])
    return Split(
        when=frame.when,
        question=question,
        yes=ids[sides[0]],
        no=ids[sides[1]],
        unknown=ids[given < 0],
        rows=rows.assign(found=alone),
        strength=float(size[alone].max()) if alone.any() else float(seen.together[place]),
        together=not alone.any(),
    )


def _beside(values: Floats, sides: tuple[Answers, Answers], *, rate: bool) -> dict[str, float]:
    """Return sizes, means and the interval of their difference for one behaviour."""
    parts = [values[side & ~np.isnan(values)] for side in sides]
    n = [len(part) for part in parts]
    if not all(n):
        nothing = dict.fromkeys(("yes", "no", "low", "high"), float("nan"))
        return {"n_yes": n[0], "n_no": n[1], **nothing}
    low, high = _between_rates(parts) if rate else _between_means(parts)
    return {
        "n_yes": n[0], "n_no": n[1], "yes": float(parts[0].mean()), "no": float(parts[1].mean()),
        "low": low, "high": high,
    }  # fmt: skip


def _between_rates(parts: list[Floats]) -> tuple[float, float]:
    first, second = ((np.array([p.sum()]), np.array([float(len(p))])) for p in parts)
    low, high = newcombe_ends(first, second)
    return float(low[0]), float(high[0])


def _between_means(parts: list[Floats]) -> tuple[float, float]:
    values = np.concatenate(parts)
    of_first = (np.arange(len(values)) < len(parts[0])).astype(np.float64)
    weights = np.column_stack([of_first, 1 - of_first])
    draws = resampled(weights * values[:, None], weights)
    low, high = np.percentile(np.nan_to_num(draws[:, 0] - draws[:, 1]), _ENDS)
    return float(low), float(high)


def _hidden(frame: Frame) -> tuple[Hidden, ...]:
    """Return behaviours of today with two humps, and whether a question explains them."""
    found = []
    for behaviour in frame.behaviours:
        if behaviour.key not in _HUMPED:
            continue
        values = frame.column(behaviour.key)
        two = humps(np.log1p(values) if behaviour.form == "number" else values, LEVEL_HUMPS)
        if two is not None:
            cut = float(np.expm1(two.cut)) if behaviour.form == "number" else two.cut
            placed = Humps(two.chance, cut, two.n_low, two.n_high)
            found.append(Hidden(behaviour, placed, _explains(frame, values, cut)))
    return tuple(found)


def _explains(frame: Frame, values: Floats, cut: float) -> Question | None:
    above = np.where(np.isnan(values), np.nan, (values >= cut).astype(np.float64))
    asked = questions(frame.book, frame.fields)
    given = answers(asked, frame.book)
    seen = scan(given, above[:, None], np.array([True]), LEVEL, lambda _share: None)
    if seen is None or not seen.found.any():
        return None
    return asked[int(np.nanargmax(np.abs(seen.size[:, 0])))]


def could_see(frame: Frame, key: str) -> float:
    """Return the least difference of a rate between two halves that chance alone seldom makes.

    As one known question would see it; the guard over all of them asks for about twice as much.
    """
    values = frame.column(key)
    known = values[~np.isnan(values)]
    half, cases = np.array([len(known) / 2]), np.array([known.sum() / 2])
    return float(could_see_rates((cases, half), (cases, half))[0])
