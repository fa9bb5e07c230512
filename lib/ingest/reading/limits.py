"""How much a file may hold: the bounds that the reading process has, for those who read on."""

from lib.foreign.limits import (
    HEADER_ROWS,
    MAX_CELL_CHARACTERS,
    MAX_COLUMNS,
    MAX_UNPACKED_BYTES,
)

__all__ = ["HEADER_ROWS", "MAX_CELL_CHARACTERS", "MAX_COLUMNS", "MAX_UNPACKED_BYTES"]
