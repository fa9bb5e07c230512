"""Texts as numbers, by characters of their own language and concepts that both share.

What a text becomes depends on the sentences that the space was made from, and on no other
text: more texts move nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.feature_extraction.text import TfidfTransformer, TfidfVectorizer
from sklearn.preprocessing import normalize

from lib.model.words import simplified
from lib.themes.clean import language
from lib.themes.lexicon import lexicon

CHARACTERS = "characters"  # the engine that always works
_GRAMS = {"zh": ("char", (1, 2)), "en": ("char_wb", (3, 5))}


Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Space:
    """A space of texts: one block of character n-grams a language, one of shared concepts.

    An n-gram counts that stands in `least` of the sentences: in one of them to learn from few
    labels, in two to find groups, which what stands in one text alone can only blur.
    """

    sentences: tuple[str, ...]
    least: int = 1
    name = CHARACTERS

    def vectors(self, texts: Sequence[str], concepts_count: float = 1.0) -> sparse.csr_matrix:
        """Return text × feature: both languages' n-grams, then the concepts."""
        languages = np.array([language(text) for text in texts], dtype="<U2")
        blocks = [self._characters(texts, languages, lang) for lang in _GRAMS]
        concepts = sparse.csr_matrix(self.concepts(texts, languages) * np.float32(concepts_count))
        return sparse.csr_matrix(sparse.hstack([*blocks, concepts]))

    def concepts(self, texts: Sequence[str], languages: npt.NDArray[np.str_]) -> Floats:
        """Return text × concept, each language centred on what is usual in it."""
        weighed = self._weighed(texts)
        found: Floats = weighed.toarray().astype(np.float32)
        for lang, centre in self._centres.items():
            here = languages == lang
            found[here] -= centre
        return found

    def _weighed(self, texts: Sequence[str]) -> sparse.csr_matrix:
        counts = lexicon().counts(texts)
        return normalize(self._idf.transform(counts))

    def _characters(
        self, texts: Sequence[str], languages: npt.NDArray[np.str_], lang: str
    ) -> sparse.csr_matrix:
        """Return the block of one language; rows of the other are empty."""
        here = np.flatnonzero(languages == lang)
        maker = self._grams[lang]
        shape = (len(texts), len(maker.vocabulary_))
        if not len(here):
            return sparse.csr_matrix(shape, dtype=np.float32)
        made = maker.transform([_folded(texts[place]) for place in here.tolist()])
        lengths = np.zeros(len(texts), dtype=np.int64)
        lengths[here] = np.diff(made.indptr)
        ends = np.concatenate([[0], np.cumsum(lengths)])
        return sparse.csr_matrix((made.data, made.indices, ends), shape=shape)

    @cached_property
    def _languages(self) -> npt.NDArray[np.str_]:
        return np.array([language(text) for text in self.sentences], dtype="<U2")

    @cached_property
    def _idf(self) -> TfidfTransformer:
        return TfidfTransformer().fit(lexicon().counts(self.sentences))

    @cached_property
    def _centres(self) -> dict[str, Floats]:
        weighed = self._weighed(self.sentences)
        return {
            lang: np.asarray(weighed[self._languages == lang].mean(axis=0), dtype=np.float32)[0]
            for lang in _GRAMS
            if (self._languages == lang).any()
        }

    @cached_property
    def _grams(self) -> dict[str, TfidfVectorizer]:
        found = {}
        for lang, (analyzer, sizes) in _GRAMS.items():
            own = [
                _folded(text)
                for text, known in zip(self.sentences, self._languages, strict=True)
                if known == lang
            ]
            maker = TfidfVectorizer(
                analyzer=analyzer,
                ngram_range=sizes,
                min_df=min(self.least, max(len(own), 1)),
                sublinear_tf=True,
                dtype=np.float32,
            )
            found[lang] = maker.fit(own or [lang])
        return found


def _folded(text: str) -> str:
    return simplified(text).casefold()
