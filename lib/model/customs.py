"""Columns that no field of ours fits, over several files: each keeps what a newer one lacks."""

import json
from collections.abc import Mapping

import pandas as pd


def custom_names(versions: pd.DataFrame) -> dict[int, frozenset[str]]:
    """Return by batch which columns of their own its rows filled; empty when nothing was redone.

    A column that a file had and left blank in every row counts as one that it lacked.
    """
    if "custom" not in versions or versions["row_key"].is_unique:
        return {}
    texts = versions[["batch_id", "custom"]].dropna().drop_duplicates()
    rows = json.loads(f"[{','.join(texts['custom'])}]")
    names: dict[int, set[str]] = {}
    for batch, row in zip(texts["batch_id"].tolist(), rows, strict=True):
        names.setdefault(batch, set()).update(row)
    return {batch: frozenset(found) for batch, found in names.items()}


def united(versions: pd.DataFrame, names: Mapping[int, frozenset[str]]) -> pd.Series:
    """Return by row key the custom text of rows that files with different columns redid.

    A column keeps its value from an older file where the newer one lacks it; where the newer
    file has it and leaves it blank, it is blank.
    """
    several = versions[versions["row_key"].duplicated(keep=False)]
    batches = [batch for batch in several["batch_id"].unique().tolist() if batch in names]
    if len({names[batch] for batch in batches}) <= 1:
        return pd.Series(dtype="str")
    whole: dict[str, dict[str, str]] = {}
    cells = several[several["batch_id"].isin(batches)]
    columns = (cells[name].tolist() for name in ("row_key", "batch_id", "custom"))
    for key, batch, text in zip(*columns, strict=True):
        had = {n: value for n, value in whole.get(key, {}).items() if n not in names[batch]}
        whole[key] = had | (json.loads(text) if isinstance(text, str) else {})
    texts = {key: _written(row) for key, row in whole.items()}
    return pd.Series(texts, dtype="str")


def _written(row: Mapping[str, str]) -> str | None:
    return json.dumps(dict(sorted(row.items())), ensure_ascii=False) if row else None
