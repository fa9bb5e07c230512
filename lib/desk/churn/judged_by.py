"""What signals are judged by: the catalogue's thresholds, or those that people set instead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite

from lib.errors import DefinitionError, DeskError, NotFoundError
from lib.locale import Message, joined, msg
from lib.signals.registry import all_signals
from lib.signals.spec import Thresholds
from lib.store.thresholds import ThresholdChange

# How many new alarms a month people can act on is kept like a threshold: dated, with a reason.
CAP = "alarm_cap"
PER_100 = "alarms_per_100_accounts"
_CAP = Thresholds(
    version=1,
    values={PER_100: 0.0},
    why=msg(
        "No cap: every alarm is shown as open. Set one when there are more than you can act on."
    ),
)


@dataclass(frozen=True, slots=True)
class Standard:
    """Something that is judged by numbers people may change: a signal, or the alarm cap."""

    title: Message
    thresholds: Thresholds


def standards() -> dict[str, Standard]:
    """Return everything with thresholds as it is before anybody changes it, by key."""
    signals = {s.key: Standard(s.title, s.thresholds) for s in all_signals()}
    return {**signals, CAP: Standard(msg("Alarm cap"), _CAP)}


def newest(changes: Sequence[ThresholdChange]) -> dict[str, ThresholdChange]:
    """Return by signal the change that counts: the newest that is not undone."""
    return {change.signal: change for change in changes if change.undone_at is None}


def standing(changes: Sequence[ThresholdChange]) -> Mapping[str, Thresholds]:
    """Return the thresholds that people set, by signal; a signal that nobody changed is absent.

    A change that no longer fits its signal (a newer desk judges by other values) is left out.
    """
    known = standards()
    return {
        key: changed(known[key], change)
        for key, change in newest(changes).items()
        if key in known and fits(known[key], change)
    }


def fits(standard: Standard, change: ThresholdChange) -> bool:
    """Say whether a change still gives thresholds that can judge."""
    if set(change.values) != set(standard.thresholds.values):
        return False
    try:
        changed(standard, change)
    except DefinitionError:
        return False
    return True


def changed(standard: Standard, change: ThresholdChange) -> Thresholds:
    """Return the thresholds that a change gives."""
    return Thresholds(
        version=change.version,
        values={name: change.values[name] for name in standard.thresholds.values},
        why=msg(
            "Set on {day} by {author}: {reason}",
            day=change.changed_at.date(),
            author=change.author,
            reason=change.reason,
        ),
        rising=standard.thresholds.rising,
    )


def known(key: str) -> Standard:
    """Return what is judged under that key; NotFoundError, naming all, when there is nothing."""
    found = standards()
    if key in found:
        return found[key]
    raise NotFoundError(
        "unknown_signal", msg("There is no signal named '{name}'.", name=key), tuple(found)
    )


def checked(
    standard: Standard, before: Thresholds, values: Mapping[str, float]
) -> dict[str, float]:
    """Return all values with `values` in place of some of `before`.

    NotFoundError for a value that there is not, DeskError for values that cannot judge.
    """
    strangers = set(values) - set(before.values)
    if strangers:
        raise NotFoundError(
            "unknown_threshold",
            msg("The signal '{signal}' has no threshold '{name}'.",
                signal=standard.title, name=min(strangers)),
            tuple(before.values),
        )  # fmt: skip
    whole = {**before.values, **{name: float(value) for name, value in values.items()}}
    for name, value in whole.items():
        if not isfinite(value):
            raise _refused(msg("'{name}' must be a finite number.", name=name))
    for names in before.rising:
        if any(whole[low] >= whole[high] for low, high in pairwise(names)):
            raise _refused(
                msg("{names} must rise in this order; as given, the last could never be reached.",
                    names=joined(names))
            )  # fmt: skip
    return whole


def _refused(why: Message) -> DeskError:
    return DeskError("bad_thresholds", why, msg("Nothing was changed."))
