"""Signals of one group speak of the same thing: before any is learnt, a sum is damped.

A group's sum is divided by the square root of how many fire (scoring.md 3.12). Taken as it
stands, a weak second signal would lower the risk; so the damped sum is the largest that any
number of the group's strongest signals gives, and never falls when one of them rises.
"""

import numpy as np

from lib.risk.bands import Floats, Ints


def damped(added: Floats, groups: tuple[str, ...]) -> Floats:
    """Return the sum of each row (rows × signals, none below 0), damped group by group."""
    return np.sum([_group_sum(added[:, places]) for places in _places(groups)], axis=0)


def shared_out(points: Floats, groups: tuple[str, ...]) -> Ints:
    """Return whole points by signal: each group's damped sum, rounded, shared by its signals."""
    shared = np.zeros(points.shape, dtype=np.int64)
    for places in _places(groups):
        part = points[:, places]
        whole = np.rint(_group_sum(part)).astype(np.int64)
        total = part.sum(axis=1)
        share = part * (whole / np.where(total > 0, total, 1.0))[:, None]
        shared[:, places] = _largest_remainder(share, whole)
    return shared


def _group_sum(added: Floats) -> Floats:
    strongest = -np.sort(-added, axis=1)
    roots = np.sqrt(np.arange(1, added.shape[1] + 1))
    return np.asarray((np.cumsum(strongest, axis=1) / roots).max(axis=1), dtype=np.float64)


def _largest_remainder(share: Floats, whole: Ints) -> Ints:
    """Round shares so that they add up: the largest remainders are rounded up."""
    floor = np.floor(share).astype(np.int64)
    missing = whole - floor.sum(axis=1)
    order = np.argsort(-(share - floor), axis=1, kind="stable")
    rank = np.argsort(order, axis=1, kind="stable")
    return np.asarray(floor + (rank < missing[:, None]))


def _places(groups: tuple[str, ...]) -> list[list[int]]:
    return [[n for n, group in enumerate(groups) if group == one] for one in dict.fromkeys(groups)]
