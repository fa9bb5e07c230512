"""A data set in a folder, for processes that work on it at the same time.

Plain arrays and Arrow files: the cube is mapped into memory, so that it is there once for all
of them, and nothing that is read can run code.
"""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from lib.model import Coverage, Dataset, Span

_TEXTS = ("account_id", "event")
_NUMBERS = ("events", "users", "quantity")
_DTYPES = b"dtypes"


def write_frame(frame: pd.DataFrame, path: Path) -> None:
    """Write a frame without its index; the file is there whole or not at all."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    dtypes = json.dumps({name: str(dtype) for name, dtype in frame.dtypes.items()})
    table = table.replace_schema_metadata({_DTYPES: dtypes.encode()})
    part = path.with_suffix(".part")
    with pa.OSFile(str(part), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    part.replace(path)


def read_frame(path: Path) -> pd.DataFrame:
    """Return a frame as it was written."""
    with pa.memory_map(str(path)) as source:
        table = pa.ipc.open_file(source).read_all()
        return table.to_pandas().astype(json.loads(table.schema.metadata[_DTYPES]))


def write_dataset(dataset: Dataset, folder: Path) -> None:
    """Write what snapshots are cut from; the cube's texts must be categories."""
    for kind, rows in dataset.versions.items():
        write_frame(rows, folder / f"{kind}.arrow")
    np.save(folder / "day.npy", dataset.cube["day"].to_numpy())
    for name in _NUMBERS:
        np.save(folder / f"{name}.npy", dataset.cube[name].to_numpy())
    for name in _TEXTS:
        np.save(folder / f"{name}.npy", dataset.cube[name].cat.codes.to_numpy())
    (folder / "about.json").write_text(json.dumps(_about(dataset)), encoding="utf-8")


def read_dataset(folder: Path) -> Dataset:
    """Return the data set in a folder."""
    about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    return Dataset(
        fingerprint=about["fingerprint"],
        versions={kind: read_frame(folder / f"{kind}.arrow") for kind in about["kinds"]},
        carried={int(batch): frozenset(names) for batch, names in about["carried"].items()},
        cube=_cube(folder, about["texts"]),
        coverage={kind: _coverage(spans) for kind, spans in about["coverage"].items()},
        currency=about["currency"],
        aliases=about["aliases"],
    )


def _about(dataset: Dataset) -> dict[str, Any]:
    return {
        "fingerprint": dataset.fingerprint,
        "kinds": list(dataset.versions),
        "carried": {str(batch): sorted(names) for batch, names in dataset.carried.items()},
        "texts": {name: dataset.cube[name].cat.categories.tolist() for name in _TEXTS},
        "coverage": {
            kind: [[s.first.isoformat(), s.last.isoformat()] for s in found.spans]
            for kind, found in dataset.coverage.items()
        },
        "currency": dataset.currency,
        "aliases": {kind: dict(found) for kind, found in dataset.aliases.items()},
    }


def _cube(folder: Path, texts: Mapping[str, list[str]]) -> pd.DataFrame:
    arrays = {
        name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in ("day", *_NUMBERS, *_TEXTS)
    }
    columns = {name: pd.Series(arrays[name], copy=False) for name in ("day", *_NUMBERS)}
    for name in _TEXTS:
        names = pd.Index(texts[name], dtype="str")
        columns[name] = pd.Series(pd.Categorical.from_codes(arrays[name], names))
    ordered = ("account_id", "day", "event", *_NUMBERS)
    return pd.concat([columns[name].rename(name) for name in ordered], axis=1)


def _coverage(spans: list[list[str]]) -> Coverage:
    days = ((date.fromisoformat(first), date.fromisoformat(last)) for first, last in spans)
    return Coverage.of(Span(first, last) for first, last in days)
