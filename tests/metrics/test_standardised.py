"""Simpson's paradox and Kitagawa's parts, on made tables and on IBM Telco (scoring.md 5.3)."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.metrics.standardised import Cells, standardised, taken_apart
from tests.fixtures import SHARED, needs_shared_data

TELCO = SHARED / "exports" / "ibm_telco_csv"
COUNTS = st.lists(
    st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda p: (min(p), max(p))),
    min_size=3, max_size=3,
)  # fmt: skip


def cells(a: list[tuple[int, int]], b: list[tuple[int, int]]) -> Cells:
    (k1, n1), (k2, n2) = (np.array(x, dtype=float).T for x in (a, b))
    return Cells((k1, k2), (n1, n2), (n1, n2))


def test_a_reversal_is_seen() -> None:
    """Kidney stones: better in both strata, worse in the whole."""
    found = standardised(cells([(81, 87), (192, 263)], [(234, 270), (55, 80)]))
    assert found is not None
    assert found.crude == pytest.approx(273 / 350 - 289 / 350)
    assert found.adjusted == pytest.approx(
        357 / 700 * (81 / 87 - 234 / 270) + 343 / 700 * (192 / 263 - 55 / 80)
    )
    assert found.verdict == "reversal"
    assert found.odds_ratio > 1


def test_the_same_difference_in_every_stratum_is_no_reversal() -> None:
    found = standardised(cells([(20, 100), (40, 100)], [(10, 100), (30, 100)]))
    assert found is not None
    assert found.crude == pytest.approx(0.1)
    assert found.adjusted == pytest.approx(0.1)
    assert found.verdict == ""


def test_a_difference_that_comes_from_the_mix_is_confounded() -> None:
    found = standardised(cells([(10, 100), (150, 300)], [(30, 300), (50, 100)]))
    assert found is not None
    assert found.adjusted == pytest.approx(0.0)
    assert found.verdict == "confounded"


def test_small_strata_are_put_together_or_nothing_is_said() -> None:
    assert standardised(cells([(5, 100), (1, 10)], [(5, 100), (2, 10)])) is None
    merged = standardised(cells([(5, 100), (1, 15), (1, 20)], [(5, 100), (2, 20), (1, 15)]))
    assert merged is not None
    assert standardised(cells([(5, 100)], [(5, 100)])) is None


@given(COUNTS, COUNTS)
def test_the_parts_of_a_change_add_up(
    before: list[tuple[int, int]], after: list[tuple[int, int]]
) -> None:
    (k0, n0), (k1, n1) = (np.array(x, dtype=float).T for x in (before, after))
    change = taken_apart((k0, n0), (k1, n1))
    if not (n0.sum() and n1.sum()):
        assert change is None
        return
    assert change is not None
    assert change.after == pytest.approx(k1.sum() / n1.sum())
    assert change.before == pytest.approx(k0.sum() / n0.sum())
    assert change.rate.sum() + change.mix.sum() == pytest.approx(change.after - change.before)


def telco() -> pd.DataFrame:
    return pd.read_csv(next(TELCO.glob("*.csv")))


def counted(rows: pd.DataFrame, attribute: str, by: str) -> Cells:
    churned = rows["Churn"].eq("Yes")
    yes = rows[attribute].eq("Yes")
    keys = rows[by]
    names = sorted(keys.unique())
    parts = [
        np.asarray(keys[who].value_counts().reindex(names), dtype=np.float64)
        for who in (yes, ~yes, yes & churned, ~yes & churned)
    ]
    n, k = parts[:2], parts[2:]
    return Cells((k[0], k[1]), (n[0], n[1]), (n[0], n[1]))


@needs_shared_data
def test_the_reversals_of_telco_are_found() -> None:
    rows = telco()
    internet = rows[rows["InternetService"] != "No"]
    streaming = standardised(counted(internet, "StreamingTV", "Contract"))
    assert streaming is not None
    assert (round(streaming.crude, 3), round(streaming.adjusted, 3)) == (-0.035, 0.068)
    assert streaming.verdict == "reversal"
    phone = rows[rows["MultipleLines"] != "No phone service"]
    lines = standardised(counted(phone, "MultipleLines", "InternetService"))
    assert lines is not None
    assert (round(lines.crude, 3), lines.verdict) == (0.036, "reversal")
    assert round(lines.adjusted, 3) == -0.071
