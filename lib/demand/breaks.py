"""Breaks: what a customer asked for before payment against what it asks for after.

The wishes of a customer moved when nothing that it asked for before payment is asked for after
it any more, and something else is. Only customers heard in both phases with known themes are
counted: of the others nobody can say.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.locale import Message, msg
from lib.metrics.intervals import Floats, wilson_ends
from lib.model.frames import TAG_SEPARATOR

LEAST = 10  # scoring.md 5.2: of fewer customers there is a number, no rate
MOVES: Mapping[str, Message] = {
    "moved": msg("asks for other things now"),
    "partly": msg("asks for some things still, and for others"),
    "same": msg("asks for the same things"),
    "unknown": msg("unknown, heard in one phase only"),
}
ABOUT: Mapping[str, Message] = {"theme": msg("Theme"), "benefit": msg("Benefit")}
_PHASES = ("before_payment", "after_payment")
ACCOUNT_COLUMNS = (
    "account_id", "account_name", "before", "after", "kept", "move", "n_before", "n_after",
    "n_worked_out",
)  # fmt: skip
THEME_COLUMNS = ("about", "before_only", "both", "after_only", "n_before", "n_after")


@dataclass(frozen=True)
class Breaks:
    """How wishes changed with the payment, by theme or by benefit.

    `accounts`: one row an account with a demand whose phase and theme (or benefit) are known
    (`ACCOUNT_COLUMNS`): `before`, `after` and `kept` are tags of what it asked for, `move` one
    of `MOVES`, `n_worked_out` how many phases follow from the first contract. `themes`: one row
    a theme, the widest break first (`THEME_COLUMNS`), counting accounts heard in both phases.
    `rows`: the register's rows behind it. `n_unplaced`: wishes without a phase or a theme.
    """

    about: str
    accounts: pd.DataFrame
    themes: pd.DataFrame
    rows: pd.DataFrame
    n_unplaced: int


def breaks(demands: pd.DataFrame, about: str = "theme") -> Breaks:
    """Return how the wishes in a register moved; what somebody opposes is no wish."""
    wishes = demands[demands["direction"].ne("opposes") & demands["account_id"].notna()]
    placed = wishes["phase"].isin(_PHASES) & wishes[about].notna()
    rows = wishes[placed].sort_values(["account_id", "row_key"], kind="stable")
    rows = rows.reset_index(drop=True)
    asked = rows.assign(about=rows[about])
    pairs = asked.pivot_table(
        index=["account_id", "about"], columns="phase", values="row_key", aggfunc="size",
        fill_value=0, observed=True,
    ).reindex(columns=list(_PHASES), fill_value=0)  # fmt: skip
    pairs = (pairs > 0).set_axis(["before", "after"], axis="columns").reset_index()
    accounts = _accounts(asked, pairs)
    compared = accounts.loc[accounts["move"] != "unknown", "account_id"]
    return Breaks(
        about=about,
        accounts=accounts,
        themes=_themes(pairs[pairs["account_id"].isin(compared)]),
        rows=rows,
        n_unplaced=int((~placed).sum()),
    )


def _accounts(asked: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    if pairs.empty:
        return pd.DataFrame(columns=list(ACCOUNT_COLUMNS))
    kept = pairs["before"] & pairs["after"]
    facts = pairs.assign(kept=kept).groupby("account_id")[["before", "after", "kept"]].sum()
    lists = {
        name: pairs[mask].groupby("account_id")["about"].agg(TAG_SEPARATOR.join)
        for name, mask in (("before", pairs["before"]), ("after", pairs["after"]), ("kept", kept))
    }
    groups = asked.groupby("account_id")
    table = pd.DataFrame(
        {
            "account_name": groups["account_name"].first(),
            **{name: texts.reindex(facts.index).fillna("") for name, texts in lists.items()},
            "move": pd.Series(_moves(facts), index=facts.index, dtype="str"),
            "n_before": facts["before"],
            "n_after": facts["after"],
            "n_worked_out": groups["phase_worked_out"].sum().astype("int64"),
        }
    )
    return table.reset_index()[list(ACCOUNT_COLUMNS)]


def _moves(facts: pd.DataFrame) -> Sequence[str]:
    """Say how each account's wishes moved, from how many themes stand in which phase."""
    before, after, kept = (facts[name] for name in ("before", "after", "kept"))
    heard_twice = (before > 0) & (after > 0)
    same = (kept == before) & (kept == after)
    found = np.select(
        [~heard_twice, kept == 0, same], ["unknown", "moved", "same"], default="partly"
    )
    return [str(word) for word in found]


def _themes(pairs: pd.DataFrame) -> pd.DataFrame:
    before, after = pairs["before"], pairs["after"]
    counts = (
        pairs.assign(
            before_only=before & ~after, both=before & after, after_only=after & ~before,
            n_before=before, n_after=after,
        )
        .groupby("about")[list(THEME_COLUMNS[1:])]
        .sum()
        .reset_index()
    )  # fmt: skip
    gap = counts["before_only"] + counts["after_only"]
    order = counts.assign(gap=gap).sort_values(["gap", "about"], ascending=[False, True])
    return order[list(THEME_COLUMNS)].reset_index(drop=True)


def shares_moved(accounts: pd.DataFrame, groups: Mapping[str, pd.Index]) -> pd.DataFrame:
    """Return in each group of accounts the share whose wishes moved, with its interval.

    One row a group, in order: `group, n` (heard in both phases), `k` (moved), `share, low,
    high` (NaN where n is below `LEAST`).
    """
    known = accounts[accounts["move"] != "unknown"].set_index("account_id")["move"]
    mine = [known[known.index.isin(ids)] for ids in groups.values()]
    n = np.array([len(moves) for moves in mine], dtype=np.float64)
    k = np.array([float((moves == "moved").sum()) for moves in mine])
    low, high = wilson_ends(k, n)
    enough = n >= LEAST
    return pd.DataFrame(
        {
            "group": list(groups),
            "n": n.astype(np.int64),
            "k": k.astype(np.int64),
            "share": _known(k / np.maximum(n, 1.0), enough),
            "low": _known(low, enough),
            "high": _known(high, enough),
        }
    )


def _known(values: Floats, enough: np.ndarray) -> Floats:
    return np.where(enough, values, np.nan)
