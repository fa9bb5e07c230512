"""What no signal could say: for how many customers, and why."""

import pandas as pd

from lib.locale import Count, Message, Text, joined, msg, msgs
from lib.model import KINDS
from lib.report.blocks import Block, Column, Paragraph, Table
from lib.report.brief import SignalText
from lib.report.findings import Finding, Proposal
from lib.report.meanings import signals as meaning
from lib.report.pen import Pen
from lib.report.signs import kinds
from lib.report.told import in_words_of

_NAMED = 4  # more names than that are no sentence
_MANY = 1 / 3  # of the members: a signal silent about more needs other data, not time


def judged(pen: Pen) -> set[str]:
    """Return the members for whom at least one signal could be read."""
    known = pen.brief.readings["severity"] >= 0
    return set(pen.brief.readings.loc[known, "account_id"])


def unknown(pen: Pen) -> tuple[Block, ...]:
    """Return what share of the readings could be made, and what kept the others from it."""
    unread = pen.ref("not_fully_judged")
    if not unread.n:
        return (Paragraph((msg("Every signal could be read for every customer."),)),)
    read = judged(pen)
    never = pen.count(meaning.NEVER_JUDGED, [i for i in pen.members.index if i not in read])
    sentences: list[Text] = []
    if read:
        sentences.append(
            msg(
                "Of {n} readings, one for each customer and signal, {share} could be made.",
                n=pen.ref("table_signals"),
                share=pen.ref("readings_made"),
            )
        )
    if never.n and read:
        sentences.append(
            msgs(
                "For {n} customer no signal could be read at all; that is not the same as healthy.",
                "For {n} customers no signal could be read at all; that is not the same as"
                " healthy.",
                never.n,
                n=never,
            )
        )
    if read:
        sentences += _blind(pen)
    sentences += _wanted(pen)
    why = Paragraph((msg("What is not known, and why"),), role="heading")
    return (why, *([Paragraph(tuple(sentences))] if sentences else []), _table(pen))


def _wanted(pen: Pen) -> list[Text]:
    """Name the kinds of rows that would let a signal speak of the many it is silent about."""
    silent = [
        signal
        for signal in pen.brief.signals
        if signal.needs and kinds.counts(pen, signal)["unknown"] > _MANY * len(pen.members)
    ]
    if not silent:
        return []
    kinds_wanted = dict.fromkeys(kind for signal in silent for kind in signal.needs[:1])
    wanted = joined([KINDS[kind].title for kind in kinds_wanted])
    if len(silent) > _NAMED:
        return [msg("More could be read with more rows of: {kinds}.", kinds=wanted)]
    return [
        msg(
            "{signals} would speak of more customers with more rows of: {kinds}.",
            signals=joined([_quoted(signal) for signal in silent]),
            kinds=wanted,
        )
    ]


def _quoted(signal: SignalText) -> Message:
    return msg("“{signal}”", signal=signal.title)


def _blind(pen: Pen) -> list[Text]:
    """Name the signals that could be read for nobody: an export is missing, not a sign."""
    blind = [s for s in pen.brief.signals if kinds.counts(pen, s)["unknown"] == len(pen.members)]
    if not blind:
        return []
    titles = joined([signal.title for signal in blind])
    claim = msg("Nothing is known of these signals for any customer: {signals}.", signals=titles)
    clause = msg("what {signals} would say", signals=joined([_quoted(s) for s in blind]))
    if len(blind) > _NAMED:
        claim = msg("Most signals could be read for nobody: what they need is not loaded.")
        clause = msg("what most churn signals would say")
    ids = tuple(pen.by_arr(pen.members.index))
    load = Proposal("load_exports", msg("Load the exports that the signals need."), ids)
    size = pen.total(ids).known
    pen.findings.append(
        Finding("blind_signals", claim, size, gap=True, proposal=load, clause=clause)
    )
    return [claim]


def _table(pen: Pen) -> Table:
    """Return for each signal how many customers it is silent about, and for what reasons."""
    unread = pen.brief.readings[pen.brief.readings["grade"] == "unknown"]
    names = [c for c in ("account_id", "signal", "reason") if c in unread]
    pen.put(meaning.UNREAD, len(unread), unread[names].reset_index(drop=True))
    silent = [
        (signal, mine)
        for signal in pen.brief.signals
        if len(mine := unread[unread["signal"] == signal.key])
    ]
    silent.sort(key=lambda pair: (-len(pair[1]), pair[0].key))
    return Table(
        figure_id="table_unread",
        caption=msg("Signals that could not be read on {day}", day=pen.brief.as_of),
        columns=(
            Column(msg("Signal")),
            Column(msg("Customers"), "number"),
            Column(msg("Why not")),
        ),
        cells=tuple(
            (signal.title, Count(len(mine)), joined(_reasons(pen, signal, mine)))
            for signal, mine in silent
        ),
    )


def _reasons(pen: Pen, signal: SignalText, mine: pd.DataFrame) -> list[Message]:
    counts = mine["reason"].value_counts()
    reasons = []
    for code in sorted(counts.index, key=lambda name: (-counts[name], name)):
        ids = mine.loc[mine["reason"] == code, "account_id"]
        n = pen.count(meaning.unread_of(signal, code), ids)
        words = in_words_of(pen, signal, signal.reasons[code])
        several = len(counts) > 1
        reasons.append(
            msg("{reason} ({n})", reason=words, n=n) if several else msg("{reason}", reason=words)
        )
    return reasons
