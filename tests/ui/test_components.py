import pytest

from lib.errors import DefinitionError
from lib.locale import msg
from lib.ui import metrics
from lib.ui.components import work_words
from lib.ui.wording import shown
from tests.ui.conftest import Opened

METRICS = """
from dataclasses import dataclass
import pandas as pd
import streamlit as st
from lib.locale import Count, Money, msg
from lib.ui import components, metrics

@dataclass(frozen=True)
class Figure:
    key: str
    title: object
    value: object
    definition: object = msg("How it is [counted].")
    change: object = None
    why: object = None
    trend: tuple = ()
    rows: object = None

moved = {"change": msg("up"), "trend": (1.0, 2.0)}
rows = pd.DataFrame({"arr": [5.0]})
known = Figure("arr", msg("ARR"), Money(5.0, "USD"), rows=rows, **moved)
unknown = Figure("nrr", msg("NRR"), None, why=msg("no contracts"), rows=rows[:0], **moved)
metrics.metric_row((known, unknown), {"arr": ["because"]})
components.unknown(msg("no *tickets*"))
"""


def test_an_unknown_figure_is_grey_says_why_and_shows_no_change_or_line(opened: Opened) -> None:
    test = opened(METRICS)
    known, unknown = test.main.metric
    assert not test.exception
    assert (known.value, known.delta) == (r"\$5", "up")
    assert (unknown.value, unknown.delta) == (":gray[unknown]", "")
    assert not unknown.proto.chart_data
    assert "no contracts" in [c.value for c in test.main.caption]
    assert test.main.markdown[-1].value == r":gray[unknown · no \*tickets\*]"


def test_more_than_four_metrics_do_not_stand_in_a_row() -> None:
    with pytest.raises(DefinitionError):
        metrics.metric_row([object()] * 5)  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("share", "seconds", "words"),
    [
        (0.0, 5.0, "Reading: 0%"),
        (0.05, 0.5, "Reading: 5%"),
        (0.5, 5.0, "Reading: 50% · 5 seconds left"),
        (0.25, 60.0, "Reading: 25% · 3 minutes left"),
        (1.0, 10.0, "Reading: 100% · 0 seconds left"),
    ],
)
def test_work_says_how_far_it_is_and_how_long_it_takes(
    share: float, seconds: float, words: str
) -> None:
    assert shown(work_words(msg("Reading"), share, seconds)) == words


WORK = """
import streamlit as st
from lib.locale import msg
from lib.ui import components

with components.work(msg("Reading")) as done:
    for n in range(3):
        done(msg("Reading"), n / 3)
st.text("finished")
"""


def test_work_goes_away_when_the_work_is_done(opened: Opened) -> None:
    test = opened(WORK)
    assert test.main.text[0].value == "finished"
    assert [b.key for b in test.main.button if b.key == "cancel_work"] == []
