"""One vocabulary: what values stand in each field, what is unknown, what may be one word."""

from collections.abc import Callable

import pandas as pd

from lib.desk.clock import Clock
from lib.desk.data import Data
from lib.desk.intake.written import Written, word_column
from lib.errors import DeskError
from lib.locale import msg
from lib.model import KINDS
from lib.model.frames import TAG_SEPARATOR
from lib.model.similar import REASONS, Proposal, Word, proposals
from lib.model.spec import Column, Type
from lib.model.vocabulary import Vocabulary, word_fields
from lib.model.words import spelling
from lib.store import vocabulary as store
from lib.store.vocabulary import Term

_VALUES = ("value", "spellings", "n_rows", "n_accounts", "known", "decided", "first_file")


class Vocabularies:
    """The vocabulary area of the desk."""

    def __init__(self, data: Data, clock: Clock) -> None:
        self._data = data
        self._clock = clock
        self._written = Written(data)

    def fields(self) -> pd.DataFrame:
        """Return the fields that have values, those with something to decide first.

        `field, kind, column, n_values, n_rows, n_unknown, n_proposals`.
        """
        return self._data.once(("vocabulary",), self._fields)

    def values(self, field: str) -> pd.DataFrame:
        """Return the values of a field, the commonest first.

        `value, spellings` (all that files wrote for it), `n_rows, n_accounts, known` (one of
        our own words, accepted, or there since the first file), `decided` (people had a say),
        `first_file` (that it came in with).
        """
        word_column(field)
        return self._data.once(("vocabulary", field), lambda: self._values(field))

    def unknown(self, field: str) -> pd.DataFrame:
        """Return the values of a field that nobody has accepted or given a meaning."""
        values = self.values(field)
        return values[~values["known"]].reset_index(drop=True)

    def proposals(self, field: str) -> pd.DataFrame:
        """Return values that may be one word: `spelling, value, reason, why, n_rows`."""
        word_column(field)
        return self._data.once(("proposals", field), lambda: self._proposals(field))

    def preview(self, field: str, text: str, value: str) -> pd.DataFrame:
        """Return the accounts that would change if `text` meant `value`.

        `account_id, account_name, n_rows, now, then`; the id is NaN for rows of no account.
        """
        column = word_column(field)
        present = self._standing()
        other = Vocabulary.of([*_triples(self._terms()), (field, text, value)])
        rows = self._written.rows(field)
        texts = pd.Series(rows["text"].dropna().unique(), dtype="str")
        now = present.column(field, texts, column.type)
        then = other.column(field, texts, column.type)
        changed = pd.DataFrame({"text": texts, "now": now, "then": then})[now != then]
        touched = rows.merge(changed, on="text")
        counted = touched.groupby(["account_id", "now", "then"], dropna=False, as_index=False)[
            "n_rows"
        ].sum()
        named = counted.assign(account_name=counted["account_id"].map(self._written.names()))
        return named[["account_id", "account_name", "n_rows", "now", "then"]]

    def accept(self, field: str, value: str, author: str = "") -> int:
        """Take a value for a word of its own; it is not asked about again."""
        return self.accept_all(field, (value,), author)[0]

    def accept_all(self, field: str, values: tuple[str, ...], author: str = "") -> tuple[int, ...]:
        """Take several values for words of their own, all or none."""
        word_column(field)
        terms = [self._term(field, value, value, author) for value in values]
        return store.decide(self._data.workspace, terms, _nothing_against)

    def map(self, field: str, text: str, value: str, author: str = "") -> int:
        """Let a spelling mean a value, in all rows and files; DeskError when that cannot be."""
        column = word_column(field)
        term = self._term(field, text, value, author)
        if not term.spelling or not term.value:
            raise DeskError("empty_word", msg("A word is missing: what is it to mean?"))
        own = _fixed(column)
        if text in column.choices and own.get(spelling(value)) != text:
            raise DeskError(
                "fixed_word",
                msg("'{value}' is a word that the desk itself uses; it cannot mean another.",
                    value=text),
            )  # fmt: skip
        check = _no_circle(term)
        return store.decide(self._data.workspace, [term], check)[0]

    def rename(self, field: str, value: str, name: str, author: str = "") -> int:
        """Call a value otherwise, with all spellings that stand for it."""
        return self.map(field, value, name, author)

    def undo(self, term_id: int) -> Term:
        """Take a decision back: everything is what it was without it."""
        return store.undo(self._data.workspace, term_id, self._clock())

    def decided(self, field: str | None = None) -> pd.DataFrame:
        """Return the decisions that stand, newest first.

        `term_id, field, spelling, value, accepted, author, decided_at`.
        """
        rows = [
            {
                "term_id": term.term_id,
                "field": term.field,
                "spelling": term.spelling,
                "value": term.value,
                "accepted": term.spelling == term.value,
                "author": term.author,
                "decided_at": pd.Timestamp(term.decided_at),
            }
            for term in reversed(self._terms())
            if field in (None, term.field)
        ]
        columns = ["term_id", "field", "spelling", "value", "accepted", "author", "decided_at"]
        return pd.DataFrame(rows, columns=columns)

    def _term(self, field: str, text: str, value: str, author: str) -> Term:
        return Term(0, field, text.strip(), value.strip(), author.strip() or "local", self._clock())

    def _terms(self) -> tuple[Term, ...]:
        with self._data.workspace.reading() as connection:
            return store.all_terms(connection)

    def _standing(self) -> Vocabulary:
        return Vocabulary.of(_triples(self._terms()))

    def _fields(self) -> pd.DataFrame:
        rows = [
            {
                "field": field,
                "kind": field.partition(".")[0],
                "column": field.partition(".")[2],
                "n_values": len(values),
                "n_rows": int(values["n_rows"].sum()),
                "n_unknown": int((~values["known"]).sum()),
                "n_proposals": len(self.proposals(field)),
            }
            for field in word_fields()
            if not (values := self.values(field)).empty
        ]
        columns = ["field", "kind", "column", "n_values", "n_rows", "n_unknown", "n_proposals"]
        frame = pd.DataFrame(rows, columns=columns)
        order = ["n_unknown", "n_proposals"]
        return frame.sort_values(order, ascending=False, kind="stable").reset_index(drop=True)

    def _values(self, field: str) -> pd.DataFrame:
        column = word_column(field)
        words = self._written.rows(field)
        if column.type is Type.TAGS:
            words = words.assign(text=words["text"].str.split(TAG_SEPARATOR)).explode("text")
        standing = self._standing()
        meant = {text: standing.value(field, text) for text in words["text"].unique()}
        words = words.assign(value=words["text"].map(meant).astype("str"))
        first = self._written.first_batches(field)
        groups = words.groupby("value")
        frame = pd.DataFrame(
            {
                "spellings": groups["text"].agg(
                    lambda texts: TAG_SEPARATOR.join(sorted(set(texts)))
                ),
                "n_rows": groups["n_rows"].sum(),
                "n_accounts": groups["account_id"].nunique(),
            }
        ).reset_index()
        batch = frame["value"].map(words["text"].map(first).groupby(words["value"]).min())
        spoken_of = frame["value"].isin(_spoken_of(field, standing))
        # Where the desk has words of its own, a value must be one of them. Elsewhere the first
        # file that fills the field sets the words, and what comes in later is new; events are
        # both: the desk knows some, and every product has others.
        own = frame["value"].isin(column.choices)
        if not column.choices or KINDS[field.partition(".")[0]].events:
            own |= batch == batch.min()
        frame = frame.assign(
            known=own | spoken_of, decided=spoken_of, first_file=batch.map(self._written.files())
        )
        frame = frame.sort_values(["n_rows", "value"], ascending=[False, True], kind="stable")
        return frame[list(_VALUES)].astype({"known": "bool"}).reset_index(drop=True)

    def _proposals(self, field: str) -> pd.DataFrame:
        values = self.values(field)
        counts = dict(zip(values["value"], values["n_rows"], strict=True))
        own = self._own(field)
        words = [Word(value, int(n), known=value in own) for value, n in counts.items()]
        found: list[Proposal] = proposals(words, _fixed(word_column(field)))
        frame = pd.DataFrame(
            [
                {
                    "spelling": one.spelling,
                    "value": one.value,
                    "reason": one.reason,
                    "why": REASONS[one.reason],
                    "n_rows": counts[one.spelling],
                }
                for one in found
            ],
            columns=["spelling", "value", "reason", "why", "n_rows"],
        )
        return frame.sort_values("n_rows", ascending=False, kind="stable").reset_index(drop=True)

    def _own(self, field: str) -> frozenset[str]:
        """Return the values that are surely words of their own: ours, and accepted ones."""
        accepted = {t.value for t in self._terms() if t.field == field and t.spelling == t.value}
        return frozenset(accepted) | frozenset(word_column(field).choices)


def _fixed(column: Column) -> dict[str, str]:
    """Return the desk's own spellings of a column, folded, with the value of each."""
    return {
        spelling(text): value for value, texts in column.choices.items() for text in (value, *texts)
    }


def _spoken_of(field: str, standing: Vocabulary) -> frozenset[str]:
    """Return the values that people accepted, or gave a spelling to."""
    return frozenset(standing.value(field, v) for v in standing.terms.get(field, {}).values())


def _triples(terms: tuple[Term, ...]) -> list[tuple[str, str, str]]:
    return [(term.field, term.spelling, term.value) for term in terms]


def _nothing_against(_standing: Vocabulary) -> None:
    return None


def _no_circle(term: Term) -> Callable[[Vocabulary], None]:
    def check(standing: Vocabulary) -> None:
        end = spelling(standing.value(term.field, term.value))
        if end == spelling(term.spelling) != spelling(term.value):
            raise DeskError(
                "word_circle",
                msg("'{value}' already stands for '{spelling}'.", value=term.value,
                    spelling=term.spelling),
                msg("Undo that decision first, or choose another word."),
            )  # fmt: skip

    return check
