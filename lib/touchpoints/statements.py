"""What a text tells a customer, clause by clause: about what, yes or no, which figures.

The rules are few and careful: a clause without negation, date, amount or term of time says
nothing that another could contradict.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lib.model.words import plain_letters

_CLAUSES = re.compile(r"[，,。；;！!？?：:\n]|\.(?=\s|$)|\s(?:and|but|while|whereas)\s")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATES = (
    re.compile(r"(?:\d{4}年)?(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})[日号])?"),
    re.compile(r"\d{4}[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"),
    re.compile(rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?![a-z])"),
    re.compile(rf"(?<![a-z]){_MONTH}\s+(?P<day>\d{{1,2}})(?!\d)"),
)
# A date is a promise only beside one of these: other dates tell when somebody met.
_PROMISED = re.compile(
    r"\b(?:by|until|before|from|will|ready|live|available|deliver\w*|releas\w*|due|launch\w*"
    r"|starts?|ends?)\b|前|起|上线|交付|开通|发布|完成|生效|到期|截止|开始"
)
_NUMBER = r"(\d+(?:\.\d+)?)"
_UNITS: Mapping[str, tuple[re.Pattern[str], ...]] = {
    "percent": (
        re.compile(rf"{_NUMBER}\s*(?:%|％|percent|per cent|个百分点)"),
        re.compile(r"百分之([一二三四五六七八九十\d]+)"),
        re.compile(r"\b(one|two|three|five|eight|ten|fifteen|twenty)\s+(?:percent|per cent)"),
        re.compile(r"([一二三四五六七八九\d.]+)折"),
    ),
    "money": (
        re.compile(rf"[$€£¥￥]\s*{_NUMBER}"),
        re.compile(rf"{_NUMBER}\s*(?:万元|万|元|usd|eur|cny|rmb|dollars|euros)"),
    ),
    "days": (re.compile(rf"{_NUMBER}\s*(?:个工作日|个自然日|天|working days?|days?)"),),
    "hours": (re.compile(rf"{_NUMBER}\s*(?:个?小时|hours?)"),),
    "weeks": (re.compile(rf"{_NUMBER}\s*(?:周|个星期|weeks?)"),),
    "months": (re.compile(rf"{_NUMBER}\s*(?:个月|months?)"),),
}
_NOT = re.compile(
    r"\b(?:not|cannot|can't|won't|don't|doesn't|isn't|aren't|never|no longer|unable"
    r"|unavailable|impossible|unsupported)\b"
    r"|不再|不能|不会|不做|不支持|不提供|不包含|不包括|不可以|不可|不行|不需要|不用|无法|没有|尚未|还没|未能|暂无"
)
_YES = re.compile(
    r"\b(?:can|will|works?|comes?|included?|includes|supported|supports?|available|possible"
    r"|free|already|covers?|covered|has|have)\b"
    r"|可以|就会|会有|能够|能|已经|已|支持|提供|包含|包括|免费|上线|开放|具备|满足"
)
_STAYS = re.compile(r"不变|维持|保持|照旧|\b(?:stays?|unchanged|remains?|same)\b")
_CHANGES = re.compile(
    r"上调|上涨|涨价|提高|下调|降低|取消"
    r"|\b(?:ris(?:es?|ing)|increas\w*|go(?:es)? up|drops?|falls?|lowered|raised|cancell?ed)\b"
)
# They said it, we noted it: no statement of ours.
_THEIRS = re.compile(r"^(?:they|their|the customer|customer)\b|^(?:客户|对方)(?!经理)")
_FILLER = re.compile(
    r"\b(?:the|this|that|with|told|them|wrote|said|explained|sent|asked|phone|mail|site|for|and"
    r"|are|was|were|has|have|had|been|its|their|they|our|you|your|does|did|next|year|from|into"
    r"|extra|only|already|yet|just|also|will|can|be|is|it|on|at|to|of|in|by|an?)\b"
    r"|已经|还|就|也|都|另外|今年|明年|下个|本月|下月|目前|现在|告知|说明|答复|邮件|电话|微信"
)
_YES_FILLER = re.compile(r"可以|能够|就会|会有")  # left out where they stand, not apart
_WORD = re.compile(r"[a-z]{3,}")
_CJK = re.compile(r"[\u2e80-\u9fff]+")
_STEM = 5
_LEAST_SHARED = {"words": 2, "pairs": 3}
_LEAST_SHARE = 0.5
_SURE_SHARE = 0.75


@dataclass(frozen=True, slots=True)
class Statement:
    """One clause: its words as they stand, what it is about, and what it says of it."""

    text: str
    about: frozenset[str]
    negated: bool
    affirmed: bool
    stays: bool
    changes: bool
    values: Mapping[str, frozenset[str]]


def statements(text: str) -> tuple[Statement, ...]:
    """Return the clauses of a text that say something of ours that could be contradicted.

    >>> [s.negated for s in statements("Seats can be reduced, but seats cannot be shared.")]
    [False, True]
    """
    found = []
    for clause in _CLAUSES.split(_THOUSANDS.sub("", text)):
        plain = plain_letters(clause.strip().casefold())
        if not plain or _THEIRS.search(plain):
            continue
        about = _about(plain)
        if about:
            found.append(_read(clause.strip(), plain, about))
    return tuple(found)


def clash(one: tuple[Statement, ...], other: tuple[Statement, ...]) -> tuple[str, str, str] | None:
    """Return in what two texts differ (yes_no, date, amount), and the two clauses; else None."""
    for a in one:
        for b in other:
            if not _same_matter(a, b):
                continue
            what = _differs(a, b, one, other)
            if what is not None:
                return what, a.text, b.text
    return None


def _read(text: str, plain: str, about: frozenset[str]) -> Statement:
    negated = _NOT.search(plain) is not None
    values = {unit: _values(patterns, plain) for unit, patterns in _UNITS.items()}
    values["date"] = frozenset(_dates(plain)) if _PROMISED.search(plain) else frozenset()
    return Statement(
        text=text,
        about=about,
        negated=negated,
        affirmed=not negated and _YES.search(plain) is not None,
        stays=_STAYS.search(plain) is not None,
        changes=_CHANGES.search(plain) is not None,
        values={unit: found for unit, found in values.items() if found},
    )


def _about(plain: str) -> frozenset[str]:
    """Return word stems and character pairs without figures, negation and filler."""
    bare = plain
    for pattern in (*_DATES, *(p for ps in _UNITS.values() for p in ps), _NOT, _FILLER):
        bare = pattern.sub(" ", bare)
    bare = _YES_FILLER.sub("", bare)
    stems = {word[:_STEM] for word in _WORD.findall(bare)}
    pairs = {run[n : n + 2] for run in _CJK.findall(bare) for n in range(len(run) - 1)}
    return frozenset(stems | pairs)


def _same_matter(a: Statement, b: Statement) -> bool:
    shared = a.about & b.about
    pairs = sum(not word.isascii() for word in shared)
    enough = pairs >= _LEAST_SHARED["pairs"] or len(shared) - pairs >= _LEAST_SHARED["words"]
    return enough and _overlap(a, b) >= _LEAST_SHARE


def _overlap(a: Statement, b: Statement) -> float:
    return len(a.about & b.about) / min(len(a.about), len(b.about))


def _differs(
    a: Statement, b: Statement, one: tuple[Statement, ...], other: tuple[Statement, ...]
) -> str | None:
    if a.negated != b.negated and (a.affirmed or b.affirmed or _overlap(a, b) >= _SURE_SHARE):
        return "yes_no"
    if (a.stays and b.changes) or (a.changes and b.stays):
        return "yes_no"
    for unit in a.values.keys() & b.values.keys():
        if not (a.values[unit] & _all(other, unit)) and not (b.values[unit] & _all(one, unit)):
            return "date" if unit == "date" else "amount"
    return None


def _all(said: tuple[Statement, ...], unit: str) -> frozenset[str]:
    return frozenset().union(*(s.values.get(unit, frozenset()) for s in said))


def _values(patterns: tuple[re.Pattern[str], ...], plain: str) -> frozenset[str]:
    found = {value for pattern in patterns for value in pattern.findall(plain)}
    return frozenset(value.rstrip("0").rstrip(".") if "." in value else value for value in found)


def _dates(plain: str) -> Iterator[str]:
    """Yield month and day of each date; a month alone is a date too."""
    for pattern in _DATES:
        for match in pattern.finditer(plain):
            parts = match.groupdict()
            name = parts.get("name")
            month = _MONTHS.index(name) + 1 if name else int(parts["month"])
            yield f"{month}-{int(parts['day'] or 0)}"
