"""Mappings that people confirmed, used again for files with the same headings."""

from collections.abc import Mapping, Sequence

from lib.desk.data import Data
from lib.desk.intake.profiles import Known, Profile, Profiles
from lib.ingest import memory
from lib.ingest.answers import Answers
from lib.ingest.issues import Issue, note
from lib.ingest.names.mapping import Mapped
from lib.ingest.sheet import Sheet
from lib.locale import msg
from lib.model import KINDS
from lib.store import batches as store
from lib.store.batches import Batch

_ALIKE = 0.6  # share of headings in common below which it is simply another file

Remarks = dict[str, tuple[Issue, ...]]


class Remembered:
    """What is known of files that look like the one at hand."""

    def __init__(self, data: Data, profiles: Profiles) -> None:
        self._data = data
        self._profiles = profiles

    def completed(self, sheets: Sequence[Sheet], answers: Answers) -> tuple[Answers, Remarks]:
        """Add the answers that were confirmed before; what is said now counts more.

        The remarks, by title of the sheet, say what was used and which headings changed.
        """
        by_title = dict(answers.by_title)
        remarks: Remarks = {}
        for sheet in sheets:
            kept, said = self._known(sheet)
            by_title[sheet.title] = {**kept, **answers.of(sheet.file, sheet.sheet)}
            remarks[sheet.title] = said
        return Answers(answers.everywhere, by_title), remarks

    def confirmed(
        self, sheet: Sheet, mapping: Sequence[Mapped], said: Mapping[str, str], author: str
    ) -> None:
        """Remember the mapping of a sheet that was taken in, if people had a say in it."""
        answers = memory.to_remember(sheet, mapping, said)
        if not said or "kind" not in answers:
            return
        known = Known(memory.signature(sheet.columns), memory.source(sheet.file), answers["kind"])
        profile = self._profiles.of(known.signature)
        if profile is None or dict(profile.answers) != answers:
            self._profiles.remember(known, sheet.columns, answers, author)

    def _known(self, sheet: Sheet) -> tuple[dict[str, str], tuple[Issue, ...]]:
        profile = self._profiles.of(memory.signature(sheet.columns))
        if profile is not None:
            return dict(profile.answers), (_used(profile),)
        return self._changed(sheet)

    def _changed(self, sheet: Sheet) -> tuple[dict[str, str], tuple[Issue, ...]]:
        """Compare with the last import of the same source: its headings may have changed."""
        batch = self._last_import(sheet)
        if batch is None:
            return {}, ()
        before = [str(entry["column"]) for entry in batch.mapping]
        if len(set(before) & set(sheet.columns)) < _ALIKE * len(before):
            return {}, ()
        found = memory.drift(before, sheet.columns)
        filled = {str(e["column"]) for e in batch.mapping if _fills_a_field(e["field"])}
        remarks = memory.changed(sheet.title, found, batch.imported_at.date(), filled)
        profile = self._profiles.of_source(memory.source(sheet.file))
        same_kind = profile is not None and profile.kind == batch.kind
        return (dict(profile.answers) if profile and same_kind else {}), remarks

    def _last_import(self, sheet: Sheet) -> Batch | None:
        source = memory.source(sheet.file)
        with self._data.workspace.reading() as connection:
            found = store.active_batches(connection)
        alike = (b for b in reversed(found) if memory.source(b.file) == source)
        return next((b for b in alike if b.sheet == sheet.sheet), None)


def _fills_a_field(field: object) -> bool:
    return isinstance(field, str) and field.partition(".")[0] in KINDS


def _used(profile: Profile) -> Issue:
    message = msg(
        "The columns were mapped as confirmed on {day} by {author}.",
        day=profile.confirmed_at.date(),
        author=profile.author,
    )
    return note("remembered", "info", message)
