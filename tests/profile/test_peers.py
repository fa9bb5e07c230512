"""Peers of an account: rated customers of its segment, at least twenty, itself left out."""

import pandas as pd
import pytest

from lib.profile.peers import LEAST, Peers, peers


def book(n_alike: int, n_others: int) -> tuple[pd.DataFrame, pd.Series, pd.Index]:
    """Return account A with peers of its segment who score 10, 20, …, and others who score 90."""
    ids = ["A", *(f"P{n}" for n in range(n_alike)), *(f"O{n}" for n in range(n_others))]
    scores = [0.0, *(10.0 * (n + 1) for n in range(n_alike)), *[90.0] * n_others]
    levels = pd.DataFrame({"score": scores, "status": "rated"}, index=ids)
    segments = pd.Series(["big"] * (n_alike + 1) + ["small"] * n_others, index=ids)
    return levels, segments, pd.Index(ids)


def test_twenty_of_the_segment_are_peers_and_nineteen_are_not() -> None:
    assert peers(*book(LEAST, 5), "A") == Peers(105.0, 20, same_segment=True)
    found = peers(*book(LEAST - 1, 30), "A")
    assert found == Peers(90.0, 49, same_segment=False)
    assert peers(*book(LEAST - 1, 0), "A") is None


@pytest.mark.parametrize("status", ["provisional", "not_rated", "stale"])
def test_only_who_is_rated_counts(status: str) -> None:
    levels, segments, customers = book(LEAST, 0)
    levels.loc["P0", "status"] = status
    assert peers(levels, segments, customers, "A") is None


def test_who_is_no_customer_is_no_peer_and_an_unknown_segment_has_none_of_its_own() -> None:
    levels, segments, customers = book(LEAST, 0)
    assert peers(levels, segments, customers.drop("P0"), "A") is None
    unknown = segments.mask(segments.index == "A")
    found = peers(levels, unknown, customers, "A")
    assert found == Peers(105.0, 20, same_segment=False)
