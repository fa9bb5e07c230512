"""Words that tell a group of texts from the others: class-based TF-IDF (Grootendorst 2022)."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from lib.themes.clean import language

if TYPE_CHECKING:
    from lib.themes.discover import Proposal

_WORDS = 4
_LEAST_SEEN = 3
_ENGLISH = re.compile(r"[a-z][a-z'-]{2,}")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_SIZES = (4, 3, 2)  # Chinese words are taken from characters: no word list is needed


def named(groups: Sequence[tuple["Proposal", Iterable[str]]]) -> list["Proposal"]:
    """Return each group with its telling words in both languages, the most telling first."""
    counts = [_counted(texts) for _, texts in groups]
    return [
        replace(one, words_en=_telling(counts, n, "en"), words_zh=_telling(counts, n, "zh"))
        for n, (one, _) in enumerate(groups)
    ]


def _counted(texts: Iterable[str]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {"en": Counter(), "zh": Counter()}
    for text in texts:
        lang = language(text)
        found[lang].update(set(_grams(text) if lang == "zh" else _english(text)))
    return found


def _english(text: str) -> list[str]:
    return [word for word in _ENGLISH.findall(text.casefold()) if word not in ENGLISH_STOP_WORDS]


def _grams(text: str) -> list[str]:
    runs = _HAN.findall(text)
    return [
        run[at : at + size] for run in runs for size in _SIZES for at in range(len(run) - size + 1)
    ]


def _telling(counts: Sequence[dict[str, Counter[str]]], n: int, lang: str) -> tuple[str, ...]:
    whole: Counter[str] = Counter()
    for one in counts:
        whole.update(one[lang])
    mean = sum(whole.values()) / max(len(counts), 1)
    own = counts[n][lang]
    scores = {
        word: seen * np.log1p(mean / whole[word]) * np.sqrt(len(word))
        for word, seen in own.items()
        if seen >= _LEAST_SEEN
    }
    ranked = sorted(scores, key=lambda word: (-scores[word], word))
    kept: list[str] = []
    for word in ranked:
        if not any(word in other or other in word or _laps(word, other) for other in kept):
            kept.append(word)
        if len(kept) == _WORDS:
            break
    return tuple(kept)


def _laps(one: str, other: str) -> bool:
    """Say whether two Chinese pieces are cut from one run: the end of one begins the other."""
    if one.isascii():
        return False
    return one[:2] == other[-2:] or other[:2] == one[-2:]
