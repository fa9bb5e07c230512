"""What a segment comes to: totals, and its parts by one field."""

from dataclasses import dataclass

import pandas as pd

from lib.errors import DeskError
from lib.locale import joined, msg
from lib.model import Type
from lib.model.frames import tags_of
from lib.segments.fields import FIELDS, Field, field_named

_GROUPED = {Type.CHOICE, Type.TAGS, Type.FLAG}
_GROUPED_TEXT = ("city", "parent_account_id")  # never the owner: no view ranks named people
_ORDERS = ("maturity_level", "bant_level", "journey_stage", "worst", "status")


NO_SIGNAL = "none"  # evaluated, and nothing fired: not the same as unknown


@dataclass(frozen=True, slots=True)
class Totals:
    """A segment in numbers, each account counted once.

    `arr` is the sum of what is known, NaN when nothing is; `share_of_book` its share of the
    ARR of all current customers, NaN when that is unknown or 0.
    """

    n_accounts: int
    arr: float
    share_of_book: float
    n_arr_unknown: int


def totals(book: pd.DataFrame, members: pd.Index) -> Totals:
    """Return the totals of some accounts of a book."""
    values = book["arr"].reindex(members)
    arr = _sum(values)
    return Totals(len(members), arr, arr / _whole(book), int(values.isna().sum()))


def breakdown(book: pd.DataFrame, members: pd.Index, by: str) -> pd.DataFrame:
    """Return one row a value of a field: `value, n_accounts, arr, share_of_book, n_alerts`.

    And `n_arr_unknown`. Levels and stages come in their order, other values by ARR;
    accounts whose value is unknown last, as NaN. An account with two tags (or signals)
    is in the rows of both: only `totals` counts it once. `n_alerts` counts accounts on
    alert. DeskError when the field has too many values to group by.
    """
    field = field_named(by)
    if not _can_group(field):
        names = [name for name, f in FIELDS.items() if _can_group(f)]
        raise DeskError(
            "cannot_group",
            msg("{field} cannot be broken down by value.", field=field.title),
            msg("Possible: {names}.", names=joined(names)),
        )
    inside = book.loc[members]
    rows = pd.DataFrame(
        {
            "value": _values(field, inside),
            "arr": inside["arr"],
            "unknown": inside["arr"].isna(),
            "alert": inside["n_alerts"] > 0,
        }
    ).explode("value")
    groups = rows.groupby("value", dropna=False, sort=True)
    parts = pd.DataFrame(
        {
            "n_accounts": groups.size(),
            "arr": groups["arr"].sum(min_count=1),
            "n_alerts": groups["alert"].sum(),
            "n_arr_unknown": groups["unknown"].sum(),
        }
    ).reset_index()
    parts.insert(3, "share_of_book", parts["arr"] / _whole(book))
    return _ordered(field, parts)


def _can_group(field: Field) -> bool:
    return field.type in _GROUPED or field.is_custom or field.name in _GROUPED_TEXT


def _whole(book: pd.DataFrame) -> float:
    """Return the known ARR of all current customers; NaN when there is none."""
    known = float(book.loc[book["is_customer"].astype("bool"), "arr"].sum())
    return known if known > 0 else float("nan")


def _sum(values: pd.Series) -> float:
    return float(values.sum(min_count=1)) if len(values) else 0.0


def _values(field: Field, inside: pd.DataFrame) -> pd.Series:
    """Return each account's value, or list of tags; NaN where it is unknown."""
    if field.column not in inside:
        return pd.Series(float("nan"), index=inside.index, dtype="object")
    values = inside[field.column]
    if field.name == "signal":
        quiet = values.eq("") & inside["worst"].ne("unknown")
        return tags_of(values.mask(quiet, NO_SIGNAL))
    if field.type == Type.TAGS:
        return tags_of(values)  # an empty list explodes into NaN
    return values.where(values.notna() & values.ne("")).astype("object")


def _ordered(field: Field, parts: pd.DataFrame) -> pd.DataFrame:
    order = list(field.choices) if field.name in _ORDERS else []
    place = parts["value"].map({value: n for n, value in enumerate(order)}).fillna(len(order))
    keys = parts.assign(blank=parts["value"].isna(), place=place, size=-parts["arr"].fillna(0))
    ordered = keys.sort_values(["blank", "place", "size", "value"], kind="stable")
    columns = ["value", "n_accounts", "arr", "share_of_book", "n_alerts", "n_arr_unknown"]
    return ordered[columns].reset_index(drop=True)
