"""Values of one field that may be one word: proposed with a reason, never put together unasked."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lib.locale import Message, msg
from lib.model.near import near_words
from lib.model.words import bare_word, simplified, spelling

REASONS: Mapping[str, Message] = {
    "spelling": msg("They differ only by case, width or blanks."),
    "letters": msg("They differ only by punctuation, accents, or traditional characters."),
    "ending": msg("They differ only by singular and plural, or by a general ending."),
    "typo": msg("They differ by one letter."),
}
_SHORTEST = 5  # letters; in shorter words one letter is a lot
_SHORTEST_PLURAL = 4
_ENDINGS = re.compile(r"(?<=..)(?:行业|产业|领域|部门|类型|业务|业|类|型|部)$")
_PLURALS = (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"))


@dataclass(frozen=True, slots=True)
class Word:
    """A value as it stands in the data: how many rows have it, whether it is known."""

    text: str
    n_rows: int
    known: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """`spelling` may mean `value`, for the reason of that code."""

    spelling: str
    value: str
    reason: str


def proposals(words: Sequence[Word], choices: Mapping[str, str]) -> list[Proposal]:
    """Return what might be put together; each spelling once, into a known or commoner value.

    `choices` maps further spellings to known values that need not stand in the data. Two
    known values are words of their own and are left alone.
    """
    found: dict[str, Proposal] = {}
    for one, other, reason in (*_same_root(words), *_typos(words)):
        lesser, greater = sorted((one, other), key=_rank, reverse=True)
        if not lesser.known:
            found.setdefault(lesser.text, Proposal(lesser.text, greater.text, reason))
    for proposal in _near_choices(words, choices):
        found[proposal.spelling] = proposal
    return _straightened(found)


def _rank(word: Word) -> tuple[bool, int, bool, bool, str]:
    """Order words by how likely they are what is meant: known, common, plainly written."""
    text = word.text
    shouted = len(text) > _SHORTEST_PLURAL and text.isupper()
    return (not word.known, -word.n_rows, text != simplified(text), shouted, text)


def _same_root(words: Sequence[Word]) -> Iterable[tuple[Word, Word, str]]:
    groups: defaultdict[str, list[Word]] = defaultdict(list)
    for word in words:
        groups[_root(word.text)].append(word)
    for members in groups.values():
        first, *others = sorted(members, key=_rank)
        yield from ((first, other, _reason(first.text, other.text)) for other in others)


def _reason(one: str, other: str) -> str:
    if spelling(one) == spelling(other):
        return "spelling"
    return "letters" if bare_word(one) == bare_word(other) else "ending"


def _root(text: str) -> str:
    """Return a word without plural or general ending.

    >>> _root("Technologies") == _root("technology"), _root("制造业") == _root("製造")
    (True, True)
    """
    word = bare_word(text) or text
    if not word.isascii():
        return _ENDINGS.sub("", word)
    if len(word) < _SHORTEST_PLURAL or word.endswith(("ss", "us", "is")):
        return word
    for plural, singular in _PLURALS:
        if word.endswith(plural):
            return word.removesuffix(plural) + singular
    return word.removesuffix("s")


def _typos(words: Sequence[Word]) -> Iterable[tuple[Word, Word, str]]:
    by_word: dict[str, Word] = {}
    for word in sorted(words, key=_rank):
        by_word.setdefault(bare_word(word.text), word)
    for one, other in near_words(by_word, _SHORTEST):
        yield by_word[one], by_word[other], "typo"


def _near_choices(words: Sequence[Word], choices: Mapping[str, str]) -> Iterable[Proposal]:
    meant = {bare_word(text): value for text, value in choices.items()}
    roots = {_root(text): value for text, value in choices.items()}
    unknown = {bare_word(word.text): word.text for word in words if not word.known}
    for key, text in unknown.items():
        value = meant.get(key) or roots.get(_root(text))
        if value is not None:
            yield Proposal(text, value, "letters" if key in meant else "ending")
    for pair in near_words({*meant, *unknown}, _SHORTEST):
        for one, other in (pair, pair[::-1]):
            if one in unknown and other in meant and one not in meant:
                yield Proposal(unknown[one], meant[other], "typo")


def _straightened(found: Mapping[str, Proposal]) -> list[Proposal]:
    """Let each proposal lead to where a chain of them ends; a circle is cut at its start."""
    straight = []
    for proposal in found.values():
        value, seen = proposal.value, {proposal.spelling}
        while value in found and value not in seen:
            seen.add(value)
            value = found[value].value
        if value != proposal.spelling:
            straight.append(Proposal(proposal.spelling, value, proposal.reason))
    return sorted(straight, key=lambda proposal: (proposal.value, proposal.spelling))
