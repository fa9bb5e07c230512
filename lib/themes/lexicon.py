"""Concepts of business software with their words in both languages: what texts share.

A Chinese and an English text have no characters in common; through the table they have the
concept in common (`login`: "log in", "登录"). The table is data/lexicon.tsv: a theme that the
concept speaks for (or none), the concept, English words (a last `*` stands for any ending),
Chinese words.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse

from lib.model.words import simplified

DATA = Path(__file__).with_name("data")
_WORD = re.compile(r"[a-z0-9][a-z0-9.&+'-]*")
_MOST_WORDS = 4
_LEAST_STEM = 3


@dataclass(frozen=True)
class Concept:
    """A concept and its words; `theme` is "" where it speaks for none."""

    theme: str
    name: str
    en: tuple[str, ...]
    zh: tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """The concepts, and where each word leads."""

    concepts: tuple[Concept, ...]
    words: Mapping[str, tuple[int, ...]]
    stems: Mapping[str, tuple[int, ...]]
    characters: Mapping[str, tuple[int, ...]]

    def found_in(self, text: str) -> Iterator[int]:
        """Yield the number of each concept for each of its words in a text.

        Of words that lie in one another the longest counts ("log in", not "log").
        """
        low = simplified(text).casefold()
        yield from self._english(_WORD.findall(low))
        if not low.isascii():
            yield from self._chinese(low)

    def counts(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """Return text × concept: how often each concept is met."""
        numbers: list[int] = []
        ends = np.zeros(len(texts) + 1, dtype=np.int64)
        for place, text in enumerate(texts):
            numbers.extend(self.found_in(text))
            ends[place + 1] = len(numbers)
        ones: npt.NDArray[np.float32] = np.ones(len(numbers), dtype=np.float32)
        shape = (len(texts), len(self.concepts))
        found = sparse.csr_matrix((ones, np.array(numbers, dtype=np.int64), ends), shape=shape)
        found.sum_duplicates()
        return found

    def _english(self, words: list[str]) -> Iterator[int]:
        place = 0
        while place < len(words):
            step, numbers = self._longest(words, place)
            yield from numbers
            place += step

    def _longest(self, words: list[str], place: int) -> tuple[int, tuple[int, ...]]:
        for n in range(min(_MOST_WORDS, len(words) - place), 0, -1):
            numbers = self._meant(" ".join(words[place : place + n]).strip(".-'"))
            if numbers:
                return n, numbers
        return 1, ()

    def _meant(self, phrase: str) -> tuple[int, ...]:
        exact = self.words.get(phrase)
        if exact is not None:
            return exact
        for end in range(len(phrase), _LEAST_STEM - 1, -1):
            numbers = self.stems.get(phrase[:end])
            if numbers is not None and " " not in phrase[end:]:
                return numbers
        return ()

    def _chinese(self, text: str) -> Iterator[int]:
        longest = max(map(len, self.characters))
        place = 0
        while place < len(text):
            if text[place].isascii():
                place += 1
                continue
            for n in range(longest, 0, -1):
                numbers = self.characters.get(text[place : place + n])
                if numbers is not None:
                    yield from numbers
                    break
            place += n


@cache
def lexicon() -> Lexicon:
    """Return the table, read once."""
    concepts = tuple(_concepts())
    words: dict[str, tuple[int, ...]] = {}
    stems: dict[str, tuple[int, ...]] = {}
    characters: dict[str, tuple[int, ...]] = {}
    for number, concept in enumerate(concepts):
        for form in concept.en:
            where = stems if form.endswith("*") else words
            key = form.removesuffix("*")
            where[key] = (*where.get(key, ()), number)
        for form in concept.zh:
            characters[form] = (*characters.get(form, ()), number)
    ascii_words = {form: found for form, found in characters.items() if form.isascii()}
    han = {form: found for form, found in characters.items() if not form.isascii()}
    return Lexicon(concepts, {**ascii_words, **words}, stems, han)


def _concepts() -> Iterator[Concept]:
    for line in (DATA / "lexicon.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        theme, name, en, zh = line.split("\t")
        yield Concept(theme, name, tuple(en.split("|")), tuple(zh.split("|")))
