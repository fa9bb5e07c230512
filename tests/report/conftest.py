"""Reports drafted once for all tests that only read them."""

from functools import cache

import pytest

from lib.locale import Language
from lib.report.blocks import Report
from lib.report.draft import draft
from tests.report import small


@cache
def drafted(lang: Language) -> Report:
    """Return the small report in a language."""
    return draft(small.brief(), lang)


@pytest.fixture(params=["en", "zh"])
def report(request: pytest.FixtureRequest) -> Report:
    """Return the small report, in both languages."""
    return drafted(request.param)


@pytest.fixture
def english() -> Report:
    """Return the small report in English."""
    return drafted("en")


@pytest.fixture
def chinese() -> Report:
    """Return the small report in Chinese."""
    return drafted("zh")
