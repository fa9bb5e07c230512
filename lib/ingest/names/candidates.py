"""Ways to read a heading: a known name, one with parts that say nothing, another unit, a slip."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process

from lib.ingest.names.concepts import concepts, known_by_concepts, own_concepts
from lib.ingest.names.headings import (
    SECONDS,
    SIZES,
    Known,
    known_headings,
    normalised,
    reductions,
    split_unit,
    squeezed_headings,
    unit_seconds,
)
from lib.ingest.sheet import Sheet
from lib.locale import Message, Number, msg
from lib.model import Kind
from lib.model.spec import Type

_EXACT, _REDUCED, _CONVERTED, _MEANT, _ALMOST, _NEAR = 1.0, 0.93, 0.92, 0.87, 0.82, 0.65
_RANK_STEP, _MOST_RANKS = 0.0005, 120  # of two headings for one field the better known one wins
_ALMOST_RATIO, _NEAR_RATIO = 92, 84  # of 100: a slip of the pen; a likeness
_SHORTEST_FUZZY = 5
_BESIDE_SURE = 1.1  # above every other reading of the column
# In a list of people from 企业微信 the person is called 客户名称 and the company 企业.
_BESIDE = {
    ("contacts", "添加人", "客户名称"): "full_name",
    ("tickets", "case title", "case title"): "subject",  # beside it Subject is a category
}
_CURRENCY = "currency"
_VAGUE = frozenset(map(frozenset, ({"user", "count"}, {"resolve"}, {"sign"}, {"open"}, {"close"})))
_OTHER_WORDS = frozenset({"county", "counter", "content", "contest", "rationale", "statue"})
_WITHOUT_OWN = 0.03  # `client industry` in a file of accounts is less sure than `industry`
_BARE = frozenset({"id", "name", "number", "when", "time", "type", "count"})
_OWN_ID = 0.002  # a generic `id` is the row's own before it is the account's


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to read a column, with the heading by which it was found."""

    column: str
    known: Known
    confidence: float
    reason: Message
    scale: float = 1.0


def candidates(sheet: Sheet, kind: Kind) -> list[Candidate]:
    """Return the best way to read each column as each field of the kind that its heading allows."""
    found: dict[tuple[str, str], Candidate] = {}
    headings = {column: normalised(column) for column in sheet.columns}
    headings = {c: heading for c, heading in headings.items() if not _is_link(c, heading, kind)}
    for column, heading in headings.items():
        for candidate in (
            *_known(column, heading, kind),
            *converted(column, heading, kind),
            *_meant(column, heading, kind),
        ):
            _keep(found, candidate)
    for candidate in (
        *_fuzzy(headings, kind),
        *_by_neighbours(headings, kind),
        *_of_amounts(headings, kind),
    ):
        _keep(found, candidate)
    return list(found.values())


def _by_neighbours(headings: Mapping[str, str], kind: Kind) -> list[Candidate]:
    """Read headings that mean something else beside another heading."""
    found = []
    for (name, beside, heading), field in _BESIDE.items():
        if kind.name == name and beside in headings.values():
            known = Known(kind, kind.column(field), heading, 0)
            reason = msg(
                "Beside '{other}' the heading means {field}.", other=beside, field=known.field
            )
            found += [
                Candidate(c, known, _BESIDE_SURE, reason)
                for c, h in headings.items()
                if h == heading
            ]
    return found


def _of_amounts(headings: Mapping[str, str], kind: Kind) -> list[Candidate]:
    """Read `Amount (converted) Currency` beside `Amount (converted)`, as Salesforce writes both."""
    fields = [column for column in kind.columns if column.name == _CURRENCY]
    found = []
    for column, heading in headings.items():
        other = heading.removesuffix(f" {_CURRENCY}")
        if other != heading and other in headings.values() and fields:
            known = Known(kind, fields[0], heading, 0)
            reason = msg(
                "Beside '{other}' the heading means {field}.", other=other, field=known.field
            )
            found.append(Candidate(column, known, _CONVERTED, reason))
    return found


def _is_link(column: str, heading: str, kind: Kind) -> bool:
    """Say whether it is somebody's own link from such a row to another: `Contact__c`."""
    return column.endswith("__c") and heading in kind.file_words


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
            found.append(Candidate(column, known, _REDUCED - _later(known), reason))
    return found


def _later(known: Known) -> float:
    return min(known.rank, _MOST_RANKS) * _RANK_STEP


def _meant(column: str, heading: str, kind: Kind) -> list[Candidate]:
    """Read headings whose words mean what a known heading's words mean."""
    bag = concepts(heading)
    found: list[Candidate] = []
    for words in dict.fromkeys((bag, bag - own_concepts(kind))):
        for known in known_by_concepts(kind.name).get(words, ()):
            if words - _BARE and words not in _VAGUE:
                reason = msg(
                    "The heading means the same as '{name}', a known name for {field}.",
                    name=known.heading,
                    field=known.field,
                )
                penalty = 0.0 if words == bag else _WITHOUT_OWN
                found.append(
                    Candidate(column, known, _MEANT - penalty - _later(known) / 10, reason)
                )
    return found


def _of_kind(heading: str, kind: Kind) -> list[Known]:
    group = known_headings().get(heading) or squeezed_headings().get(heading, ())
    return [known for known in group if known.kind is kind]


def _exact(column: str, known: Known, kind: Kind) -> Candidate:
    own = _OWN_ID if (known.column.name,) == kind.keys[0] else 0.0
    if known.rank == 0:
        reason = msg("The heading is the name of {field}.", field=known.field)
    else:
        reason = msg("The heading is a known name for {field}.", field=known.field)
    return Candidate(column, known, _EXACT - _later(known) + own, reason)


def converted(column: str, heading: str, kind: Kind) -> list[Candidate]:
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
    return Candidate(column, known, _CONVERTED - _later(known), reason, scale)


def _fuzzy(headings: Mapping[str, str], kind: Kind) -> list[Candidate]:
    """Read headings that nearly spell a known one."""
    spelled = [k for group in known_headings().values() for k in group if k.kind is kind]
    names = [known.heading for known in spelled]
    right = _spelled_right(headings)
    columns = [c for c in headings if c not in right]
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


def _spelled_right(headings: Mapping[str, str]) -> set[str]:
    """Return the columns whose heading is known, or a word of its own that looks like one."""
    return {
        c for c, h in headings.items() if h in known_headings() or _OTHER_WORDS & set(h.split())
    }


def _comparable(one: str, other: str) -> bool:
    """Say whether likeness means anything: not for short words, nor between an id and its name."""
    ids = ["id" in text.split() or text.endswith(("id", "编号")) for text in (one, other)]
    return ids[0] == ids[1] and min(len(one), len(other)) >= _SHORTEST_FUZZY
