"""Rows that name nobody, and accounts that seem to be one."""

from collections.abc import Iterator

from lib.locale import msg, msgs
from lib.model import KINDS
from lib.model.identity import name_keys
from lib.quality.finding import DataFinding, Material, counts

_PLACED_KINDS = tuple(kind for kind in KINDS if kind not in {"accounts", "usage"})
_SHOWN = ("account_name",)


def unplaced_rows(material: Material) -> Iterator[DataFinding]:
    """Find rows of each kind that name no known account: they are in no figure."""
    for kind in _PLACED_KINDS:
        rows = material.rows(kind, ("account_id", *_SHOWN))
        stray = rows[rows["account_id"].isna()]
        if not _needs_account(kind):
            stray = stray[stray["account_name"].notna()]
        if not stray.empty:
            message = msg(
                "{n} of {total} rows of {kind} ({share}) name no known account and are in no"
                " figure.",
                kind=KINDS[kind].title,
                **counts(len(stray), len(rows)),
            )
            yield DataFinding(f"unplaced_{kind}", "warning", message, stray)


def _needs_account(kind: str) -> bool:
    """Say whether a row has to name its account; who walks the way himself names none."""
    return any(name.startswith("account") for group in KINDS[kind].needs for name in group)


def unplaced_usage(material: Material) -> DataFinding | None:
    """Find usage rows that name no known account."""
    rows = material.unplaced_usage
    if rows.empty:
        return None
    message = msgs(
        "{n} usage row names no known account and is in no figure.",
        "{n} usage rows name no known account and are in no figure.",
        len(rows),
    )
    return DataFinding("unplaced_usage", "warning", message, rows.assign(kind="usage"))


def accounts_only_named(material: Material) -> DataFinding | None:
    """Find that the customers are known only from files about something else."""
    rows = material.rows("accounts", ("account_id", *_SHOWN))
    if not material.only_named or rows.empty:
        return None
    message = msgs(
        "No accounts file is loaded: {n} customer is known only by name or id from other files.",
        "No accounts file is loaded: {n} customers are known only by name or id from other files.",
        len(rows),
    )
    return DataFinding("accounts_only_named", "warning", message, rows)


def one_name_many_ids(material: Material) -> DataFinding | None:
    """Find companies of one name (legal form, case and punctuation aside) under several ids."""
    rows = material.rows("accounts", ("account_id", "account_name", "domain"))
    keys = name_keys(rows["account_name"])
    same = keys.notna() & keys.ne("") & keys.duplicated(keep=False)
    shown = rows.assign(name_key=keys)[same].sort_values(["name_key", "account_id"])
    if shown.empty:
        return None
    message = msg(
        "{n} of {total} accounts ({share}) share their company name with another account; they"
        " may be one customer.",
        **counts(len(shown), len(rows)),
    )
    return DataFinding("one_name_many_ids", "warning", message, shown)
