"""Rows of a worksheet, all equally wide, held as columns: texts are made of those asked for.

A worksheet of 200,000 rows has four million cells. As texts in rows they cost a second to
make and half a gigabyte to hold, while most of what is asked of them concerns a few rows, or
one column as a whole.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, overload

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Row = Sequence[str]

_TEXT = pa.large_string()
_BLOCK_ROWS = 256  # rows that are made together
_MOST_BLOCKS = 8  # of them that are kept
_NOTHING = -1
_SPACE, _LAST_ASCII = 0x20, 0x7F


def columns_of(record: Mapping[str, Any], content: bytes) -> list[pa.Array]:
    """Return the columns of a block as the reading process told them; ValueError if they are none.

    The process may be in the hands of the file that it read, so its bytes are checked.
    """
    n_rows, width = int(record["rows"]), int(record["width"])
    ends = np.flatnonzero(np.frombuffer(content, dtype="uint8") == 0)
    if n_rows < 1 or width < 1 or len(ends) != n_rows * width - 1:
        raise ValueError
    texts = content.replace(b"\0", b"")
    inner = ends - np.arange(len(ends))
    offsets = np.concatenate(([0], inner, [len(texts)])).astype("int64")
    cells = pa.LargeStringArray.from_buffers(
        n_rows * width, pa.py_buffer(offsets), pa.py_buffer(texts)
    )
    cells.validate(full=True)
    return [cells.slice(place * n_rows, n_rows) for place in range(width)]


def blank_columns(n_rows: int, width: int) -> list[pa.Array]:
    """Return the columns of a block of blank rows."""
    return [pa.repeat(pa.scalar("", _TEXT), n_rows)] * width


class EvenRows(Sequence[Row]):
    """Rows that can be asked for one by one, and about all of them at once."""

    def __init__(self, columns: Iterable[pa.Array]) -> None:
        """Hold columns of texts, none of them null; there has to be one."""
        self.columns = tuple(columns)
        self._blocks: dict[int, list[Row]] = {}

    @classmethod
    def of_blocks(cls, blocks: Sequence[Sequence[pa.Array]]) -> "EvenRows":
        """Put blocks of rows, each given by its columns, one under the other."""
        pool = pa.system_memory_pool()
        columns = zip(*blocks, strict=True)
        return cls(pa.concat_arrays(parts, memory_pool=pool) for parts in columns)

    @property
    def width(self) -> int:
        """How many cells each row has."""
        return len(self.columns)

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.columns[0])

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> "EvenRows": ...
    def __getitem__(self, place: int | slice) -> "Row | EvenRows":
        """Return one row, or some that follow each other."""
        places = range(len(self))[place]
        if isinstance(places, int):
            block, within = divmod(places, _BLOCK_ROWS)
            return self._block(block)[within]
        if places.step == 1:
            return EvenRows(column.slice(places.start, len(places)) for column in self.columns)
        return self.taken(np.fromiter(places, dtype="int64"))

    def __iter__(self) -> Iterator[Row]:
        """Yield every row."""
        n_blocks = -(-len(self) // _BLOCK_ROWS)
        return (row for n in range(n_blocks) for row in self._block(n))

    def taken(self, places: Sequence[int] | np.ndarray) -> "EvenRows":
        """Return the rows at some places, which rise."""
        if len(places) and places[-1] - places[0] + 1 == len(places):
            return self[int(places[0]) : int(places[-1]) + 1]
        chosen = pa.array(np.asarray(places, dtype="int64"))
        return EvenRows(column.take(chosen) for column in self.columns)

    def with_texts(self, texts: Mapping[tuple[int, int], str]) -> "EvenRows":
        """Return the rows with other texts in some cells, each given by row and column."""
        columns = list(self.columns)
        for place in {column for _, column in texts}:
            cells = columns[place].to_pylist()
            for (row, column), text in texts.items():
                if column == place:
                    cells[row] = text
            columns[place] = pa.array(cells, _TEXT)
        return EvenRows(columns)

    @cached_property
    def empty(self) -> np.ndarray:
        """Where rows stand in which no cell holds a single character."""
        return self._without(lambda column, places: _first_bytes(column)[places] != _NOTHING)

    @cached_property
    def filled(self) -> np.ndarray:
        """Where rows stand that hold more than blanks."""
        return np.setdiff1d(np.arange(len(self)), self._without(_is_filled), assume_unique=True)

    def same_as(self, row: Row) -> np.ndarray:
        """Return where a row stands again."""
        places = np.arange(len(self) if len(row) == self.width else 0)
        for cell, column in zip(row, self.columns, strict=False):
            if not len(places):
                break
            some = column if len(places) == len(self) else column.take(pa.array(places))
            is_same = pc.equal(some, pa.scalar(cell, _TEXT))
            places = places[is_same.to_numpy(zero_copy_only=False)]
        return places

    def beginning(self, signs: str) -> np.ndarray:
        """Return where rows stand whose first cell begins with one of some ASCII signs."""
        return np.flatnonzero(np.isin(_first_bytes(self.columns[0]), list(signs.encode("ascii"))))

    def _block(self, n: int) -> list[Row]:
        if n not in self._blocks:
            if len(self._blocks) == _MOST_BLOCKS:
                self._blocks.clear()
            cells = [c.slice(n * _BLOCK_ROWS, _BLOCK_ROWS).to_pylist() for c in self.columns]
            self._blocks[n] = list(zip(*cells, strict=True))
        return self._blocks[n]

    def _without(self, has: Callable[[pa.Array, np.ndarray], np.ndarray]) -> np.ndarray:
        """Return where rows stand none of whose cells has something."""
        places = np.arange(len(self))
        for column in self.columns:
            if not len(places):
                break
            places = places[~has(column, places)]
        return places


def _is_filled(column: pa.Array, places: np.ndarray) -> np.ndarray:
    """Say which cells at some places hold more than blanks; few are looked at as texts."""
    first = _first_bytes(column)[places]
    filled = (first > _SPACE) & (first < _LAST_ASCII)
    unsure = np.flatnonzero(~filled & (first != _NOTHING))
    texts = column.take(pa.array(places[unsure])).to_pylist()
    filled[unsure] = [bool(text.strip()) for text in texts]
    return filled


def _first_bytes(column: pa.Array) -> np.ndarray:
    """Return the first byte of each text, -1 where it has none."""
    _, offsets, texts = column.buffers()
    ends = np.frombuffer(offsets, dtype="int64")[column.offset : column.offset + len(column) + 1]
    first = np.full(len(column), _NOTHING, dtype="int16")
    some = ends[1:] > ends[:-1]
    if some.any():
        first[some] = np.frombuffer(texts, dtype="uint8")[ends[:-1][some]]
    return first
