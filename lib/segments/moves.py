"""Who came into a segment between two days and who left it, and what made the difference."""

from dataclasses import dataclass

import pandas as pd

from lib.locale import Message, Text, joined, msg
from lib.segments.fields import field_named
from lib.segments.rule import Condition, Rule, conditions_of
from lib.segments.truth import Given, truth
from lib.segments.wording import valued, words

_UNKNOWN = msg("unknown")


@dataclass(frozen=True, eq=False, slots=True)
class Seen:
    """A segment on one day: the book, what the rule needs beside it, and its members."""

    book: pd.DataFrame
    given: Given
    members: pd.Index


@dataclass(frozen=True, eq=False, slots=True)
class Moves:
    """`entered` and `left`: `account_id, account_name, arr, reason`, largest ARR first.

    `arr` of those who left is that of the day before they did. `n_stayed` are in both.
    """

    entered: pd.DataFrame
    left: pd.DataFrame
    n_stayed: int


def moves(rule: Rule, before: Seen, after: Seen) -> Moves:
    """Return what changed in a segment's members, each with the conditions that changed."""
    reasons = _Reasons(rule, before, after)
    return Moves(
        entered=reasons.table(after.members.difference(before.members), after.book),
        left=reasons.table(before.members.difference(after.members), before.book),
        n_stayed=len(after.members.intersection(before.members)),
    )


class _Reasons:
    """What every condition of a rule said on either day."""

    def __init__(self, rule: Rule, before: Seen, after: Seen) -> None:
        self._before, self._after = before, after
        ids = before.book.index.union(after.book.index)
        self._told = [
            (
                condition,
                truth(condition, before.book, before.given).reindex(ids),
                truth(condition, after.book, after.given).reindex(ids),
            )
            for condition in conditions_of(rule)
        ]

    def table(self, moved: pd.Index, book: pd.DataFrame) -> pd.DataFrame:
        rows = book[["account_name", "arr"]].reindex(moved).assign(account_id=moved)
        reasons = [self._of(str(account)) for account in moved]
        rows["reason"] = pd.Series(reasons, index=moved, dtype="object")
        ordered = rows.sort_values("arr", ascending=False, kind="stable")
        return ordered[["account_id", "account_name", "arr", "reason"]].reset_index(drop=True)

    def _of(self, account: str) -> Message:
        found = self._of_existence(account)
        if found is None:
            parts: list[Text] = [
                self._changed(condition, account)
                for condition, was, now in self._told
                if _is_other(was[account], now[account])
            ]
            parts += self._of_status(account)
            found = msg("{parts}", parts=joined(parts)) if parts else None
        return found or msg("a segment that the rule names has changed")

    def _of_existence(self, account: str) -> Message | None:
        if account not in self._before.book.index:
            return msg("new account")
        return None if account in self._after.book.index else msg("no longer in the data")

    def _of_status(self, account: str) -> list[Text]:
        was, now = (bool(s.book["is_customer"].loc[account]) for s in (self._before, self._after))
        if was == now:
            return []
        return [msg("became a customer") if now else msg("is no longer a customer")]

    def _changed(self, condition: Condition, account: str) -> Message:
        """Say what a condition's value was and is; only the condition if there is no value."""
        field = field_named(condition.field)
        values = [
            seen.book[field.column].get(account)
            for seen in (self._before, self._after)
            if field.column in seen.book
        ]
        clause = words(condition)
        shown = [_UNKNOWN if _is_blank(value) else valued(field, value) for value in values]
        if not shown or shown[0] == shown[-1]:
            return clause
        return msg("{clause} ({was} → {now})", clause=clause, was=shown[0], now=shown[-1])


def _is_other(was: object, now: object) -> bool:
    if pd.isna(was) or pd.isna(now):  # type: ignore[call-overload]
        return bool(pd.isna(was) != pd.isna(now))  # type: ignore[call-overload]
    return bool(was != now)


def _is_blank(value: object) -> bool:
    return value is None or value == "" or bool(pd.isna(value))  # type: ignore[call-overload]
