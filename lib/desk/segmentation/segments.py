"""Segments: rules and saved segments, their members on a day, and what they look like."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib.desk.clock import Clock
from lib.desk.data import Data
from lib.desk.segmentation.shelf import ALL, NOBODY_SAID, Shelf, Why
from lib.errors import DeskError, NotFoundError
from lib.locale import Message, msg
from lib.segments.book import OF_SIGNALS
from lib.segments.catalogue import Askable, askable, values_of
from lib.segments.extra import LEARNT, extra, is_extra
from lib.segments.fields import field_named
from lib.segments.rule import fields_of, quoted, segments_of
from lib.segments.rules import Rule, members, parsed_rule, undecided, words
from lib.segments.truth import Given, Listed
from lib.segments.views import Totals, breakdown, totals
from lib.store.segments import Saved

__all__ = ["ALL", "SegmentView", "Segments", "Why"]
# The combined risk of every account on a day: `probability`, `band`, by account id.
RiskOn = Callable[[date], pd.DataFrame]
_NOBODY = pd.Index([], dtype="str", name="account_id")


def _listed(values: Sequence[str]) -> str:
    return ", ".join(quoted(value) for value in values)


@dataclass(frozen=True)
class SegmentView:
    """A segment on a day.

    `accounts`: one row a member with the fields of the book, largest ARR first.
    `by`: `value, n_accounts, arr, share_of_book, n_alerts`, one row a value of the chosen
    field; `value` is NaN where it is unknown. `n_unsure`: accounts of which it is unknown
    whether the rule holds. `frozen_on`: the day whose members are kept, if they are;
    `missing` are those of them that the data no longer know.
    """

    name: str
    rule: str
    rule_words: Message
    day: date
    totals: Totals
    accounts: pd.DataFrame
    by: pd.DataFrame
    currency: str | None
    n_unsure: int = 0
    frozen_on: date | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Trial:
    """What a rule finds: `n_unsure` accounts of which it cannot be told."""

    totals: Totals
    n_unsure: int


class Segments:
    """The segment area of the desk."""

    def __init__(self, data: Data, clock: Clock, risk: RiskOn) -> None:
        self._data = data
        self._risk = risk
        self.shelf = Shelf(data, clock)

    def saved(self) -> dict[str, str]:
        """Return the rule of each saved segment by name; `all` always exists."""
        return {ALL: ALL, **{name: one.rule for name, one in self.shelf.standing().items()}}

    def rule(self, name_or_rule: str) -> tuple[str, Rule]:
        """Return the name and the rule of a saved segment, or of a rule written out.

        DeskError when it is neither.
        """
        text = name_or_rule.strip()
        saved = self.saved()
        if text in saved:
            return text, parsed_rule(saved[text])
        try:
            rule = parsed_rule(text)
        except DeskError as error:
            if any(sign in text for sign in "=<>") or " " in text:
                raise
            raise NotFoundError(
                "unknown_segment",
                msg("There is no segment named '{name}', and it is not a rule.", name=text),
                tuple(saved),
            ) from error
        for name in segments_of(rule):
            if name not in saved:
                self.shelf.one(name)  # says what there is instead
        return text, rule

    def is_frozen(self, name: str) -> bool:
        """Say whether the members of a saved segment are kept as they were on a day."""
        saved = self.shelf.standing().get(name.strip())
        return saved is not None and saved.frozen_on is not None

    def narrowed(self, name_or_rule: str, choices: Mapping[str, Sequence[str]]) -> str:
        """Return a segment's rule with `field in (values)` added for each choice made."""
        name, rule = self.rule(name_or_rule)
        chosen = {field: values for field, values in choices.items() if values}
        if not chosen:
            return name
        frozen = self.is_frozen(name)
        whole = f"segment = {quoted(name)}" if frozen else f"({rule})"
        parts = [] if str(rule) == ALL and not frozen else [whole]
        parts += [f"{field} in ({_listed(values)})" for field, values in chosen.items()]
        return str(parsed_rule(" and ".join(parts)))

    def save(
        self,
        name: str,
        rule: str,
        why: Why = NOBODY_SAID,
        description: str | None = None,
    ) -> None:
        """Save a rule under a name; another rule for a name in use is a new version of it.

        DeskError when the rule is not one, names no segment there is, or the name is no name.
        """
        self.rule(rule)
        self.shelf.save(name, rule, why, description)

    def delete(self, name: str) -> int:
        """Take a saved segment away; return the number by which `shelf.bring_back` undoes it."""
        return self.shelf.delete(name)

    def freeze(self, name: str, day: date, why: Why) -> None:
        """Keep the members of `day` as the segment; what the rule finds later does not count."""
        names = self._data.book_of_files(day)["account_name"].reindex(self.members(name, day))
        self.shelf.freeze(
            name, day, tuple(zip(names.index, names.fillna("").tolist(), strict=True)), why
        )

    def members(self, name_or_rule: str, day: date) -> pd.Index:
        """Return the ids of a segment's accounts on a day, in order.

        Those of a frozen segment are the same on every day on which they are known at all.
        """
        return self.judged(name_or_rule, day).inside

    def judged(self, name_or_rule: str, day: date) -> Listed:
        """Return who is in a segment on a day, and of whom that is unknown."""
        standing = self.shelf.standing()
        saved = standing.get(name_or_rule.strip())
        if saved is not None:
            return self._judged_saved(saved, day, standing)
        return self._judged_once(self.rule(name_or_rule)[1], day, standing)

    def book_for(self, rules: Sequence[Rule], day: date) -> pd.DataFrame:
        """Return the book of a day with every column that these rules ask for."""
        fields = {name for rule in rules for name in fields_of(rule)}
        columns = sorted(field_named(name).column for name in fields)
        with_signals = OF_SIGNALS.intersection(columns)
        book = self._data.book(day) if with_signals else self._data.book_of_files(day)
        more = {name: self._extra(name, day) for name in columns if is_extra(name)}
        return book.assign(**more) if more else book

    def given(self, rules: Sequence[Rule], day: date) -> Given:
        """Return what rules need beside the book: the day, and the segments that they name."""
        names = {name for rule in rules for name in segments_of(rule)}
        return Given(day, {name: self.judged(name, day) for name in names})

    def view(self, name_or_rule: str, day: date, by: str = "maturity_level") -> SegmentView:
        """Return a segment on a day, broken down by one field."""
        name, rule = self.rule(name_or_rule)
        found = self.judged(name_or_rule, day)
        book = self.book_with(day, by)
        inside = found.inside
        saved = self.shelf.standing().get(name)
        order = book["arr"].reindex(inside).sort_values(ascending=False, kind="stable").index
        accounts = book.loc[order]
        return SegmentView(
            name=name,
            rule=str(rule),
            rule_words=words(rule),
            day=day,
            totals=totals(book, inside),
            accounts=accounts.reset_index(drop="account_id" in accounts.columns),
            by=breakdown(book, inside, by),
            currency=self._data.snapshot(day).currency,
            n_unsure=len(found.unsure),
            frozen_on=None if saved is None else saved.frozen_on,
            missing=() if saved is None else self._missing(saved, day),
        )

    def parts(self, name_or_rule: str, day: date, by: str) -> pd.DataFrame:
        """Return the breakdown alone of a segment by one field: `SegmentView.by`."""
        found = self.judged(name_or_rule, day)
        return breakdown(self.book_with(day, by), found.inside, by)

    def listed(self, day: date) -> list[tuple[str, str, Totals]]:
        """Return name, rule and totals of each saved segment on a day."""
        book, standing = self._data.book_of_files(day), self.shelf.standing()
        everybody = self._judged_once(parsed_rule(ALL), day, standing).inside
        return [
            (ALL, ALL, totals(book, everybody)),
            *(
                (name, one.rule, totals(book, self._judged_saved(one, day, standing).inside))
                for name, one in standing.items()
            ),
        ]

    def trial(self, rule: Rule, day: date) -> Trial:
        """Return what a rule, or a part of one, would find."""
        found = self.judged(str(rule), day)
        book = self._data.book_of_files(day)
        return Trial(totals(book, found.inside), len(found.unsure))

    def askable(self, day: date) -> tuple[Askable, ...]:
        """Return the fields that a rule may ask for in the data of a day, group by group."""
        return self._data.often(
            ("askable", day),
            lambda: askable(self._data.snapshot(day), self._data.book_of_files(day)),
        )

    def values(self, field: str, day: date) -> pd.DataFrame:
        """Return `value, n_accounts` of what a field can be, for current customers."""
        return values_of(field_named(field), self.book_with(day, field), tuple(self.saved()))

    def book_with(self, day: date, field: str) -> pd.DataFrame:
        """Return the whole book of a day, with a field that may be worked out only when asked."""
        column, book = field_named(field).column, self._data.book(day)
        return book.assign(**{column: self._extra(column, day)}) if is_extra(column) else book

    def _judged_saved(self, saved: Saved, day: date, standing: Mapping[str, Saved]) -> Listed:
        if saved.frozen_on is not None:
            return Listed(self._frozen(saved, day), _NOBODY)
        return self._judged_once(parsed_rule(saved.rule), day, standing)

    def _judged_once(self, rule: Rule, day: date, standing: Mapping[str, Saved]) -> Listed:
        key = ("members", str(rule), day, self._made_of(rule, standing))
        if self._asks_for_risk(
            rule, standing
        ):  # never kept: it is known once the past was replayed
            return self._judged(rule, day)
        return self._data.often(key, lambda: self._judged(rule, day))

    def _judged(self, rule: Rule, day: date) -> Listed:
        book, given = self.book_for([rule], day), self.given([rule], day)
        return Listed(members(rule, book, given), undecided(rule, book, given))

    def _extra(self, column: str, day: date) -> pd.Series:
        if column in LEARNT:
            return self._risk(day)[LEARNT[column]]
        return self._data.often(
            ("extra", column, day), lambda: extra(self._data.snapshot(day), column)
        )

    def _asks_for_risk(self, rule: Rule, standing: Mapping[str, Saved]) -> bool:
        """Say whether a rule, or one of a segment that it names, asks for the combined risk."""
        inner = (parsed_rule(standing[name].rule) for name in segments_of(rule) if name in standing)
        return bool(LEARNT.keys() & fields_of(rule)) or any(
            self._asks_for_risk(one, standing) for one in inner
        )

    def _made_of(self, rule: Rule, standing: Mapping[str, Saved]) -> tuple[object, ...]:
        """Return what changes when a segment that the rule names, at any depth, changes."""
        found: list[object] = []
        for name in segments_of(rule):
            if name in standing:
                saved = standing[name]
                inner = () if saved.frozen_on else self._made_of(parsed_rule(saved.rule), standing)
                found.append((saved.key, inner))
        return tuple(found)

    def _frozen(self, saved: Saved, day: date) -> pd.Index:
        ids = self._data.snapshot(day).account_ids
        kept = [account for account, _ in self.shelf.frozen_members(saved)]
        return ids[ids.isin(kept)]

    def _missing(self, saved: Saved, day: date) -> tuple[str, ...]:
        """Return the frozen members that the data of a day do not know (an import was undone)."""
        if saved.frozen_on is None:
            return ()
        known = set(self._data.snapshot(day).account_ids)
        kept = self.shelf.frozen_members(saved)
        return tuple(f"{name} ({key})" if name else key for key, name in kept if key not in known)
