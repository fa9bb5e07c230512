"""What is remembered of a file somebody has confirmed, and what has changed in the next one."""

import hashlib
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from lib.ingest.answers import DATES, DECIMAL, KIND
from lib.ingest.issues import Issue, note
from lib.ingest.names.concepts import concepts
from lib.ingest.names.headings import known_headings, normalised
from lib.ingest.names.mapping import Mapped
from lib.ingest.sheet import Sheet
from lib.locale import Message, joined, msg
from lib.model import KINDS

_SIGNATURE_LENGTH = 32
_LIKE, _SHORTEST = 80, 4  # of 100: how alike two names of one column are
_SAME_MEANING, _SAME_FIELD = 300.0, 200.0
_KEPT = (DATES, DECIMAL)  # what a source writes the same way every month

_ENDINGS = re.compile(r"(?:\.(?:csv|tsv|txt|tab|xlsx?|xlsm|xlsb|ods|gz|zip))+$", re.IGNORECASE)
_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    "oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_DATED = re.compile(
    rf"""\d{{4}}\s*年(?:\s*\d{{1,2}}\s*月)?(?:\s*\d{{1,2}}\s*日)?|\d{{1,2}}\s*月(?:\s*\d{{1,2}}\s*日)?
    |第?[一二三四1-4]季度|(?<![a-z0-9])(?:q[1-4]|(?:kw|cw|w|week)\s?\d{{1,2}})(?![a-z0-9])
    |(?<![a-z])(?:{_MONTHS})(?![a-z])
    |(?<![a-z0-9])\d{{8}}t?\d{{0,6}}z?(?![a-z0-9])|\d+""",
    re.VERBOSE,
)
_COPIES = re.compile(
    r"(?<![a-z])(?:copy(?: of)?|final|export(?:ed)?|new|v)(?![a-z])|副本|最终版|导出|最新|版本"
)
_SEPARATORS = re.compile(r"[\s_\-.,()\[\]{}（）【】#+~&@:]+")


def signature(headings: Sequence[str]) -> str:
    """Return what files with these headings have in common, whatever their order and spelling.

    >>> signature(["Account ID", "MRR"]) == signature(["mrr", "account_id"])
    True
    """
    text = "\n".join(sorted(map(normalised, headings)))
    return hashlib.sha256(text.encode()).hexdigest()[:_SIGNATURE_LENGTH]


def source(file: str) -> str:
    """Return a file's name without days, counters and endings: what next month's is called too.

    >>> [source(f) for f in ("Accounts_2026-10-31 (2).csv.gz", "客户导出2026年10月.xlsx")]
    ['accounts', '客户']
    """
    name = re.split(r"[\\/]", unicodedata.normalize("NFKC", file))[-1].casefold()
    name = _ENDINGS.sub("", name)
    bare = _COPIES.sub(" ", _SEPARATORS.sub(" ", _DATED.sub(" ", name)))
    return " ".join(bare.split()) or " ".join(_SEPARATORS.sub(" ", name).split()) or name


@dataclass(frozen=True, slots=True)
class Drift:
    """How the headings of a known source have changed.

    `renamed` are pairs that are probably one column, old name first; they are neither in
    `added` nor in `missing`.
    """

    added: tuple[str, ...]
    missing: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        """Whether anything has changed."""
        return bool(self.added or self.missing or self.renamed)


def drift(known: Sequence[str], now: Sequence[str]) -> Drift:
    """Compare the headings of a source with those that it had; order and spelling do not count."""
    before, after = {normalised(h) for h in known}, {normalised(h) for h in now}
    missing = [h for h in dict.fromkeys(known) if normalised(h) not in after]
    added = [h for h in dict.fromkeys(now) if normalised(h) not in before]
    renamed = _renamed(missing, added)
    old, new = {pair[0] for pair in renamed}, {pair[1] for pair in renamed}
    return Drift(
        added=tuple(h for h in added if h not in new),
        missing=tuple(h for h in missing if h not in old),
        renamed=renamed,
    )


def _renamed(missing: Sequence[str], added: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Pair headings that mean or spell nearly the same, the likeliest first."""
    pairs = [(_likeness(old, new), old, new) for old in missing for new in added]
    found: dict[str, str] = {}
    for likeness, old, new in sorted(pairs, key=lambda pair: -pair[0]):
        if likeness >= _LIKE and old not in found and new not in found.values():
            found[old] = new
    return tuple((old, found[old]) for old in missing if old in found)


def _likeness(old: str, new: str) -> float:
    one, other = normalised(old), normalised(new)
    ratio = fuzz.ratio(one, other)
    if concepts(one) == concepts(other) and concepts(one):
        return _SAME_MEANING + ratio
    if _fields(one) & _fields(other):
        return _SAME_FIELD + ratio
    return ratio if min(len(one), len(other)) >= _SHORTEST else 0.0


def _fields(heading: str) -> set[str]:
    return {known.field for known in known_headings().get(heading, ())}


def to_remember(
    sheet: Sheet, mapping: Sequence[Mapped], answers: Mapping[str, str]
) -> dict[str, str]:
    """Return the answers that make a sheet with these headings be read the same way again."""
    said = {each.column: _answer(each) for each in mapping if each.column in sheet.columns}
    kinds = {text.partition(".")[0] for text in said.values()} & set(KINDS)
    kind = {KIND: kinds.pop()} if len(kinds) == 1 else {}
    kept = {key: answers[key] for key in _KEPT if key in answers and key not in sheet.columns}
    return {**kind, **kept, **said}


def _answer(mapped: Mapped) -> str:
    if mapped.field is None:
        return "skip"
    return "custom" if mapped.is_custom else mapped.field


def changed(
    name: str, found: Drift, since: date | str, mapped: Collection[str]
) -> tuple[Issue, ...]:
    """Return what to say of a known source with other headings.

    `mapped` are the headings that fill fields: to lose one of those is a warning.
    """
    if not found:
        return ()
    message = msg(
        "The headings of '{source}' have changed since {day}: {changes}.",
        source=name,
        day=str(since),
        changes=joined(_changes(found)),
    )
    is_loss = set(found.missing) & set(mapped)
    column = next((h for h in found.missing if h in is_loss), None)
    return (note("headings_changed", "warning" if is_loss else "info", message, column),)


def _changes(found: Drift) -> list[Message]:
    said = [msg("'{column}' is missing", column=heading) for heading in found.missing]
    said += [msg("'{column}' is new", column=heading) for heading in found.added]
    said += [msg("'{old}' is probably '{new}' now", old=old, new=new) for old, new in found.renamed]
    return said
