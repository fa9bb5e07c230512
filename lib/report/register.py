"""The register: every figure of one report, once."""

import re
from collections.abc import Iterator
from dataclasses import replace

from lib.errors import DefinitionError
from lib.report.figures import Figure, Ref, Style

_SHEET_NAME_LIMIT = 31
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_TAKEN_NAMES = frozenset(
    {"history", "figures", "charts", "图表", "指标"}
)  # Excel's own, and the first sheet's


class Register:
    """Every figure of one report, in the order in which it was first needed.

    >>> register = Register()
    >>> list(register), "arr_end" in register
    ([], False)
    """

    def __init__(self) -> None:
        self._figures: dict[str, Figure] = {}
        self._sheets: dict[str, str] = {}

    def add(self, figure: Figure) -> Ref:
        """Take in a figure and return the reference to use in texts.

        A figure gets a sheet of its own unless it names that of a figure with the same
        rows. DefinitionError when the id is taken or the rows of a shared sheet differ.
        """
        if figure.id in self._figures:
            raise DefinitionError(f"The figure {figure.id!r} is already in the register.")
        if figure.sheet:
            self._check_same_rows(figure)
        else:
            figure = replace(figure, sheet=self.free_sheet(figure.id))
        self._sheets.setdefault(figure.sheet.casefold(), figure.id)
        self._figures[figure.id] = figure
        return Ref.to(figure)

    def ref(self, figure_id: str, style: Style = "") -> Ref:
        """Return a reference to a figure that is already in; KeyError when it is not."""
        return Ref.to(self._figures[figure_id], style)

    def _check_same_rows(self, figure: Figure) -> None:
        owner = self._sheets.get(figure.sheet.casefold())
        if owner is None or self._figures[owner].rows is figure.rows:
            return
        if not self._figures[owner].rows.equals(figure.rows):
            raise DefinitionError(
                f"{figure.id!r} must have the rows that stand in sheet {figure.sheet!r}."
            )

    def free_sheet(self, wanted: str) -> str:
        """Return a name for a new sheet, as near to `wanted` as workbooks allow."""
        wanted = _NOT_IN_SHEET_NAMES.sub("_", wanted)[:_SHEET_NAME_LIMIT]
        name, number = wanted, 1
        while name.casefold() in self._sheets or name.casefold() in _TAKEN_NAMES:
            number += 1
            name = f"{wanted[: _SHEET_NAME_LIMIT - len(str(number)) - 1]}~{number}"
        return name

    def __getitem__(self, figure_id: str) -> Figure:
        """Return the figure with that id; KeyError when there is none."""
        return self._figures[figure_id]

    def __contains__(self, figure_id: object) -> bool:
        """Say whether there is a figure with that id."""
        return figure_id in self._figures

    def __iter__(self) -> Iterator[Figure]:
        """Walk through the figures in order."""
        return iter(self._figures.values())

    def __len__(self) -> int:
        """Return how many figures there are."""
        return len(self._figures)
