"""Customers that left: the last year of each on one page, why, and what was learnt from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pandas as pd

from lib.desk.clock import Clock
from lib.desk.customer.accounts import AccountCard, Accounts
from lib.desk.data import Data
from lib.desk.segmentation.segments import ALL, Segments
from lib.errors import DeskError, NotFoundError
from lib.locale import Language, Message, Money, msg, msgs, render
from lib.metrics.book import arr
from lib.model import KINDS
from lib.model.frames import records
from lib.model.terms import account_losses
from lib.signals.readings import evidence
from lib.signals.registry import all_signals
from lib.store import truth

REASONS: Mapping[str, Message] = {
    "product": msg("Product capability"),
    "service": msg("Service"),
    "outside": msg("Outside our reach"),
    "not_ideal": msg("Not an ideal customer"),
    "other": msg("Other"),
}
UNREVIEWED = "none"
FIELDS: Mapping[str, Message] = {
    "maturity_level": msg("Maturity"),
    "industry": msg("Industry"),
    "region": msg("Region"),
    "plan": msg("Plan"),
}
YEAR_DAYS = 365
MONTHS_BEFORE = 4  # far enough back that somebody could still have acted
MAX_CHARACTERS = 10_000
_SOURCE = {"reason": "stated", "reason_detail": "stated_detail", "churn_date": "churned_on"}


@dataclass(frozen=True)
class LossView:
    """The customers of a segment that left, the last one first.

    `rows`: `account_id, account_name, churned_on, arr` (at the end of the month before),
    `stated` and `stated_detail` (what the source gives as reason), `kind, competitor,
    won_back_on`, the fields of `FIELDS`, and of the newest review `reason` (`none` without
    one), `lessons, reviewed_at`.
    """

    finding: Message
    rows: pd.DataFrame
    currency: str | None


@dataclass(frozen=True, slots=True)
class Review:
    """The newest review of a loss; `version` 0: there is none yet."""

    version: int = 0
    reason: str | None = None
    lessons: str = ""
    author: str = ""
    reviewed_at: datetime | None = None


@dataclass(frozen=True)
class LossRecord:
    """One customer's last year: its card on the day it left, and the rows of that year.

    `tables` are the rows by kind, newest first; `promises` what its contracts promised;
    `before` the signals that fired at the ends of the four months before (`signal_title,
    grade, seen_on`: first, `evidence`: the last), by the thresholds of now.
    """

    churned_on: date
    finding: Message
    card: AccountCard
    tables: Mapping[str, pd.DataFrame]
    promises: tuple[str, ...]
    before: pd.DataFrame
    loss: Mapping[str, object]


class Losses:
    """The loss area of the desk."""

    def __init__(self, data: Data, segments: Segments, accounts: Accounts, clock: Clock) -> None:
        self._data = data
        self._segments = segments
        self._accounts = accounts
        self._clock = clock

    def view(self, rule: str, day: date) -> LossView:
        """Return the customers that had left by `day`; a segment is taken as it was before."""
        lost = self._data.once(("losses", rule, day), lambda: self._lost(rule, day))
        rows = lost.merge(self._newest(), on=["account_id", "churned_on"], how="left")
        rows["reason"] = rows["reason"].fillna(UNREVIEWED)
        return LossView(_finding(rows, day), rows, self._data.snapshot(day).currency)

    def counted(self, rows: pd.DataFrame, field: str) -> pd.DataFrame:
        """Return how often each reason was found, by a field of `FIELDS`: `value, n`, reasons."""
        table = pd.crosstab(rows[field].fillna(""), rows["reason"]).reindex(
            columns=[*REASONS, UNREVIEWED], fill_value=0
        )
        counted = table.assign(n=table.sum(axis=1)).rename_axis("value").reset_index()
        counted["value"] = counted["value"].mask(counted["value"] == "")
        return counted.sort_values("n", ascending=False, kind="stable").reset_index(drop=True)

    def record(self, account_id: str, day: date, lang: Language) -> LossRecord:
        """Return the last year of a customer that left by `day`; NotFoundError without one."""
        rows = self.view(ALL, day).rows
        mine = rows[rows["account_id"] == account_id]
        if mine.empty:
            raise NotFoundError(
                "unknown_loss",
                msg("No account with the id '{id}' has left by {day}.", id=account_id, day=day),
            )
        loss = records(mine)[0]
        churned_on = loss["churned_on"].date()
        card = self._accounts.card(account_id, churned_on, lang)
        promises = card.tables["contracts"]["promises"].dropna()
        return LossRecord(
            churned_on=churned_on,
            finding=_said(loss, self._data.snapshot(day).currency),
            card=card,
            tables={
                kind: _last_year(kind, table, churned_on) for kind, table in card.tables.items()
            },
            promises=tuple(dict.fromkeys(promises)),
            before=self._before(account_id, churned_on, lang),
            loss=loss,
        )

    def review(self, account_id: str, churned_on: date) -> Review:
        """Return the newest review of a loss."""
        mine = self.versions(account_id, churned_on)
        if mine.empty:
            return Review()
        newest = records(mine)[0]
        return Review(
            version=int(newest["version"]),
            reason=str(newest["reason"]),
            lessons=str(newest["lessons"]),
            author=str(newest["author"]),
            reviewed_at=newest["reviewed_at"].to_pydatetime(),
        )

    def versions(self, account_id: str, churned_on: date) -> pd.DataFrame:
        """Return every version of the review of a loss, newest first."""
        rows = truth.reviews(self._data.workspace)
        same = rows["churned_on"].astype("str") == churned_on.isoformat()
        mine = rows[same & (rows["account_id"] == account_id)]
        return mine.sort_values("version", ascending=False).reset_index(drop=True)

    def save(self, loss: tuple[str, date], said: Review, seen_version: int) -> int:
        """Keep a review of a loss (`account_id, churned_on`); return its version.

        Reason, lessons and author of `said` are kept. DeskError for an unknown reason or a
        text that is too long, and when somebody else has written since `seen_version`.
        """
        if said.reason not in REASONS or len(said.lessons) > MAX_CHARACTERS:
            raise DeskError(
                "bad_review",
                msg("A loss review names one of the reasons; its lessons have at most {most}"
                    " characters.", most=str(MAX_CHARACTERS)),
                msg("Choose the main reason; the others belong into the lessons."),
            )  # fmt: skip
        account_id, churned_on = loss
        values = {
            "account_id": account_id,
            "churned_on": churned_on,
            "reason": said.reason,
            "lessons": said.lessons.strip(),
            "author": said.author.strip() or "local",
            "reviewed_at": self._clock(),
        }
        return truth.add_review(self._data.workspace, values, seen_version)

    def _newest(self) -> pd.DataFrame:
        rows = truth.reviews(self._data.workspace).sort_values("version")
        newest = rows.drop_duplicates(["account_id", "churned_on"], keep="last")
        days = pd.to_datetime(newest["churned_on"]).astype("datetime64[us]")
        kept = newest[["account_id", "reason", "lessons", "reviewed_at"]].assign(churned_on=days)
        return kept.astype({"account_id": "str", "reason": "str", "lessons": "str"})

    def _lost(self, rule: str, day: date) -> pd.DataFrame:
        losses = account_losses(self._data.snapshot(day).table("losses"))
        latest = losses.sort_values("churn_date", ascending=False, kind="stable")
        latest = latest.drop_duplicates("account_id").rename(columns=_SOURCE)
        kept = ["account_id", "churned_on", "stated", "stated_detail"]
        kept += ["kind", "competitor", "won_back_on"]
        known = self._data.book(day)
        rows = latest.loc[latest["account_id"].isin(known.index), kept]
        facts = known[["account_name", *FIELDS]].reindex(rows["account_id"])
        rows = rows.assign(**{name: facts[name].to_numpy() for name in facts.columns})
        parts = [self._then(rule, end, mine) for end, mine in _by_month_before(rows)]
        whole = pd.concat(parts) if parts else rows.assign(arr=float("nan"))
        ordered = whole.sort_values(["churned_on", "account_id"], ascending=[False, True])
        return ordered.astype({"churned_on": "datetime64[us]"}).reset_index(drop=True)

    def _then(self, rule: str, end: date, rows: pd.DataFrame) -> pd.DataFrame:
        """Add the ARR at the end of the month before, and keep whom the rule names there."""
        values = arr(self._data.snapshot(end)).reindex(rows["account_id"]).to_numpy()
        rows = rows.assign(arr=values)
        if rule == ALL:
            return rows
        return rows[rows["account_id"].isin(self._segments.members(rule, end))]

    def _before(self, account_id: str, churned_on: date, lang: Language) -> pd.DataFrame:
        """Return the signals that fired at the ends of the last months, the first seen first."""
        days = self._data.known_days()
        ends = [days.as_of(month) for month in days.months if days.as_of(month) < churned_on]
        fired = [_fired(self._data.readings(end), account_id, end) for end in ends[:MONTHS_BEFORE]]
        whole = pd.concat(fired) if fired else pd.DataFrame(columns=["signal", "seen_on"])
        first = whole.groupby("signal")["seen_on"].min()
        newest = whole.drop_duplicates("signal")  # the last month comes first
        titles = {signal.key: render(signal.title, lang) for signal in all_signals()}
        rows = newest.assign(
            signal_title=newest["signal"].map(titles),
            seen_on=pd.to_datetime([first[key] for key in newest["signal"]]),
            evidence=[render(evidence(row), lang) for row in records(newest)],
        )
        columns = ["signal_title", "grade", "seen_on", "evidence"]
        return rows.reindex(columns=columns).sort_values("seen_on").reset_index(drop=True)


def _fired(read: pd.DataFrame, account_id: str, day: date) -> pd.DataFrame:
    mine = read[(read["account_id"] == account_id) & read["grade"].isin(["alert", "watch"])]
    return mine.assign(seen_on=pd.Timestamp(day))


def _by_month_before(rows: pd.DataFrame) -> list[tuple[date, pd.DataFrame]]:
    """Part losses by the last day of the month before each; that day's book is known anyway."""
    ends = rows["churned_on"].dt.to_period("M").dt.start_time - timedelta(days=1)
    return [(end.date(), rows[ends == end]) for end in ends.drop_duplicates()]


def _last_year(kind: str, rows: pd.DataFrame, end: date) -> pd.DataFrame:
    day = KINDS[kind].day
    if day is None or kind == "contracts":
        return rows  # the terms are read as a whole
    return rows[rows[day] > pd.Timestamp(end) - timedelta(days=YEAR_DAYS)]


def _finding(rows: pd.DataFrame, day: date) -> Message:
    if rows.empty:
        return msg("No customer is known to have left.")
    recent = rows[rows["churned_on"] > pd.Timestamp(day) - timedelta(days=YEAR_DAYS)]
    reviewed = rows[rows["reason"] != UNREVIEWED]
    if reviewed.empty:
        return msgs(
            "{n} customer left within a year; no loss has been reviewed yet.",
            "{n} customers left within a year; no loss has been reviewed yet.",
            len(recent),
        )
    commonest = str(reviewed["reason"].value_counts().index[0])
    return msgs(
        "{n} customer left within a year; of all {total} losses {reviewed} were reviewed, and the"
        " commonest reason is: {reason}.",
        "{n} customers left within a year; of all {total} losses {reviewed} were reviewed, and the"
        " commonest reason is: {reason}.",
        len(recent),
        total=str(len(rows)),
        reviewed=str(len(reviewed)),
        reason=REASONS[commonest],
    )


def _said(loss: Mapping[str, object], currency: str | None) -> Message:
    name, day, value = str(loss["account_name"]), loss["churned_on"], loss["arr"]
    if not isinstance(day, pd.Timestamp) or not isinstance(value, float) or value != value:  # noqa: PLR0124
        return msg("{name} left; its ARR is unknown.", name=name)
    return msg(
        "{name} left on {day} with ARR {arr}.",
        name=name, day=day.date(), arr=Money(value, currency),
    )  # fmt: skip
