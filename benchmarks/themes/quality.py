"""Figures of scoring.md 6.3 on labelled texts that no one learnt from.

`texts.tsv`: 480 texts, 16 themes, both languages evenly. They were written after the start set
and the lexicon; the precision asked of held-out examples, the number of folds and the least
count of an n-gram were set with them in view. `texts_after.tsv` was written when the first two
stood, and is the honest figure.
"""

from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.metrics import f1_score, normalized_mutual_info_score

from lib.themes.catalogue import LABEL_WEIGHT
from lib.themes.clean import language
from lib.themes.discover import shared_vectors
from lib.themes.engines import Maker
from lib.themes.model import ThemeModel, trained
from lib.themes.start import NONE, start_examples

_FOLDER = Path(__file__).parent
_A_LANGUAGE = 10  # labels a theme and language: 20 a theme
_DRAWS = 3


def labelled(name: str) -> pd.DataFrame:
    """Return `theme, lang, text`."""
    return pd.read_csv(_FOLDER / name, sep="\t", quoting=3)


def figures(name: str, make: Maker) -> dict[str, float]:
    """Return every figure of a labelled file; `make` makes the engine."""
    texts = labelled(name)
    start = start_examples()
    found = trained(start, make)
    told = {f"start set only: {key}": value for key, value in _judged(found, texts).items()}
    if len(texts) > _A_LANGUAGE * 2 * texts["theme"].nunique():
        told |= _with_labels(start, texts, make)
    told |= _across(start, texts, make) | _groups(texts)
    return told


def _judged(model: ThemeModel, texts: pd.DataFrame) -> dict[str, float]:
    found = model.assigned(list(texts["text"]))
    sure = found["theme"].ne(NONE).to_numpy()
    right = found["theme"].to_numpy() == texts["theme"].to_numpy()
    return {
        "macro-F1 of the likeliest theme": _macro(model, texts),
        "precision of assigned": float(right[sure].mean()),
        "share assigned": float(sure.mean()),
    }


def _macro(model: ThemeModel, texts: pd.DataFrame) -> float:
    """Return macro-F1 over the themes, each text given its likeliest theme."""
    chances = model.regression.predict_proba(model.engine.vectors(list(texts["text"])))
    themes = [place for place, name in enumerate(model.classes) if name != NONE]
    best = np.array(model.classes)[themes][chances[:, themes].argmax(axis=1)]
    return float(f1_score(texts["theme"], best, average="macro"))


def _with_labels(start: pd.DataFrame, texts: pd.DataFrame, make: Maker) -> dict[str, float]:
    scores, precisions, alone = [], [], []
    for draw in range(_DRAWS):
        known = texts.groupby(["theme", "lang"]).sample(_A_LANGUAGE, random_state=draw)
        rest = texts.drop(known.index)
        said = known[["theme", "text"]].assign(weight=LABEL_WEIGHT)
        model = trained(pd.concat([start, said], ignore_index=True), make)
        scores.append(_macro(model, rest))
        precisions.append(_judged(model, rest)["precision of assigned"])
        alone.append(_macro(trained(said.assign(weight=1.0), make), rest))
    return {
        "20 labels a theme and the start set: macro-F1 on the rest": float(np.mean(scores)),
        "20 labels a theme and the start set: lowest of three draws": min(scores),
        "20 labels a theme and the start set: precision of assigned": float(np.mean(precisions)),
        "20 labels a theme without the start set: macro-F1": float(np.mean(alone)),
    }


def _across(start: pd.DataFrame, texts: pd.DataFrame, make: Maker) -> dict[str, float]:
    languages = start["text"].map(language)
    told = {}
    for known, asked in (("zh", "en"), ("en", "zh")):
        model = trained(start[languages.eq(known)], make)
        score = _macro(model, texts[texts["lang"].eq(asked)])
        told[f"learnt on {known}, asked on {asked}: macro-F1"] = score
    return told


def _groups(texts: pd.DataFrame) -> dict[str, float]:
    vectors = shared_vectors(list(texts["text"]))
    k = texts["theme"].nunique()
    groups = [KMeans(k, n_init=3, random_state=n).fit(vectors).labels_ for n in range(_DRAWS)]
    return {
        f"groups of all texts: NMI with {name}": float(
            np.mean([normalized_mutual_info_score(texts[name], one) for one in groups])
        )
        for name in ("theme", "lang")
    }
