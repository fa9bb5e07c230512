"""A signal's own record in one sentence: what stands beside every warning."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lib.backtest.report import BackTest
from lib.backtest.verdicts import LEAST_CHURNED
from lib.locale import Count, Message, Number, Share, msg
from lib.model.frames import records, row_of

LEAST_TOLD = 20  # alarms; fewer that were all wrong can still be bad luck
SUPPORTED, UNTOLD, NOT_FOLLOWED = "supported", "untold", "not_followed"
_ORDER = (SUPPORTED, UNTOLD, NOT_FOLLOWED)
NOT_CHECKED = msg("Not checked against the past yet: open the back-test to have it done.")


@dataclass(frozen=True, slots=True)
class Worth:
    """How a signal stands before past churn (`supported`, `untold`, `not_followed`).

    `short` says how many of its alarms were right; None: there was none, or too few left.
    """

    standing: str
    short: Message | None


def record(test: BackTest, signal: str, grade: str) -> Message:
    """Return what past churn says of a signal at a grade (alert or watch)."""
    if test.n_churned < LEAST_CHURNED:
        return msg(
            "Not enough past churn to say: {n} of the {least} customers needed.",
            n=Count(test.n_churned),
            least=Count(LEAST_CHURNED),
        )
    line = row_of(test.lines.set_index(["signal", "grade"]), (signal, grade))
    alarms, right = int(line["alarms"]), int(line["true_alarms"])
    said = {
        "right": Count(right),
        "alarms": Count(alarms),
        "caught": Count(int(line["caught"])),
        "churners": Count(int(line["churners"])),
    }
    if alarms == 0:
        return msg("On the past it never fired: {churners} customers left without it.", **said)
    if right == 0:
        return msg("On the past none of {alarms} alarms was right.", **said)
    return msg(
        "On the past {right} of {alarms} alarms were right ({share}; by chance {base}), {lead} days"
        " ahead; {caught} of {churners} customers that left were caught.",
        **said,
        share=Share(float(line["precision"])),
        base=Share(float(line["base_rate"]), 1),
        lead=Number(float(line["median_lead_days"]), 0),
    )


def worths(test: BackTest) -> dict[tuple[str, str], Worth]:
    """Return how each signal stands before past churn, by signal and grade.

    `not_followed`: with enough alarms to tell (`LEAST_TOLD`), it was right no oftener than
    chance would be, or the past contradicts it.
    """
    lines = test.lines[test.lines["grade"].ne("rule")]
    few = test.n_churned < LEAST_CHURNED
    return {
        (str(line["signal"]), str(line["grade"])): Worth(UNTOLD, None) if few else _worth(line)
        for line in records(lines)
    }


def best(found: Iterable[Worth]) -> Worth | None:
    """Return the one that stands best; None of none."""
    return min(found, key=lambda one: _ORDER.index(one.standing), default=None)


def _worth(line: Mapping[str, Any]) -> Worth:
    alarms, right = int(line["alarms"]), int(line["true_alarms"])
    if alarms == 0:
        return Worth(UNTOLD, None)
    short = msg("{n} of {total} right", n=Count(right), total=Count(alarms))
    useless = alarms >= LEAST_TOLD and float(line["lift"]) <= 1
    if line["verdict"] == "supported":
        return Worth(SUPPORTED, short)
    against = useless or line["verdict"] == "contradicted"
    return Worth(NOT_FOLLOWED if against else UNTOLD, short)
