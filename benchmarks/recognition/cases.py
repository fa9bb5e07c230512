"""Truth files read, and each object made into a sheet as an export would hold it."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.recognition.values import values_of
from lib.ingest.sheet import Sheet
from lib.model import KINDS

HERE = Path(__file__).parent
REFUSED = "refused"
NONE = "none"
N_ROWS = 12


@dataclass(frozen=True)
class Truth:
    """What one column is. `is_open`: people disagree whether it is a field of ours at all."""

    column: str
    fields: frozenset[str]
    is_open: bool

    @property
    def counts(self) -> bool:
        """Whether the column has a counterpart in our model beyond doubt."""
        return not self.is_open and NONE not in self.fields

    def allows(self, field: str) -> bool:
        """Say whether a field (or `none`) is a right answer."""
        return field in self.fields or (self.is_open and field == NONE)


@dataclass(frozen=True)
class Case:
    """One object of one product. `group` is `bar`, `refused`, `other`, `tune` or `held`."""

    group: str
    product: str
    object: str
    kind: str
    truths: tuple[Truth, ...]

    def sheet(self, file: str, *, with_values: bool) -> Sheet:
        """Return the object as a sheet; without values its rows are blank."""
        columns = {t.column: self._values(t) if with_values else [""] * N_ROWS for t in self.truths}
        cells = pd.DataFrame({name: pd.array(v, dtype="str") for name, v in columns.items()})
        rows = np.arange(2, N_ROWS + 2)
        return Sheet(file, None, tuple(columns), 1, cells, rows)

    def _values(self, truth: Truth) -> Sequence[str]:
        kind = KINDS.get(self.kind)
        fields = truth.fields - {NONE}
        if kind is None or not fields:
            return values_of(None, truth.column, N_ROWS)
        return values_of(kind.column(min(fields)), truth.column, N_ROWS)


def cases() -> list[Case]:
    """Return every object of both truth files."""
    return [*_read("truth.tsv"), *_read("others.tsv")]


def _read(name: str) -> Iterator[Case]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for (product, thing, kind), rows in groupby(
        lines, lambda line: (line["product"], line["object"], line["kind"])
    ):
        found = list(rows)
        truths = tuple(_truth(row["column"], row["field"]) for row in found)
        yield Case(found[0].get("set") or _group(kind), product, thing, kind, truths)


def _group(kind: str) -> str:
    if kind == REFUSED:
        return REFUSED
    return "other" if kind == "activities" else "bar"


def _truth(column: str, said: str) -> Truth:
    fields = frozenset(said.removesuffix("?").split("/"))
    return Truth(column, fields, said.endswith("?"))
