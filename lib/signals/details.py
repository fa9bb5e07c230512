"""What sentences need of each reading: kept as columns, made a dict only where one is shown.

A signal answers for every account, but a page shows a few: so a column of details holds
arrays, and gives `{"weeks": 4, …}` for a row that is asked for.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from pandas.api.extensions import ExtensionArray, ExtensionDtype, take

_NOBODY = -1
_Integers = npt.NDArray[np.int64]


class DetailDtype(ExtensionDtype):
    """The type of a column of details."""

    name = "detail"
    type = dict
    na_value = None

    @classmethod
    def construct_array_type(cls) -> type["DetailArray"]:
        """Return the class of such columns."""
        return DetailArray


@dataclass(frozen=True, eq=False, slots=True)
class _Columns:
    """Names and their values: an array has one an account, anything else is for all."""

    values: Mapping[str, Any]

    def __getitem__(self, place: int) -> dict[str, Any]:
        return {name: _at(values, place) for name, values in self.values.items()}


def _at(values: Any, place: int) -> Any:  # noqa: ANN401 - an array of anything, or one value
    return values[place : place + 1].tolist()[0] if isinstance(values, np.ndarray) else values


class DetailArray(ExtensionArray):
    """A column of dicts that are made when they are read.

    Row `i` is place `_place[i]` of piece `_piece[i]`; a piece is what one signal said, or a
    list of dicts.
    """

    def __init__(
        self,
        pieces: Sequence[_Columns | Sequence[Mapping[str, Any]]],
        piece: _Integers,
        place: _Integers,
    ) -> None:
        self._pieces = tuple(pieces)
        self._piece, self._place = piece, place

    @classmethod
    def of(cls, values: Mapping[str, Any], n: int) -> "DetailArray":
        """Return `n` details with the same names; arrays hold one value a row."""
        return cls((_Columns(values),), np.zeros(n, dtype=np.int64), np.arange(n))

    @classmethod
    def _from_sequence(
        cls,
        scalars: Iterable[Mapping[str, Any] | None],
        *,
        dtype: object = None,
        copy: bool = False,
    ) -> "DetailArray":
        del dtype, copy  # there is one type, and dicts are read only
        dicts = list(scalars)
        places = np.array(
            [_NOBODY if d is None else n for n, d in enumerate(dicts)], dtype=np.int64
        )
        return cls(([d or {} for d in dicts],), np.zeros(len(dicts), dtype=np.int64), places)

    @property
    def dtype(self) -> DetailDtype:
        """The type of the column."""
        return DetailDtype()

    @property
    def nbytes(self) -> int:
        """How much memory the places take."""
        return int(self._piece.nbytes + self._place.nbytes)

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self._place)

    def __getitem__(self, item: Any) -> Any:  # noqa: ANN401 - as pandas asks: a place or several
        """Return one detail as a dict, or several as a column."""
        if isinstance(item, int | np.integer):
            piece, place = self._piece[item], int(self._place[item])
            return None if place == _NOBODY else self._pieces[piece][place]
        return DetailArray(self._pieces, self._piece[item], self._place[item])

    def __eq__(self, other: object) -> Any:  # noqa: ANN401 - one answer a row, as pandas asks
        """Say of each row whether it says the same."""
        if not isinstance(other, DetailArray):
            return NotImplemented
        pairs = zip(self, other, strict=True)
        return np.array([repr(mine) == repr(theirs) for mine, theirs in pairs], dtype=bool)

    def isna(self) -> npt.NDArray[np.bool_]:
        """Say which rows have no detail."""
        return self._place == _NOBODY

    def take(
        self,
        indices: Any,
        *,
        allow_fill: bool = False,
        fill_value: object = None,
    ) -> "DetailArray":
        """Return rows by their place."""
        del fill_value  # a missing row has no detail, whatever else it may have
        piece = take(self._piece, indices, allow_fill=allow_fill, fill_value=0)
        return DetailArray(
            self._pieces,
            piece,
            take(self._place, indices, allow_fill=allow_fill, fill_value=_NOBODY),
        )

    def copy(self) -> "DetailArray":
        """Return the same rows."""
        return DetailArray(self._pieces, self._piece.copy(), self._place.copy())

    @classmethod
    def _concat_same_type(cls, to_concat: Sequence["DetailArray"]) -> "DetailArray":
        first = np.cumsum([0, *(len(each._pieces) for each in to_concat)])
        return cls(
            [piece for each in to_concat for piece in each._pieces],
            np.concatenate([each._piece + n for each, n in zip(to_concat, first, strict=False)]),
            np.concatenate([each._place for each in to_concat]),
        )
