"""Alarms as people work with them: one a cause, how many a month, and what each was worth."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

import pandas as pd

from lib.desk.churn.judged_by import CAP, PER_100, known
from lib.desk.clock import Clock
from lib.desk.data import Data
from lib.desk.segmentation.segments import ALL, Segments
from lib.errors import DeskError
from lib.locale import Message, msg
from lib.model.frames import records
from lib.model.terms import account_losses
from lib.model.will import by_choice
from lib.signals.episodes import causes, episodes
from lib.store import truth

Outcome = Literal["true", "false", "too_early"]
OUTCOMES: dict[str, Message] = {
    "true": msg("True: the customer was at risk"),
    "false": msg("False: there was no risk"),
    "too_early": msg("Too early to say"),
}
BY_CHURN: dict[str, Message] = {
    "left": msg("Left"),
    "left_otherwise": msg("Left, not by choice"),
    "stayed": msg("Stayed"),
    "too_early": msg("Too early to say"),
}
MONTHS = 12
# Gap and horizon of the back-test: who leaves within them after an alarm was warned of.
FOLLOWED_DAYS = 30 + 90
MAX_CHARACTERS = 2000
_SAID = ("signal", "n", "said_true", "said_false", "said_early", "true_stayed", "false_left")
_OF_PEOPLE = ("outcome", "outcome_id", "note", "decided_at")


@dataclass(frozen=True)
class Load:
    """How many alarms began in each of the last months, oldest first.

    `months`: `month` (its last day), `n_accounts, n_alarms, per_100, within, below` (within
    and below the cap). `cap`: new alarms a month per 100 accounts; None when nobody set one.
    """

    months: pd.DataFrame
    cap: float | None


class Alarms:
    """The alarm area of the desk."""

    def __init__(self, data: Data, segments: Segments, clock: Clock) -> None:
        self._data = data
        self._segments = segments
        self._clock = clock

    def days(self, day: date) -> tuple[date, ...]:
        """Return the days that alarms are followed over: month ends of a year, and `day`."""
        days = self._data.known_days()
        ends = [days.as_of(month) for month in days.months if days.as_of(month) < day]
        return (*reversed(ends[:MONTHS]), day)

    def alarms(self, day: date) -> pd.DataFrame:
        """Return every alarm of the last year, as it is seen on `day`; do not change it.

        Columns of `lib.signals.episodes`, and `account_name`, `arr` (when it began), `capped`
        (below the cap of its month), `outcome, outcome_id, note, decided_at` (the newest that
        people recorded), `left_on` and `by_churn`: what became of the account.
        """
        for seen in self.days(day):  # one by one: nobody else has to wait for all of them
            self._customers_only(seen)
        found = self._data.once(("alarms", day), lambda: self._found(day))
        return _with_outcomes(found, self.outcomes())

    def standing(self, day: date) -> pd.DataFrame:
        """Return the alarms that stand on `day`, one row for each account and cause."""
        found = self.alarms(day)
        return found[found["stands"].astype("bool")].reset_index(drop=True)

    def load(self, rule: str, day: date) -> Load:
        """Return how many alarms began each month among the accounts then in a segment."""
        alarms = self.alarms(day)
        rows = []
        for seen in self.days(day)[1:]:
            members = self._segments.members(rule, seen)
            began = alarms[(alarms["begun_on"] == seen) & alarms["account_id"].isin(members)]
            n_accounts = len(members)
            below = int(began["capped"].sum())
            rows.append(
                {
                    "month": pd.Timestamp(seen),
                    "n_accounts": n_accounts,
                    "n_alarms": len(began),
                    "per_100": 100 * len(began) / n_accounts if n_accounts else float("nan"),
                    "within": len(began) - below,
                    "below": below,
                }
            )
        columns = ["month", "n_accounts", "n_alarms", "per_100", "within", "below"]
        return Load(pd.DataFrame(rows, columns=columns), self.cap())

    def worth(self, rule: str, day: date) -> pd.DataFrame:
        """Return what became of a year's alarms on the accounts of a segment, by cause.

        Columns: `cause, n`, as many as each fate of `BY_CHURN`, and `said_true, said_false`
        by people. Accounts belong to the segment as it was on the day an alarm began.
        """
        alarms = self.alarms(day)
        inside = [
            account in self._segments.members(rule, begun)
            for account, begun in zip(alarms["account_id"], alarms["begun_on"], strict=True)
        ]
        mine = alarms[pd.Series(inside, index=alarms.index, dtype="bool")]
        rows = [
            {
                "cause": cause,
                "n": len(part),
                **{fate: int((part["by_churn"] == fate).sum()) for fate in BY_CHURN},
                "said_true": int((part["outcome"] == "true").sum()),
                "said_false": int((part["outcome"] == "false").sum()),
            }
            for cause, part in mine.groupby("cause")
        ]
        columns = ["cause", "n", *BY_CHURN, "said_true", "said_false"]
        return pd.DataFrame(rows, columns=columns).sort_values("n", ascending=False)

    def said_of(self, day: date) -> pd.DataFrame:
        """Return what people said of a year's alarms, one row a signal that was on alert in them.

        Columns: `signal, n` (outcomes recorded), `said_true, said_false, said_early`, and where
        what followed speaks against it: `true_stayed`, `false_left`. Empty when nobody said
        anything; then nothing is worked out.
        """
        if self.outcomes()["undone_at"].isna().sum() == 0:
            return pd.DataFrame(columns=list(_SAID))
        alarms = self.alarms(day)
        told = alarms[alarms["outcome"].notna()]
        told = told.assign(signal=told["signals"].str.split("|")).explode("signal")
        return _counted(told)

    def cap(self) -> float | None:
        """Return how many new alarms a month per 100 accounts are asked for; None: all."""
        value = self._data.judged_by().get(CAP, known(CAP).thresholds)[PER_100]
        return value if value > 0 else None

    def outcomes(self) -> pd.DataFrame:
        """Return every outcome that people recorded, oldest first; undone ones carry `undone_at`.

        Columns: `outcome_id, account_id, signal, begun_on, outcome, note, author, decided_at,
        undone_at`.
        """
        return truth.outcomes(self._data.workspace)

    def judge(self, alarm: tuple[str, str, date], outcome: Outcome, **said: str) -> int:
        """Record what an alarm (`account_id, signal, begun_on`) was worth; return the id.

        `author` says who, `note` why. The newest counts; DeskError when it is no outcome.
        """
        account_id, signal, begun_on = alarm
        known(signal)
        note = said.get("note", "").strip()
        if outcome not in OUTCOMES or len(note) > MAX_CHARACTERS:
            raise DeskError(
                "bad_outcome",
                msg("An alarm was true, false, or it is too early to say; a note has at most"
                    " {most} characters.", most=str(MAX_CHARACTERS)),
            )  # fmt: skip
        return truth.add_outcome(
            self._data.workspace,
            {
                "account_id": account_id,
                "signal": signal,
                "begun_on": begun_on,
                "outcome": outcome,
                "note": note or None,
                "author": said.get("author") or "local",
                "decided_at": self._clock(),
            },
        )

    def undo(self, outcome_id: int) -> None:
        """Take an outcome back: the one before it counts again. NotFoundError without one."""
        truth.undo_outcome(self._data.workspace, outcome_id, self._clock())

    def _found(self, day: date) -> pd.DataFrame:
        days = self.days(day)
        read = {seen: self._customers_only(seen) for seen in days}
        found = episodes(read)
        arr = {seen: self._data.book(seen)["arr"] for seen in days}
        names = self._data.book(day)["account_name"]
        found = found.assign(
            account_name=found["account_id"].map(names).astype("str"),
            arr=[
                float(arr[begun].get(account, float("nan")))
                for account, begun in zip(found["account_id"], found["begun_on"], strict=True)
            ],
        )
        sizes = {seen: len(self._segments.members(ALL, seen)) for seen in days}
        capped = found.assign(capped=_capped(found, sizes, self.cap()))
        return _with_churn(capped, self._data.snapshot(day).table("losses"), day)

    def _customers_only(self, day: date) -> pd.DataFrame:
        read = self._data.readings(day)
        return read[read["account_id"].isin(self._segments.members(ALL, day))]


def _counted(told: pd.DataFrame) -> pd.DataFrame:
    outcome, fate = told["outcome"], told["by_churn"]
    marks = {
        "n": pd.Series(data=True, index=told.index),
        "said_true": outcome == "true",
        "said_false": outcome == "false",
        "said_early": outcome == "too_early",
        "true_stayed": (outcome == "true") & (fate == "stayed"),
        "false_left": (outcome == "false") & (fate == "left"),
    }
    counts = pd.DataFrame({"signal": told["signal"], **marks}).groupby("signal").sum()
    ordered = (
        counts.astype("int64").reset_index().sort_values(["n", "signal"], ascending=[False, True])
    )
    return ordered.reset_index(drop=True)[list(_SAID)]


def _capped(found: pd.DataFrame, sizes: dict[date, int], cap: float | None) -> pd.Series:
    """Say of each alarm whether more severe (then larger) ones of its month fill the cap."""
    if cap is None:
        return pd.Series(data=False, index=found.index)
    ordered = found.sort_values(
        ["severity", "arr", "account_id"], ascending=[False, False, True], na_position="last"
    )
    place = ordered.groupby("begun_on").cumcount().reindex(found.index)
    room = found["begun_on"].map({day: max(int(cap * n / 100), 1) for day, n in sizes.items()})
    return place >= room


def _with_churn(found: pd.DataFrame, losses: pd.DataFrame, day: date) -> pd.DataFrame:
    """Add what became of each account after its alarm, as far as `day` can tell."""
    ended = account_losses(losses).sort_values("churn_date", kind="stable")
    ended = ended.assign(chosen=by_choice(ended))
    rows = [
        _fate((begun, last), ended[ended["account_id"] == account], day)
        for account, begun, last in zip(
            found["account_id"], found["begun_on"], found["last_on"], strict=True
        )
    ]
    fates = pd.DataFrame(rows, columns=["left_on", "by_churn"], index=found.index)
    return found.assign(left_on=pd.to_datetime(fates["left_on"]), by_churn=fates["by_churn"])


def _fate(
    alarm: tuple[date, date], losses: pd.DataFrame, day: date
) -> tuple[pd.Timestamp | None, str]:
    begun, last = alarm
    end = pd.Timestamp(last) + timedelta(days=FOLLOWED_DAYS)
    after = losses[(losses["churn_date"] > pd.Timestamp(begun)) & (losses["churn_date"] <= end)]
    if len(after):
        first = after.iloc[0]
        return first["churn_date"], "left" if first["chosen"] else "left_otherwise"
    return None, "stayed" if end <= pd.Timestamp(day) else "too_early"


def _with_outcomes(found: pd.DataFrame, said: pd.DataFrame) -> pd.DataFrame:
    """Add to each alarm the newest outcome that speaks of a day on which it stood."""
    stand = said[said["undone_at"].isna()]
    stand = stand.assign(cause=stand["signal"].map(causes()))
    rows = [_said(alarm, stand) for alarm in records(found)]
    return found.assign(
        **{name: [row.get(name) for row in rows] for name in _OF_PEOPLE}  # type: ignore[arg-type]
    )


def _said(alarm: Mapping[str, Any], said: pd.DataFrame) -> dict[str, object]:
    mine = said[(said["account_id"] == alarm["account_id"]) & (said["cause"] == alarm["cause"])]
    days = pd.to_datetime(mine["begun_on"])
    mine = mine[
        (days >= pd.Timestamp(alarm["begun_on"])) & (days <= pd.Timestamp(alarm["last_on"]))
    ]
    return {str(k): v for k, v in mine.iloc[-1].items()} if len(mine) else {}
