"""Columns of a sheet to columns of one kind: one to one, each with how sure and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from rapidfuzz import fuzz, process
from scipy.optimize import linear_sum_assignment

from lib.ingest.headings import (
    SECONDS,
    SIZES,
    Known,
    known_headings,
    normalised,
    reductions,
    split_unit,
    unit_seconds,
)
from lib.ingest.sheet import Sheet
from lib.ingest.values.shapes import Shape
from lib.locale import Message, Number, msg
from lib.model import Kind
from lib.model.spec import Type

SURE = 0.8  # below this a column stays custom, named as a possibility
POSSIBLE = 0.6
_EXACT, _REDUCED, _CONVERTED, _ALMOST, _NEAR = 1.0, 0.93, 0.92, 0.82, 0.65
_RANK_STEP = 0.001  # of two headings for one field the better known one wins
_FITTING = 0.5  # share of values that must be of the field's type
_ALMOST_RATIO, _NEAR_RATIO = 92, 84  # of 100: a slip of the pen; a likeness
_SHORTEST_FUZZY = 5
_OWN_ID = 0.002  # a generic `id` is the row's own before it is the account's


@dataclass(frozen=True, slots=True)
class Mapped:
    """What one column of a file was taken for.

    `field` is `kind.column`, `custom.<heading>`, or None when left out. Its values are
    multiplied by `scale`. `also` names further fields that the same column serves.
    """

    column: str
    field: str | None
    confidence: float
    reason: Message
    scale: float = 1.0
    also: tuple[str, ...] = ()

    @property
    def custom(self) -> str | None:
        """The name of the custom field; None when it is none."""
        return self.field.removeprefix("custom.") if self.is_custom and self.field else None

    @property
    def is_custom(self) -> bool:
        """Say whether the column is kept as a custom field."""
        return self.field is not None and self.field.startswith("custom.")

    def names(self, kind: Kind) -> tuple[str, ...]:
        """Return the columns of `kind` that this one fills."""
        fields = (self.field, *self.also)
        start = f"{kind.name}."
        return tuple(f.removeprefix(start) for f in fields if f and f.startswith(start))


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to read a column, with the heading by which it was found."""

    column: str
    known: Known
    confidence: float
    reason: Message
    scale: float = 1.0


def custom(column: str, reason: Message, confidence: float = 1.0) -> Mapped:
    """Return the column kept as a custom field under its own heading."""
    return Mapped(column, f"custom.{column}", confidence, reason)


def candidates(sheet: Sheet, kind: Kind) -> list[Candidate]:
    """Return the best way to read each column as each field of the kind that its heading allows."""
    found: dict[tuple[str, str], Candidate] = {}
    headings = {column: normalised(column) for column in sheet.columns}
    for column, heading in headings.items():
        for candidate in (*_known(column, heading, kind), *_converted(column, heading, kind)):
            _keep(found, candidate)
    for candidate in _fuzzy(headings, kind):
        _keep(found, candidate)
    return list(found.values())


def _keep(found: dict[tuple[str, str], Candidate], candidate: Candidate) -> None:
    place = (candidate.column, candidate.known.column.name)
    if place not in found or candidate.confidence > found[place].confidence:
        found[place] = candidate


def _known(column: str, heading: str, kind: Kind) -> list[Candidate]:
    found = [_exact(column, known, kind) for known in _of_kind(heading, kind)]
    for rest in reductions(heading, kind):
        for known in _of_kind(rest, kind):
            reason = msg(
                "The heading comes down to '{rest}', a known name for {field}.",
                rest=rest,
                field=known.field,
            )
            found.append(Candidate(column, known, _REDUCED - known.rank * _RANK_STEP, reason))
    return found


def _of_kind(heading: str, kind: Kind) -> list[Known]:
    return [known for known in known_headings().get(heading, ()) if known.kind is kind]


def _exact(column: str, known: Known, kind: Kind) -> Candidate:
    own = _OWN_ID if (known.column.name,) == kind.keys[0] else 0.0
    if known.rank == 0:
        reason = msg("The heading is the name of {field}.", field=known.field)
    else:
        reason = msg("The heading is a known name for {field}.", field=known.field)
    return Candidate(column, known, _EXACT - known.rank * _RANK_STEP + own, reason)


def _converted(column: str, heading: str, kind: Kind) -> list[Candidate]:
    """Read headings that name another unit than ours: hours for minutes, 万元 for 元."""
    found = []
    rest, unit = split_unit(heading, SECONDS)
    for known in _durations(rest, kind) if unit else ():
        scale = SECONDS[unit or ""] / (unit_seconds(known.column) or 1)
        found.append(_with_scale(column, known, scale, unit or ""))
    rest, unit = split_unit(heading, SIZES)
    amounts = [k for k in _of_kind(rest, kind) if unit and k.column.type is Type.AMOUNT]
    found.extend(_with_scale(column, k, SIZES[unit or ""], unit or "") for k in amounts)
    return found


def _durations(rest: str, kind: Kind) -> list[Known]:
    """Return the fields of the kind that are a time span and whose names, without unit, fit."""
    return [
        known
        for column in kind.columns
        if unit_seconds(column) is not None
        for name in (column.name, *column.headings)
        for known in _of_kind(normalised(name), kind)
        if known.column is column and split_unit(known.heading, SECONDS)[0] == rest
    ]


def _with_scale(column: str, known: Known, scale: float, unit: str) -> Candidate:
    if scale == 1.0:
        reason = msg("The heading is a known name for {field}.", field=known.field)
    else:
        reason = msg(
            "The heading names {field} in another unit ({unit}); values are multiplied by {scale}.",
            field=known.field,
            unit=unit,
            scale=Number(scale, 0 if scale >= 1 else 4),
        )
    return Candidate(column, known, _CONVERTED - known.rank * _RANK_STEP, reason, scale)


def _fuzzy(headings: Mapping[str, str], kind: Kind) -> list[Candidate]:
    """Read headings that nearly spell a known one."""
    spelled = [k for group in known_headings().values() for k in group if k.kind is kind]
    names = [known.heading for known in spelled]
    columns = [c for c, heading in headings.items() if heading not in known_headings()]
    if not columns:
        return []
    ratios = process.cdist(
        [headings[c] for c in columns], names, scorer=fuzz.ratio, score_cutoff=_NEAR_RATIO
    )
    found = []
    for i, j in np.argwhere(ratios > 0):
        heading, known = headings[columns[i]], spelled[j]
        if _comparable(heading, known.heading):
            sure = ratios[i, j] >= _ALMOST_RATIO
            reason = msg(
                "The heading is nearly '{name}', a known name for {field}.",
                name=known.heading,
                field=known.field,
            )
            found.append(Candidate(columns[i], known, _ALMOST if sure else _NEAR, reason))
    return found


def _comparable(one: str, other: str) -> bool:
    """Say whether likeness means anything: not for short words, nor between an id and its name."""
    ids = ["id" in text.split() or text.endswith(("id", "编号")) for text in (one, other)]
    return ids[0] == ids[1] and min(len(one), len(other)) >= _SHORTEST_FUZZY


def assigned(
    found: Sequence[Candidate], shapes: Mapping[str, Shape], taken: frozenset[str] = frozenset()
) -> list[Candidate]:
    """Choose at most one field a column and one column a field, with the most confidence in all.

    Only what is sure and whose values fit is chosen. `taken` fields are left alone.
    """
    usable = [
        c
        for c in found
        if c.confidence >= SURE and fits(c, shapes) and c.known.column.name not in taken
    ]
    if not usable:
        return []
    columns = list(dict.fromkeys(c.column for c in usable))
    fields = list(dict.fromkeys(c.known.column.name for c in usable))
    weights = np.zeros((len(columns), len(fields)))
    best = {(c.column, c.known.column.name): c for c in usable}
    for (column, field), candidate in best.items():
        weights[columns.index(column), fields.index(field)] = candidate.confidence
    pairs = zip(*linear_sum_assignment(weights, maximize=True), strict=True)
    chosen = (best.get((columns[i], fields[j])) for i, j in pairs)
    return [candidate for candidate in chosen if candidate is not None]


def fits(candidate: Candidate, shapes: Mapping[str, Shape]) -> bool:
    """Say whether at least half of the column's values are of the field's type."""
    return shapes[candidate.column].fits(candidate.known.column.type) >= _FITTING


def mapping(
    sheet: Sheet,
    found: Sequence[Candidate],
    chosen: Sequence[Candidate],
    shapes: Mapping[str, Shape],
) -> tuple[Mapped, ...]:
    """Return what each column of the sheet is taken for, in file order."""
    by_column = {c.column: c for c in chosen}
    holders = {c.known.column.name: c.column for c in chosen}
    mapped = []
    for column in sheet.columns:
        candidate = by_column.get(column)
        if candidate is not None:
            mapped.append(_taken(candidate, shapes[column]))
        else:
            mapped.append(_left_over(column, found, holders, shapes))
    return tuple(mapped)


def _taken(candidate: Candidate, shape: Shape) -> Mapped:
    known = candidate.known
    reason = candidate.reason
    if known.column.type in {Type.DAY, Type.TIME} and shape.n:
        reason = msg("{why} The values look like days.", why=reason)
    confidence = round(min(1.0, candidate.confidence), 3)
    return Mapped(candidate.column, known.field, confidence, reason, candidate.scale)


def _left_over(
    column: str,
    found: Sequence[Candidate],
    holders: Mapping[str, str],
    shapes: Mapping[str, Shape],
) -> Mapped:
    own = [c for c in found if c.column == column and c.confidence >= POSSIBLE]
    best = max(own, key=lambda c: c.confidence, default=None)
    if best is None:
        return custom(column, msg("No field of ours is called so; kept as a custom field."))
    field = best.known.field
    holder = holders.get(best.known.column.name)
    if holder is not None:
        reason = msg(
            "{field} is taken from '{other}'; this column is kept as a custom field.",
            field=field,
            other=holder,
        )
    elif not fits(best, shapes):
        reason = msg(
            "The heading could mean {field}, but the values do not fit; kept as a custom field.",
            field=field,
        )
    else:
        reason = msg(
            "This may be {field}, which is not sure; kept as a custom field until you say so.",
            field=field,
        )
    return custom(column, reason, round(1 - best.confidence / 2, 3))


def answered(sheet: Sheet, kind: Kind, answers: Mapping[str, str]) -> dict[str, Mapped]:
    """Return the columns of the sheet about which the user has said what they are."""
    reason = msg("You said so.")
    said: dict[str, Mapped] = {}
    for column in sheet.columns:
        match answers.get(column):
            case "custom":
                said[column] = custom(column, reason)
            case "skip":
                said[column] = Mapped(column, None, 1.0, reason)
            case str(answer) if answer.startswith(f"{kind.name}."):
                said[column] = replace(_said(column, kind, answer), reason=reason)
    return said


def _said(column: str, kind: Kind, answer: str) -> Mapped:
    """Take the answer, with the unit that the heading names."""
    name = answer.partition(".")[2]
    scales = [
        c.scale for c in _converted(column, normalised(column), kind) if c.known.column.name == name
    ]
    return Mapped(column, answer, 1.0, msg("You said so."), scales[0] if scales else 1.0)
