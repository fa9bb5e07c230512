"""What the desk knows of themes before anybody told it: names, example sentences, hints."""

from functools import cache
from pathlib import Path

import pandas as pd

from lib.themes.lexicon import lexicon

NONE = "none"  # the class of texts that are about no theme
_DATA = Path(__file__).with_name("data")
_HINT_WEIGHT = 0.3  # words of a table say less than sentences that people wrote


@cache
def start_themes() -> pd.DataFrame:
    """Return the themes at the start, one row each: `key, name_en, name_zh`."""
    return _read("themes.tsv")


@cache
def start_examples() -> pd.DataFrame:
    """Return `theme, text, weight`: sentences of each theme and of none, then the lexicon's words.

    They are synthetic: written for this desk, in both languages.
    """
    sentences = _read("start.tsv")[["theme", "text"]].assign(weight=1.0)
    return pd.concat([sentences, _hints()], ignore_index=True)


def _hints() -> pd.DataFrame:
    rows = [
        (concept.theme, " ".join(form.removesuffix("*") for form in forms), _HINT_WEIGHT)
        for concept in lexicon().concepts
        if concept.theme
        for forms in (concept.en, concept.zh)
    ]
    return pd.DataFrame(rows, columns=["theme", "text", "weight"])


def _read(name: str) -> pd.DataFrame:
    return pd.read_csv(_DATA / name, sep="\t", quoting=3, keep_default_na=False)
