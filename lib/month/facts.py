"""What the desk counts for each step of the month; no figure is worked out for this alone."""

from dataclasses import dataclass

from lib.locale import Message


@dataclass(frozen=True, slots=True)
class LoadFacts:
    """Kinds with rows of the month, and those without that had some in the months before."""

    loaded: tuple[Message, ...]
    missing: tuple[Message, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MendFacts:
    """`completeness`: mean share filled, None without members; tasks of the completion plan."""

    completeness: float | None
    n_incomplete: int
    n_open: int
    n_late: int
    n_ended: int
    n_unmatched: int


@dataclass(frozen=True, slots=True)
class SegmentFacts:
    """Saved segments; `changed`: how many differ from the month before, None without one."""

    n_saved: int
    changed: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchFacts:
    """Alerts that nobody acknowledged or snoozed, of all; follow-ups past their day.

    `n_judged`: customers of whom any signal could be told.
    """

    n_judged: int
    n_alerts: int
    n_unanswered: int
    n_overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleFacts:
    """Sampling plans of the month: conversations planned, held, declined."""

    n_plans: int
    n_planned: int
    n_held: int
    n_declined: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandFacts:
    """Demands on file; answers past their day; demands without a theme; texts not looked at yet."""

    n_all: int
    n_overdue: int
    n_unassigned: int
    n_unseen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFacts:
    """The state of the period's report (None: not drafted), and what else stands of actions.

    `n_agreed`: actions agreed for it; `n_last_open`, `n_last_late`: of the report before.
    """

    state: str | None
    report_id: int | None
    n_agreed: int
    n_last_open: int
    n_last_late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything that is counted of a month."""

    load: LoadFacts
    mend: MendFacts
    segment: SegmentFacts
    watch: WatchFacts
    sample: SampleFacts
    demands: DemandFacts
    report: ReportFacts
