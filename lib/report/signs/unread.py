"""What no signal could say: for how many customers, and why."""

from lib.locale import Message, Text, joined, msg, msgs
from lib.report.blocks import Block, Bullets, Paragraph
from lib.report.brief import SignalText
from lib.report.figures import Ref
from lib.report.findings import Finding, Proposal
from lib.report.meanings import signals as meaning
from lib.report.pen import Pen
from lib.report.signs import kinds
from lib.report.told import in_words_of


def judged(pen: Pen) -> set[str]:
    """Return the members for whom at least one signal could be read."""
    known = pen.brief.readings["severity"] >= 0
    return set(pen.brief.readings.loc[known, "account_id"])


def unknown(pen: Pen) -> tuple[Block, ...]:
    """Return for how many members a signal is not known, and why."""
    unread = pen.ref("not_fully_judged")
    if not unread.n:
        return (Paragraph((msg("Every signal could be read for every customer."),)),)
    read = judged(pen)
    never = pen.count(meaning.NEVER_JUDGED, [i for i in pen.members.index if i not in read])
    sentences: list[Text] = [_unread(pen, unread)]
    if never.n and read:
        sentences.append(
            msgs(
                "For {n} of them no signal could be read at all.",
                "For {n} of them no signal could be read at all.",
                never.n,
                n=never,
            )
        )
    if read:
        sentences += _blind(pen)
    why = Paragraph((msg("What is not known, and why"),), role="heading")
    return (why, Paragraph(tuple(sentences)), Bullets(tuple(_reasons(pen))))


def _unread(pen: Pen, unread: Ref) -> Message:
    if unread.n == len(pen.members):
        return msg("For every customer at least one signal could not be read.")
    return msgs(
        "For {n} of {total} customers at least one signal could not be read; they do not count as"
        " healthy.",
        "For {n} of {total} customers at least one signal could not be read; they do not count as"
        " healthy.",
        unread.n,
        n=unread,
        total=pen.ref("members"),
    )


def _blind(pen: Pen) -> list[Text]:
    """Name the signals that could be read for nobody: an export is missing, not a sign."""
    blind = [s for s in pen.brief.signals if kinds.counts(pen, s)["unknown"] == len(pen.members)]
    if not blind:
        return []
    titles = joined([signal.title for signal in blind])
    claim = msg("Nothing is known of these signals for any customer: {signals}.", signals=titles)
    ids = tuple(pen.by_arr(pen.members.index))
    load = Proposal("load_exports", msg("Load the exports that the signals need."), ids)
    size = pen.total(ids).known
    pen.findings.append(Finding("blind_signals", claim, size, gap=True, proposal=load))
    return [claim]


def _reasons(pen: Pen) -> list[tuple[Text, ...]]:
    """Return for each signal and reason how many customers it keeps from being judged."""
    unread = pen.brief.readings[pen.brief.readings["grade"] == "unknown"]
    items: list[tuple[Text, ...]] = []
    for signal in pen.brief.signals:
        mine = unread[unread["signal"] == signal.key]
        counts = mine["reason"].value_counts()
        for code in sorted(counts.index, key=lambda name: (-counts[name], name)):
            n = pen.count(
                meaning.unread_of(signal, code), mine.loc[mine["reason"] == code, "account_id"]
            )
            items.append((_reason(pen, signal, code, n),))
    return items


def _reason(pen: Pen, signal: SignalText, code: str, n: Ref) -> Message:
    return msgs(
        "{signal}: not known for {n} customer: {reason}.",
        "{signal}: not known for {n} customers: {reason}.",
        n.n,
        n=n,
        signal=signal.title,
        reason=in_words_of(pen, signal, signal.reasons[code]),
    )
