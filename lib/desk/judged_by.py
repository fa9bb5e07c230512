"""What signals are judged by: the catalogue's thresholds, or those that people set instead."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import isfinite

from lib.errors import DefinitionError, DeskError, NotFoundError
from lib.locale import Message, joined, msg
from lib.signals.registry import all_signals
from lib.signals.spec import Signal, Thresholds
from lib.store.thresholds import ThresholdChange


def newest(changes: Sequence[ThresholdChange]) -> dict[str, ThresholdChange]:
    """Return by signal the change that counts: the newest that is not undone."""
    return {change.signal: change for change in changes if change.undone_at is None}


def standing(changes: Sequence[ThresholdChange]) -> Mapping[str, Thresholds]:
    """Return the thresholds that people set, by signal; a signal that nobody changed is absent.

    A change that no longer fits its signal (a newer desk judges by other values) is left out.
    """
    known = {signal.key: signal for signal in all_signals()}
    return {
        key: changed(known[key], change)
        for key, change in newest(changes).items()
        if key in known and fits(known[key], change)
    }


def fits(signal: Signal, change: ThresholdChange) -> bool:
    """Say whether a change still gives thresholds that its signal can be judged by."""
    if set(change.values) != set(signal.thresholds.values):
        return False
    try:
        changed(signal, change)
    except DefinitionError:
        return False
    return True


def changed(signal: Signal, change: ThresholdChange) -> Thresholds:
    """Return the thresholds that a change gives its signal."""
    return Thresholds(
        version=change.version,
        values=dict(change.values),
        why=msg(
            "Set on {day} by {author}: {reason}",
            day=change.changed_at.date(),
            author=change.author,
            reason=change.reason,
        ),
        rising=signal.thresholds.rising,
    )


def known_signal(key: str) -> Signal:
    """Return the signal with that key; NotFoundError, naming all, when there is none."""
    for signal in all_signals():
        if signal.key == key:
            return signal
    raise NotFoundError(
        "unknown_signal",
        msg("There is no signal named '{name}'.", name=key),
        tuple(signal.key for signal in all_signals()),
    )


def checked(signal: Signal, before: Thresholds, values: Mapping[str, float]) -> dict[str, float]:
    """Return all values of the signal with `values` in place of some of `before`.

    NotFoundError for a value that the signal has not, DeskError for values that cannot judge.
    """
    strangers = set(values) - set(before.values)
    if strangers:
        raise NotFoundError(
            "unknown_threshold",
            msg("The signal '{signal}' has no threshold '{name}'.",
                signal=signal.title, name=min(strangers)),
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
