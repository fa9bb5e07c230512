"""Company names as keys: the same company written in two ways has one key."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from lib.model.legal_forms import (
    ANDS,
    BRANCH_END_CJK,
    GROUP_WORDS,
    LEGAL_BRACKETS,
    LEGAL_END_CJK,
    LEGAL_ENDS,
    LEGAL_START_CJK,
    LEGAL_STARTS,
    PLACE_END_CJK,
    PLACE_START_CJK,
)
from lib.model.words import plain_letters, visible

_BRACKETS = re.compile(r"[()\[\]{}<>【】〔〕「」『』《》〈〉]")
_IN_BRACKETS = re.compile(r"[(\[{<【〔「『《〈][^)\]}>】〕」』》〉]*[)\]}>】〕」』》〉]?")
_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_DOTTED = re.compile(r"(?<=\b[^\W\d_])\.(?=[^\W\d_]\b)")  # S.p.A., U.S.
_AND = re.compile(r"[&＆]")
_WORD = re.compile(r"[^\W_]+")
_LONGEST_FORM = 4  # words in the longest legal form
_REMEMBERED = 1 << 17
# Letters of other alphabets that look like Latin ones; only read so inside a Latin word.
_LOOKALIKES = str.maketrans("асеорхуіјѕԁһӏкмтвнαβεικνορτυχ", "aceopxyijsdhlkmtbhabeiknoptux")
_LATIN, _OTHER = re.compile(r"[a-z]"), re.compile(r"[\u0370-\u052f]")


@lru_cache(_REMEMBERED)
def name_key(name: str) -> str:
    """Return a company name without legal form, width, case, punctuation, accents, blanks.

    Places and branches stay: Acme Beijing is not Acme Shanghai.

    >>> name_key("The ACME Corp., Ltd."), name_key("Ａｃｍｅ"), name_key("雲杉科技（北京）有限公司")
    ('acme', 'acme', '云杉科技北京')
    """
    text = _folded(name)
    parts = _BRACKETS.split(text)
    bare = "".join(
        _bare_part(part, first=n == 0) for n, part in enumerate(parts) if not _legal_bracket(part)
    )
    return bare or "".join(_WORD.findall(text))


@lru_cache(_REMEMBERED)
def core_key(name: str) -> str:
    """Return what is left of a name without brackets, places, branches and words for groups.

    Names with one core may be one company or companies of one group: people decide.

    >>> core_key("云杉科技（上海）分公司") == core_key("北京云杉科技集团有限公司") == "云杉科技"
    True
    """
    text = _folded(name)
    outside = _IN_BRACKETS.sub(" ", text)
    words = _words(outside) or _words(text)
    core = "".join(map(_latin, _without_group_words(words)))
    return _bare_cjk_core(core) or name_key(name)


def has_legal_form(name: str) -> bool:
    """Say whether a name ends or begins as only companies' names do.

    >>> [has_legal_form(name) for name in ("Acme Ltd.", "北京示例科技有限公司", "Log-ins")]
    [True, True, False]
    """
    return name_key(name) != "".join(_WORD.findall(_folded(name)))


def _folded(name: str) -> str:
    text = visible(unicodedata.normalize("NFKC", name).casefold())
    return _AND.sub(" and ", _DOTTED.sub("", _APOSTROPHES.sub("", plain_letters(text))))


def _legal_bracket(part: str) -> bool:
    return part.strip() in LEGAL_BRACKETS


def _bare_part(part: str, *, first: bool) -> str:
    words = _words(part)
    if first and len(words) > 1 and words[0] == "the":
        words = words[1:]
    return "".join(words)


def _words(text: str) -> list[str]:
    """Return the words of a text without the legal forms at its ends."""
    words = ["and" if word in ANDS else word for word in _WORD.findall(text)]
    if len(words) > 1 and words[0] in LEGAL_STARTS:
        words = words[1:]
    return list(_without_legal_cjk(_without_legal_end(words)))


def _without_legal_end(words: list[str]) -> list[str]:
    length = _legal_length(words)
    if not length:
        return words
    rest = words[:-length]
    while rest and rest[-1] == "and":
        rest = rest[:-1]
    return _without_legal_end(rest)


def _legal_length(words: list[str]) -> int:
    """Return how many words at the end make a legal form."""
    for length in range(min(_LONGEST_FORM, len(words)), 0, -1):
        if " ".join(words[-length:]) in LEGAL_ENDS:
            return length
    return 0


def _without_legal_cjk(words: list[str]) -> Iterator[str]:
    for word in words:
        if word.isascii():
            yield word
            continue
        bare = LEGAL_START_CJK.sub("", word)
        while (shorter := LEGAL_END_CJK.sub("", bare)) != bare:
            bare = shorter
        if bare:
            yield bare


def _without_group_words(words: list[str]) -> list[str]:
    while len(words) > 1 and (words[-1] in GROUP_WORDS or words[-1] in LEGAL_ENDS):
        words = words[:-1]
    return words[1:] if len(words) > 1 and words[0] == "the" else words


def _latin(word: str) -> str:
    mixed = _LATIN.search(word) and _OTHER.search(word)
    return word.translate(_LOOKALIKES) if mixed else word


def _bare_cjk_core(text: str) -> str:
    if text.isascii():
        return text
    before = ""
    while before != text:
        before = text
        for rule in (LEGAL_END_CJK, BRANCH_END_CJK, PLACE_END_CJK, PLACE_START_CJK):
            text = rule.sub("", text) or text
    return text
