"""What the loaded data say of an indicator by themselves; nothing where they say nothing."""

from collections.abc import Callable, Mapping

from lib.model import Snapshot
from lib.profile.evidence import contracts, dealings, demands, people, usage
from lib.profile.evidence.seen import Seen

Observer = Callable[[Snapshot], dict[str, Seen]]

# Each observer answers several indicators, because they share what they read.
_OBSERVERS: Mapping[str, tuple[Observer, ...]] = {
    "maturity": (usage.of_maturity, contracts.of_maturity, dealings.of_maturity,
                 people.of_maturity),
    "bant": (usage.of_bant, contracts.of_bant, dealings.of_bant, people.of_bant, demands.of_bant),
}  # fmt: skip


def seen(snapshot: Snapshot, scheme: str) -> dict[str, Seen]:
    """Return by indicator what the data of a snapshot say of every account."""
    found: dict[str, Seen] = {}
    for observer in _OBSERVERS[scheme]:
        found |= observer(snapshot)
    return found


__all__ = ["Seen", "seen"]
