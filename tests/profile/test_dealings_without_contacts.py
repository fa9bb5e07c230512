"""Reviews and trainings are in the log, and nobody's contacts were loaded."""

import numpy as np

from lib.profile.evidence.dealings import _holds


def test_nobody_named_is_nobody_whoever_is_on_file() -> None:
    strangers = np.array([-1, -1])
    assert _holds(np.zeros(0, dtype=np.bool_), strangers).tolist() == [False, False]
    assert _holds(np.array([True, False, True]), np.array([2, -1, 1])).tolist() == [
        True, False, False,
    ]  # fmt: skip
