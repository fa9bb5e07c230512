"""What a warning's own past says of it, in a few words."""

import numpy as np
import pytest

from lib.backtest.days import ObservationDays
from lib.backtest.labels import endings
from lib.backtest.record import NOT_FOLLOWED, SUPPORTED, UNTOLD, Worth, best, worths
from lib.backtest.report import assembled
from lib.locale import render
from tests.backtest.small import LAST, book, panel


def told(n_fired: int, n_left: int, *, of_fired: int) -> Worth:
    """Return the worth of a sign at so many of 200, of whom `of_fired` were among the leavers."""
    severity = np.zeros((200, 1, 1), dtype=int)
    severity[:n_fired] = 3
    leavers = [*range(of_fired), *range(100, 100 + n_left - of_fired)]
    one = panel(severity, dict.fromkeys(leavers, 0))
    days = ObservationDays(one.days, 90, 30, endings(book(accounts=[{"account_id": "A"}]), LAST))
    found = worths(assembled(book(accounts=[{"account_id": "A"}]), days, one, "x"))
    return found[one.signals[0], "alert"]


@pytest.mark.parametrize(
    ("n_fired", "of_fired", "standing", "short"),
    [
        (20, 12, SUPPORTED, "12 of 20"),
        (30, 0, NOT_FOLLOWED, "0 of 30"),
        (19, 0, UNTOLD, "0 of 19"),
        (30, 4, UNTOLD, "4 of 30"),
    ],
)
def test_a_sign_stands_as_the_past_showed_it(
    n_fired: int, of_fired: int, standing: str, short: str
) -> None:
    found = told(n_fired, 20, of_fired=of_fired)
    assert found.standing == standing
    assert found.short is not None
    assert render(found.short, "en") == f"{short} right"


def test_with_too_few_lost_nothing_is_said() -> None:
    assert told(30, 9, of_fired=0) == Worth(UNTOLD, None)


def test_the_best_of_several_signs_counts() -> None:
    bad, unsure, good = (Worth(name, None) for name in (NOT_FOLLOWED, UNTOLD, SUPPORTED))
    assert best([bad, unsure, good]) == good
    assert best([bad, unsure]) == unsure
    assert best([]) is None
