"""Published reports: frozen with their evidence, downloadable for ever, verifiable."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pandas as pd

from lib.desk.reporting import exports
from lib.desk.reporting.freezing import about, refused_texts
from lib.desk.reporting.report_states import cut_note
from lib.errors import DeskError, NotFoundError
from lib.locale import Language, msg
from lib.model import Period
from lib.report import frozen
from lib.report.correction import corrected, moved
from lib.report.verify import (
    Difference,
    Verified,
    verified_archive,
    verified_workbook,
    with_what_is_taken,
)
from lib.store import people, report_states
from lib.store import publications as store

if TYPE_CHECKING:
    from lib.desk.desk import Desk
    from lib.desk.reporting.reports import StoredReport

ARCHIVE = ".zip"
_ON_THE_WAY = {
    report_states.DRAFT: (report_states.IN_REVIEW,),
    report_states.IN_REVIEW: (),
    report_states.PUBLISHED: (report_states.DRAFT, report_states.IN_REVIEW),
}
_COLUMNS = [
    "report_id", "version", "segment", "period", "months", "lang", "published_at", "author",
    "what_changed", "file", "sha256", "size",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A published version of a report. It never changes."""

    report_id: int
    version: int
    segment: str
    period: Period
    lang: Language
    published_at: datetime
    author: str
    what_changed: str
    archive: str
    sha256: str
    size: int


def as_published(found: Verified, content: bytes, published: Published) -> Verified:
    """Return what was found, with a difference when the bytes are not those of the database."""
    if hashlib.sha256(content).hexdigest() == published.sha256:
        return found
    message = msg(
        "{file} is not the archive that was published as version {version}.",
        file=published.archive,
        version=str(published.version),
    )
    differences = (Difference(published.archive, message), *found.differences)
    return replace(found, differences=differences)


class PublishedReports:
    """The area of published reports."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk

    def all(self, segment: str | None = None) -> pd.DataFrame:
        """Return every published version, newest first.

        Columns: `report_id, version, segment, period, months, lang, published_at, author,
        what_changed, file, sha256, size`.
        """
        workspace = self._desk.data.workspace
        reports = people.all_reports(workspace).drop(columns=["rule", "drafted_at"])
        rows = store.every_publication(workspace).merge(reports, on="report_id")
        if segment is not None:
            rows = rows[rows["segment"] == segment]
        newest = rows.sort_values("publication_id", ascending=False)
        return newest[_COLUMNS].reset_index(drop=True)

    def get(self, report_id: int, version: int | None = None) -> Published:
        """Return a published version, the newest one by default; NotFoundError without any."""
        rows = self.all()
        rows = rows[rows["report_id"] == report_id]
        if version is not None:
            rows = rows[rows["version"] == version]
        if rows.empty:
            raise NotFoundError(
                "not_published",
                msg("Report {id} has no such published version.", id=str(report_id)),
            )
        row = rows.iloc[0]
        return Published(
            report_id=report_id,
            version=int(row["version"]),
            segment=str(row["segment"]),
            period=Period.parse(row["period"], int(row["months"])),
            lang=row["lang"],
            published_at=pd.Timestamp(row["published_at"]).to_pydatetime(),
            author=str(row["author"]),
            what_changed=str(row["what_changed"]),
            archive=str(row["file"]),
            sha256=str(row["sha256"]),
            size=int(row["size"]),
        )

    def file(self, published: Published, ending: str) -> bytes:
        """Return the very bytes frozen at publication; `.zip` is all of them with the manifest.

        DeskError when the archive has no such format or is damaged.
        """
        content = store.archive(self._desk.data.workspace, published.archive, published.sha256)
        if ending == ARCHIVE:
            return content
        with ZipFile(BytesIO(content)) as archive:
            if frozen.member_of(ending) not in archive.namelist():
                raise DeskError(
                    "unknown_format",
                    msg("This version was not published as '{ending}'.", ending=ending or "?"),
                    msg("Choose one of {endings}.", endings=", ".join(self.endings(published))),
                )
            return archive.read(frozen.member_of(ending))

    def endings(self, published: Published) -> tuple[str, ...]:
        """Return the formats in which a version can be had, `.zip` last."""
        content = self.file(published, ARCHIVE)
        with ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
        formats = [e for e in exports.FORMATS if frozen.member_of(e) in names]
        return (*formats, ARCHIVE)

    def figures(self, published: Published) -> list[dict[str, Any]]:
        """Return the register as it was frozen (see `lib.report.frozen.figures_of`)."""
        return self._json(published, frozen.FIGURES)

    def words(self, published: Published) -> dict[str, Any]:
        """Return what the text says, as it was frozen (see `lib.report.frozen.words_of`)."""
        document: dict[str, Any] = self._json(published, frozen.WORDS)
        return document

    def manifest(self, published: Published) -> dict[str, Any]:
        """Return what a version was made from, and the sums of its files."""
        return self._json(published, frozen.MANIFEST)

    def _json(self, published: Published, name: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        with ZipFile(BytesIO(self.file(published, ARCHIVE))) as archive:
            return json.loads(archive.read(name))

    def verify(self, target: Published | Path) -> Verified:
        """Work every figure out again from the frozen evidence, and compare.

        `target` is a published version, or the path of an archive or evidence workbook.
        """
        if isinstance(target, Published):
            content = store.lying(self._desk.data.workspace, target.archive)
            return as_published(verified_archive(content), content, target)
        try:
            content = target.read_bytes()
        except OSError as error:
            raise DeskError(
                "cannot_read",
                msg("The file '{file}' cannot be read: {why}.", file=str(target),
                    why=error.strerror or str(error)),
            ) from error  # fmt: skip
        if target.suffix.lower() != ARCHIVE:
            return verified_workbook(content)
        found, published = verified_archive(content), self._named_in(content)
        return found if published is None else as_published(found, content, published)

    def _named_in(self, content: bytes) -> Published | None:
        """Return the version of this workspace that an archive says it is; None for another's."""
        with ZipFile(BytesIO(content)) as archive:
            told = json.loads(archive.read(frozen.MANIFEST))
        try:
            found = self.get(int(told["report"]), int(told["version"]))
        except NotFoundError:
            return None
        is_same = (found.segment, found.period.key, found.lang) == (
            told["segment"], told["period"], told["lang"],
        )  # fmt: skip
        return found if is_same else None

    def freeze(
        self, report_id: int, author: str, what_changed: str = "", *, straight: bool = False
    ) -> Published:
        """Publish a report as it stands now (see `ReportStates.publish`).

        With `straight` it goes to review, or into correction, on the way.
        """
        workspace = self._desk.data.workspace
        standing = self._desk.report_states.of(report_id)
        if standing.state != report_states.IN_REVIEW and not straight:
            raise report_states.refusal(standing.state, report_states.PUBLISHED)
        said = cut_note(what_changed)
        if standing.version and not said:
            raise DeskError(
                "what_changed_missing",
                msg("A correction must say what it changes."),
                msg("Write in a sentence what is different from version {version}.",
                    version=str(standing.version)),
            )  # fmt: skip
        seen = store.basis(workspace, report_id)
        stored = self._desk.reports.get(report_id)
        refused_texts(stored)
        edition = store.Edition(
            report_id=report_id,
            version=standing.version + 1,
            content=self._archive(stored, standing.version, said),
            what_changed=said,
            author=author.strip() or "local",
            at=self._desk.clock(),
        )
        store.publish(workspace, edition, seen, _ON_THE_WAY[standing.state])
        return self.get(report_id, edition.version)

    def _archive(self, stored: "StoredReport", earlier: int, what_changed: str) -> bytes:
        report = stored.report
        if earlier:
            before = self.figures(self.get(stored.report_id, earlier))
            changes = moved(before, frozen.figures_of(report))
            report = corrected(report, earlier, what_changed, changes)
        template = self._desk.report_layouts.word_template()
        files = {
            frozen.member_of(e): exports.exported(report, e, template) for e in exports.FORMATS
        }
        figures, words = frozen.figures_of(report), frozen.words_of(report)
        words = with_what_is_taken(words, figures, files[frozen.EVIDENCE])
        return frozen.packed(
            {
                **files,
                frozen.FIGURES: frozen.as_json(figures),
                frozen.WORDS: frozen.as_json(words),
            },
            about(self._desk, stored, earlier + 1, what_changed),
        )
