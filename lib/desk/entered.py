"""What people enter in the app: an import batch of one row, or of a few entered at once.

So it has a source, an author, a day and an undo like everything that came from a file, and
the row that it completes keeps its other fields.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from lib.desk.clock import Clock
from lib.desk.data import Data
from lib.model import KINDS, Span
from lib.model.frames import typed
from lib.store import batches as store
from lib.store.batches import Batch

ENTERED = "entered in the app"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of a kind, or some of its fields.

    `row_key` names the row: that of a stored row completes it, a new one makes a row.
    `carried` are the fields that the entry says something about; a field that is carried and
    not in `fields` is emptied, one that is not carried stays as it was. Without `carried`
    the entry is a whole row. `day`: on which it happened or was seen.
    """

    kind: str
    row_key: str
    fields: Mapping[str, Any]
    author: str
    day: date
    carried: frozenset[str] | None = None


def entered(data: Data, clock: Clock, entry: Entry) -> int:
    """Store an entry; return its batch id, with which it can be undone."""
    return entered_together(data, clock, (entry,))


def entered_together(data: Data, clock: Clock, entries: Sequence[Entry]) -> int:
    """Store entries of one kind, author and choice of fields as one batch; return its id."""
    now, first = clock(), entries[0]
    kind = KINDS[first.kind]
    rows = pd.DataFrame(
        [
            {**entry.fields, "source_row": place, "row_key": entry.row_key}
            for place, entry in enumerate(entries, start=1)
        ]
    ).assign(batch_id=0, known_on=pd.Timestamp(now.date()))
    n = len(entries)
    return store.added(
        data.workspace,
        Batch(
            file=ENTERED,
            sheet=None,
            kind=first.kind,
            imported_at=now,
            known_on=now.date(),
            content_hash=hashlib.sha256(repr((tuple(entries), now)).encode()).hexdigest(),
            carried=frozenset(kind.names) if first.carried is None else first.carried,
            counts={"read": n, "added": n, "changed": 0, "unchanged": 0, "rejected": 0},
            spans=tuple(Span(day, day) for day in sorted({entry.day for entry in entries})),
            rows=typed(rows, kind),
            author=first.author,
        ),
    )
