"""What a drafted report proposes to do, in words of both languages, to be taken up by people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lib.locale import LANGUAGES, language
from lib.report.blocks import Report
from lib.report.findings import Finding
from lib.report.text import plain

MOST_PROPOSED = 6  # more are not carried out within a period


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A proposal: `finding` is its key, `texts` are by language, `arr` is that concerned."""

    finding: str
    texts: Mapping[str, str]
    ids: tuple[str, ...]
    arr: float | None
    due_on: date | None


def with_proposals(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return the findings, ranked as they come, whose action a report proposes."""
    return tuple(one for one in findings if one.proposal is not None)[:MOST_PROPOSED]


def proposed(report: Report) -> tuple[Proposed, ...]:
    """Return what a report proposes, what weighs most first."""
    return tuple(
        Proposed(
            finding=one.key,
            texts={
                lang: plain(one.proposal.action, report.register, language(lang))
                for lang in LANGUAGES
            },
            ids=one.proposal.ids,
            arr=one.arr or None,
            due_on=one.proposal.due,
        )
        for one in with_proposals(report.findings)
        if one.proposal is not None
    )
