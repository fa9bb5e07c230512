"""Who is worth it: the grid of motivation and capability, and what those who grew had in common."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib.desk.data import Data
from lib.desk.segmentation.comparing import Comparing
from lib.desk.segmentation.segments import ALL, Segments
from lib.locale import Message, Money, Share, msg, msgs
from lib.segments.ideal import Ideal, ideal, marks_met

LEAST_GROWN = 10  # scoring.md 3.11: below, there is nothing to learn from


@dataclass(frozen=True, eq=False)
class Grid:
    """The members of a segment by maturity and motivation.

    `cells`: `maturity_level, bant_level` (NaN: unknown), `n_accounts, arr, on_alert` (share of
    the judged). `fits`: `fit` (NaN: unknown), `n_accounts, arr`. `accounts`: one row a member:
    `account_id, account_name, arr, maturity_level, bant_level, fit, worst`.
    """

    finding: Message
    cells: pd.DataFrame
    fits: pd.DataFrame
    accounts: pd.DataFrame
    currency: str | None


@dataclass(frozen=True, eq=False)
class Learnt:
    """The profile of the whole book; `found` None with the reason when it cannot be learnt."""

    found: Ideal | None
    finding: Message
    then: date | None
    met: pd.DataFrame


class Ideals:
    """The area of the ideal customer."""

    def __init__(self, data: Data, segments: Segments, comparing: Comparing) -> None:
        self._data = data
        self._segments = segments
        self._comparing = comparing

    def grid(self, rule: str, day: date) -> Grid:
        """Return where the members of a segment stand."""
        book = self._data.book(day)
        columns = ["account_name", "arr", "maturity_level", "bant_level", "fit", "worst"]
        mine = book.loc[self._segments.members(rule, day), columns]
        judged = mine["worst"].ne("unknown")
        alert = mine["worst"].eq("alert").astype("float64").where(judged)
        cells = _summed(mine.assign(on_alert=alert), ["maturity_level", "bant_level"])
        fits = _summed(mine.assign(on_alert=alert), ["fit"])
        order = mine.sort_values("arr", ascending=False, kind="stable", na_position="last")
        currency = self._data.snapshot(day).currency
        return Grid(
            finding=_grid_finding(fits, currency),
            cells=cells,
            fits=fits,
            accounts=order.rename_axis("account_id").reset_index(),
            currency=currency,
        )

    def learnt(self, day: date) -> Learnt:
        """Return what those who grew in the last twelve months had in common, in the whole book."""
        return self._data.once(("ideal", day), lambda: self._learnt(day))

    def _learnt(self, day: date) -> Learnt:
        now = self._comparing.facts(day)
        blank = pd.DataFrame({"met": float("nan"), "asked": 0.0}, index=now.ids)
        if now.past is None or now.then is None:
            why = msg("Nothing can be learnt yet: it takes data of twelve months before.")
            return Learnt(None, why, None, blank)
        members = self._segments.members(ALL, now.then)
        past = now.past.loc[now.past.index.intersection(members)]
        found = ideal(self._comparing.facts(now.then), past)
        grown = int(found.cohort["grew"].sum())
        if grown < LEAST_GROWN:
            why = msgs(
                "Nothing can be learnt yet: only {n} customer grew in twelve months, and it takes"
                " {least}.",
                "Nothing can be learnt yet: only {n} customers grew in twelve months, and it takes"
                " {least}.",
                grown,
                least=str(LEAST_GROWN),
            )
            return Learnt(None, why, now.then, blank)
        return Learnt(found, _learnt_finding(found), now.then, marks_met(found, now))


def _summed(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    groups = rows.groupby(by, dropna=False, sort=True)
    return pd.DataFrame(
        {
            "n_accounts": groups.size(),
            "arr": groups["arr"].sum(min_count=1),
            "on_alert": groups["on_alert"].mean(),
        }
    ).reset_index()


def _grid_finding(fits: pd.DataFrame, currency: str | None) -> Message:
    known = fits.dropna(subset=["fit"])
    total, n_known = int(fits["n_accounts"].sum()), int(known["n_accounts"].sum())
    if not total:
        return msg("The segment has no customer on this day.")
    if not n_known:
        return msg("Where they stand is unknown: maturity and motivation were not assessed.")
    best = known[known["fit"] == "ideal"]
    arr = float(best["arr"].fillna(0).sum())
    return msgs(
        "{n} of {known} customers whose maturity and motivation are known is an ideal customer"
        " (ARR {arr}); of {unknown} it is unknown.",
        "{n} of {known} customers whose maturity and motivation are known are ideal customers"
        " (ARR {arr}); of {unknown} it is unknown.",
        int(best["n_accounts"].sum()),
        known=str(n_known),
        arr=Money(arr, currency),
        unknown=str(total - n_known),
    )


def _learnt_finding(found: Ideal) -> Message:
    cohort = found.cohort
    shares = {"grown": str(int(cohort["grew"].sum())), "n": str(len(cohort))}
    if not found.wanted:
        return msg(
            "Of {n} customers of twelve months ago, {grown} stayed and grew; nothing known of them"
            " sets them apart.",
            **shares,
        )
    top = found.rows[found.rows["state"] == "above"].iloc[0]
    return msg(
        "Of {n} customers of twelve months ago, {grown} stayed and grew; most often those with"
        " {mark}: {rate} of {m}.",
        mark=top["title"],
        rate=Share(float(top["rate"])),
        m=str(int(top["n"])),
        **shares,
    )
