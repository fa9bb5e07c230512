"""The model of the start set, trained once for all tests."""

import pandas as pd
import pytest

from lib.themes.catalogue import catalogue, examples
from lib.themes.model import ThemeModel, trained

NO_DECISIONS = pd.DataFrame(
    {
        name: pd.Series(dtype="str")
        for name in ("key", "decision", "name_en", "name_zh", "into_key", "members")
    }
)
NO_LABELS = pd.DataFrame({"text": pd.Series(dtype="str"), "theme": pd.Series(dtype="str")})


@pytest.fixture(scope="session")
def start_model() -> ThemeModel:
    return trained(examples(catalogue(NO_DECISIONS), NO_LABELS))
