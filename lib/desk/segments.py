"""Segments: saved rules, their members on a day, and what they look like."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib.desk.clock import Clock
from lib.desk.data import Data
from lib.errors import DeskError, NotFoundError
from lib.locale import Message, msg
from lib.segments.rules import Rule, members, parsed_rule, words
from lib.segments.views import Totals, breakdown, totals
from lib.store import people

ALL = "all"


def _listed(values: Sequence[str]) -> str:
    return ", ".join('"' + value.replace('"', '\\"') + '"' for value in values)


@dataclass(frozen=True)
class SegmentView:
    """A segment on a day.

    `accounts`: one row a member with the fields of the book, largest ARR first.
    `by`: `value, n_accounts, arr, share_of_book, n_alerts`, one row a value of the chosen
    field; `value` is NaN where it is unknown.
    """

    name: str
    rule: str
    rule_words: Message
    day: date
    totals: Totals
    accounts: pd.DataFrame
    by: pd.DataFrame
    currency: str | None


class Segments:
    """The segment area of the desk."""

    def __init__(self, data: Data, clock: Clock) -> None:
        self._data = data
        self._clock = clock

    def saved(self) -> dict[str, str]:
        """Return the rule of each saved segment by name; `all` always exists."""
        rows = people.saved_segments(self._data.workspace)
        return {ALL: ALL, **dict(zip(rows["name"], rows["rule"], strict=True))}

    def rule(self, name_or_rule: str) -> tuple[str, Rule]:
        """Return the name and the rule of a saved segment, or of a rule written out.

        DeskError when it is neither.
        """
        text = name_or_rule.strip()
        saved = self.saved()
        if text in saved:
            return text, parsed_rule(saved[text])
        try:
            return text, parsed_rule(text)
        except DeskError as error:
            if any(sign in text for sign in "=<>") or " " in text:
                raise
            raise NotFoundError(
                "unknown_segment",
                msg("There is no segment named '{name}', and it is not a rule.", name=text),
                tuple(saved),
            ) from error

    def narrowed(self, name_or_rule: str, choices: Mapping[str, Sequence[str]]) -> str:
        """Return a segment's rule with `field in (values)` added for each choice made."""
        name, rule = self.rule(name_or_rule)
        chosen = {field: values for field, values in choices.items() if values}
        if not chosen:
            return name
        parts = [] if str(rule) == ALL else [f"({rule})"]
        parts += [f"{field} in ({_listed(values)})" for field, values in chosen.items()]
        return str(parsed_rule(" and ".join(parts)))

    def save(self, name: str, rule: str) -> None:
        """Save a rule under a name; DeskError when the rule is not one or the name is taken."""
        if not name.strip() or name.strip() == ALL:
            raise DeskError(
                "bad_segment_name",
                msg("A segment needs a name of its own; '{name}' is not one.", name=name),
                msg("Choose another name."),
            )
        values = {
            "name": name.strip(),
            "rule": str(parsed_rule(rule)),
            "saved_at": self._clock(),
        }
        people.save_segment(self._data.workspace, values)

    def delete(self, name: str) -> None:
        """Forget a saved segment; DeskError when there is none of that name."""
        if name == ALL or name not in self.saved():
            raise NotFoundError(
                "unknown_segment",
                msg("There is no saved segment named '{name}'.", name=name),
                tuple(self.saved()),
            )
        people.delete_segment(self._data.workspace, name)

    def members(self, name_or_rule: str, day: date) -> pd.Index:
        """Return the ids of a segment's accounts on a day."""
        _, rule = self.rule(name_or_rule)
        return self._data.once(
            ("members", str(rule), day), lambda: members(rule, self._data.book(day))
        )

    def view(self, name_or_rule: str, day: date, by: str = "maturity_level") -> SegmentView:
        """Return a segment on a day, broken down by one field."""
        name, rule = self.rule(name_or_rule)
        book = self._data.book(day)
        inside = self.members(name_or_rule, day)
        accounts = book.loc[inside].sort_values("arr", ascending=False, kind="stable")
        return SegmentView(
            name=name,
            rule=str(rule),
            rule_words=words(rule),
            day=day,
            totals=totals(book, inside),
            accounts=accounts.reset_index(drop="account_id" in accounts.columns),
            by=breakdown(book, inside, by),
            currency=self._data.snapshot(day).currency,
        )

    def listed(self, day: date) -> list[tuple[str, str, Totals]]:
        """Return name, rule and totals of each saved segment on a day."""
        book = self._data.book(day)
        return [
            (name, str(self.rule(name)[1]), totals(book, self.members(name, day)))
            for name in self.saved()
        ]
