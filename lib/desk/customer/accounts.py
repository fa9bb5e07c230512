"""One account as a whole: who they are, what they bought, how they use it, what it signals."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib.desk.churn.watch import Watch
from lib.desk.customer.assess import levels_on
from lib.desk.data import Data
from lib.desk.notes import About, Notes
from lib.errors import NotFoundError
from lib.locale import Language, Message, msg, render
from lib.model import ANY, KINDS
from lib.model.frames import records, row_of
from lib.signals.readings import evidence, rows_behind
from lib.signals.registry import all_signals
from lib.store.dataset import usage_places
from lib.store.usage import rows_of_account

STORY_WEEKS = 104
_ROWS_AT_MOST = 5000


@dataclass(frozen=True)
class AccountCard:
    """One account on a day.

    `usage`: `week, events, users` of up to two years. `signals`: one row a signal with its
    evidence and window. `marks`: `day, lane, text` for the time line. `tables`: the rows of
    each kind, newest first.
    """

    account_id: str
    name: str
    day: date
    facts: pd.Series
    finding: Message
    maturity: pd.Series
    bant: pd.Series
    signals: pd.DataFrame
    usage: pd.DataFrame
    marks: pd.DataFrame
    contacts: pd.DataFrame
    tables: dict[str, pd.DataFrame]
    notes: pd.DataFrame
    currency: str | None


class Accounts:
    """The account area of the desk."""

    def __init__(self, data: Data, watch: Watch, notes: Notes) -> None:
        self._data = data
        self._watch = watch
        self._notes = notes

    def names(self, day: date) -> dict[str, str]:
        """Return the name of each account by id, ordered by ARR (largest first)."""
        book = self._data.book(day).sort_values("arr", ascending=False, kind="stable")
        shown = book["account_name"].fillna(book.index.to_series())
        return dict(zip(book.index, shown, strict=True))

    def card(self, account_id: str, day: date, lang: Language) -> AccountCard:
        """Return one account on a day; NotFoundError when there is none of that id."""
        book = self._data.book(day)
        if account_id not in book.index:
            raise NotFoundError(
                "unknown_account", msg("There is no account with the id '{id}'.", id=account_id)
            )
        facts = row_of(book, account_id)
        snapshot = self._data.snapshot(day)
        signals = self._signals(account_id, day, lang)
        tables = {
            kind: _newest_first(rows[rows["account_id"] == account_id], KINDS[kind].day)
            for kind, rows in snapshot.tables.items()
            if kind != "accounts"
        }
        name = str(facts["account_name"]) if pd.notna(facts["account_name"]) else account_id
        notes = self._notes.on(About(account_id=account_id))
        return AccountCard(
            account_id=account_id,
            name=name,
            day=day,
            facts=facts,
            finding=_finding(signals, name),
            maturity=row_of(levels_on(self._data, "maturity", day).frame, account_id),
            bant=row_of(levels_on(self._data, "bant", day).frame, account_id),
            signals=signals,
            usage=self._usage(account_id, day),
            marks=_marks(tables, notes),
            contacts=tables["contacts"],
            tables=tables,
            notes=notes,
            currency=snapshot.currency,
        )

    def rows_behind(self, account_id: str, signal: str, day: date) -> pd.DataFrame:
        """Return the stored rows that a signal's reading is made of."""
        readings = self._data.readings(day)
        row = readings[(readings["account_id"] == account_id) & (readings["signal"] == signal)]
        if row.empty:
            raise NotFoundError(
                "unknown_signal",
                msg("There is no reading of the signal '{name}' for this account.", name=signal),
                tuple(s.key for s in all_signals()),
            )
        reading = records(row)[0]
        kind, rows = rows_behind(self._data.snapshot(day), reading)
        if kind != "usage":
            return rows
        first, last = reading["window_from"], reading["window_to"]
        if pd.isna(first) or pd.isna(last):
            return rows
        with self._data.workspace.reading() as connection:
            events, places = usage_places(self._data.workspace, connection)
            if not events:
                return rows
            window = (f"{first:%Y-%m-%d}", f"{last:%Y-%m-%d}")
            return rows_of_account(events, places, account_id, window, _ROWS_AT_MOST)

    def _signals(self, account_id: str, day: date, lang: Language) -> pd.DataFrame:
        readings = self._data.readings(day)
        mine = readings[readings["account_id"] == account_id]
        acted = self._watch.states(day)
        mine_acted = acted[acted["account_id"] == account_id]
        states = dict(zip(mine_acted["signal"], mine_acted["state"], strict=True))
        titles = {s.key: render(s.title, lang) for s in all_signals()}
        advice = {s.key: render(s.advice, lang) for s in all_signals()}
        return mine.assign(
            signal_title=mine["signal"].map(titles),
            advice=mine["signal"].map(advice),
            evidence=[render(evidence(row), lang) for row in records(mine)],
            state=[states.get(signal, "open") for signal in mine["signal"]],
        ).reset_index(drop=True)

    def _usage(self, account_id: str, day: date) -> pd.DataFrame:
        usage = self._data.snapshot(day).usage
        events = usage.weekly(ANY, "events", STORY_WEEKS)
        users = usage.weekly(ANY, "users", STORY_WEEKS)
        weeks = pd.DataFrame({"week": events.columns})
        for name, matrix in (("events", events), ("users", users)):
            found = matrix.loc[account_id] if account_id in matrix.index else None
            weeks[name] = float("nan") if found is None else found.to_numpy()
        known = weeks["events"].notna()
        if not known.any():
            return weeks.iloc[0:0]
        used = weeks["events"].fillna(0) > 0  # the story begins with the first use
        return weeks[used.cummax()].reset_index(drop=True)


def _newest_first(rows: pd.DataFrame, day_column: str | None) -> pd.DataFrame:
    if day_column is None or day_column not in rows:
        return rows.reset_index(drop=True)
    return rows.sort_values(day_column, ascending=False, kind="stable").reset_index(drop=True)


def _finding(signals: pd.DataFrame, name: str) -> Message:
    fired = signals[signals["grade"].isin(["alert", "watch"])]
    if not fired.empty:
        worst = fired.sort_values("severity", ascending=False, kind="stable").iloc[0]
        return msg("{name}: {evidence}", name=name, evidence=str(worst["evidence"]))
    if (signals["severity"] < 0).all():
        return msg("{name}: no churn signal could be judged.", name=name)
    return msg("{name}: no churn signal is open.", name=name)


_LANES = {
    "tickets": ("created_at", "subject"),
    "activities": ("occurred_at", "type"),
    "contracts": ("start_date", "contract_id"),
    "losses": ("churn_date", "reason"),
}


def _marks(tables: dict[str, pd.DataFrame], notes: pd.DataFrame) -> pd.DataFrame:
    """Return what happened, as `day, lane, text`, oldest first."""
    parts = [
        pd.DataFrame({"day": rows[day], "lane": kind, "text": rows[text].fillna("")})
        for kind, (day, text) in _LANES.items()
        for rows in (tables[kind],)
    ]
    written = notes["from_on"].fillna(notes["written_at"].astype("datetime64[us]").dt.date)
    parts.append(
        pd.DataFrame({"day": pd.to_datetime(written), "lane": "notes", "text": notes["text"]})
    )
    whole = pd.concat([part for part in parts if not part.empty] or [parts[0]])
    return whole.dropna(subset=["day"]).sort_values("day", kind="stable").reset_index(drop=True)
