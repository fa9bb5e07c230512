"""How long a series of weeks has been nothing, and how odd that is (scoring.md 3.2)."""

from dataclasses import dataclass

import numpy as np

from lib.signals.counts import Bools, Floats, Ints

BASE_WEEKS = 26
_LEAST_ACTIVE = 3  # fewer active weeks give no rhythm that could break
_LEAST_KNOWN = 8
_WATCH, _ALERT, _HIGH = 0.10, 0.01, 0.001  # one false call in 10, 100, 1000 such accounts
_LONG_WEEKS, _OFTEN = 8, 0.5  # two months of nothing from someone active every other week


@dataclass(frozen=True, eq=False, slots=True)
class Silence:
    """For each account: `weeks` of silence, `active` of `base` weeks before, share `rhythm`.

    `base_start` and `last` are columns of the grid; `evaluated` says whether there is a
    rhythm at all. `severity` is 0 where there is none.
    """

    weeks: Ints
    active: Ints
    base: Ints
    rhythm: Floats
    chance: Floats
    severity: Ints
    evaluated: Bools
    base_start: Ints
    last: Ints


def silence(
    counts: Floats,
    skipped: Bools,
    tenured: Bools,
    base_columns: int = BASE_WEEKS,
    least_known: int = _LEAST_KNOWN,
) -> Silence:
    """Judge the silence at the end of account × week `counts` (NaN unknown).

    Unknown and `skipped` (holiday) weeks do not lengthen a silence. The baseline are the 26
    weeks that end with the last active one, as far as the account is with us (`tenured`);
    `base_columns` and `least_known` say otherwise for columns that are not weeks.
    """
    n_weeks = counts.shape[1]
    active = np.nan_to_num(counts) > 0
    ever = active.any(axis=1)
    last = np.where(ever, n_weeks - 1 - active[:, ::-1].argmax(axis=1), -1)
    first = np.maximum(last - base_columns + 1, 0)
    known = ~np.isnan(counts)
    weeks = _between(known & ~skipped, last + 1, np.full(len(last), n_weeks))
    base = _between((known & tenured) | active, first, last + 1)
    n_active = _between(active, first, last + 1)
    rhythm = (n_active + 0.5) / (base + 1)
    chance = chance_of(rhythm, weeks)
    evaluated = (n_active >= _LEAST_ACTIVE) & (base >= least_known)
    severity = np.where(evaluated, severity_of(rhythm, weeks), 0)
    return Silence(weeks, n_active, base, rhythm, chance, severity, evaluated, first, last)


def chance_of(rhythm: Floats, weeks: Ints | Floats) -> Floats:
    """Return how likely so many silent weeks are by chance, at the account's own rhythm."""
    return np.round((1 - rhythm) ** weeks, 12)


def severity_of(rhythm: Floats, weeks: Ints | Floats) -> Ints:
    """Return 0 to 3 by the chance of such a silence; on an edge the worse."""
    chance = chance_of(rhythm, weeks)
    long = (weeks >= _LONG_WEEKS) & (rhythm >= _OFTEN)
    steps = [(chance <= _HIGH) | long, chance <= _ALERT, chance <= _WATCH]
    return np.select(steps, [3, 2, 1], 0)


def usual_silence(rhythm: Floats) -> Floats:
    """Return the longest silence, in weeks, that would not be called unusual."""
    return np.maximum(np.ceil(np.round(np.log(_WATCH) / np.log1p(-rhythm), 9)) - 1, 0)


def _between(chosen: Bools, first: Ints, end: Ints) -> Ints:
    """Return how many columns from `first` up to, not including, `end` are chosen."""
    sums = np.concatenate(
        [np.zeros((len(chosen), 1), dtype=np.int64), chosen.cumsum(axis=1)], axis=1
    )
    rows = np.arange(len(chosen))
    return sums[rows, end] - sums[rows, first]
