"""The eight steps of the month, in order, with what stands in the procedure until changed."""

from collections.abc import Mapping
from dataclasses import dataclass

from lib.locale import Message, msg


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step as the product knows it. `due` counts working days after the month's end."""

    key: str
    title: Message
    wording: Message
    role: Message
    due: int
    page: str


_OFFICER = msg("Customer-segment officer")
STEPS: Mapping[str, Step] = {
    step.key: step
    for step in (
        Step(
            key="load",
            title=msg("Load"),
            wording=msg("Import the month's exports of every system, all at once."),
            role=_OFFICER,
            due=3,
            page="pages/imports.py",
        ),
        Step(
            key="mend",
            title=msg("Mend"),
            wording=msg("Mend the customer files: gaps, anomalies, names that fit no customer."),
            role=_OFFICER,
            due=6,
            page="pages/customer_files.py",
        ),
        Step(
            key="segment",
            title=msg("Segment"),
            wording=msg("Look at the segments: who came in, who left, compared with last month."),
            role=_OFFICER,
            due=7,
            page="pages/segments.py",
        ),
        Step(
            key="watch",
            title=msg("Watch"),
            wording=msg("Answer every alert: a follow-up, a context note, or a snooze."),
            role=_OFFICER,
            due=8,
            page="pages/signals.py",
        ),
        Step(
            key="sample",
            title=msg("Sample and interview"),
            wording=msg("Draw whom to ask, hold the conversations, write down what was said."),
            role=_OFFICER,
            due=12,
            page="pages/interviews.py",
        ),
        Step(
            key="demands",
            title=msg("Demands"),
            wording=msg("Go through the demands: themes, gaps, conflicts, answers that are due."),
            role=_OFFICER,
            due=14,
            page="pages/demands.py",
        ),
        Step(
            key="report",
            title=msg("Report"),
            wording=msg("Draft, edit, have reviewed and publish the report of the segment."),
            role=_OFFICER,
            due=16,
            page="pages/reports.py",
        ),
        Step(
            key="leadership",
            title=msg("Leadership"),
            wording=msg("Leaders read the report and decide; each action gets an owner."),
            role=msg("Leadership"),
            due=18,
            page="pages/reports.py",
        ),
    )
}
