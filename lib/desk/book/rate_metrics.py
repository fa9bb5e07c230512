"""NRR, GRR and logo churn as figures, with what they stand on and how they changed."""

from lib.desk.figures import Metric
from lib.locale import Message, Number, Share, joined, msg, msgs
from lib.metrics.bridge import Bridge
from lib.metrics.cohorts import LEAST
from lib.metrics.footing import LEVEL, Footing, footing
from lib.metrics.intervals import wilson
from lib.model import Period

_SHOWN = 0.0005  # a change that rounds to 0.0 points is none
_DEFINITIONS: dict[str, tuple[Message, Message]] = {
    "nrr": (
        msg("NRR, 12 months"),
        msg(
            "Net revenue retention: ARR today of the customers of twelve months ago, over their ARR"
            " then: (start + expansion − contraction − churned) / start. New customers do not"
            " count. This is not a renewal rate."
        ),
    ),
    "grr": (
        msg("GRR, 12 months"),
        msg(
            "Gross revenue retention: as NRR, but without expansion: (start − contraction −"
            " churned) / start, so never above 100%. This is not a renewal rate."
        ),
    ),
    "logo_churn": (
        msg("Logo churn, 12 months"),
        msg("Customers lost in twelve months over the customers twelve months ago."),
    ),
}


def rate_metrics(year: Bridge, before: tuple[Period, Bridge] | None) -> tuple[Metric, ...]:
    """Return NRR, GRR and logo churn; `before` is the period before and its twelve months."""
    why = joined(list(year.unknown)) if year.unknown else None
    unknown = msg("{reasons}", reasons=why) if why else msg("No customer twelve months ago.")
    on = footing(year.moves)
    return tuple(
        Metric(
            key=key,
            title=title,
            value=None if value is None else Share(value, 1),
            definition=definition,
            why=unknown if value is None else None,
            change=_change(value, before, key),
            rows=year.moves,
            beside=(*_beside(key, year, on), *_compared(before)),
        )
        for key, (title, definition) in _DEFINITIONS.items()
        for value in (getattr(year, key),)
    )


def _change(value: float | None, before: tuple[Period, Bridge] | None, key: str) -> Message | None:
    then = None if before is None else getattr(before[1], key)
    if value is None or then is None or before is None:
        return None
    if abs(value - then) < _SHOWN:
        return msg("as before")
    points = Number(abs(value - then) * 100, 1)
    if value > then:
        return msg("up {points} points", points=points)
    return msg("down {points} points", points=points)


def _compared(before: tuple[Period, Bridge] | None) -> tuple[Message, ...]:
    """Say with what the change compares."""
    if before is None:
        return ()
    return (msg("change: against the twelve months to {month}", month=before[0].label),)


def _beside(key: str, year: Bridge, on: Footing) -> tuple[Message, ...]:
    """Say what a rate stands on: how many, how concentrated, how sure."""
    if not on.n:
        return ()
    many = [msgs("{n} customer at the start", "{n} customers at the start", on.n)]
    if on.n < LEAST:
        many.append(msg("fewer than {least} customers: a single one decides", least=str(LEAST)))
    if key == "logo_churn":
        low, high = wilson(year.n_lost, year.accounts_start, LEVEL)
        lost = msgs("{n} customer lost", "{n} customers lost", year.n_lost)
        return (*many, lost, _between(low, high))
    ends = (on.low, on.high) if key == "nrr" else (on.grr_low, on.grr_high)
    parts = many
    if ends[0] is not None and ends[1] is not None:
        parts.append(_between(ends[0], ends[1]))
    parts += concentration(on) if key == "nrr" else []
    return tuple(parts)


def concentration(on: Footing) -> list[Message]:
    """Say how much of the ARR at the start a few customers have."""
    parts = []
    if on.share_of_largest is not None:
        parts.append(
            msg("the five largest had {share} of the ARR", share=Share(on.share_of_largest))
        )
    if on.nrr_without is not None:
        parts.append(msg("{share} without the largest", share=Share(on.nrr_without, 1)))
    return parts


def _between(low: float, high: float) -> Message:
    return msg("90% interval {low} to {high}", low=Share(low, 1), high=Share(high, 1))
