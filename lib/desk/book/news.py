"""What changed in a period and why: customers won, lost, grown, shrunk, and signals that fired."""

from datetime import date, timedelta

import pandas as pd

from lib.desk.book.retention import moved
from lib.desk.data import Data
from lib.desk.segmentation.segments import Segments
from lib.locale import Language, Message, Number, msg, render
from lib.metrics.apart import apart
from lib.metrics.bridge import Bridge
from lib.model import Period, Snapshot
from lib.model.frames import records
from lib.model.terms import account_losses, running
from lib.segments.fields import FIELDS
from lib.signals.registry import all_signals

WHAT: dict[str, Message] = {
    "churned": msg("Left"),
    "new": msg("New"),
    "returned": msg("Came back"),
    "contraction": msg("Contraction"),
    "expansion": msg("Expansion"),
    "signal": msg("Newly on alert"),
}


class News:
    """The area of what changed."""

    def __init__(self, data: Data, segments: Segments) -> None:
        self._data = data
        self._segments = segments

    def of(self, rule: str, period: Period, lang: Language) -> pd.DataFrame:
        """Return what changed: `account_id, account_name, what, change, arr, why`.

        Moves of ARR come by size, then the accounts that were on alert at the end of the
        period and not before, by ARR. `change` is ARR (0 for a signal), `why` what the data
        say of the reason (for a signal its title), in words of `lang`; empty where they are
        silent.
        """
        key = ("news", rule, period, lang)
        return self._data.once(key, lambda: self._of(rule, period, lang))

    def _of(self, rule: str, period: Period, lang: Language) -> pd.DataFrame:
        day = self._data.known_days().as_of(period)
        before = period.first - timedelta(days=1)
        bridge = moved(self._data, self._segments, rule, (period.first, day))
        ends = self._data.snapshot(before), self._data.snapshot(day)
        moves = _moves(bridge, ends, lang)
        return pd.concat([moves, self._alerts(rule, (before, day), lang)], ignore_index=True)

    def _alerts(self, rule: str, days: tuple[date, date], lang: Language) -> pd.DataFrame:
        then, now = (self._data.readings(day) for day in days)
        pairs = [list(_pairs(read)) for read in (then, now)]
        fresh = set(pairs[1]) - set(pairs[0])
        inside = set(self._segments.members(rule, days[1]))
        rows = now[[p in fresh and p[0] in inside for p in zip(now["account_id"], now["signal"],
                                                               strict=True)]]  # fmt: skip
        titles = {signal.key: render(signal.title, lang) for signal in all_signals()}
        book = self._data.book(days[1])
        said = pd.DataFrame(
            {
                "account_id": rows["account_id"],
                "why": rows["signal"].map(titles),
            }
        )
        by_account = said.groupby("account_id", sort=False)["why"].agg(" · ".join).reset_index()
        found = by_account.assign(
            account_name=by_account["account_id"].map(book["account_name"]),
            arr=by_account["account_id"].map(book["arr"]).astype("float64"),
            what="signal",
            change=0.0,
        )
        ordered = found.sort_values(["arr", "account_id"], ascending=[False, True], kind="stable")
        return ordered[["account_id", "account_name", "what", "change", "arr", "why"]]


def _pairs(readings: pd.DataFrame) -> "zip[tuple[str, str]]":
    alerts = readings[readings["grade"] == "alert"]
    return zip(alerts["account_id"], alerts["signal"], strict=True)


def _moves(bridge: Bridge, ends: tuple[Snapshot, Snapshot], lang: Language) -> pd.DataFrame:
    moves = bridge.moves[bridge.moves["move"] != "same"]
    back = apart(*ends, bridge).returned
    what = moves["move"].mask(moves["account_id"].isin(back), "returned")
    reasons = _reasons(ends, lang)
    rows = moves.assign(
        what=what,
        arr=moves[["arr_start", "arr_end"]].max(axis="columns"),
        why=[reasons.get((str(account), str(move)), "")
             for account, move in zip(moves["account_id"], moves["move"], strict=True)],
        size=moves["change"].abs(),
    )  # fmt: skip
    ordered = rows.sort_values(["size", "account_id"], ascending=[False, True], kind="stable")
    return ordered[["account_id", "account_name", "what", "change", "arr", "why"]]


def _reasons(ends: tuple[Snapshot, Snapshot], lang: Language) -> dict[tuple[str, str], str]:
    """Return what the data say of why, by account and move."""
    found = {(a, "churned"): text for a, text in _losses(ends, lang).items()}
    for account, text in _seats(ends, lang).items():
        found[account, "expansion"] = found[account, "contraction"] = text
    return found


def _losses(ends: tuple[Snapshot, Snapshot], lang: Language) -> dict[str, str]:
    """Return the stated reason of each account that left in between."""
    losses = account_losses(ends[1].table("losses"))
    fresh = losses[losses["churn_date"] > pd.Timestamp(ends[0].day)]
    names = FIELDS["churn_reason"].names
    said = {}
    for row in records(fresh):
        reason = row["reason"]
        parts = [] if pd.isna(reason) else [render(names.get(reason, str(reason)), lang)]
        parts += [] if pd.isna(row["reason_detail"]) else [str(row["reason_detail"])]
        said[str(row["account_id"])] = " · ".join(parts)
    return said


def _seats(ends: tuple[Snapshot, Snapshot], lang: Language) -> dict[str, str]:
    """Return how the seats under contract changed, by account, where both ends are known."""
    then, now = (_seats_on(end) for end in ends)
    both = pd.DataFrame({"then": then, "now": now}).dropna()
    changed = both[both["then"] != both["now"]]
    return {
        str(account): render(
            msg("seats {then} to {now}", then=Number(a, 0), now=Number(b, 0)), lang
        )
        for account, a, b in zip(changed.index, changed["then"], changed["now"], strict=True)
    }


def _seats_on(snapshot: Snapshot) -> pd.Series:
    contracts = snapshot.table("contracts")
    rows = contracts[running(contracts, snapshot.day)]
    return rows.groupby("account_id")["seats"].sum(min_count=1)
