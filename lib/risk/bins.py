"""A few bins for each attribute, learnt from some accounts and laid on others."""

from dataclasses import dataclass

import numpy as np

from lib.locale import Message, Number, msg
from lib.risk.bands import Bools, Floats, Ints
from lib.risk.columns import Attribute


@dataclass(frozen=True, eq=False)
class Bins:
    """Bins of one attribute: between `edges` (amounts), or one for each kept category.

    The last two bins are "another value" (categories only) and "blank".
    """

    attribute: Attribute
    edges: Floats
    n_kept: int

    @property
    def n(self) -> int:
        """How many bins there are."""
        return self._other + 2

    @property
    def codes(self) -> Ints:
        """The bin of every account."""
        numbers = self.attribute.numbers
        if numbers is None:
            codes = np.minimum(self.attribute.codes, self._other)
            return np.where(self.attribute.blank, self._other + 1, codes)
        places = np.searchsorted(self.edges, numbers, side="left")
        return np.where(np.isnan(numbers), self._other + 1, places).astype(np.int64)

    @property
    def labels(self) -> tuple[Message | str, ...]:
        """What each bin holds."""
        last = (msg("another value"), msg("blank"))
        if self.attribute.numbers is None:
            return (*self.attribute.categories[: self.n_kept], *last)
        if not self.edges.size:
            return (msg("any number"), *last)
        return (
            msg("up to {high}", high=_number(self.edges[0])),
            *(
                msg("over {low}, up to {high}", low=_number(low), high=_number(high))
                for low, high in zip(self.edges, self.edges[1:], strict=False)
            ),
            msg("over {low}", low=_number(self.edges[-1])),
            *last,
        )

    @property
    def _other(self) -> int:
        return self.n_kept if self.attribute.numbers is None else self.edges.size + 1


def bins(attribute: Attribute, chosen: Bools, most: int) -> Bins:
    """Learn at most so many bins from the chosen accounts: quantiles, or commonest categories."""
    if attribute.numbers is None:
        return Bins(attribute, np.empty(0), min(most, attribute.n_values))
    there = attribute.numbers[chosen & ~np.isnan(attribute.numbers)]
    if not there.size:
        return Bins(attribute, np.empty(0), 0)
    edges = np.unique(np.quantile(there, np.arange(1, most) / most))
    return Bins(attribute, edges[edges < there.max()], 0)


def evidence(codes: Ints, n: int, churned: Bools, chosen: Bools) -> Floats:
    """Return the weight of evidence of each bin: its log-odds of leaving against the whole.

    Smoothed by `_SMOOTH` accounts of the average, so that a bin of three says nothing.
    """
    p0 = float(np.clip(churned[chosen].mean(), 1e-6, 1 - 1e-6))
    there = np.bincount(codes[chosen], minlength=n)
    left = np.bincount(codes[chosen], weights=churned[chosen], minlength=n)
    rate = (left + _SMOOTH * p0) / (there + _SMOOTH)
    return np.asarray(np.log(rate / (1 - rate)) - np.log(p0 / (1 - p0)))


_SMOOTH = 10.0


def _number(value: float) -> Number:
    digits = 0 if float(value).is_integer() else 2
    return Number(float(value), digits)
