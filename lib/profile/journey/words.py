"""A journey stage in words: why it is this one, what is unknown, what the next one takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from lib.locale import Message, joined, msg
from lib.locale.message import Joined
from lib.model.frames import TAG_SEPARATOR
from lib.profile.journey.rules import NEEDS, SIGNS, STAGES, Need

Row = Mapping[str, Any] | pd.Series


@dataclass(frozen=True, slots=True)
class Step:
    """One need of the next stage: what is asked for, and which of it is only unknown."""

    asked: Message
    unknown: Message | None


def reason(row: Row) -> Message:
    """Return why an account has its stage; `row` is one of `Journey.table`.

    >>> str(reason({"stage": "proficient", "status": "shown", "met": "steady_use|deep_use",
    ...             "unknown": ""}).id)
    'Shown by: {signs}.'
    """
    if _blank(row["stage"]):
        return _not_told(row)
    met = _telling(str(row["stage"]), names(row["met"]))
    signs = joined([SIGNS[name].yes for name in met])
    if row["status"] == "shown":
        return msg("Shown by: {signs}.", signs=signs) if met else _nothing_yet()
    if row["status"] == "stated":
        return _stated(row, signs if met else None)
    if not met:
        return msg("It was reached before, and it is not shown that it is lost.")
    return msg(
        "It was reached before, and it is not shown that it is lost; seen now: {signs}.",
        signs=signs,
    )


def moved(row: Row, before: str) -> Message:
    """Return why an account left a stage: what is met beyond it, or what speaks against it."""
    order = list(NEEDS)
    if _blank(row["stage"]) or before not in order:
        return reason(row)
    now, then = order.index(str(row["stage"])), order.index(before)
    if now > then:
        met = names(row["met"])
        asked = {sign for s in order[then + 1 : now + 1] for n in NEEDS[s] for sign in n.signs}
        seen = joined([SIGNS[name].yes for name in met if name in asked])
        return msg("Now: {signs}.", signs=seen) if asked & set(met) else reason(row)
    not_met = set(names(row["not_met"]))
    against = [n for s in order[: then + 1] for n in NEEDS[s] if _ruled_out(n, not_met)]
    if not against:
        return reason(row)
    lost = {sign for need in against for sign in need.signs if sign in not_met}
    return msg(
        "Missing for two months: {signs}.",
        signs=joined([sign.ask for name, sign in SIGNS.items() if name in lost]),
    )


def disagreement(row: Row) -> Message | None:
    """Return how the stage that the source states differs from what the data say, if so."""
    if not row["disagrees"]:
        return None
    if _blank(row["stage"]):
        return None
    return msg(
        "The source states '{stated}', the data say '{stage}'.",
        stated=STAGES[str(row["stated"])],
        stage=STAGES[str(row["stage"])],
    )


def steps(row: Row) -> tuple[Step, ...]:
    """Return what the next stage takes that is not met yet; nothing after the last stage."""
    if _blank(row["stage"]):
        upcoming = "proficient"
    elif _blank(row["next"]):
        return ()
    else:
        upcoming = str(row["next"])
    met, unknown = set(names(row["met"])), names(row["unknown"])
    reached = list(NEEDS).index(upcoming)
    needs = [need for stage in list(NEEDS)[: reached + 1] for need in NEEDS[stage]]
    return tuple(_step(need, met, unknown) for need in needs if _short(need, met) > 0)


def names(listed: object) -> list[str]:
    """Return the names of "a|b" text."""
    text = listed if isinstance(listed, str) else ""
    return [name for name in text.split(TAG_SEPARATOR) if name]


def _telling(stage: str, met: list[str]) -> list[str]:
    """Return the signs that the stage and those before it ask for."""
    reached = list(NEEDS).index(stage)
    asked = {sign for s in list(NEEDS)[: reached + 1] for need in NEEDS[s] for sign in need.signs}
    return [name for name in met if name in asked]


def _blank(value: object) -> bool:
    return not isinstance(value, str)


def _ruled_out(need: Need, not_met: set[str]) -> bool:
    return len(set(need.signs) - not_met) < need.least


def _short(need: Need, met: set[str]) -> int:
    return need.least - len(met & set(need.signs))


def _step(need: Need, met: set[str], unknown: list[str]) -> Step:
    open_signs = [name for name in need.signs if name not in met]
    asks = joined([SIGNS[name].ask for name in open_signs])
    short = _short(need, met)
    asked = asks if short == len(open_signs) else _some_of(short, asks)
    lacking = [SIGNS[name].lacking for name in open_signs if name in unknown]
    if not lacking:
        return Step(msg("{asked}", asked=asked), None)
    without = msg("unknown for lack of {data}", data=joined(_once(lacking)))
    return Step(msg("{asked}", asked=asked), without)


def _once(texts: list[Message]) -> list[Message]:
    """Return the texts, each once, in order."""
    return list({text.id: text for text in texts}.values())


def _some_of(least: int, asks: Joined) -> Message:
    if least == 1:
        return msg("one of: {asks}", asks=asks)
    return msg("{n} of: {asks}", n=str(least), asks=asks)


def _nothing_yet() -> Message:
    return msg("Use is not steady yet, or few features and seats are in use.")


def _stated(row: Row, signs: Joined | None) -> Message:
    if row["stated"] != row["stage"]:
        return msg(
            "The source states '{stated}'; of what the data allow, this comes nearest.",
            stated=STAGES[str(row["stated"])],
        )
    if signs is None:
        return msg("The source states it, and nothing known speaks against it.")
    return msg(
        "The source states it, and nothing known speaks against it; seen now: {signs}.",
        signs=signs,
    )


def _not_told(row: Row) -> Message:
    lacking = [SIGNS[n].lacking for n in names(row["unknown"]) if SIGNS[n].group == "use"]
    if not lacking:
        return msg("It cannot be told from what is loaded.")
    return msg("It cannot be told: {data} would be needed.", data=joined(_once(lacking)))
