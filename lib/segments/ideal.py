"""The ideal-customer profile: what those who stayed and grew had in common a year before.

Learnt from the customers with ARR twelve months ago: an account counts as grown when it is
still there and pays more. Each mark (a value, or a quarter of the customers by a number) is
read as it was known then; its lift is the share that grew among those who had it, over the
share of all. Columns that know the outcome are left out and named. Minimum sizes and the
correction for many comparisons are those of scoring.md 5.2.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.locale import Message, Number, Text, msg
from lib.metrics.differences import chance_of_rates, stands_out
from lib.metrics.intervals import wilson_ends
from lib.risk.columns import attribute
from lib.risk.leaks import NEAR_PERFECT, Leak, alone, leaks
from lib.segments.compare.facts import Facts
from lib.segments.compare.measures import can_compare, common_values, holds
from lib.segments.fields import FIELDS, Field, field_named, value_name

LEAST_SHOWN = 10
LEAST_COMPARED = 30
LEAST_EVENTS = 5
_BANDS = 4
_HALF_A_CENT = 0.005
_FIELDS = (
    *("industry", "region", "country", "employees", "annual_revenue", "segment_label", "plan"),
    *("seats", "arr", "lead_source", "tag", "maturity_level", "bant_level", "n_departments"),
)
_WORKED_OUT: Mapping[str, Message] = {
    "tenure_years": msg("years as a customer"),
    "contract_months": msg("contract length in months"),
}

Bools = npt.NDArray[np.bool_]
STATES: Mapping[str, Message] = {
    "above": msg("more of them grew"),
    "below": msg("fewer of them grew"),
    "no_difference": msg("no clear difference"),
    "few": msg("too few to compare"),
    "too_few": msg("too few to show"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that an account has or has not: a value, or a number above `low` up to `high`."""

    column: str
    title: Text
    value: str | None = None
    low: float = -np.inf
    high: float = np.inf

    @property
    def key(self) -> str:
        """What tells it from every other mark."""
        return f"{self.column}={self.value if self.value is not None else self.low}"


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """One column of what is known of accounts; `field` None when it is no field of a rule."""

    column: pd.Series
    field: Field | None

    @property
    def filled(self) -> Bools:
        """Of whom it is known."""
        there = self.column.notna()
        return (there if self.is_number else there & self.column.ne("")).to_numpy(dtype=np.bool_)

    @property
    def is_number(self) -> bool:
        """Whether it is an amount or a count."""
        return self.field is None or pd.api.types.is_numeric_dtype(self.column.dtype)

    def has(self, mark: Mark) -> Bools:
        """Say who has a mark of this column."""
        if self.field is None or mark.value is None:
            numbers = self.column.to_numpy(dtype=np.float64)
            return (numbers > mark.low) & (numbers <= mark.high)
        held = holds(self.field, self.column, mark.value)
        return held.fillna(value=False).to_numpy(dtype=np.bool_) & self.filled


@dataclass(frozen=True, eq=False)
class Ideal:
    """What was learnt. `rows`: one row a mark, the highest lift first.

    `key, title, n, grew, rate, low, high` (Wilson, 95 %), `lift, lift_low, lift_high` (over
    the share of all, NaN when too few to show) and `state` (see `STATES`). `cohort`: one row
    a customer of then: `account_id, arr_start, arr_end, grew`.
    """

    rows: pd.DataFrame
    cohort: pd.DataFrame
    left_out: tuple[Leak, ...]
    marks: Mapping[str, Mark]

    @property
    def wanted(self) -> tuple[Mark, ...]:
        """The marks of those who grew more often than the others."""
        return tuple(self.marks[key] for key in self.rows.loc[self.rows["state"] == "above", "key"])


def ideal(then: Facts, past: pd.DataFrame) -> Ideal:
    """Return the profile learnt from `past` (`arr_start, arr_end, lost` by account).

    `then` are the facts of the day on which the cohort is taken; nothing later enters a mark.
    """
    cohort = past.dropna(subset=["arr_start"])
    cohort = cohort.loc[cohort.index.intersection(then.ids)]
    grew = pd.Series(cohort["arr_end"] - cohort["arr_start"] > _HALF_A_CENT, cohort.index)
    columns = columns_of(then, cohort.index)
    found = _leaking(columns, cohort["lost"].eq(1), grew)
    for leak in found:
        del columns[leak.column]
    marks = [mark for name, known in columns.items() for mark in _marks(name, known)]
    return Ideal(
        rows=_judged(marks, columns, grew.to_numpy(dtype=np.bool_)),
        cohort=cohort[["arr_start", "arr_end"]].assign(grew=grew).rename_axis("account_id")
        .reset_index(),
        left_out=found,
        marks={mark.key: mark for mark in marks},
    )  # fmt: skip


def marks_met(found: Ideal, now: Facts) -> pd.DataFrame:
    """Return how many marks of growth each account has now (`met`), of how many known (`asked`).

    `met` is NaN where none of them is known.
    """
    columns = columns_of(now, now.ids)
    asked = [mark for mark in found.wanted if mark.column in columns]
    met = sum((columns[m.column].has(m).astype(np.float64) for m in asked), np.zeros(len(now.ids)))
    of = sum((columns[m.column].filled.astype(np.float64) for m in asked), np.zeros(len(now.ids)))
    return pd.DataFrame({"met": np.where(of > 0, met, np.nan), "asked": of}, index=now.ids)


def columns_of(facts: Facts, ids: pd.Index) -> dict[str, Known]:
    """Return what is known of some accounts that may make a profile; never a person's name."""
    customs = [field_named(str(name)) for name in facts.book if str(name).startswith("custom.")]
    fields = [asked for asked in (*(FIELDS[name] for name in _FIELDS), *customs)
              if asked.column in facts.book and can_compare(asked)]  # fmt: skip
    found = {asked.name: Known(facts.book[asked.column].reindex(ids), asked) for asked in fields}
    found |= {name: Known(facts.use[name].reindex(ids), None) for name in _WORKED_OUT}
    return {name: known for name, known in found.items() if known.filled.any()}


def _leaking(columns: Mapping[str, Known], lost: pd.Series, grew: pd.Series) -> tuple[Leak, ...]:
    """Return the columns that know who left or who grew."""
    frame = pd.DataFrame({name: known.column for name, known in columns.items()})
    found = {leak.column: leak for leak in leaks(frame, lost)}
    for name in (name for name in columns if name not in found):
        auc = alone(attribute(frame[name]), grew.to_numpy(dtype=np.bool_))
        if auc > NEAR_PERFECT:
            why = msg(
                "Alone it tells who grew almost without error (AUC {auc}): it was written together"
                " with the outcome or from it.",
                auc=Number(auc, 2),
            )
            found[name] = Leak(name, "near_perfect", why, auc)
    return tuple(found[name] for name in columns if name in found)


def _marks(name: str, known: Known) -> Iterator[Mark]:
    if known.field is None or known.is_number:
        yield from _bands(name, known)
        return
    for value in common_values(known.field, known.column):
        title = msg("{field}: {value}", field=known.field.title,
                    value=value_name(known.field, value))  # fmt: skip
        yield Mark(name, title, value)


def _bands(name: str, known: Known) -> Iterator[Mark]:
    """Yield quarters of the accounts by a number; equal numbers stand in one band."""
    title = _WORKED_OUT[name] if known.field is None else known.field.title
    numbers = known.column.to_numpy(dtype=np.float64)[known.filled]
    inner = np.unique(np.quantile(numbers, np.arange(1, _BANDS) / _BANDS))
    for low, high in zip((-np.inf, *inner), (*inner, np.inf), strict=True):
        if ((numbers > low) & (numbers <= high)).any():
            yield Mark(name, _band_title(title, float(low), float(high)), None, low, high)


def _band_title(title: Text, low: float, high: float) -> Message:
    if np.isinf(low):
        return msg("{field}: up to {high}", field=title, high=_shown(high))
    if np.isinf(high):
        return msg("{field}: above {low}", field=title, low=_shown(low))
    return msg("{field}: above {low} up to {high}", field=title, low=_shown(low), high=_shown(high))


def _shown(value: float) -> Number:
    return Number(value, 0 if value.is_integer() or abs(value) >= 10 else 1)  # noqa: PLR2004


def _judged(marks: list[Mark], columns: Mapping[str, Known], grew: Bools) -> pd.DataFrame:
    """Return one row a mark with its lift; compared are those with enough of both kinds."""
    shape = (len(marks), len(grew))
    has = np.array([columns[m.column].has(m) for m in marks], dtype=np.bool_).reshape(shape)
    known = np.array([columns[m.column].filled for m in marks], dtype=np.bool_).reshape(shape)
    n, k = has.sum(axis=1).astype(np.float64), (has & grew).sum(axis=1).astype(np.float64)
    n_rest, k_rest = known.sum(axis=1) - n, (known & grew).sum(axis=1) - k
    enough = (np.minimum(n, n_rest) >= LEAST_COMPARED) & (np.minimum(k, n - k) >= LEAST_EVENTS)
    chances = chance_of_rates((k, n), (k_rest, n_rest))
    clear = stands_out(np.where(enough, chances, np.nan))
    above = k * np.maximum(n_rest, 1.0) > k_rest * np.maximum(n, 1.0)
    low, high = wilson_ends(k, n)
    base = grew.mean() if grew.any() else np.nan
    shown = np.where(n >= LEAST_SHOWN, 1.0, np.nan)
    rate = shown * k / np.maximum(n, 1.0)
    return (
        pd.DataFrame(
            {
                "key": pd.Series([m.key for m in marks], dtype="str"),
                "title": pd.Series([m.title for m in marks], dtype="object"),
                "n": n.astype(np.int64),
                "grew": k.astype(np.int64),
                "rate": rate,
                "low": shown * low,
                "high": shown * high,
                "lift": rate / base,
                "lift_low": shown * low / base,
                "lift_high": shown * high / base,
                "state": np.select(
                    [n < LEAST_SHOWN, ~enough, clear & above, clear],
                    ["too_few", "few", "above", "below"],
                    "no_difference",
                ),
            }
        )
        .sort_values(["lift", "key"], ascending=[False, True], kind="stable")
        .reset_index(drop=True)
    )
