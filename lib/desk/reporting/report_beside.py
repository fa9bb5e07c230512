"""A report beside that of the period before: figures then and now, and what was said."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pandas as pd

from lib.desk.reporting.reports import StoredReport
from lib.model import Period
from lib.report.beside import Known, beside, known, listed
from lib.report.blocks import Bullets, Paragraph, Report, in_a_row
from lib.store import people

if TYPE_CHECKING:
    from lib.desk.desk import Desk

Kind = Literal["published", "kept", "drafted"]


@dataclass(frozen=True, eq=False, slots=True)
class Beside:
    """Two periods beside each other.

    `kind` says what stands for the earlier one: its newest published version, the report as
    people left it over today's data, or a bare draft of today. `rows` as `report.beside` gives
    them; `said` the earlier paragraphs by section.
    """

    period: Period
    kind: Kind
    version: int
    rows: pd.DataFrame
    said: Mapping[str, tuple[str, ...]]


class ReportsBeside:
    """Comparing reports of periods that follow one another."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk

    def before(self, stored: StoredReport) -> Beside:
        """Return a report beside that of the period before, of the same length and language.

        DeskError when the data do not reach that period.
        """
        period = stored.period.before()
        report_id = self._kept(stored, period)
        if report_id is not None:
            standing = self._desk.report_states.of(report_id)
            if standing.version:
                return self._frozen(stored, report_id, standing.version)
            return self._live(stored, self._desk.reports.get(report_id).report, "kept")
        self._desk.reports.reached(period)
        drafted = self._desk.reports.drafted(stored.segment, period, stored.lang)
        return self._live(stored, drafted, "drafted")

    def register(self, stored: StoredReport) -> pd.DataFrame:
        """Return the register of figures as a table (`report.beside.listed`)."""
        return listed(stored.report)

    def _kept(self, stored: StoredReport, period: Period) -> int | None:
        rows = people.all_reports(self._desk.data.workspace)
        same = rows[
            (rows["segment"] == stored.segment)
            & (rows["period"] == period.key)
            & (rows["months"] == period.months)
            & (rows["lang"] == stored.lang)
        ]
        return None if same.empty else int(same["report_id"].iloc[0])

    def _frozen(self, stored: StoredReport, report_id: int, version: int) -> Beside:
        area = self._desk.published
        found = area.get(report_id, version)
        figures = tuple(Known.of_frozen(entry) for entry in area.figures(found))
        said: dict[str, tuple[str, ...]] = {}
        for line in area.words(found)["lines"]:
            if "pieces" in line:
                text = "".join(piece[0] for piece in line["pieces"])
                said[line["section"]] = (*said.get(line["section"], ()), text)
        rows = beside(stored.report, figures)
        return Beside(stored.period.before(), "published", version, rows, said)

    def _live(self, stored: StoredReport, then: Report, kind: Kind) -> Beside:
        rows = beside(stored.report, known(then, stored.lang))
        said = {
            section.key: tuple(
                text
                for block in section.blocks
                if isinstance(block, (Paragraph, Bullets))
                for text in _lines(block, then)
            )
            for section in then.sections
        }
        return Beside(stored.period.before(), kind, 0, rows, said)


def _lines(block: Paragraph | Bullets, report: Report) -> tuple[str, ...]:
    if isinstance(block, Bullets):
        return block.texts(report.register, report.lang)
    return (in_a_row(block.sentences, report.register, report.lang),)
