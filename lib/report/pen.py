"""What a section writes with: the brief, the register, and words that all sections share."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import pandas as pd

from lib.locale import Language, Message, Money, Month, joined, msg, msgs, render
from lib.locale.message import Joined
from lib.report.brief import Brief
from lib.report.figures import Definition, Figure, Ref, Style, plain_value
from lib.report.findings import Finding
from lib.report.register import Register
from lib.report.settings import SETTINGS, VALUES, settings_rows
from lib.report.text import clean
from lib.report.words import FILTERS, ended, period_words

_PROVENANCE = ("batch_id", "file", "sheet", "source_row")
_NOT_IN_IDS = re.compile(r"[^0-9A-Za-z_\-]")
_SETTINGS_SHEET = "rules"
NAMES_IN_A_SENTENCE = 3  # more are easier to read in a table


@dataclass(frozen=True, slots=True)
class Sum:
    """The ARR of some accounts: what is known of it, and of how many it is unknown."""

    known: float
    n_unknown: int


def _bare(text: str) -> str:
    """Return a rule without what may be written in several ways."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


class Pen:
    """Puts figures into the register and finds the words for accounts, periods and sources."""

    def __init__(self, brief: Brief, lang: Language) -> None:
        self.brief = brief
        self.lang = lang
        self.register = Register()
        self.findings: list[Finding] = []
        self.noted: set[str] = set()  # targets whose context notes stand beside them already
        self._slugs: dict[str, str] = {}

    # Figures

    def put(
        self,
        definition: Definition,
        value: object,
        rows: pd.DataFrame,
        reason: Message | None = None,
    ) -> Ref:
        """Register a figure with a sheet of its own and return the reference to it."""
        return self.register.add(self.figure(definition, value, rows, reason))

    def put_beside(self, other: Ref, definition: Definition, value: object) -> Ref:
        """Register a figure that is made of the same rows as another; they share a sheet."""
        rows, sheet = self.register[other.figure_id].rows, self.register[other.figure_id].sheet
        return self.register.add(replace(self.figure(definition, value, rows), sheet=sheet))

    def figure(
        self,
        definition: Definition,
        value: object,
        rows: pd.DataFrame,
        reason: Message | None = None,
    ) -> Figure:
        """Return a figure with its period, filter, batches and the sources of its rows."""
        sourced = self.sourced(rows)
        batches = sourced["batch_id"].dropna().unique() if "batch_id" in sourced else ()
        return Figure(
            definition=definition,
            value=plain_value(value),
            rows=sourced,
            period=render(self._when(definition), self.lang),
            filter=render(self._of(definition), self.lang),
            currency=self.brief.currency,
            batches=tuple(sorted(int(batch) for batch in batches)),
            reason=reason,
        )

    def count(self, definition: Definition, ids: Iterable[str], *columns: str) -> Ref:
        """Register how many accounts there are in `ids`, with their rows as evidence."""
        rows = self.account_rows(ids, *columns)
        return self.put(definition, len(rows), rows)

    def arr(self, definition: Definition, ids: Iterable[str], *columns: str) -> Ref:
        """Register the known ARR of some accounts; its recipe sums the column `arr`."""
        rows = self.account_rows(ids, *(name for name in columns if name != "arr"), "arr")
        known = rows["arr"].dropna()
        value = None if known.empty and len(rows) else math.fsum(known)
        return self.put(definition, value, rows, msg("no ARR on file"))

    def setting(self, name: str) -> Ref:
        """Register a rule of this report, such as the least number for a rate; once is enough."""
        definition = SETTINGS[name]
        if definition.id not in self.register:
            figure = self.figure(definition, VALUES[name], settings_rows())
            self.register.add(replace(figure, sheet=_SETTINGS_SHEET))
        return self.register.ref(definition.id)

    def ref(self, figure_id: str, style: Style = "") -> Ref:
        """Return a reference to a figure that an earlier section registered."""
        return self.register.ref(figure_id, style)

    def sourced(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Return `rows` with file and sheet beside their import batch, provenance last."""
        if "batch_id" not in rows or "file" in rows:
            return rows.reset_index(drop=True)
        batches = self.brief.context.batches.set_index("batch_id")
        found = rows.assign(
            file=rows["batch_id"].map(batches["file"]),
            sheet=rows["batch_id"].map(batches["sheet"]),
        )
        last = ["batch_id", "file", "sheet", "source_row"]
        first = [name for name in found.columns if name not in last]
        return found[[*first, *(name for name in last if name in found)]].reset_index(drop=True)

    # Accounts

    @cached_property
    def members(self) -> pd.DataFrame:
        """The members' rows of the book on the day, by account id."""
        return self.brief.book.loc[self.brief.members]

    @cached_property
    def _sources(self) -> pd.DataFrame:
        """Where each account's row comes from, by account id."""
        return self.sourced(self.brief.accounts).set_index("account_id")

    def account_rows(self, ids: Iterable[str], *columns: str) -> pd.DataFrame:
        """Return one row an account with the named columns of the book and where it is from."""
        wanted = pd.Index(sorted(set(ids)), name="account_id", dtype="str")
        sources = self._sources.reindex(wanted)
        book = self.brief.book[list(columns)].reindex(wanted)
        return pd.concat(
            [sources[["account_name"]], book, sources[list(_PROVENANCE)]], axis="columns"
        ).reset_index()

    def total(self, ids: Iterable[str]) -> Sum:
        """Return the ARR of some accounts on the day."""
        values = self.brief.book["arr"].reindex(list(ids))
        return Sum(math.fsum(values.dropna()), int(values.isna().sum()))

    def counted_arr_rows(self, ids: Iterable[str]) -> pd.DataFrame:
        """Return the rows behind the ARR of some accounts on the day.

        `counted_arr` is blank for an account one of whose rows has no ARR: it is unknown.
        """
        rows = self.brief.arr_rows
        mine = rows[rows["account_id"].isin(list(ids))]
        known = self.brief.book["arr"].reindex(mine["account_id"]).notna().to_numpy()
        return mine.assign(counted_arr=mine["arr"].where(known)).reset_index(drop=True)

    def by_arr(self, ids: Iterable[str]) -> list[str]:
        """Return ids, the largest ARR first, unknown last, then by id."""
        arr = self.brief.book["arr"].reindex(sorted(set(ids)))
        return list(arr.sort_values(ascending=False, kind="stable", na_position="last").index)

    def name(self, account_id: str) -> str:
        """Return an account's name as it is shown; its id when it has none."""
        names = self.brief.book["account_name"]
        found = names.get(account_id)
        return clean(found) if isinstance(found, str) and clean(found) else clean(account_id)

    def names(self, ids: Sequence[str]) -> Joined:
        """Return the names of the first few accounts, to be read within a sentence."""
        return joined([self.name(account_id) for account_id in ids[:NAMES_IN_A_SENTENCE]])

    def some(self, ids: Sequence[str]) -> str:
        """Return the names of the first few accounts, when others follow."""
        comma = "、" if self.lang == "zh" else ", "
        return comma.join(self.name(account_id) for account_id in ids[:NAMES_IN_A_SENTENCE])

    def clauses(self, parts: Sequence[Message]) -> Joined | str:
        """Return clauses of one sentence in a row; Chinese parts them by commas alone."""
        if self.lang == "zh":
            return "，".join(render(part, self.lang) for part in parts)
        return joined(parts)

    def customers(self, n: Ref, arr: Ref) -> Message:
        """Return so many customers with so much ARR, to be read within a sentence."""
        if self.register[arr.figure_id].value is None:
            return msgs("{n} customer of unknown ARR", "{n} customers of unknown ARR", n.n, n=n)
        return msgs(
            "{n} customer with ARR of {arr}", "{n} customers with ARR of {arr}", n.n, n=n, arr=arr
        )

    def first_of(self, n: Ref, shown: int, caption: Message) -> Message:
        """Return a table's caption; where only its first rows are shown it says of how many."""
        if n.n <= shown:
            return caption
        return msg("{caption} (the first of {n}; all in the evidence)", caption=caption, n=n)

    def label(self, text: Message) -> str:
        """Return words as they stand alone, at the head of a row: with a capital letter."""
        words = render(text, self.lang)
        return words[:1].upper() + words[1:]

    def money(self, value: float | None) -> Money | None:
        """Return an amount for a table cell; None when unknown."""
        known = plain_value(value)
        return Money(float(known), self.brief.currency) if known is not None else None

    def slug(self, account_id: str) -> str:
        """Return the account's id in letters that may stand in a figure's id; never shared."""
        if account_id not in self._slugs:
            plain = _NOT_IN_IDS.sub("-", account_id)
            taken = set(self._slugs.values())
            slug, number = plain, 1
            while slug in taken:
                number += 1
                slug = f"{plain}~{number}".replace("~", "--")
            self._slugs[account_id] = slug
        return self._slugs[account_id]

    # Words

    @cached_property
    def segment(self) -> str:
        """The segment's name, safe to show; one that was never named is called by its rule."""
        name = clean(self.brief.segment)
        unnamed = _bare(name) == _bare(self.brief.rule_text) and not self.whole_book
        return self.rule_text() if unnamed else name

    @cached_property
    def whole_book(self) -> bool:
        """Whether the segment is simply every current customer."""
        return self.brief.rule_text.strip() == "all"

    def rule_text(self) -> str:
        """Return the segment's rule in words, as a quotation: its numbers are the reader's own."""
        return clean(render(self.brief.rule_words, self.lang))

    def period(self) -> Month | Message:
        """Return the period in words."""
        return period_words(self.brief.period)

    def day(self, value: object) -> date | None:
        """Return a day for a table cell; None when unknown."""
        known = plain_value(value)
        return date.fromisoformat(str(known)) if known is not None else None

    def notes_on(self, *targets: str) -> tuple[Message, ...]:
        """Return the context notes on some targets as sentences, without their author."""
        self.noted.update(targets)
        wanted = {name for target in targets for name in (target, f"account:{target}")}
        return tuple(
            msg("Context note ({period}): {text}", period=clean(n.period), text=ended(n.text))
            if n.period
            else msg("Context note: {text}", text=ended(n.text))
            for n in self.brief.context.notes
            if n.target in wanted
        )

    def _when(self, definition: Definition) -> Message:
        first = self.brief.period.first
        before = period_words(self.brief.period.before())
        match definition.when:
            case "start":
                day = self.brief.history.day if self.brief.history else first
                return msg("on {day}", day=day)
            case "period":
                return msg("in {period}", period=self.period())
            case "before":
                return msg("in {period}", period=before)
            case _:
                return msg("on {day}", day=self.brief.as_of)

    def _of(self, definition: Definition) -> Message:
        return self.brief.rule_words if definition.of == "segment" else FILTERS[definition.of]
