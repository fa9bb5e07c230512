"""Which theme a text has: logistic regression on vectors, learnt from examples.

What a text gets depends on the examples only, never on the other texts: new texts change no
old assignment.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from lib.themes.engines import Engine, Maker
from lib.themes.start import NONE
from lib.themes.vectors import Space

# Of the examples held out that get a theme, this share is right. Examples resemble one another:
# on texts in other words about 0.8 are right then (benchmarks/themes).
PRECISION = 0.9
_VERSION = 2  # raised whenever the same examples would give other themes
_PENALTY = 5.0
_STEPS = 400
_FOLDS = 3
_SEED = 6
_LEAST_SHARE = 0.15  # below this it is a guess, whatever the held-out examples say
_CHUNK = 5_000

Words = npt.NDArray[np.str_]
Numbers = npt.NDArray[np.float64]
Vectors = Any  # a sparse matrix or an array, as the engine has it


@dataclass(frozen=True, eq=False)
class ThemeModel:
    """A trained model; a text whose best theme is less probable than `threshold` has none.

    `precision` is the share of held-out examples above the threshold that were right,
    `covered` the share of them that lay above.
    """

    engine: Engine
    classes: tuple[str, ...]
    regression: LogisticRegression
    threshold: float
    precision: float
    covered: float

    def assigned(self, texts: Sequence[str]) -> pd.DataFrame:
        """Return `theme, probability` of each text, in its order; theme NONE: not assigned."""
        found = [self._chunk(texts[at : at + _CHUNK]) for at in range(0, len(texts), _CHUNK)]
        empty = pd.DataFrame({"theme": pd.Series(dtype="str"), "probability": np.empty(0)})
        return pd.concat(found, ignore_index=True) if found else empty

    def _chunk(self, texts: Sequence[str]) -> pd.DataFrame:
        chances = self.regression.predict_proba(self.engine.vectors(texts))
        best = chances.argmax(axis=1)
        probability = chances[np.arange(len(texts)), best]
        theme = np.array(self.classes, dtype="object")[best]
        theme[probability < self.threshold] = NONE
        return pd.DataFrame(
            {"theme": pd.Series(theme, dtype="str"), "probability": probability.astype(float)}
        )


def fingerprint(examples: pd.DataFrame, engine: str) -> str:
    """Return a name for what a model of these examples would say; another for any other."""
    rows = examples.sort_values(["theme", "text"], kind="stable")
    told = rows[["theme", "text", "weight"]].to_csv(index=False)
    return hashlib.sha256(f"{_VERSION}\n{engine}\n{told}".encode("utf-8", "replace")).hexdigest()[
        :16
    ]


def trained(examples: pd.DataFrame, make: Maker = Space) -> ThemeModel:
    """Return the model of `theme, text, weight`; the order of the rows does not matter."""
    rows = examples.sort_values(["theme", "text"], kind="stable").reset_index(drop=True)
    texts, themes = tuple(rows["text"]), rows["theme"].to_numpy(dtype="str")
    engine = make(texts)
    vectors, weights = engine.vectors(texts), rows["weight"].to_numpy(dtype="float64")
    chances, classes = _held_out(vectors, themes, weights)
    real = weights >= 1  # words of the lexicon are no texts to be judged by
    threshold, precision, covered = _threshold(chances[real], classes, themes[real])
    whole = _fitted(vectors, themes, weights)
    return ThemeModel(engine, tuple(whole.classes_), whole, threshold, precision, covered)


def _fitted(vectors: Vectors, themes: Words, weights: Numbers) -> LogisticRegression:
    # Scaled to a mean of 1, so that many weak hints do not loosen the penalty of the others.
    scaled = weights / weights.mean()
    model = LogisticRegression(C=_PENALTY, max_iter=_STEPS, tol=1e-3)
    return model.fit(vectors, themes, sample_weight=scaled)


def _held_out(vectors: Vectors, themes: Words, weights: Numbers) -> tuple[Numbers, Words]:
    """Return the chances of each class for each example, by models that did not see it."""
    classes = np.unique(themes)
    chances = np.zeros((len(themes), len(classes)))
    least = int(pd.Series(themes).value_counts().min())
    folds = StratifiedKFold(max(min(_FOLDS, least), 2), shuffle=True, random_state=_SEED)
    for known, asked in folds.split(themes, themes):
        model = _fitted(vectors[known], themes[known], weights[known])
        places = np.searchsorted(classes, model.classes_)
        chances[np.ix_(asked, places)] = model.predict_proba(vectors[asked])
    return chances, classes


def _threshold(chances: Numbers, classes: Words, themes: Words) -> tuple[float, float, float]:
    """Return the lowest threshold with the wanted precision, that precision, and what is kept."""
    best = chances.argmax(axis=1)
    said = classes[best] != NONE
    sure = chances[np.arange(len(best)), best][said]
    right = (classes[best] == themes)[said]
    order = np.argsort(-sure, kind="stable")
    precision = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero((precision >= PRECISION) & (sure[order] >= _LEAST_SHARE))
    if not len(good):
        return 1.0, float("nan"), 0.0
    last = int(good[-1])
    return float(sure[order][last]), float(precision[last]), (last + 1) / len(themes)
