"""What the files wrote in each field that has words: the texts, whose they are, since when."""

import pandas as pd

from lib.desk.data import Data
from lib.errors import DeskError, NotFoundError
from lib.locale import msg
from lib.model import KINDS
from lib.model.frames import TAG_SEPARATOR
from lib.model.history import state_on
from lib.model.spec import Column, Type
from lib.model.vocabulary import word_fields
from lib.store import batches
from lib.store.dataset import usage_places
from lib.store.usage import texts_used


class Written:
    """The words of all files as they stand there, before anybody said what they mean."""

    def __init__(self, data: Data) -> None:
        self._data = data

    def rows(self, field: str) -> pd.DataFrame:
        """Return who has which value in a field: `text, account_id, n_rows`."""
        kind, _, name = field.partition(".")
        if KINDS[kind].events:
            return self._used(name)[["text", "account_id", "n_rows"]]
        rows = self._state(kind)
        found = pd.DataFrame({"text": rows[name], "account_id": rows["account_id"], "n_rows": 1})
        return found.dropna(subset=["text"])

    def _used(self, name: str) -> pd.DataFrame:
        """Return what usage rows say, counted where they lie: `texts_used`."""
        return self._data.once(("texts_used", name), lambda: self._texts_used(name))

    def _texts_used(self, name: str) -> pd.DataFrame:
        try:
            with self._data.workspace.reading() as connection:
                events, places = usage_places(self._data.workspace, connection)
                return texts_used(events, places, name)
        except DeskError as error:
            # Usage that cannot be read is unknown; Customer files says so.
            if error.code != "unreadable_usage":
                raise
            return pd.DataFrame(columns=["text", "account_id", "n_rows", "batch_id"])

    def files(self) -> dict[int, str]:
        """Return the file of each batch."""
        with self._data.workspace.reading() as connection:
            return {batch.batch_id: batch.file for batch in batches.all_batches(connection)}

    def names(self) -> pd.Series:
        """Return the name of each account, by id."""
        accounts = self._state("accounts")
        return accounts.drop_duplicates("account_id").set_index("account_id")["account_name"]

    def _state(self, kind: str) -> pd.DataFrame:
        """Return the newest rows of a kind in the words of their files, placed at accounts."""
        return self._data.once(("in_own_words", kind), lambda: self._own_words(kind))

    def _own_words(self, kind: str) -> pd.DataFrame:
        data = self._data.dataset()
        at = data.versions[kind]["account_id"]
        kept = data.aliases.get("accounts", {})
        if kind == "accounts" and kept:
            at = at.map(lambda one: kept.get(one, one)).astype("str")
        return state_on(data.stored[kind].assign(account_id=at), data.carried)

    def first_batches(self, field: str) -> dict[str, int]:
        """Return the batch with which each text of a field came in first."""
        kind, _, name = field.partition(".")
        if KINDS[kind].events:
            used = self._used(name)
            return {str(t): int(n) for t, n in used.groupby("text")["batch_id"].min().items()}
        rows = self._data.dataset().stored[kind][[name, "batch_id"]].dropna()
        if word_column(field).type is Type.TAGS:
            rows = rows.assign(**{name: rows[name].str.split(TAG_SEPARATOR)}).explode(name)
        first = rows.groupby(name)["batch_id"].min()
        return {str(text): int(batch) for text, batch in first.items()}


def word_column(field: str) -> Column:
    """Return the column of a field that has words; NotFoundError when it is none."""
    found = word_fields().get(field)
    if found is None:
        raise NotFoundError(
            "unknown_field",
            msg("'{field}' is not a field with words.", field=field),
            tuple(word_fields()),
        )
    return found
