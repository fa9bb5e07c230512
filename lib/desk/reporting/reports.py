"""Segment reports: drafted from the data, edited section by section, written in any format."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from lib.backtest.record import Worth, record, worths
from lib.backtest.report import BackTest
from lib.backtest.verdicts import LEAST_CHURNED
from lib.desk.reporting import exports
from lib.desk.reporting.noted import notes_for
from lib.desk.reporting.report_parts import Asked, gathered, marks
from lib.desk.reporting.report_texts import Written, newest_texts
from lib.errors import DeskError, NotFoundError
from lib.locale import Language, msg, render
from lib.model import Period
from lib.model.frames import records
from lib.report.assemble import Moment, Scope, brief
from lib.report.blocks import Report
from lib.report.brief import Brief, Context, PastRecord, SignalAction
from lib.report.draft import draft
from lib.report.edits import Edit, Problem, edited, problems, source_text
from lib.report.layout import arranged
from lib.report.moved import Drift, drift
from lib.report.points import points
from lib.segments.rules import words
from lib.store import people
from lib.store.batches import all_batches

if TYPE_CHECKING:
    from lib.desk.desk import Desk


@dataclass(frozen=True, kw_only=True)
class StoredReport:
    """A report as it stands now: the draft from today's data, with the texts people wrote.

    `version` counts the texts written into it, 0 for the bare draft. `texts` holds for each
    section what the editor starts with and the version it was read at, `drafts` what the rules
    write today; `written` the sections with a text of people's own, and `drift` what changed
    under it since. `points` are all things to look at, problems of texts among them.
    """

    report_id: int
    segment: str
    rule: str
    period: Period
    lang: Language
    version: int
    report: Report
    texts: Mapping[str, Edit]
    problems: tuple[Problem, ...]
    drafts: Mapping[str, str]
    written: Mapping[str, Written]
    drift: Mapping[str, Drift]
    points: tuple[Problem, ...]


class Reports:
    """The report area of the desk."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk

    def draft(self, segment: str, period: Period, lang: Language) -> StoredReport:
        """Start (or find) the report of a segment and period, drafted from the data as they are.

        DeskError when the segment is unknown or the data do not reach the period.
        """
        name, rule = self._desk.segments.rule(segment)
        self.reached(period)
        report_id = people.report_for(
            self._desk.data.workspace,
            {
                "segment": name,
                "rule": str(rule),
                "period": period.key,
                "months": period.months,
                "lang": lang,
                "drafted_at": self._desk.clock(),
            },
        )
        return self.get(report_id)

    def get(self, report_id: int) -> StoredReport:
        """Return a report as it stands now; NotFoundError when there is none."""
        rows = people.all_reports(self._desk.data.workspace)
        found = rows[rows["report_id"] == report_id]
        if found.empty:
            raise NotFoundError(
                "unknown_report", msg("There is no report {id}.", id=str(report_id))
            )
        row = found.iloc[0]
        period = Period.parse(row["period"], int(row["months"]))
        drafted = self.drafted(row["segment"], period, row["lang"])
        layout = self._desk.report_layouts.of(report_id)
        drafts = {section.key: source_text(section, row["lang"]) for section in drafted.sections}
        newest = newest_texts(self._desk.data.workspace, report_id)
        own = {key: found for key, found in newest.items() if found.text and key in drafts}
        edits = {key: Edit(found.text, found.version) for key, found in own.items()}
        faults = problems(drafted, edits) + problems(drafted, layout.leads)
        drifts = {
            key: drift(drafted, text.text, text.basis, drafts[key]) for key, text in own.items()
        }
        return StoredReport(
            report_id=report_id,
            segment=row["segment"],
            rule=row["rule"],
            period=period,
            lang=row["lang"],
            version=sum(found.version for found in newest.values()),
            report=arranged(edited(drafted, edits), layout),
            texts={
                key: edits.get(key, Edit(text, newest[key].version if key in newest else 0))
                for key, text in drafts.items()
            },
            problems=faults,
            drafts=drafts,
            written=own,
            drift=drifts,
            points=points(faults, drifts),
        )

    def all(self) -> pd.DataFrame:
        """Return every report, newest first: `report_id, segment, period, months, lang, …`.

        `at` and `author` say who wrote in it last, and when; empty for a bare draft.
        """
        workspace = self._desk.data.workspace
        rows = people.all_reports(workspace).iloc[::-1].reset_index(drop=True)
        return rows.join(people.written(workspace), on="report_id")

    def edit(self, report_id: int, section: str, edit: Edit, author: str) -> int:
        """Keep an officer's text for a section; an empty text brings the draft back.

        `edit.version` is the version that was edited. DeskError when it is not the newest, or
        when the report is published.
        """
        return self._desk.report_texts.write(report_id, section, edit, author)

    def exported(self, stored: StoredReport, ending: str) -> bytes:
        """Return the report in a format by its ending; DeskError when there is no such format."""
        return exports.exported(stored.report, ending, self._desk.report_layouts.word_template())

    def write(self, stored: StoredReport, path: Path) -> None:
        """Write the report to a file, whole or not at all."""
        exports.write(stored.report, path, self._desk.report_layouts.word_template())

    def figures_json(self, stored: StoredReport) -> list[dict[str, Any]]:
        """Return the register of figures as other programs read it."""
        return [figure.summary(stored.lang) for figure in stored.report.register]

    def reached(self, period: Period) -> None:
        """Refuse a period that the data do not speak about."""
        days = self._desk.data.known_days()
        if period.last < days.first or period.first > days.last:
            raise DeskError(
                "period_without_data",
                msg("The data speak about {first} to {last}; {period} lies outside.",
                    first=days.first, last=days.last, period=period.label),
                msg("Choose a month within, or import the exports of that month."),
            )  # fmt: skip

    def drafted(self, segment: str, period: Period, lang: Language) -> Report:
        """Return the bare draft from the data as they are; worked out once."""
        workspace = self._desk.data.workspace
        noted = tuple(people.all_notes(workspace)["note_id"])
        decided = marks(self._desk, self._desk.data.known_days().as_of(period))
        people_say = (noted, len(people.all_actions(workspace)), decided)
        asked = (segment, period, lang, people_say)
        actions = self._desk.actions
        # Whoever takes up an action waits for the wording only, not for all that it is made of.
        whole = self._desk.data.once(
            ("report brief", *asked), lambda: self._from_data(segment, period, lang)
        )
        return self._desk.data.once(
            ("report", *asked, actions.mark()),
            lambda: draft(replace(whole, agreed=actions.agreed(segment, period, lang)), lang),
        )

    def _from_data(self, segment: str, period: Period, lang: Language) -> Brief:
        name, rule = self._desk.segments.rule(segment)
        scope = Scope(
            segment=render(msg("all customers"), lang) if name == "all" else name,
            rule_text=str(rule),
            rule_words=words(rule),
            period=period,
        )
        before = period.first - timedelta(days=1)
        earlier = period.before().first - timedelta(days=1)
        last = self._desk.data.known_days().as_of(period)
        now, then, earlier_still = (
            self.moment(self._desk.segments.members(segment, day), day)
            for day in (last, before, earlier)
        )
        whole = brief(scope, now, then, earlier_still, self.context(last, (name, period, lang)))
        asked = Asked(
            segment=name,
            rule=str(rule),
            members=now.members,
            period=period,
            day=last,
            lang=lang,
        )
        return replace(whole, **gathered(self._desk, asked))

    def moment(self, members: pd.Index, day: date) -> Moment:
        """Return what is known at the end of a day, for a report on some accounts."""
        data = self._desk.data
        return Moment(data.snapshot(day), data.book(day), data.readings(day), members)

    def context(
        self, day: date, told: tuple[str, Period, Language], *, with_records: bool = True
    ) -> Context:
        """Return what people and the loading add; what past churn says only `with_records`.

        `told`: the segment, the period and the language in which it is told.
        """
        states = self._desk.watch.states(day)
        with self._desk.data.workspace.reading() as connection:
            found = [b for b in all_batches(connection) if b.undone_at is None]
        return Context(
            notes=notes_for(self._desk.notes.all(), *told),
            actions=tuple(_action(row) for row in records(states)),
            findings=self._desk.quality.findings(),
            judged_by=self._desk.data.judged_by(),
            template=self._desk.data.template(),
            records=self._records(day) if with_records else {},
            batches=pd.DataFrame(
                [
                    (b.batch_id, b.file, b.sheet, b.kind, f"{b.imported_at:%Y-%m-%d %H:%M} UTC")
                    for b in found
                ],
                columns=["batch_id", "file", "sheet", "kind", "imported_at"],
            ),
        )

    def _records(self, day: date) -> dict[str, PastRecord]:
        """Return what past churn, up to the report's day, says of the alerts of each signal."""
        test = self._desk.backtests.learnt(day).test
        alarms, found = test.alarms[test.alarms["grade"] == "alert"], worths(test)
        return {
            signal: PastRecord(
                record(test, signal, "alert"),
                alarms[alarms["signal"] == signal].reset_index(drop=True),
                _standing(test, found.get((signal, "alert"))),
            )
            for signal in test.panel.signals
        }


def _standing(test: BackTest, found: Worth | None) -> str:
    if test.n_churned < LEAST_CHURNED:
        return "unchecked"
    return "untold" if found is None else found.standing


def _action(row: Mapping[Any, Any]) -> SignalAction:
    until = row["until_on"]
    return SignalAction(
        account_id=str(row["account_id"]),
        signal=str(row["signal"]),
        state=row["state"],
        until=None if pd.isna(until) else pd.Timestamp(until).date(),
        reason=str(row["reason"] or ""),
    )
