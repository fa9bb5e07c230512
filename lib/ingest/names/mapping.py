"""Columns of a sheet to columns of one kind: one to one, each with how sure and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from lib.ingest.issues import Problem
from lib.ingest.names.assignment import best_pairs
from lib.ingest.names.candidates import Candidate, converted
from lib.ingest.names.headings import normalised
from lib.ingest.names.looks import forbids
from lib.ingest.sheet import Sheet
from lib.ingest.values.shapes import Shape
from lib.locale import Message, msg
from lib.model import Kind
from lib.model.spec import Type

SURE = 0.8  # below this a column stays custom, named as a possibility
POSSIBLE = 0.6
_FAR = 0.1  # a reading so much less sure than another of the same column is none
_CHECKSUMS = frozenset({"do not modify row checksum", "row checksum"})  # of Dynamics 365
_FITTING = 0.5  # share of values that must be of the field's type


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


def custom(column: str, reason: Message, confidence: float = 1.0) -> Mapped:
    """Return the column kept as a custom field under its own heading."""
    return Mapped(column, f"custom.{column}", confidence, reason)


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
    usable = _plausible(usable)
    if not usable:
        return []
    columns = list(dict.fromkeys(c.column for c in usable))
    fields = list(dict.fromkeys(c.known.column.name for c in usable))
    weights = np.zeros((len(columns), len(fields)))
    best = {(c.column, c.known.column.name): c for c in usable}
    for (column, field), candidate in best.items():
        weights[columns.index(column), fields.index(field)] = candidate.confidence
    chosen = (best.get((columns[i], fields[j])) for i, j in best_pairs(weights))
    return [candidate for candidate in chosen if candidate is not None]


def _plausible(usable: Sequence[Candidate]) -> list[Candidate]:
    """Leave out readings of a column that are far less sure than its best one.

    `State` is a region or a status; `State/Province` is no status because regions ran out.
    """
    best: dict[str, float] = {}
    for c in usable:
        best[c.column] = max(best.get(c.column, 0.0), c.confidence)
    return [c for c in usable if c.confidence > best[c.column] - _FAR]


def fits(candidate: Candidate, shapes: Mapping[str, Shape]) -> bool:
    """Say whether at least half of the values are of the field's type and none speak against it."""
    seen, column = shapes[candidate.column], candidate.known.column
    return seen.fits(column.type) >= _FITTING and not forbids(seen, column)


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
        elif normalised(column) in _CHECKSUMS:
            reason = msg("This column only says whether the row was changed in the source.")
            mapped.append(Mapped(column, None, 1.0, reason))
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


def said_twice(sheet: Sheet, kind: Kind, answers: Mapping[str, str]) -> Problem | None:
    """Return what is wrong with answers that give one field to several columns: one would be lost.

    A heading answered as the kind's own id may be its name as well.
    """
    holders: dict[str, list[str]] = {}
    for column, mapped in answered(sheet, kind, answers).items():
        if mapped.field is not None and not mapped.is_custom:
            holders.setdefault(mapped.field, []).append(column)
    field, columns = next(((f, c) for f, c in holders.items() if len(c) > 1), ("", []))
    if not columns:
        return None
    return Problem(
        "field_twice",
        msg(
            "In {title} the answers give {field} to several columns: {columns}.",
            title=sheet.title,
            field=field,
            columns=", ".join(columns),
        ),
        msg("Answer all but one of them with custom or skip."),
    )


def _said(column: str, kind: Kind, answer: str) -> Mapped:
    """Take the answer, with the unit that the heading names."""
    name = answer.partition(".")[2]
    scales = [
        c.scale for c in converted(column, normalised(column), kind) if c.known.column.name == name
    ]
    return Mapped(column, answer, 1.0, msg("You said so."), scales[0] if scales else 1.0)
