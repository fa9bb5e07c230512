"""The grid of motivation and capability: every cell, and unknown as its own answer."""

import pandas as pd
import pytest

from lib.profile.fit import fit

_IDEAL = {(able, will) for able in ("medium", "high") for will in ("warm", "hot")}


@pytest.mark.parametrize("will", ["cold", "cool", "warm", "hot"])
@pytest.mark.parametrize("able", ["immature", "low", "medium", "high"])
def test_every_cell_of_the_grid(able: str, will: str) -> None:
    (found,) = fit(pd.Series([able]), pd.Series([will]))
    if able == "immature":
        expected = "non_ideal"
    elif able == "low":
        expected = "promising" if will in {"warm", "hot"} else "non_ideal"
    else:
        expected = "ideal" if (able, will) in _IDEAL else "tolerated"
    assert found == expected


@pytest.mark.parametrize(
    ("able", "will", "expected"),
    [
        ("high", None, None),
        (None, "hot", None),
        (None, None, None),
        ("immature", None, "non_ideal"),
    ],
)
def test_what_is_unknown_stays_unknown(
    able: str | None, will: str | None, expected: str | None
) -> None:
    levels, wills = pd.Series([able], dtype="str"), pd.Series([will], dtype="str")
    (found,) = fit(levels, wills)
    assert (None if pd.isna(found) else found) == expected
