"""Who filled what when, field by field; and filling a field in the app."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from lib.desk.clock import Clock
from lib.desk.customer.files import CustomerFiles
from lib.desk.data import Data
from lib.desk.entered import Entry, entered
from lib.errors import DeskError, NotFoundError
from lib.locale import joined, msg
from lib.metrics.book import arr_rows
from lib.model import KINDS, Type
from lib.model.frames import TAG_SEPARATOR, row_of
from lib.model.spec import Column
from lib.profile.template import CUSTOM
from lib.store import batches as store

_COLUMNS = ("field", "value", "filled", "carried", "day", "by", "file", "sheet", "row", "earlier")
_OWN = {column.name: column for column in KINDS["accounts"].columns}
MAX_CHARACTERS = 500


class Filed:
    """What stands in one customer file, where it comes from, and adding to it."""

    def __init__(self, data: Data, files: CustomerFiles, clock: Clock) -> None:
        self._data = data
        self._files = files
        self._clock = clock

    def of(self, account_id: str, day: date) -> pd.DataFrame:
        """Return one row a field of the template.

        `field, value` (text), `filled, carried, day` (on which we learnt it), `by` (who
        entered or imported it, if known), `file, sheet, row` (where it stands), `earlier`
        (values that stood before, oldest first, as a list).
        """
        template, known = self._data.template(), self._files.carried()
        if account_id not in self._data.book(day).index:
            raise NotFoundError(
                "unknown_account", msg("There is no account with the id '{id}'.", id=account_id)
            )
        facts = row_of(self._data.book(day), account_id)
        is_filled = row_of(self._files.filled(day), account_id)
        rows = []
        for name, entry in template.items():
            told = self._told(account_id, name, entry.fill, day)
            row = {
                "field": name,
                "value": told.pop("value", None) or _text(facts.get(name)),
                "filled": bool(is_filled[name]),
                "carried": name in known,
                **told,
            }
            rows.append(row)
        return pd.DataFrame(rows, columns=list(_COLUMNS))

    def fill(self, account_id: str, field: str, text: str, author: str) -> int:
        """Fill a field of an account; return the batch id, with which it can be undone.

        DeskError for a field that is not the accounts' own, or a text that is no such value.
        """
        entry = self._data.template().get(field)
        column = _OWN.get(entry.fill or "") if entry is not None else None
        if column is None:
            raise DeskError(
                "not_fillable", msg("The field '{field}' is not filled here.", field=field)
            )
        value = parsed(column, text)
        last = self._data.known_days().last
        rows = self._data.dataset().stored["accounts"]
        mine = rows[rows["account_id"] == account_id]
        if mine.empty:
            raise NotFoundError(
                "unknown_account",
                msg("There is no account with the id '{id}' in an accounts file.", id=account_id),
            )
        return entered(
            self._data,
            self._clock,
            Entry(
                kind="accounts",
                row_key=str(mine["row_key"].iloc[-1]),
                fields={"account_id": account_id, column.name: value},
                author=author.strip() or "local",
                day=min(last, self._clock().date()),
                carried=frozenset({"account_id", column.name}),
            ),
        )

    def _told(self, account_id: str, name: str, fill: str | None, day: date) -> dict[str, Any]:
        """Return where a field's value comes from."""
        column = name if name.startswith(CUSTOM) else fill
        steps = self.steps(account_id, column) if column and column in _OWN else []
        if steps:
            newest = steps[-1]
            return {**newest, "earlier": [step["value"] for step in steps[:-1] if step["value"]]}
        return self._elsewhere(account_id, name, day)

    def steps(self, account_id: str, column: str) -> list[dict[str, Any]]:
        """Return the values that a column of an account had, oldest first.

        Each as `value, day, by, file, sheet, row`.
        """
        data = self._data.dataset()
        rows = data.versions["accounts"]
        rows = rows[rows["account_id"] == account_id]
        steps: list[dict[str, Any]] = []
        for row in rows.to_dict("records"):
            if column not in data.carried.get(row["batch_id"], ()):
                continue
            value = _text(row[column])
            if steps and steps[-1]["value"] == value:
                continue
            if steps or value is not None:
                steps.append({"value": value, **self._source(row)})
        return steps

    def _elsewhere(self, account_id: str, name: str, day: date) -> dict[str, Any]:
        """Return the newest row of another kind that fills a field."""
        rows = _rows_behind(self._data, account_id, name, day)
        if rows.empty:
            return {"earlier": []}
        newest = rows.iloc[-1].to_dict()
        named = {"value": _text(newest["full_name"])} if "full_name" in newest else {}
        return {**named, **self._source(newest), "earlier": []}

    def _source(self, row: dict[Any, Any]) -> dict[str, Any]:
        batch = self._batches().get(int(row["batch_id"]))
        if batch is None:
            return {"day": None, "by": None, "file": None, "sheet": None, "row": None}
        in_app = batch.was_entered
        return {
            "day": pd.Timestamp(batch.known_on),
            "by": batch.author,
            "file": None if in_app else batch.file,
            "sheet": batch.sheet,
            "row": None if in_app else int(row["source_row"]),
        }

    def _batches(self) -> dict[int, store.Batch]:
        return self._data.once(("batches_by_id",), self._read_batches)

    def _read_batches(self) -> dict[int, store.Batch]:
        with self._data.workspace.reading() as connection:
            return {batch.batch_id: batch for batch in store.active_batches(connection)}


def parsed(column: Column, text: str) -> Any:  # noqa: ANN401 - what a cell of the column holds
    """Return what a text means in a column; DeskError when it means nothing there."""
    clean = text.strip()
    if not clean or len(clean) > MAX_CHARACTERS:
        raise _refused(column, text)
    if column.choices:
        return _choice(column, clean)
    match column.type:
        case Type.DAY | Type.TIME:
            return _day(column, clean)
        case Type.COUNT | Type.AMOUNT | Type.SHARE:
            return _number(column, clean)
        case Type.TAGS:
            parts = (part.strip() for part in clean.replace("，", ",").split(","))
            return TAG_SEPARATOR.join(part for part in parts if part)
        case _:
            return clean


def _choice(column: Column, text: str) -> str:
    for value, spellings in column.choices.items():
        if text.casefold() in {value.casefold(), *(s.casefold() for s in spellings)}:
            return value
    raise DeskError(
        "bad_value",
        msg("'{value}' is not a value of this field.", value=text),
        msg("Possible: {names}.", names=joined(list(column.choices))),
    )


def _day(column: Column, text: str) -> pd.Timestamp:
    try:
        return pd.Timestamp(date.fromisoformat(text))
    except ValueError as error:
        raise _refused(column, text) from error


def _number(column: Column, text: str) -> float:
    try:
        value = float(text.replace(",", ""))
    except ValueError as error:
        raise _refused(column, text) from error
    if not np.isfinite(value) or value < 0 or (column.type == Type.SHARE and value > 1):
        raise _refused(column, text)
    return value


def _refused(column: Column, text: str) -> DeskError:
    return DeskError(
        "bad_value",
        msg("'{value}' cannot stand in this field.", value=text.strip()[:80]),
        msg("It holds: {meaning} Days are written 2026-10-31, shares 0.9.", meaning=column.meaning),
    )


def _rows_behind(data: Data, account_id: str, name: str, day: date) -> pd.DataFrame:
    """Return the rows of other kinds that a field follows from, the newest last."""
    snapshot = data.snapshot(day)
    if name in {"arr", "renewal_on"}:
        return arr_rows(snapshot, pd.Index([account_id]))
    kind = {"bant_level": "assessments", "maturity_level": "assessments",
            "last_heard_on": "activities"}.get(name, "contacts")  # fmt: skip
    rows = snapshot.table(kind)
    rows = rows[rows["account_id"] == account_id]
    if name in {"decision_maker", "end_user"}:
        return rows[rows["buying_roles"].fillna("").str.contains(name, regex=False)]
    return (
        rows if name in {"contact", "bant_level", "maturity_level", "last_heard_on"} else rows[:0]
    )


def _text(value: object) -> str | None:
    """Return a value as it is read; None for a blank one."""
    if value is None or value is pd.NaT or value is pd.NA or value != value or value == "":  # noqa: PLR0124
        return None  # NaN is unequal to itself
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, float):
        return f"{value:,.10g}"
    return str(value).replace(TAG_SEPARATOR, ", ")
