"""A rule as a value, and its canonical text."""

import re
from dataclasses import dataclass
from datetime import date

from lib.errors import DefinitionError
from lib.segments.book import CUSTOM

Operand = str | float | bool | date

KEYWORDS = frozenset(
    {
        *("all", "and", "or", "not", "in", "contains", "is", "known", "unknown"),
        *("before", "after"),
    }
)
# Days counted from the day that is looked at: such a rule stays true to "lately".
SPANS = ("in last", "in next", "older than")
PREFIXES = (CUSTOM, "usage.", "contracts.", "contacts.")  # fields that the data bring
_EXACT = 2**53  # above, not every whole number is a float
_BARE = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class Condition:
    """A comparison of one field. `operator` as in `fields.OPERATORS`.

    `operands`: none for `is known` and `is unknown`, several for `in`, else one.
    """

    field: str
    operator: str
    operands: tuple[Operand, ...] = ()

    def __str__(self) -> str:
        """Return it as canonical text."""
        name = field_text(self.field)
        if not self.operands:
            return f"{name} {self.operator}"
        texts = [operand_text(operand) for operand in self.operands]
        if self.operator in SPANS:
            return f"{name} {self.operator} {texts[0]} days"
        shown = f"({', '.join(texts)})" if self.operator == "in" else texts[0]
        return f"{name} {self.operator} {shown}"


@dataclass(frozen=True, slots=True)
class Not:
    """Holds where the rule does not; unknown stays unknown."""

    rule: "Rule"

    def __str__(self) -> str:
        """Return it as canonical text."""
        return f"not {_inner(self.rule, plain=(Condition, Not))}"


@dataclass(frozen=True, slots=True)
class All:
    """Holds where every part does. Without parts it holds everywhere and reads `all`."""

    parts: tuple["Rule", ...] = ()

    def __post_init__(self) -> None:
        """Refuse a single part: it is the part itself."""
        if len(self.parts) == 1:
            raise DefinitionError("All needs no part or at least two.")

    def __str__(self) -> str:
        """Return it as canonical text."""
        if not self.parts:
            return "all"
        return " and ".join(_inner(part, plain=(Condition, Not)) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Any:
    """Holds where at least one part does."""

    parts: tuple["Rule", ...]

    def __post_init__(self) -> None:
        """Refuse fewer than two parts."""
        if len(self.parts) < 2:  # noqa: PLR2004
            raise DefinitionError("Any needs at least two parts.")

    def __str__(self) -> str:
        """Return it as canonical text."""
        return " or ".join(_inner(part, plain=(Condition, Not)) for part in self.parts)


Rule = Condition | Not | All | Any


def fields_of(rule: Rule) -> frozenset[str]:
    """Return the names of all fields that a rule asks for."""
    match rule:
        case Condition(field):
            return frozenset({field})
        case Not(inner):
            return fields_of(inner)
        case All(parts) | Any(parts):
            return frozenset().union(*map(fields_of, parts))


def segments_of(rule: Rule) -> tuple[str, ...]:
    """Return the names of the saved segments that a rule speaks of, in its order."""
    named = (c.operands for c in conditions_of(rule) if c.field == "segment")
    return tuple(dict.fromkeys(str(name) for names in named for name in names))


def conditions_of(rule: Rule) -> tuple[Condition, ...]:
    """Return the comparisons that a rule is made of, each once, in the order of its text."""
    match rule:
        case Condition():
            return (rule,)
        case Not(inner):
            return conditions_of(inner)
        case All(parts) | Any(parts):
            return tuple(dict.fromkeys(c for part in parts for c in conditions_of(part)))


def field_text(name: str) -> str:
    """Return a field's name as a rule writes it."""
    for prefix in PREFIXES:
        own = name.removeprefix(prefix)
        if own != name:
            return name if _is_bare(own) else prefix + quoted(own)
    return name


def operand_text(operand: Operand) -> str:
    """Return an operand as a rule writes it."""
    if isinstance(operand, str):
        return operand if _is_bare(operand) else quoted(operand)
    if isinstance(operand, bool):
        return "yes" if operand else "no"
    if isinstance(operand, date):
        return operand.isoformat()
    whole = float(operand).is_integer() and abs(operand) < _EXACT
    return str(int(operand)) if whole else repr(float(operand))


def quoted(text: str) -> str:
    """Return text in quotes, with quotes inside it escaped."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _is_bare(text: str) -> bool:
    return _BARE.fullmatch(text) is not None and text.casefold() not in KEYWORDS


def _inner(rule: Rule, plain: tuple[type, ...]) -> str:
    bare = isinstance(rule, plain) or rule == All()
    return str(rule) if bare else f"({rule})"
