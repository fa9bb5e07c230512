"""The text of a rule into its words: what is compared with what, and how it is joined.

Full-width signs and Chinese words are read like the English ones. Nothing here knows which
fields exist; `rules` gives the words their meaning.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import pyparsing as pp

from lib.errors import DeskError
from lib.locale import Count, msg
from lib.segments.rule import PREFIXES

MAX_LENGTH = 4000
MAX_DEPTH = 12  # parentheses inside parentheses; people use two
_QUOTED = r'"(?:[^"\\]|\\.)*"|“[^”]*”|「[^」]*」|＂[^＂]*＂|\'[^\']*\'|‘[^’]*’'
_QUOTED_PART = re.compile(f"({_QUOTED})", re.DOTALL)
_NARROW = str.maketrans("（）＝＜＞！，、；\u3000", "()=<>!,,; ")
_WORDS = {
    "and": ("and", "且", "并且", "並且"),
    "or": ("or", "或", "或者"),
    "not": ("not", "非", "不是"),
    "in": ("in", "属于", "屬於"),
    "contains": ("contains", "包含"),
    "before": ("before", "早于", "早於"),
    "after": ("after", "晚于", "晚於"),
    "is": ("is", "为", "為", "是"),
    "known": ("known", "已知"),
    "unknown": ("unknown", "未知"),
    "all": ("all", "全部"),
}
_SPANS = {
    "in last": r"(in\s+|属于\s*)?(the\s+)?(last(?!\w)|最近|过去|過去)",
    "in next": r"((in\s+|属于\s*)?(the\s+)?(next(?!\w)|未来|未來|今后)|within(?!\w))",
    "older than": r"(older\s+than(?!\w)|超过|超過)",
}
_DAYS = r"(days?|天|日)(?![a-z_])(内|前)?"
_SIGNS = {"≥": ">=", "≤": "<=", "≠": "!=", "==": "=", "<>": "!="}


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison as written: `position` counts characters from 1."""

    position: int
    field: str
    operator: str
    operands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Joint:
    """Parts joined by `and` or `or`, or one part after `not`; `all` has no parts."""

    word: str
    parts: tuple["Node", ...]


Node = Comparison | Joint


def nodes(text: str) -> Node:
    """Return what a rule's text says; DeskError with the position where it cannot be read."""
    plain = _plain(text)
    _check_size(plain)
    try:
        return _grammar().parse_string(plain, parse_all=True)[0]
    except pp.ParseBaseException as error:
        raise DeskError(
            "bad_rule",
            msg(
                "The rule cannot be read from character {position} on: '{rest}'.",
                position=Count(error.loc + 1),
                rest=text[error.loc : error.loc + 30] or "…",
            ),
            msg(
                "Write it like this: {example}. "
                "Put names and values with spaces or signs in quotes.",
                example='tag = "key account" and maturity_level in (medium, high)',
            ),
        ) from None


def _plain(text: str) -> str:
    """Return the text with full-width signs made narrow outside quotes, at the same places."""
    parts = _QUOTED_PART.split(text)
    return "".join(p if n % 2 else p.translate(_NARROW) for n, p in enumerate(parts))


def _check_size(text: str) -> None:
    bare = _QUOTED_PART.sub("", text)
    depth = deepest = 0
    for sign in bare:
        depth += (sign == "(") - (sign == ")")
        deepest = max(deepest, depth)
    in_a_row = re.search(rf"(\bnot\s+){{{MAX_DEPTH},}}", bare, re.IGNORECASE)
    if len(text) > MAX_LENGTH or deepest > MAX_DEPTH or in_a_row:
        raise DeskError(
            "rule_too_long",
            msg(
                "The rule is too long or too deeply nested (at most {n} characters and {depth}"
                " parentheses inside one another).",
                n=Count(MAX_LENGTH),
                depth=Count(MAX_DEPTH),
            ),
        )


@cache
def _grammar() -> pp.ParserElement:
    """Return the parser of a rule. `not` binds tighter than `and`, and that than `or`."""
    # Without it, parentheses double the work with each level.
    pp.ParserElement.enable_packrat()
    word = {name: _word(name) for name in _WORDS}
    reserved = pp.MatchFirst(list(word.values()))
    quoted = pp.Regex(_QUOTED, re.DOTALL).set_parse_action(lambda found: _unquoted(found[0]))
    own = pp.MatchFirst([pp.CaselessLiteral(prefix) for prefix in PREFIXES]) + quoted
    own = own.leave_whitespace(recursive=False).set_parse_action("".join)
    field = own | quoted | (~reserved + pp.Regex(r"[^\W\d][\w.]*"))
    value = quoted | pp.Regex(r"[是否](?!\w)") | (~reserved + pp.Regex(r"[^\s()=<>!,;\"]+"))
    values = pp.Suppress("(") + pp.DelimitedList(value) + pp.Suppress(")")
    sign = pp.one_of([">=", "<=", "!=", "<>", "==", "=", "<", ">", "≥", "≤", "≠"])
    sign.set_parse_action(lambda found: _SIGNS.get(found[0], found[0]))
    equals = (word["is"] + ~(word["known"] | word["unknown"])).set_parse_action(lambda: "=")
    known = (word["is"] + word["not"] + word["unknown"]).set_parse_action(lambda: "is known")
    unknown = (word["is"] + word["not"] + word["known"]).set_parse_action(lambda: "is unknown")
    is_known = (pp.Optional(word["is"]) + word["known"]).set_parse_action(lambda: "is known")
    is_unknown = (pp.Optional(word["is"]) + word["unknown"]).set_parse_action(lambda: "is unknown")
    not_in = (word["not"] + word["in"]).set_parse_action(lambda: "not in")
    told = known | unknown | is_known | is_unknown
    one = (sign | word["contains"] | word["before"] | word["after"] | equals) + value
    several = (not_in | word["in"]) + values
    spans = _relative(word)
    comparison = (field + (told | spans | several | one)).set_parse_action(_comparison)
    everybody = word["all"].copy().add_parse_action(lambda: Joint("all", ()))
    return pp.infix_notation(  # type: ignore[no-untyped-call]
        everybody | comparison,
        [
            (word["not"], 1, pp.OpAssoc.RIGHT, _negated),
            (word["and"], 2, pp.OpAssoc.LEFT, _joined),
            (word["or"], 2, pp.OpAssoc.LEFT, _joined),
        ],
    )


def _relative(word: Mapping[str, pp.ParserElement]) -> pp.ParserElement:
    """Return a parser of days counted from the day that is looked at: `in last 90 days`.

    Its words are no keywords, so that a value may still be called `last`.
    """
    parts = []
    for operator, spellings in _SPANS.items():
        meant = pp.Regex(spellings, re.IGNORECASE).set_parse_action(pp.replace_with(operator))
        parts.append(meant + pp.Regex(r"\d+") + pp.Suppress(pp.Regex(_DAYS, re.IGNORECASE)))
    negated = (
        pp.Suppress(word["not"]) + pp.MatchFirst([p.copy() for p in parts])
    ).set_parse_action(lambda found: [f"not {found[0]}", found[1]])
    return negated | (pp.Optional(pp.Suppress(word["is"])) + pp.MatchFirst(parts))


def _word(name: str) -> pp.ParserElement:
    """Return a parser of a keyword in any of its spellings, as the English one."""
    spellings = "|".join(_WORDS[name])
    word = pp.Regex(rf"({spellings})(?!\w)", re.IGNORECASE)
    return word.set_parse_action(lambda: name)


def _unquoted(text: str) -> str:
    inner = text[1:-1]
    return re.sub(r"\\(.)", r"\1", inner, flags=re.DOTALL) if text[0] == '"' else inner


def _comparison(_text: str, place: int, found: pp.ParseResults) -> Node:
    field, operator, *operands = found
    if operator.startswith("not "):
        plain = operator.removeprefix("not ")
        return Joint("not", (Comparison(place + 1, field, plain, tuple(operands)),))
    return Comparison(place + 1, field, operator, tuple(operands))


def _negated(found: pp.ParseResults) -> Joint:
    return Joint("not", (found[0][-1],))


def _joined(found: pp.ParseResults) -> Joint:
    return Joint(found[0][1], tuple(found[0][0::2]))
