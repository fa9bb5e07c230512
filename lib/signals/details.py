"""What sentences need of each reading: kept as columns, made a dict only where one is shown.

A signal answers for every account, but a page shows a few: so a column of details holds
arrays, and gives `{"weeks": 4, …}` for a row that is asked for.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from pandas.api.extensions import ExtensionArray, ExtensionDtype

_NOBODY = -1
_Integers = npt.NDArray[np.int64]


class DetailDtype(ExtensionDtype):
    """The type of a column of details."""

    name = "detail"
    type = dict
    na_value = None

    @classmethod
    def construct_array_type(cls) -> "_Column":
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

    Row `i` is place `place[i]` of piece `piece[i]`; a piece is what one signal said, or a
    list of dicts.
    """

    def __init__(
        self,
        pieces: Sequence[_Columns | Sequence[Mapping[str, Any]]],
        piece: _Integers,
        place: _Integers,
    ) -> None:
        self.pieces = tuple(pieces)
        self.piece, self.place = piece, place

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
        return int(self.piece.nbytes + self.place.nbytes)

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.place)

    def __getitem__(self, item: Any) -> Any:  # noqa: ANN401 - as pandas asks: a place or several
        """Return one detail as a dict, or several as a column."""
        if isinstance(item, int | np.integer):
            piece, place = self.piece[item], int(self.place[item])
            return None if place == _NOBODY else self.pieces[piece][place]
        return DetailArray(self.pieces, self.piece[item], self.place[item])

    def __eq__(self, other: object) -> Any:  # noqa: ANN401 - one answer a row, as pandas asks
        """Say of each row whether it says the same."""
        if not isinstance(other, DetailArray):
            return NotImplemented
        pairs = zip(self, other, strict=True)
        return np.array([repr(mine) == repr(theirs) for mine, theirs in pairs], dtype=bool)

    def __hash__(self) -> int:
        """Refuse: a column is no key."""
        raise TypeError("A column of details has no hash.")

    def isna(self) -> npt.NDArray[np.bool_]:
        """Say which rows have no detail."""
        return self.place == _NOBODY

    def take(
        self,
        indices: Sequence[int | np.integer] | npt.NDArray[np.integer | np.bool_],
        *,
        allow_fill: bool = False,
        fill_value: object = None,
    ) -> "DetailArray":
        """Return rows by their place."""
        del fill_value  # a missing row has no detail, whatever else it may have
        at = np.asarray(indices, dtype=np.int64)
        if allow_fill:
            place = np.where(at < 0, _NOBODY, self.place[at] if len(self) else _NOBODY)
            return DetailArray(self.pieces, self.piece[at] if len(self) else 0 * at, place)
        return DetailArray(self.pieces, self.piece[at], self.place[at])

    def copy(self) -> "DetailArray":
        """Return the same rows."""
        return DetailArray(self.pieces, self.piece.copy(), self.place.copy())

    @classmethod
    def _concat_same_type(cls, to_concat: Sequence["DetailArray"]) -> "DetailArray":
        first = np.cumsum([0, *(len(each.pieces) for each in to_concat)])
        return cls(
            [piece for each in to_concat for piece in each.pieces],
            np.concatenate([each.piece + n for each, n in zip(to_concat, first, strict=False)]),
            np.concatenate([each.place for each in to_concat]),
        )


_Column: TypeAlias = type[DetailArray]
