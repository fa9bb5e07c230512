"""Columns that no field of ours fits, kept as one JSON text a row."""

import json
from collections.abc import Mapping

import numpy as np
from pandas.api.extensions import ExtensionArray

from lib.ingest.bulk import text_column
from lib.ingest.sheet import Sheet
from lib.ingest.values.cells import Cells

_quoted = json.JSONEncoder(ensure_ascii=False).encode


def custom_texts(sheet: Sheet, names: Mapping[str, str]) -> ExtensionArray:
    """Return each row's filled custom cells as a JSON object, None when all are blank.

    `names` gives each column's name in the object; they stand in the order of the names,
    so that a file with its columns moved says the same.
    """
    if not names:
        return text_column([None] * len(sheet.cells))
    by_name = sorted(names.items(), key=lambda pair: pair[1])
    pieces = [_pieces(sheet.distinct(column), name) for column, name in by_name]
    joined = [", ".join(filter(None, row)) for row in zip(*pieces, strict=True)]
    return text_column([f"{{{text}}}" if text else None for text in joined])


def _pieces(cells: Cells, name: str) -> list[str]:
    """Return `"name": "text"` for each row, "" where blank; each distinct text is written once."""
    start = _quoted(name)
    written = [f"{start}: {_quoted(text)}" if text else "" for text in cells.texts]
    return np.array(written, dtype=object)[cells.codes].tolist()
