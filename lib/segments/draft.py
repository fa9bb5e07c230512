"""A rule while it is being put together: groups and lines, some of them not yet finished.

What is finished of a draft is a rule, and every rule can be taken apart into a draft again:
`finished(draft_of(rule)) == rule`.
"""

from dataclasses import dataclass, replace
from typing import Literal

from lib.segments.grammar import Comparison
from lib.segments.rule import All, Any, Condition, Not, Operand, Rule
from lib.segments.rule import operand_text as _canonical
from lib.segments.rules import condition_of

Word = Literal["and", "or"]
Place = tuple[int, ...]  # which part of which part: () is the whole


@dataclass(frozen=True, slots=True)
class Line:
    """One comparison; without field, operator or values it is not finished."""

    field: str = ""
    operator: str = ""
    texts: tuple[str, ...] = ()
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Parts joined by `and` or `or`. Without parts it means everybody."""

    word: Word = "and"
    parts: tuple["Draft", ...] = ()
    negated: bool = False


Draft = Line | Group


def whole(rule: Rule) -> Group:
    """Return a rule as a draft that is a group, so that lines can be added to it."""
    found = draft_of(rule)
    return found if isinstance(found, Group) else Group(parts=(found,))


def draft_of(rule: Rule) -> Draft:
    """Return a rule as groups and lines."""
    match rule:
        case Condition():
            return Line(rule.field, rule.operator, tuple(map(_text, rule.operands)))
        case Not(inner):
            return _negated(draft_of(inner))
        case All(parts):
            return Group("and", tuple(map(draft_of, parts)))
        case Any(parts):
            return Group("or", tuple(map(draft_of, parts)))


def finished(draft: Draft) -> Rule | None:
    """Return the rule that the finished lines make; None when none is.

    DeskError when a finished line compares a field with what it can never be.
    """
    if isinstance(draft, Line):
        return _finished_line(draft)
    parts = [part for part in map(finished, draft.parts) if part is not None]
    if draft.parts and not parts:
        return None
    rule = _joined(draft.word, tuple(parts))
    return Not(rule) if draft.negated else rule


def part_at(draft: Draft, place: Place) -> Draft:
    """Return the part at a place."""
    for number in place:
        if not isinstance(draft, Group):
            raise TypeError(f"There is no part {place} in {draft}.")
        draft = draft.parts[number]
    return draft


def changed(draft: Group, place: Place, part: Draft | None) -> Group:
    """Return the draft with another part at a place; None takes it away.

    A group that lost its last part goes too, unless it is the whole.
    """
    if not place:
        return part if isinstance(part, Group) else Group()
    number, rest = place[0], place[1:]
    inner = draft.parts[number]
    new: Draft | None = part
    if rest and isinstance(inner, Group):
        new = changed(inner, rest, part)
        new = new if new.parts else None
    kept = (*draft.parts[:number], *(() if new is None else (new,)), *draft.parts[number + 1 :])
    return replace(draft, parts=kept)


def added(draft: Group, place: Place, part: Draft) -> Group:
    """Return the draft with a part put at the end of the group at a place."""
    group = part_at(draft, place)
    if not isinstance(group, Group):
        raise TypeError(f"There is no group at {place}.")
    return changed(draft, place, replace(group, parts=(*group.parts, part)))


def _negated(inner: Draft) -> Draft:
    if inner.negated:
        return Group("and", (inner,), negated=True)
    return replace(inner, negated=True)


def _finished_line(line: Line) -> Rule | None:
    needed = line.operator not in {"is known", "is unknown"}
    if not line.field or not line.operator or (needed and not line.texts):
        return None
    rule = condition_of(Comparison(1, line.field, line.operator, line.texts if needed else ()))
    return Not(rule) if line.negated else rule


def _joined(word: Word, parts: tuple[Rule, ...]) -> Rule:
    if len(parts) == 1:
        return parts[0]
    return Any(parts) if word == "or" and parts else All(parts)


def _text(operand: Operand) -> str:
    return operand if isinstance(operand, str) else _canonical(operand)
