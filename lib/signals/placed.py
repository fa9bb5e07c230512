"""At which account each row of a table stands, worked out once a snapshot."""

from dataclasses import dataclass, field

from lib.model import Snapshot
from lib.signals.cube import Places, places
from lib.signals.once import once_a_snapshot


@dataclass(frozen=True, slots=True)
class _Kept:
    """Positions by kind, filled as kinds are asked for."""

    by_kind: dict[str, Places] = field(default_factory=dict)


def placed(snapshot: Snapshot, kind: str) -> Places:
    """Return the position in `account_ids` of each row's account; -1 for none of them."""
    kept = _kept(snapshot).by_kind
    if kind not in kept:
        kept[kind] = places(snapshot, snapshot.table(kind)["account_id"])
    return kept[kind]


@once_a_snapshot
def _kept(_snapshot: Snapshot) -> _Kept:
    return _Kept()
