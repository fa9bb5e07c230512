"""Segments made by chance: homogeneous ones, and ones with two groups planted in them."""

import numpy as np
import pandas as pd

from lib.locale import msg
from lib.segments.compare.behaviour import USE_A_SEAT, Behaviour, Frame

BEHAVIOURS = (
    USE_A_SEAT,
    Behaviour("use_trend", msg("change of use"), "share"),
    Behaviour("seat_use", msg("seats in use"), "share"),
    Behaviour("on_alert", msg("on alert"), "share", is_rate=True),
)
THEN = (
    Behaviour("lost", msg("left within 12 months"), "share", is_rate=True),
    Behaviour("growth", msg("change of ARR of those who stayed"), "share"),
)


def made_book(n: int, rng: np.random.Generator) -> pd.DataFrame:
    """Return attributes of n accounts as a customer file has them, some unknown."""

    def named(values: str, blank: float = 0.05) -> pd.Series:
        chosen = pd.Series(rng.choice(values.split(), n), dtype="str")
        return chosen.where(rng.random(n) > blank)

    book = pd.DataFrame(
        {
            "industry": named("retail energy software finance health logistics"),
            "region": named("north east south west"),
            "country": named("China Germany Japan"),
            "segment_label": named("A B C"),
            "owner_team": named("one two three"),
            "plan": named("starter business enterprise"),
            "lead_source": named("web fair partner cold"),
            "maturity_level": named("immature low medium high", 0.3),
            "tags": named("key pilot reference", 0.4),
            "employees": np.round(rng.lognormal(5, 1.2, n)),
            "seats": np.round(rng.lognormal(3, 0.8, n)) + 1,
            "arr": rng.lognormal(10, 1, n),
            "nps": rng.integers(0, 11, n).astype(float),
            "customer_since": pd.Timestamp(2026, 10, 31)
            - pd.to_timedelta(rng.integers(30, 2000, n), unit="D"),
            "custom.Deployment": named("cloud premises"),
        }
    )
    return book.set_axis(pd.Index([f"A{k:05d}" for k in range(n)], name="account_id"))


def behaving(n: int, rng: np.random.Generator) -> np.ndarray:
    """Return what accounts of one kind do: correlated, skewed, some of it unknown."""
    engaged = rng.normal(size=n)
    values = np.column_stack(
        [
            rng.lognormal(0.6 + 0.3 * engaged, 0.5),
            0.15 * rng.normal(size=n) + 0.02 * engaged,
            np.clip(0.55 + 0.12 * engaged + 0.12 * rng.normal(size=n), 0, 1.2),
            (rng.random(n) < 1 / (1 + np.exp(1.5 + 0.5 * engaged))).astype(float),
        ]
    )
    values[rng.random(values.shape) < 0.1] = np.nan
    return values


def leaving(n: int, rng: np.random.Generator) -> np.ndarray:
    """Return who left (12 %), and how those who stayed grew."""
    lost = (rng.random(n) < 0.12).astype(float)
    growth = np.where(lost == 1, np.nan, np.clip(rng.normal(0.03, 0.2, n), -1, 1))
    return np.column_stack([lost, growth])


def homogeneous(seed: int) -> list[Frame]:
    """Return the two frames of a segment in which nothing depends on any attribute."""
    rng = np.random.default_rng(seed)
    n = int(rng.choice([60, 90, 150, 300, 700]))
    now = Frame("now", made_book(n, rng), BEHAVIOURS, behaving(n, rng))
    return [now, Frame("then", made_book(n, rng), THEN, leaving(n, rng))]


def mixture(n: int, rates: tuple[float, float], seed: int, *, apart: float = 0.0) -> list[Frame]:
    """Return a segment of two groups of n, told apart by the plan, that leave at other rates.

    `apart`: how far, in spreads, the log of their use a seat lies apart too.
    """
    rng = np.random.default_rng(seed)
    groups = np.repeat([0, 1], n)
    books = [made_book(2 * n, rng) for _ in range(2)]
    for book in books:
        book["plan"] = np.where(groups == 1, "business", "starter")
    values = behaving(2 * n, rng)
    values[:, 0] *= np.exp(apart * 0.58 * groups)
    values[:, 3] = (rng.random(2 * n) < np.array(rates)[groups]).astype(float)
    left = leaving(2 * n, rng)
    left[:, 0] = (rng.random(2 * n) < np.array(rates)[groups]).astype(float)
    left[left[:, 0] == 1, 1] = np.nan
    return [Frame("now", books[0], BEHAVIOURS, values), Frame("then", books[1], THEN, left)]
