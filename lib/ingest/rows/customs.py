"""Columns that no field of ours fits, kept as one JSON text a row."""

from collections.abc import Mapping
from json.encoder import encode_basestring as _quoted

import pyarrow as pa
import pyarrow.compute as pc
from pandas.api.extensions import ExtensionArray

from lib.ingest.bulk import blank_column, held_column
from lib.ingest.sheet import Sheet
from lib.ingest.values.cells import Cells

_ESCAPED = r'["\\\x00-\x1f]'  # what JSON writes otherwise


def custom_texts(sheet: Sheet, names: Mapping[str, str]) -> ExtensionArray:
    """Return each row's filled custom cells as a JSON object, None when all are blank.

    `names` gives each column's name in the object; they stand in the order of the names,
    so that a file with its columns moved says the same.
    """
    if not names:
        return blank_column(len(sheet.cells))
    by_name = sorted(names.items(), key=lambda pair: pair[1])
    pieces = [_pieces(sheet.distinct(column), name) for column, name in by_name]
    joined = pc.utf8_rtrim(_joined(*pieces), characters=", ")
    return held_column(pc.if_else(pc.equal(joined, ""), _text(None), _joined("{", joined, "}")))


def _joined(*texts: pa.Array | str) -> pa.Array:
    """Return texts one behind the other; without null, of which Arrow would lose whole rows."""
    parts = [_text(text) if isinstance(text, str) else text for text in texts]
    return pc.binary_join_element_wise(*parts, _text(""))


def _text(text: str | None) -> pa.Scalar:
    return pa.scalar(text, pa.large_string())


def _pieces(cells: Cells, name: str) -> pa.Array:
    """Return `"name": "text", ` for each row, "" where blank; each text is written once."""
    texts = pa.array(cells.texts, pa.large_string())
    if pc.any(pc.match_substring_regex(texts, _ESCAPED)).as_py():
        quoted = pa.array(map(_quoted, cells.texts), pa.large_string())
    else:
        quoted = _joined('"', texts, '"')
    written = _joined(f"{_quoted(name)}: ", quoted, ", ")
    return pc.if_else(pc.equal(texts, ""), "", written).take(pa.array(cells.codes))
