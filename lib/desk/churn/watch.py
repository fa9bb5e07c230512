"""The watch list: open churn signals, what was done about them, and why they fired."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from lib.desk.churn.alarms import Alarms
from lib.desk.churn.by_cause import CAPPED, by_cause
from lib.desk.clock import Clock
from lib.desk.data import Data
from lib.desk.segmentation.segments import Segments
from lib.errors import DeskError, NotFoundError
from lib.locale import Count, Language, Message, Money, joined, msg, msgs, render
from lib.model import ANY
from lib.model.frames import records
from lib.signals.readings import evidence
from lib.signals.registry import all_signals
from lib.signals.spec import Signal
from lib.store import people

State = Literal["open", "acknowledged", "snoozed"]
STATES: Mapping[str, Message] = {
    "open": msg("Open"),
    CAPPED: msg("Below the cap"),
    "acknowledged": msg("Acknowledged"),
    "snoozed": msg("Snoozed"),
}
GRADES: Mapping[str, Message] = {
    "alert": msg("Alert"),
    "watch": msg("Watch"),
    "unknown": msg("Unknown"),
    "none": msg("No sign"),
}
_TREND_WEEKS = 26
_RANK = {"alert": 0, "watch": 1, "unknown": 2}


@dataclass(frozen=True)
class WatchBoard:
    """What needs attention on `day`.

    `rows`: one for each account and signal that fired (or is unknown): `account_id,
    account_name, signal, signal_title, grade, grade_title, severity, evidence, arr,
    renewal_on, trend, state, state_title, until, note`, and `place` (account and signal).
    Ordered by grade, then ARR. `counts`: how many rows have each grade, signal and state.
    `alarms`: the same with one row for each account and cause (`lib.desk.churn.by_cause`), and
    `alarm_counts` how many have each grade and state.
    `coverage`: one row a signal with how many accounts were judged and how many not.
    """

    day: date
    finding: Message
    n_accounts: int
    n_alert: int
    n_watch: int
    n_unread: int
    arr_on_alert: float
    currency: str | None
    rows: pd.DataFrame
    counts: Mapping[str, Mapping[str, int]]
    coverage: pd.DataFrame
    alarms: pd.DataFrame
    alarm_counts: Mapping[str, Mapping[str, int]]


class Watch:
    """The churn-signal area of the desk."""

    def __init__(self, data: Data, segments: Segments, alarms: Alarms, clock: Clock) -> None:
        self._data = data
        self._segments = segments
        self._alarms = alarms
        self._clock = clock

    def readings(self, rule: str, day: date) -> pd.DataFrame:
        """Return the readings of a segment's accounts with the account's name."""
        members = self._segments.members(rule, day)
        found = self._data.readings(day)
        names = self._data.book(day)["account_name"]
        found = found[found["account_id"].isin(members)]
        return found.assign(account_name=found["account_id"].map(names)).reset_index(drop=True)

    def board(self, rule: str, day: date, lang: Language) -> WatchBoard:
        """Return the watch list of a segment on a day, in words of `lang`."""
        return self._data.once(
            ("board", rule, day, lang, len(people.all_actions(self._data.workspace))),
            lambda: self._board(rule, day, lang),
        )

    def act(self, account_id: str, signal: str, state: State, **what: object) -> int:
        """Record what was done about a signal: `author`, and for a snooze `until`, `reason`.

        DeskError when a snooze has no reason or day.
        """
        if signal not in {s.key for s in all_signals()}:
            raise NotFoundError(
                "unknown_signal",
                msg("There is no signal named '{name}'.", name=signal),
                tuple(s.key for s in all_signals()),
            )
        if state == "snoozed" and not (what.get("reason") and what.get("until")):
            raise DeskError(
                "snooze_needs_reason",
                msg("A signal is snoozed until a day and for a reason; one of them is missing."),
                msg("Fill in both."),
            )
        return people.add_action(
            self._data.workspace,
            {
                "account_id": account_id,
                "signal": signal,
                "state": state,
                "until_on": what.get("until"),
                "reason": what.get("reason"),
                "author": what.get("author") or "local",
                "acted_at": self._clock(),
            },
        )

    def states(self, day: date) -> pd.DataFrame:
        """Return the present state of each account's signal: `state, until_on, reason`.

        A snooze ends by itself on its day. What was done about an account that was merged
        into another counts for that other one, unless something was done about itself.
        """
        actions = people.all_actions(self._data.workspace)
        kept = self._data.kept_accounts() if len(actions) else {}
        own = ~actions["account_id"].isin(list(kept))
        there = actions["account_id"].map(lambda account: kept.get(account, account))
        actions = actions.assign(account_id=there, _own=own).sort_values("_own", kind="stable")
        actions = actions.drop(columns="_own")
        newest = actions.drop_duplicates(["account_id", "signal"], keep="last")
        until = pd.to_datetime(newest["until_on"])
        over = (newest["state"] == "snoozed") & (until <= pd.Timestamp(day))
        return newest.assign(state=newest["state"].mask(over, "open"))

    def _board(self, rule: str, day: date, lang: Language) -> WatchBoard:
        found = self.readings(rule, day)
        book = self._data.book(day)
        fired = found[found["grade"].isin(["alert", "watch"])]
        on_alert = fired.loc[fired["grade"] == "alert", "account_id"].unique()
        on_watch = set(fired["account_id"]) - set(on_alert)
        judged = found.groupby("account_id")["severity"].max() >= 0
        arr = float(book.loc[on_alert, "arr"].sum())
        rows = self._rows(found[found["grade"] != "none"], day, lang)
        currency = self._data.snapshot(day).currency
        alarms = by_cause(rows, self._capped(day), lang)
        return WatchBoard(
            day=day,
            finding=_finding(fired, len(on_alert), Money(arr, currency)),
            n_accounts=found["account_id"].nunique(),
            n_alert=len(on_alert),
            n_watch=len(on_watch),
            n_unread=int((~judged).sum()),
            arr_on_alert=arr,
            currency=currency,
            rows=rows,
            counts={name: _counts(rows[name]) for name in ("grade", "signal", "state")},
            coverage=_coverage(found, lang),
            alarms=alarms,
            alarm_counts={name: _counts(alarms[name]) for name in ("grade", "state")},
        )

    def _capped(self, day: date) -> frozenset[tuple[str, str]]:
        """Return account and cause of the alarms that lie below the cap of their month."""
        if self._alarms.cap() is None:
            return frozenset()
        standing = self._alarms.standing(day)
        below = standing[standing["capped"].astype("bool")]
        return frozenset(zip(below["account_id"], below["cause"], strict=True))

    def _rows(self, found: pd.DataFrame, day: date, lang: Language) -> pd.DataFrame:
        book = self._data.book(day)
        titles = {s.key: render(s.title, lang) for s in all_signals()}
        rows = found.merge(
            self.states(day)[["account_id", "signal", "state", "until_on", "reason"]].rename(
                columns={"reason": "why", "until_on": "until"}
            ),
            on=["account_id", "signal"],
            how="left",
        )
        state = rows["state"].fillna("open")
        rows = rows.assign(
            signal_title=rows["signal"].map(titles),
            grade_title=rows["grade"].map({k: render(m, lang) for k, m in GRADES.items()}),
            evidence=[render(evidence(row), lang) for row in records(rows)],
            arr=rows["account_id"].map(book["arr"]),
            renewal_on=rows["account_id"].map(book["renewal_on"]),
            trend=rows["account_id"].map(self.trends(day)),
            state=state,
            state_title=state.map({k: render(m, lang) for k, m in STATES.items()}),
            rank=rows["grade"].map(_RANK),
            place=rows["account_id"] + "/" + rows["signal"],
        )
        rows = rows.sort_values(
            ["rank", "severity", "arr", "account_id", "signal"],
            ascending=[True, False, False, True, True],
        )
        return rows.drop(columns=["rank", "detail"]).reset_index(drop=True)

    def trends(self, day: date) -> dict[str, list[float]]:
        """Return each account's weekly usage of the last half year, for a small line."""
        return self._data.once(("trends", day), lambda: self._trends(day))

    def _trends(self, day: date) -> dict[str, list[float]]:
        weeks = self._data.snapshot(day).usage.weekly(ANY, "events", _TREND_WEEKS)
        weeks = weeks.dropna(axis="columns", how="all")
        return {str(name): row.tolist() for name, row in weeks.iterrows()}


def _counts(values: pd.Series) -> dict[str, int]:
    return {str(value): int(n) for value, n in values.value_counts().items()}


def _finding(fired: pd.DataFrame, n_alert: int, arr: Money) -> Message:
    if fired.empty:
        return msg("No churn signal is open among the accounts that could be judged.")
    alerts = fired[fired["grade"] == "alert"]
    if alerts.empty:
        n_watched = fired["account_id"].nunique()
        return msgs(
            "No account is on alert; {n} is worth watching.",
            "No account is on alert; {n} are worth watching.",
            n_watched,
        )
    counts = alerts["signal"].value_counts()
    titles = {signal.key: signal.title for signal in all_signals()}
    commonest = [key for key in counts.index if counts[key] == counts.iloc[0]][:2]
    return msgs(
        "{n} account with ARR {arr} is on alert; the commonest sign is: {signs} ({hits}).",
        "{n} accounts with ARR {arr} are on alert; the commonest sign is: {signs} ({hits}).",
        n_alert,
        arr=arr,
        signs=joined([titles[key] for key in commonest]),
        hits=Count(int(counts.iloc[0])),
    )


def _coverage(found: pd.DataFrame, lang: Language) -> pd.DataFrame:
    """Return for each signal how many accounts it judged, and why it could not judge others."""
    rows = []
    for signal in all_signals():
        mine = found[found["signal"] == signal.key]
        unknown = mine[mine["grade"] == "unknown"]
        reasons = unknown["reason"].astype("str").value_counts().to_dict()
        rows.append(
            {
                "signal": signal.key,
                "signal_title": render(signal.title, lang),
                "question": render(signal.question, lang),
                "n_alert": int((mine["grade"] == "alert").sum()),
                "n_watch": int((mine["grade"] == "watch").sum()),
                "n_clear": int((mine["severity"] == 0).sum()),
                "n_outside": int(((mine["grade"] == "none") & (mine["severity"] < 0)).sum()),
                "n_unknown": len(unknown),
                "why_unknown": _listed_reasons(signal, reasons, lang),
            }
        )
    return pd.DataFrame(rows)


def _listed_reasons(signal: Signal, reasons: Mapping[Hashable, int], lang: Language) -> str:
    """Return why accounts could not be judged, each reason with its count."""
    parts = [
        msg("{reason} ({n})", reason=signal.reasons[str(code)], n=Count(int(n)))
        for code, n in reasons.items()
    ]
    return render(msg("{parts}", parts=joined(parts)), lang) if parts else ""
