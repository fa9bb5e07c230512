"""What a back-test says in words: its finding, and what its labels are worth."""

from collections import Counter
from collections.abc import Iterator

from lib.backtest.days import NOT_OBSERVED
from lib.backtest.labels import Endings
from lib.backtest.report import BackTest
from lib.backtest.verdicts import LEAST_CHURNED, not_enough
from lib.locale import Message, Share, joined, msg, msgs
from lib.model.will import INVOLUNTARY
from lib.signals.registry import signal_of


def finding(found: BackTest) -> Message:
    """Return in one sentence what the past says about the signals."""
    if not found.days.days:
        return msg(
            "There is no past day to look back at: a month end needs 17 weeks of history before it"
            " and {days} days after it in which it is known who left.",
            days=str(found.days.gap_days + found.days.horizon_days),
        )
    if found.n_churned < LEAST_CHURNED:
        return not_enough(found.n_churned)
    if not found.supported:
        return msg(
            "No signal beats the base rate: of {n} churned customers none was called clearly better"
            " than chance would.",
            n=str(found.n_churned),
        )
    return msgs(
        "{n} signal is supported by this company's own past: {signals}.",
        "{n} signals are supported by this company's own past: {signals}.",
        len(found.supported),
        signals=joined([signal_of(key).title for key in found.supported]),
    )


def remarks(found: BackTest) -> tuple[Message, ...]:
    """Return what must be known about the labels and the days."""
    return (*_labels(found.days.endings), *_days(found))


def _labels(endings: Endings) -> Iterator[Message]:
    counts = endings.counts
    if counts["flagged"]:
        agree, total = counts["flags_agree"], counts["flagged"]
        if agree < total:
            yield msg(
                "The churn flag of the accounts agrees with the churn events for {n} of {total}"
                " accounts ({share}).",
                n=str(agree), total=str(total), share=Share(agree / total),
            )  # fmt: skip
    for n, text in _counted(endings):
        if n:
            yield text


def _counted(endings: Endings) -> Iterator[tuple[int, Message]]:
    counts = endings.counts
    n = int(endings.rows["will"].eq(INVOLUNTARY).sum())
    yield (
        n,
        msgs(
            "{n} customer left involuntarily (such as bankruptcy or a merger) and teaches nothing.",
            "{n} customers left involuntarily (such as bankruptcy or a merger) and teach nothing.",
            n,
        ),
    )
    n = counts["undated"]
    yield (
        n,
        msgs(
            "{n} account is said to have left on no known day and is left out.",
            "{n} accounts are said to have left on no known day and are left out.",
            n,
        ),
    )
    n = counts["lost_but_running"]
    yield (
        n,
        msgs(
            "{n} churn event names a customer whose contract runs on; the event was believed.",
            "{n} churn events name customers whose contract runs on; the events were believed.",
            n,
        ),
    )
    n = counts["left_twice"]
    yield (
        n,
        msgs(
            "{n} churn event repeats one before it without a return between; the first counts.",
            "{n} churn events repeat one before them without a return between; the first counts.",
            n,
        ),
    )
    n = counts["days_differ"]
    yield (
        n,
        msgs(
            "{n} leaving has days more than 30 days apart in two sources; churn events go first,"
            " then the account's own day, then the end of contracts.",
            "{n} leavings have days more than 30 days apart in two sources; churn events go first,"
            " then the account's own day, then the end of contracts.",
            n,
        ),
    )
    n = counts["back_at_once"]
    yield (
        n,
        msgs(
            "{n} customer came back within 30 days and counts as never gone.",
            "{n} customers came back within 30 days and count as never gone.",
            n,
        ),
    )


def _days(found: BackTest) -> Iterator[Message]:
    for code, n in Counter(code for _, code in found.days.refused).items():
        yield msgs(
            "{n} month end was not looked at: {why}.",
            "{n} month ends were not looked at: {why}.",
            n,
            why=NOT_OBSERVED[code],
        )
    for signal, columns in found.optimistic.items():
        yield msg(
            "'{signal}' reads what was only known as it was loaded later ({columns}): its record is"
            " optimistic.",
            signal=signal_of(signal).title,
            columns=", ".join(columns),
        )
