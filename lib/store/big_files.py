"""Which usage files stand, and which of them may hold the same events.

It is worked out when rows are read, from what stands, so taking a file back gives exactly
what was without it. Files that share no day and whose ids lie apart share no row: nothing
is compared.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from sqlalchemy import Connection, select

from lib.store.atomic import folder_synced
from lib.store.schema import batches, usage_files

Reach = tuple[str, str]  # the first and the last of what is ordered as texts are

EVER = (date.min, date.max)
_ANY_ID = ("", "\U0010ffff")


@dataclass(frozen=True)
class UsageFile:
    """The rows of a batch that stands or is to be stored, and the days of which they speak.

    They lie in a file or, before they are stored, may be at hand as `rows`.
    """

    path: Path
    batch_id: int
    first: date
    last: date
    rows: pa.Table | None = None

    @property
    def days(self) -> Reach:
        """The first and the last day, as they are compared."""
        return self.first.isoformat(), self.last.isoformat()

    @property
    def ids(self) -> Reach | None:
        """The least and the greatest id of rows; None when none has an id."""
        return ids_of(self.path if self.rows is None else self.rows)

    def meets(self, days: Reach | None, ids: Reach | None) -> bool:
        """Say whether a row of the file may be the same as one of these days, or of these ids."""
        return days is None or _meet(self.days, days) or _meet(self.ids, ids)


def ids_of(rows: pa.Table | Path) -> Reach | None:
    """Return the least and the greatest id of rows; None when none has an id."""
    if isinstance(rows, Path):
        return _ids_in(rows)
    found = pc.min_max(rows["usage_id"].cast(pa.string())).as_py()
    return None if found["min"] is None else (found["min"], found["max"])


@lru_cache(maxsize=4096)
def _ids_in(path: Path) -> Reach | None:
    """Ask the footer of a file, whose content never changes."""
    about = pq.read_metadata(path)
    place = about.schema.to_arrow_schema().get_field_index("usage_id")
    if place < 0:
        return None
    found = [about.row_group(n).column(place).statistics for n in range(about.num_row_groups)]
    if any(each is None for each in found):
        return _ANY_ID
    filled = [each for each in found if each.num_values > 0]
    if not all(each.has_min_max for each in filled):
        return _ANY_ID
    return (min(f.min for f in filled), max(f.max for f in filled)) if filled else None


def _meet(one: Reach | None, other: Reach | None) -> bool:
    return one is not None and other is not None and one[0] <= other[1] and other[0] <= one[1]


def standing(folder: Path, connection: Connection) -> tuple[UsageFile, ...]:
    """Return the files of all batches that are not undone, oldest first."""
    rows = connection.execute(
        select(usage_files)
        .join(batches, batches.c.batch_id == usage_files.c.batch_id)
        .where(batches.c.undone_at.is_(None))
        .order_by(usage_files.c.batch_id, usage_files.c.name)
    )
    return tuple(
        UsageFile(
            (folder / row.name).absolute(),
            row.batch_id,
            row.first_day or EVER[0],
            row.last_day or EVER[1],
        )
        for row in rows
    )


def overlapping(files: Sequence[UsageFile]) -> tuple[UsageFile, ...]:
    """Return the files that share a day with another, or may share an id: its day may move."""
    found = _sharing([(file.days, file) for file in files])
    found |= _sharing([(ids, file) for file in files if (ids := file.ids) is not None])
    return tuple(file for file in files if file.path in found)


def _sharing(reaches: Sequence[tuple[Reach, UsageFile]]) -> set[Path]:
    found: set[Path] = set()
    end, reaching = "", None
    for (first, last), file in sorted(reaches, key=lambda pair: pair[0]):
        if reaching is not None and first <= end:
            found |= {file.path, reaching.path}
        if reaching is None or last > end:
            end, reaching = last, file
    return found


def taken_over(part: Path, target: Path) -> None:
    """Put a finished file in its place in the usage folder, whole or not at all."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(target)
    folder_synced(target.parent)


def facts_of(path: Path) -> dict[str, object]:
    """Return what the manifest says of a file: how many rows, from which day to which."""
    first, last = days_in(path) or (None, None)
    return {"n_rows": pq.read_metadata(path).num_rows, "first_day": first, "last_day": last}


def days_in(path: Path) -> tuple[date, date] | None:
    """Return the first and the last day of which a file speaks; None when no row has a day."""
    about = pq.read_metadata(path)
    place = about.schema.to_arrow_schema().get_field_index("occurred_at")
    groups = [about.row_group(n) for n in range(about.num_row_groups)]
    found = [group.column(place).statistics for group in groups if place >= 0]
    days = [s for s in found if s is not None and s.has_min_max]
    if not days:
        return None
    return min(s.min.date() for s in days), max(s.max.date() for s in days)
