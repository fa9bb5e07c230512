"""What past churn says of the signs that customers on alert show."""

from lib.locale import Text, msg, msgs
from lib.report.blocks import Block, Bullets, Paragraph
from lib.report.brief import SignalText
from lib.report.meanings import signals as meaning
from lib.report.pen import Pen
from lib.report.told import Source, told


def records(pen: Pen) -> tuple[Block, ...]:
    """Return each sign's own record, for those on alert; nothing when none was checked."""
    known = pen.brief.context.records
    alerts = set(pen.brief.readings.loc[pen.brief.readings["grade"] == "alert", "signal"])
    shown = [s for s in pen.brief.signals if s.key in alerts and s.key in known]
    if not shown:
        return ()
    heading = Paragraph((msg("What past churn says of these signs"),), role="heading")
    return (heading, Bullets(tuple(_record(pen, signal) for signal in shown)))


def _record(pen: Pen, signal: SignalText) -> tuple[Text, ...]:
    found = pen.brief.context.records[signal.key]
    source = Source(
        prefix=f"{signal.key}.past",
        what=msg("past churn and “{signal}”", signal=signal.title),
        rows=found.rows,
        kind="accounts",
        rules_prefix=f"{signal.key}.rule",
        rules=signal.rules,
    )
    record = msg(
        "{signal}: {record}", signal=signal.title, record=told(pen, found.sentence, source)
    )
    return (record, *_said(pen, signal))


def _said(pen: Pen, signal: SignalText) -> list[Text]:
    """Say what people made of the signal's alarms, once they had looked."""
    said = pen.brief.outlook.outcomes
    mine = None if said is None else said[said["signal"] == signal.key].reset_index(drop=True)
    if mine is None or mine.empty:
        return []
    first, *rest = ("n", "said_true", "said_false", "said_early")
    n = pen.put(meaning.said_of(signal, first), int(mine[first].sum()), mine)
    true, false, early = (
        pen.put_beside(n, meaning.said_of(signal, name), int(mine[name].sum())) for name in rest
    )
    return [
        msgs(
            "People judged {n} of its alarms: {true} true, {false} false, {early} too early to"
            " say.",
            "People judged {n} of its alarms: {true} true, {false} false, {early} too early to"
            " say.",
            n.n,
            n=n,
            true=true,
            false=false,
            early=early,
        )
    ]
