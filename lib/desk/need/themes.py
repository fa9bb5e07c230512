"""Themes: what customers' texts are about, the list that people own, what is rising."""

import json
from collections.abc import Sequence
from datetime import date

import pandas as pd

from lib.desk.clock import Clock
from lib.desk.data import Data
from lib.desk.need.themes_found import Cancelled, Found, Told, uncancelled, untold
from lib.errors import DeskError
from lib.locale import msg
from lib.model.words import bare_word
from lib.store import themes as store
from lib.themes.assigned import of_rows, themed
from lib.themes.catalogue import Catalogue, Theme, catalogue, examples
from lib.themes.engines import EMBEDDINGS
from lib.themes.model import fingerprint
from lib.themes.start import NONE
from lib.themes.texts import raw_texts
from lib.themes.vectors import CHARACTERS

# New texts that nobody has to be asked about: some seconds of either engine.
AT_ONCE = {CHARACTERS: 4_000, EMBEDDINGS: 100}


class Themes:
    """The themes area of the desk."""

    def __init__(self, data: Data, clock: Clock, engine: str = CHARACTERS) -> None:
        self._data = data
        self._clock = clock
        self._found = Found(data)
        self.engine = engine

    def catalogue(self) -> Catalogue:
        """Return the list of themes as people made it."""
        return catalogue(self.decisions())

    def decisions(self) -> pd.DataFrame:
        """Return every decision on the list that stands, oldest first."""
        return store.decisions(self._data.workspace)

    def labels(self) -> pd.DataFrame:
        """Return what people said single texts are about, oldest first."""
        return store.labels(self._data.workspace)

    def n_waiting(self, day: date) -> int:
        """Return how many texts of a day were not looked at yet."""
        return len(self._found.missing(self.name(), self._raw(day)))

    def work_out(self, day: date, told: Told = untold, cancelled: Cancelled = uncancelled) -> None:
        """Look at every text on file up to a day; what was looked at before is not again."""
        self._found.work_out(self._examples(), self.engine, self._raw(day), told, cancelled)

    def texts(self, day: date) -> pd.DataFrame:
        """Return one row a piece of text with its theme (see lib.themes.assigned.themed).

        Few new texts are looked at right away; of many that nobody worked out yet, those that
        were looked at are given.
        """
        raw, name = self._raw(day), self.name()
        if 0 < len(self._found.missing(name, raw)) <= AT_ONCE[self.engine]:
            self.work_out(day)
        found = self._found.known(name)
        key = ("themes_texts", day, name, len(found))
        return self._data.once(key, lambda: themed(raw, found, self.catalogue(), self.labels()))

    def of_demands(self, day: date) -> pd.DataFrame:
        """Return `theme` and `how` (see `texts`) by row key of the demands that have a sure one."""
        return self._sure_of("demands", day)

    def of_interviews(self, day: date) -> pd.DataFrame:
        """Return `theme` and `how` by row key of the answers that have a sure one."""
        return self._sure_of("interviews", day)

    def _sure_of(self, kind: str, day: date) -> pd.DataFrame:
        raw = self._raw(day)
        raw = raw[raw["kind"].eq(kind)]
        if 0 < len(self._found.missing(self.name(), raw)) <= AT_ONCE[self.engine]:
            self._found.work_out(self._examples(), self.engine, raw)
        rows = themed(raw, self._found.known(self.name()), self.catalogue(), self.labels())
        sure = of_rows(rows).dropna(subset="theme")
        return sure.set_index("row_key")[["theme", "how"]]

    def add(self, name_en: str, name_zh: str, members: Sequence[str], author: str) -> int:
        """Add a theme that begins with these texts; return the id of the decision."""
        self._refuse_double(name_en, name_zh)
        key = f"t{len(store.all_decisions(self._data.workspace)) + 1}"
        return self._decide(
            author, key=key, decision="added", name_en=name_en.strip(), name_zh=name_zh.strip(),
            members=json.dumps(list(members), ensure_ascii=False),
        )  # fmt: skip

    def rename(self, key: str, name_en: str, name_zh: str, author: str) -> int:
        """Call a theme otherwise; return the id of the decision."""
        self._theme(key)
        self._refuse_double(name_en, name_zh, but=key)
        return self._decide(
            author, key=key, decision="renamed", name_en=name_en.strip(), name_zh=name_zh.strip()
        )

    def merge(self, key: str, into: str, author: str) -> int:
        """Let a theme count for another one; return the id of the decision."""
        self._theme(key)
        if self._theme(into).key == key:
            raise DeskError("same_theme", msg("A theme cannot be merged into itself."))
        return self._decide(author, key=key, decision="merged", into_key=into)

    def drop(self, key: str, author: str) -> int:
        """Take a theme from the list; its texts count as not assigned. Return the id."""
        self._theme(key)
        return self._decide(author, key=key, decision="dropped")

    def label(self, text: str, theme: str, author: str) -> int:
        """Say what a piece of text is about (NONE: no theme); return the id of the label."""
        if theme != NONE:
            self._theme(theme)
        values = {"text": text, "theme": theme, "author": author, "decided_at": self._clock()}
        return store.label(self._data.workspace, values)

    def turn_down(self, key: str, members: Sequence[str], author: str) -> int:
        """Do not propose a group of texts again; return the id of the decision."""
        texts = json.dumps(list(members), ensure_ascii=False)
        return self._decide(author, key=key, decision="turned_down", members=texts)

    def undo(self, decision_id: int) -> None:
        """Take a decision on the list back."""
        store.undo_decision(self._data.workspace, decision_id, self._clock())

    def undo_label(self, label_id: int) -> None:
        """Take back what was said of a text."""
        store.undo_label(self._data.workspace, label_id, self._clock())

    def precision(self) -> tuple[float, float]:
        """Return the share right of held-out examples with a theme, and the share with any."""
        model = self._found.model(self._examples(), self.engine)
        return model.precision, model.covered

    def _theme(self, key: str) -> Theme:
        found = self.catalogue().themes.get(key)
        if found is None or found.state != "stands":
            raise DeskError("unknown_theme", msg("There is no theme {name}.", name=key))
        return found

    def _refuse_double(self, name_en: str, name_zh: str, but: str | None = None) -> None:
        if not name_en.strip() or not name_zh.strip():
            raise DeskError("no_name", msg("A theme needs a name in both languages."))
        wanted = {bare_word(name_en), bare_word(name_zh)}
        for theme in self.catalogue().standing:
            if theme.key != but and wanted & {bare_word(theme.name_en), bare_word(theme.name_zh)}:
                raise DeskError(
                    "double_name", msg("There is a theme {name} already.", name=theme.name_en)
                )

    def _decide(self, author: str, **values: object) -> int:
        said = {"author": author.strip() or "local", "decided_at": self._clock()}
        return store.decide(self._data.workspace, {**values, **said})

    def _examples(self) -> pd.DataFrame:
        return examples(self.catalogue(), self.labels())

    def name(self) -> str:
        """Return a name for what the present examples and engine say of any text."""
        return fingerprint(self._examples(), self.engine)

    def _raw(self, day: date) -> pd.DataFrame:
        return self._data.once(("themes_raw", day), lambda: raw_texts(self._data.snapshot(day)))
