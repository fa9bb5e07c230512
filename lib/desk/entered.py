"""What people enter in the app: an import batch of one row, or of a few entered at once.

So it has a source, an author, a day and an undo like everything that came from a file, and
the row that it completes keeps its other fields.

Exports of a month come in weeks after it, and people look at that month while they enter
things. So what is entered on a page counts from the day that the page shows, and opens no
month of which nothing else is known: its days are at most the last day of the data. When it
was really entered stands with its batch.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from lib.desk.clock import Clock
from lib.desk.data import Data
from lib.model import KINDS, Kind, Span, Type
from lib.model.frames import typed
from lib.store import batches as store
from lib.store.batches import ENTERED, Batch

__all__ = ["ENTERED", "Entry", "entered", "entered_together"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of a kind, or some of its fields.

    `row_key` names the row: that of a stored row completes it, a new one makes a row.
    `carried` are the fields that the entry says something about; a field that is carried and
    not in `fields` is emptied, one that is not carried stays as it was. Without `carried`
    the entry is a whole row. `day`: on which it happened or was seen, or that of the page it
    was entered on; what it says of a row of a file counts from then on.
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
    kind, last = KINDS[first.kind], last_day(data, clock)
    rows = pd.DataFrame(
        [
            {**_until(entry.fields, kind, last), "source_row": place, "row_key": entry.row_key}
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
            spans=tuple(Span(day, day) for day in sorted({min(one.day, last) for one in entries})),
            rows=typed(rows, kind),
            author=first.author,
        ),
    )


def last_day(data: Data, clock: Clock) -> date:
    """Return the latest day that an entry may carry: the last of the data, or today."""
    days, today = data.days(), clock().date()
    return today if days is None else min(days.last, today)


def _until(fields: Mapping[str, Any], kind: Kind, last: date) -> dict[str, Any]:
    """Return fields whose days on which something happened lie on the last day or before."""
    happened = [
        column.name
        for column in kind.columns
        if column.type in {Type.DAY, Type.TIME}
        and (column.dated or column.name in {kind.day, "created_at"})
    ]
    latest = pd.Timestamp(last)
    return {
        name: latest
        if name in happened and pd.notna(value) and pd.Timestamp(value).normalize() > latest
        else value
        for name, value in fields.items()
    }
