"""What the desk knows about: kinds of rows, days, coverage, snapshots. No clock, no store."""

from lib.model.coverage import Coverage, Span
from lib.model.kinds import KINDS
from lib.model.periods import Period
from lib.model.snapshot import Dataset, Snapshot
from lib.model.spec import Column, Kind, Type
from lib.model.usage import ANY, Usage

__all__ = [
    "ANY",
    "KINDS",
    "Column",
    "Coverage",
    "Dataset",
    "Kind",
    "Period",
    "Snapshot",
    "Span",
    "Type",
    "Usage",
]
