"""A tag put on many accounts at once, or taken off: one import batch, undone as a whole."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib.desk.clock import Clock
from lib.desk.data import Data
from lib.desk.entered import last_day
from lib.desk.intake.vocabulary import Vocabularies
from lib.errors import DeskError
from lib.locale import msg
from lib.model import KINDS, Span
from lib.model.frames import TAG_SEPARATOR, tags_of, typed
from lib.store import batches as store
from lib.store.batches import ENTERED, Batch

FIELD = "accounts.tags"
MAX_TAG = 80
_KIND = "accounts"


@dataclass(frozen=True, slots=True)
class Tagging:
    """A tag to add to accounts, or to take off them (`remove`)."""

    tag: str
    account_ids: tuple[str, ...]
    remove: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class Preview:
    """What a tagging would do: `rows` are the accounts that change, with their tags `then`.

    `tag` is the word of the vocabulary that was meant; `is_new`: the vocabulary lacks it.
    """

    tag: str
    rows: pd.DataFrame
    n_unchanged: int
    is_new: bool


class Taggings:
    """Tags on many accounts, as an area of the desk."""

    def __init__(self, data: Data, vocabulary: Vocabularies, clock: Clock) -> None:
        self._data = data
        self._vocabulary = vocabulary
        self._clock = clock

    def tags(self) -> tuple[str, ...]:
        """Return the tags of the vocabulary, the commonest first."""
        found = self._vocabulary.values(FIELD)
        return tuple(found.loc[found["known"], "value"].astype("str"))

    def preview(self, wanted: Tagging, day: date) -> Preview:
        """Return which accounts would change; DeskError for what cannot be a tag."""
        tag, is_new = self._meant(wanted.tag)
        accounts = self._data.snapshot(day).accounts
        chosen = accounts[accounts["account_id"].isin(wanted.account_ids)]
        lists = tags_of(chosen["tags"])
        has = lists.map(lambda tags: tag in tags).astype("bool")
        touched = has if wanted.remove else ~has
        then = lists[touched].map(lambda tags: _after(tags, tag, remove=wanted.remove))
        columns = ["account_id", "account_name", "row_key", "tags"]
        rows = chosen.loc[touched, columns].assign(then=then.astype("str"))
        return Preview(
            tag, rows.reset_index(drop=True), int((~touched).sum()), is_new and not wanted.remove
        )

    def apply(self, wanted: Tagging, day: date, author: str) -> int | None:
        """Tag the accounts in one batch; return its id, None when nothing would change.

        DeskError when the tag is not in the vocabulary yet: accept it there first.
        """
        found = self.preview(wanted, day)
        if found.is_new:
            raise DeskError(
                "unknown_tag",
                msg("'{tag}' is not in the vocabulary yet.", tag=found.tag),
                msg("Choose a tag that is, or take it into the vocabulary."),
            )
        if found.rows.empty:
            return None
        return store.added(
            self._data.workspace,
            self._batch(found, min(day, last_day(self._data, self._clock)), author),
        )

    def accept(self, tag: str, author: str) -> int:
        """Take a tag into the vocabulary; return the number by which that can be undone."""
        return self._vocabulary.accept(FIELD, self._meant(tag)[0], author)

    def _meant(self, text: str) -> tuple[str, bool]:
        """Return the tag of the vocabulary that a text stands for, and whether it is new."""
        tag = " ".join(text.split())
        if not tag or TAG_SEPARATOR in tag or len(tag) > MAX_TAG:
            raise DeskError(
                "bad_tag",
                msg("A tag is one to {most} characters without '{sign}'. Got '{tag}'.",
                    most=str(MAX_TAG), sign=TAG_SEPARATOR, tag=tag[:MAX_TAG]),
            )  # fmt: skip
        key = tag.casefold()
        for row in self._vocabulary.values(FIELD).to_dict("records"):
            spellings = {str(row["value"]), *str(row["spellings"]).split(TAG_SEPARATOR)}
            if key in {spelling.casefold() for spelling in spellings}:
                return str(row["value"]), not row["known"]
        decided = self._vocabulary.decided(FIELD)
        return tag, tag not in set(decided["value"])

    def _batch(self, found: Preview, day: date, author: str) -> Batch:
        stored = self._data.dataset().stored.get(_KIND)
        if stored is None or stored.empty:
            raise DeskError(
                "no_accounts_file",
                msg("Tags are kept with the accounts, and no accounts file is loaded."),
                msg("Import the accounts first."),
            )
        now, known_on = self._clock(), pd.Timestamp(self._clock().date())
        rows = pd.DataFrame(
            {
                "account_id": found.rows["account_id"],
                "account_name": found.rows["account_name"],
                "tags": found.rows["then"].mask(found.rows["then"] == ""),
                "row_key": found.rows["row_key"],
            }
        ).assign(source_row=range(1, len(found.rows) + 1), batch_id=0, known_on=known_on)
        n = len(rows)
        text = repr((found.tag, found.rows["row_key"].tolist(), now))
        return Batch(
            file=ENTERED,
            sheet=None,
            kind=_KIND,
            imported_at=now,
            known_on=known_on.date(),
            content_hash=hashlib.sha256(text.encode()).hexdigest(),
            carried=frozenset({"tags"}),
            counts={"read": n, "added": 0, "changed": n, "unchanged": 0, "rejected": 0},
            spans=(Span(day, day),),
            rows=typed(rows, KINDS[_KIND]),
            author=author,
        )


def _after(tags: Sequence[str], tag: str, *, remove: bool) -> str:
    kept = [one for one in tags if one != tag]
    return TAG_SEPARATOR.join(kept if remove else [*tags, tag])
