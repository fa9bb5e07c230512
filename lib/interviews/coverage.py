"""How far a plan is: planned and held by stratum, and who of the segment was not heard."""

from collections.abc import Mapping

import pandas as pd

from lib.interviews.asked import ROLES
from lib.interviews.strata import DIMENSIONS, in_order
from lib.locale import Count, Message, Money, Share, Text, msg, msgs

STATES: Mapping[str, Message] = {
    "planned": msg("In the plan"),
    "done": msg("Held"),
    "declined": msg("Declined"),
    "replaced": msg("Replaced"),
}
_UNHEARD = ("never", "silent")


def by_dimension(cells: pd.DataFrame, picks: pd.DataFrame, dimension: str) -> pd.DataFrame:
    """Return one row a value of a dimension, or a role: `value, n, arr` and counts.

    `n` and `arr` are those of the segment on the plan's day (blank for roles: nobody counts
    how many people there are). `planned` counts no replaced pick, but who stepped in; `done`,
    `declined` and `replaced` as in `STATES`.
    """
    standing = picks[picks["state"] != "replaced"]
    planned = standing.groupby(dimension).size()
    came = {
        state: picks[picks["state"] == state].groupby(dimension).size()
        for state in ("done", "declined", "replaced")
    }
    if dimension in DIMENSIONS:
        whole = cells.groupby(dimension)[["n", "arr"]].sum().sort_index()
        whole = whole.reindex(in_order(dimension, [str(value) for value in whole.index]))
    else:
        whole = pd.DataFrame({"n": float("nan"), "arr": float("nan")}, index=pd.Index(list(ROLES)))
    rows = whole.assign(
        planned=planned.reindex(whole.index, fill_value=0),
        **{state: n.reindex(whole.index, fill_value=0) for state, n in came.items()},
    )
    return rows.rename_axis("value").reset_index()


def finding(picks: pd.DataFrame, arr: float, currency: str | None) -> Message:
    """Say in one sentence how far a plan is; `arr` is that of the segment on its day."""
    standing = picks[picks["state"] != "replaced"]
    done = standing[standing["state"] == "done"]
    return msgs(
        "{done} of {n} planned conversation is held; the accounts heard by it have {heard} of the"
        " segment's ARR {arr}.",
        "{done} of {n} planned conversations are held; the accounts heard by it have {heard} of"
        " the segment's ARR {arr}.",
        len(standing),
        done=Count(len(done)),
        heard=_share(float(done["arr"].sum()), arr),
        arr=Money(arr, currency),
    )


def not_heard(members: pd.DataFrame, currency: str | None) -> Message:
    """Say who of a segment was not heard; `members`: `arr, heard, interviewed_on`."""
    whole = float(members["arr"].sum())
    never, quiet = unheard(members)
    if members["heard"].eq("unknown").any():
        lead: Text = msg("Who was heard is unknown: no contact log is loaded.")
    else:
        lead = msgs(
            "{n} account of {whole}, with ARR {arr} ({share}), was neither interviewed nor heard"
            " in 90 days.",
            "{n} accounts of {whole}, with ARR {arr} ({share}), were neither interviewed nor heard"
            " in 90 days.",
            len(quiet),
            **_part(quiet, members, whole, currency),
        )
    rest = msgs(
        "{n} account of {whole}, with ARR {arr} ({share}), was never interviewed.",
        "{n} accounts of {whole}, with ARR {arr} ({share}), were never interviewed.",
        len(never),
        **_part(never, members, whole, currency),
    )
    return msg("{first} {second}", first=rest, second=lead)


def unheard(members: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return who was never interviewed, and who of them was not heard lately in any way."""
    never = members[members["interviewed_on"].isna()]
    return never, never[never["heard"].isin(_UNHEARD)]


def _part(
    part: pd.DataFrame, members: pd.DataFrame, whole: float, currency: str | None
) -> dict[str, Count | Money | Share | Message]:
    arr = float(part["arr"].sum())
    return {
        "whole": Count(len(members)),
        "arr": Money(arr, currency),
        "share": _share(arr, whole),
    }


def _share(part: float, whole: float) -> Share | Message:
    return Share(part / whole) if whole > 0 else msg("unknown share")
