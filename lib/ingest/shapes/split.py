"""One sheet whose rows hold account, contact and contract side by side: a sheet for each."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from lib.ingest.answers import KIND
from lib.ingest.issues import Issue, note
from lib.ingest.names.headings import known_headings, normalised, reductions
from lib.ingest.sheet import Sheet, rejects_frame
from lib.locale import msg
from lib.model import KINDS

ACCOUNTS, CONTACTS, CONTRACTS = "accounts", "contacts", "contracts"
_ORDER = (ACCOUNTS, CONTACTS, CONTRACTS)
_WORDS: Mapping[str, tuple[str, ...]] = {
    ACCOUNTS: ("account", "company", "customer", "client", "organization", "organisation", "客户",
               "公司", "企业", "客戶"),
    CONTACTS: ("contact", "contact person", "primary contact", "联系人", "聯絡人", "聯繫人"),
    CONTRACTS: ("opportunity", "deal", "contract", "subscription", "商机", "合同",
                "订单", "订阅", "合約"),
}  # fmt: skip
_IDENTITY: Mapping[str, frozenset[str]] = {
    CONTACTS: frozenset({"contact_id", "full_name"}),
    CONTRACTS: frozenset({"contract_id", "name"}),
}
_REFERENCE = frozenset({"account_id", "account_name"})
_ELSEWHERE = frozenset(
    {"tickets.ticket_id", "activities.activity_id", "usage.usage_id", "usage.event",
     "losses.loss_id", "demands.demand_id", "demands.statement", "interviews.interview_id",
     "assessments.criterion", "walkthroughs.walkthrough_id"}
)  # fmt: skip
_TELLING = frozenset(
    f"{ACCOUNTS}.{name}"
    for name in ("industry", "domain", "employees", "annual_revenue", "segment_label",
                 "customer_since", "maturity_level", "journey_stage", "nps", "tags", "churn_date")
)  # fmt: skip
_ENOUGH_TOLD = 2
_BETWEEN = "\x1f"
_LEAST_ROWS = 2


def kinds_apart(sheet: Sheet, answers: Mapping[str, str]) -> tuple[Sheet, ...]:
    """Return a sheet for each kind that stands side by side, or the sheet as it is when unsure.

    It is sure when columns of two kinds or more stand there with what identifies each, and
    when every other column says one thing only for each account, contact or contract.
    """
    if KIND in answers or sheet.questions:
        return (sheet,)
    groups = grouped(sheet.columns, answers)
    if groups is None or len(sheet.cells) < _LEAST_ROWS:
        return (sheet,)
    cells = sheet.cells.apply(lambda column: column.str.strip())
    keys = {kind: _keys(cells, groups, kind) for kind in groups}
    placed = _placed(sheet.columns, cells, groups, keys)
    if placed is None:
        return (sheet,)
    return tuple(_part(sheet, kind, placed, keys[kind]) for kind in _ORDER if kind in groups)


def grouped(
    columns: Sequence[str], answers: Mapping[str, str] | None = None
) -> dict[str, list[str]] | None:
    """Return the columns that surely are of one kind only, by kind; None when it is one kind's.

    What the user said of a column is sure.
    """
    said = {c: (answers or {}).get(c, "").partition(".")[0] for c in columns}
    if any(fields & _ELSEWHERE for fields in map(_fields, columns)):
        return None
    if {kind for kind in said.values() if kind in KINDS} - set(_ORDER):
        return None
    references = [c for c in columns if _is_reference(c)]
    if not references:
        return None
    others = [
        (c, said[c] if said[c] in _ORDER else _sure_kind(c)) for c in columns if c not in references
    ]
    found = {kind: [c for c, of in others if of == kind] for kind in _ORDER}
    is_there = {
        ACCOUNTS: _has_id(references) and _describe(found[ACCOUNTS]),
        CONTACTS: _identifies(found[CONTACTS], CONTACTS),
        CONTRACTS: _identifies(found[CONTRACTS], CONTRACTS),
    }
    found = {kind: names for kind, names in found.items() if is_there[kind]}
    return found if len(found) > 1 else None


def _fields(column: str) -> set[str]:
    return {known.field for known in known_headings().get(normalised(column), ())}


def _is_reference(column: str) -> bool:
    """Say whether the column names the account in files of other kinds as well."""
    names = {f"{CONTACTS}.{name}" for name in _REFERENCE}
    return bool(names & _fields(column))


def _has_id(references: Sequence[str]) -> bool:
    return any(f"{CONTACTS}.account_id" in _fields(c) for c in references)


def _describe(columns: Sequence[str]) -> bool:
    """Say whether columns tell enough of an account itself, as files of other kinds do not."""
    return sum(bool(_fields(column) & _TELLING) for column in columns) >= _ENOUGH_TOLD


def _sure_kind(column: str) -> str | None:
    """Return the one kind that a column can be of: its heading names it, or no other knows it."""
    heading = normalised(column)
    words = [(word, kind) for kind, group in _WORDS.items() for word in group]
    for word, kind in sorted(words, key=lambda pair: len(pair[0]), reverse=True):
        if heading.startswith(word) and (not word.isascii() or heading.startswith(f"{word} ")):
            return kind if _is_of(heading, kind) else None
    kinds = {known.kind.name for known in known_headings().get(heading, ())} & set(_ORDER)
    return kinds.pop() if len(kinds) == 1 else None


def _is_of(heading: str, kind: str) -> bool:
    options = (heading, *reductions(heading, KINDS[kind]))
    return any(k.kind.name == kind for o in options for k in known_headings().get(o, ()))


def _identity_fields(column: str, kind: str) -> set[str]:
    heading = normalised(column)
    options = (heading, *reductions(heading, KINDS[kind]))
    known = (k for o in options for k in known_headings().get(o, ()) if k.kind.name == kind)
    return {k.column.name for k in known} & _IDENTITY[kind]


def _identifies(columns: Sequence[str], kind: str) -> bool:
    """Say whether columns hold what identifies a row of the kind, and something more."""
    own = [c for c in columns if _identity_fields(c, kind)]
    names = {normalised(c) for c in columns}
    whole_name = kind == CONTACTS and {"first name", "last name"} <= names
    return (bool(own) and len(columns) > len(own)) or (whole_name and len(columns) > 2)  # noqa: PLR2004


def _keys(cells: pd.DataFrame, groups: Mapping[str, list[str]], kind: str) -> pd.Series:
    """Return what identifies the row of one kind in each row; blank where there is none."""
    references = [c for c in cells.columns if _is_reference(c)]
    by_id = [c for c in references if f"{CONTACTS}.account_id" in _fields(c)]
    account = cells[(by_id or references)[0]]
    if kind == ACCOUNTS:
        return account
    own = [c for c in groups[kind] if _identity_fields(c, kind)] or [
        c for c in groups[kind] if normalised(c) in {"first name", "last name"}
    ]
    ids = [c for c in own if _identity_fields(c, kind) & {"contact_id", "contract_id"}]
    if ids:
        return cells[ids[0]]
    named = account
    for column in own:
        named = named.str.cat(cells[column], sep=_BETWEEN)
    return named.where((cells[own] != "").any(axis=1), "")


def _placed(
    columns: Sequence[str],
    cells: pd.DataFrame,
    groups: Mapping[str, list[str]],
    keys: Mapping[str, pd.Series],
) -> dict[str, list[str]] | None:
    """Return every column with its kind; None when one depends on none of them."""
    codes = {kind: pd.factorize(key.where(key != ""))[0] for kind, key in keys.items()}
    homes = {column: _homes(column, cells[column], groups, codes) for column in columns}
    if not all(homes.values()) or (np.max(list(codes.values()), axis=0) < 0).any():
        return None  # a column or a row would be lost
    return {kind: [c for c in columns if kind in homes[c]] for kind in groups}


def _homes(
    column: str,
    cells: pd.Series,
    groups: Mapping[str, list[str]],
    codes: Mapping[str, np.ndarray],
) -> list[str]:
    """Return the kinds that have a column: all of them if it names the account, else one."""
    if _is_reference(column):
        sure = ACCOUNTS not in codes or _determines(codes[ACCOUNTS], cells)
        return list(groups) if sure else []
    options = [k for k, names in groups.items() if column in names] or _likely(column, groups)
    return [k for k in options if _determines(codes[k], cells)][:1]


def _likely(column: str, groups: Mapping[str, list[str]]) -> list[str]:
    """Return the kinds that may hold a column, those that know its heading first."""
    kinds = {known.kind.name for known in known_headings().get(normalised(column), ())}
    fine_first = [kind for kind in reversed(_ORDER) if kind in groups and kind in kinds]
    return fine_first or [kind for kind in _ORDER if kind in groups]


def _determines(codes: np.ndarray, column: pd.Series) -> bool:
    """Say whether the column says one thing at most for each key, and nothing without a key."""
    filled = (column != "").to_numpy()
    if (codes[filled] < 0).any():
        return False
    pairs = pd.DataFrame({"key": codes[filled], "value": column[filled].to_numpy(object)})
    return not pairs.drop_duplicates()["key"].duplicated().any()


def _part(sheet: Sheet, kind: str, placed: Mapping[str, list[str]], keys: pd.Series) -> Sheet:
    """Return the columns of one kind, a row for each key: where it first stands, filled up."""
    codes, distinct = pd.factorize(keys.where(keys != ""))
    table = {name: _firsts(sheet.cells[name], codes, len(distinct)) for name in placed[kind]}
    cells = pd.DataFrame({name: pd.array(list(c), dtype="str") for name, c in table.items()})
    _, places = np.unique(codes[codes >= 0], return_index=True)
    first = kind == next(iter(k for k in _ORDER if k in placed))
    name = kind if sheet.sheet is None else f"{sheet.sheet} → {kind}"
    return replace(
        sheet,
        sheet=name,
        header=tuple(placed[kind]),
        cells=cells,
        row_numbers=sheet.row_numbers[codes >= 0][places].astype("int64"),
        issues=(*(sheet.issues if first else ()), _remark(sheet, kind, placed)),
        rejects=sheet.rejects if first else rejects_frame(),
        n_sheets=max(sheet.n_sheets, len(placed)),
        _distinct={},
    )


def _firsts(column: pd.Series, codes: np.ndarray, n: int) -> np.ndarray:
    """Return for each of `n` keys the first text of its rows that is not blank."""
    texts = column.to_numpy(object)
    usable = (column.str.strip() != "").to_numpy() & (codes >= 0)
    found, places = np.unique(codes[usable], return_index=True)
    values = np.full(n, "", dtype=object)
    values[found] = texts[usable][places]
    return values


def _remark(sheet: Sheet, kind: str, placed: Mapping[str, list[str]]) -> Issue:
    message = msg(
        "The rows of {title} hold {kinds} side by side; read as {kind} were {names}.",
        title=sheet.title,
        kinds=", ".join(placed),
        kind=kind,
        names=", ".join(placed[kind]),
    )
    return note("kinds_side_by_side", "info", message)
