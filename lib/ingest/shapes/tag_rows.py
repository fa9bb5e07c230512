"""Tags as exports spread them: one row a tag, several columns, or a column of yes and no each."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd

from lib.ingest.issues import note
from lib.ingest.names.headings import known_headings, normalised
from lib.ingest.sheet import Sheet
from lib.ingest.tables.doubles import TAG_MARK, joined_tags
from lib.ingest.values.flags import NO, YES
from lib.locale import msg
from lib.model.spec import Type

_NUMBERED = re.compile(
    r"(?P<word>tags?|labels?|account tags?|标签|客户标签|標籤|客戶標籤)\s*\d{1,2}", re.IGNORECASE
)
_FLAGGED = re.compile(r"\s*(?:tags?|labels?|标签|標籤)\s*[:：/>]\s*(?P<tag>\S.*)", re.IGNORECASE)
_MOST_OTHERS = 4
_BETWEEN = "; "
_OTHER_ROWS = frozenset({"ticket_id", "contact_id", "contract_id", "activity_id", "demand_id"})


def with_one_tags_column(sheet: Sheet) -> Sheet:
    """Return the sheet with its numbered or yes-and-no columns of tags as one."""
    numbered = [c for c in sheet.columns if _NUMBERED.fullmatch(normalised(c))]
    flagged = [c for c in sheet.columns if _FLAGGED.fullmatch(c) and _is_flags(sheet.cells[c])]
    names = numbered if len(numbered) > 1 else flagged
    if not names or (names is flagged and any(map(_is_tags, sheet.columns))):
        return sheet
    cells = sheet.cells
    if names is flagged:
        cells = cells.assign(**{name: _as_tag(cells[name], name) for name in names})
    cells = joined_tags(cells, names)
    word = _NUMBERED.fullmatch(normalised(names[0]))
    name = word["word"] if word else "tags"
    if name not in cells.columns:
        cells = cells.rename(columns={names[0]: name})
    message = msg(
        "{n} columns of tags, beginning with '{first}', were read as one list.",
        n=str(len(names)),
        first=names[0],
    )
    issues = (*sheet.issues, note("joined_columns", "info", message, names[0]))
    return replace(sheet, cells=cells, issues=issues, _distinct={})


def _is_flags(column: pd.Series) -> bool:
    words = {text.strip().casefold() for text in column.unique()} - {""}
    return words <= YES | NO


def _as_tag(column: pd.Series, name: str) -> pd.Series:
    """Return the tag that the heading names where the cell says yes."""
    match = _FLAGGED.fullmatch(name)
    tag = match["tag"].strip() if match else name
    said = column.str.strip().str.casefold().isin(YES)
    return pd.Series(tag, index=column.index, dtype="str").where(said, "")


def _fields(name: str) -> set[str]:
    return {known.column.name for known in known_headings().get(normalised(name), ())}


def _is_tags(name: str) -> bool:
    known = known_headings().get(normalised(name), ())
    return any(k.column.type is Type.TAGS and k.kind.name == "accounts" for k in known)


def one_row_an_account(sheet: Sheet) -> Sheet | None:
    """Return a list of accounts and tags, one row a tag, with one row an account.

    None when the sheet is no such list: it has many other columns, rows of something else
    than accounts, or each account once.
    """
    tags = [c for c in sheet.columns if _is_tags(c)]
    keys = [c for c in sheet.columns if "account_id" in _fields(c) and not _is_tags(c)]
    names = [c for c in sheet.columns if "account_name" in _fields(c) and c not in keys]
    others = [c for c in sheet.columns if c not in {*tags, *keys[:1], *names[:1]}]
    if len(tags) != 1 or not (keys or names) or len(others) > _MOST_OTHERS:
        return None
    if any(_fields(c) & _OTHER_ROWS - _fields_of_account(c) for c in others):
        return None
    key = sheet.cells[(keys or names)[0]].str.strip()
    if key[key != ""].is_unique:
        return None
    return _gathered(sheet, key, tags[0])


def _fields_of_account(name: str) -> set[str]:
    known = known_headings().get(normalised(name), ())
    return {k.column.name for k in known if k.kind.name == "accounts"}


def _gathered(sheet: Sheet, key: pd.Series, tags: str) -> Sheet:
    """Return one row a key, in order of first appearance: tags as a set, other cells joined."""
    filled = (key != "").to_numpy()
    codes, distinct = pd.factorize(key[filled])
    table = {
        name: _joined(cells, codes, len(distinct), TAG_MARK if name == tags else _BETWEEN)
        for name, cells in sheet.cells[filled].items()
    }
    cells = pd.DataFrame({name: pd.array(list(c), dtype="str") for name, c in table.items()})
    nobody = sheet.cells[~filled]
    message = msg(
        "{n} rows name one tag each; they were read as {accounts} accounts with all their tags.",
        n=str(len(sheet.cells)),
        accounts=str(len(cells)),
    )
    rows = sheet.row_numbers[filled][np.unique(codes, return_index=True)[1]]
    if len(nobody):  # nobody's tags stay, to be rejected with their row
        cells = pd.concat([cells, nobody], ignore_index=True)
        rows = np.concatenate([rows, sheet.row_numbers[~filled]])
    return replace(
        sheet,
        cells=cells,
        row_numbers=rows.astype("int64"),
        issues=(*sheet.issues, note("tag_rows", "info", message, tags)),
        _distinct={},
    )


def _joined(column: pd.Series, codes: np.ndarray, n: int, mark: str) -> list[str]:
    """Return the different texts of each of `n` keys, joined in order of appearance."""
    found: list[dict[str, None]] = [{} for _ in range(n)]
    for code, text in zip(codes.tolist(), column.str.strip(), strict=True):
        if text:
            found[code][text] = None
    return [mark.join(texts) for texts in found]
