"""The demand gap: themes that customers want against what they bought and what they use.

Three-valued throughout: where usage or contracts are not loaded, or the map of the product does
not tell, the state is unknown, with the reason; never "not bought".
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.demand.bought import labels, paired, uses
from lib.demand.product import EVERY_PLAN, by_theme
from lib.locale import Message, msg
from lib.model import Coverage, Snapshot
from lib.model.frames import TAG_SEPARATOR
from lib.signals.counts import Bools

USE_DAYS = 90  # a quarter without the feature: it is not part of their work
WANTED_DAYS = 365
_COVERED = 0.9  # of the days that usage must speak of, before silence is no use
STATES: Mapping[str, Message] = {
    "unmet": msg("unmet"),
    "unused": msg("met but unused"),
    "unknown": msg("unknown"),
    "met": msg("met and used"),
}
WHY: Mapping[str, Message] = {
    "outside": msg("outside the product's boundary"),
    "not_bought": msg("not in what they bought"),
    "not_used": msg("bought, and not used in the last days"),
    "used": msg("used in the last days"),
    "not_mapped": msg("the map of the product names no feature for it"),
    "no_plans": msg("the map does not say which plans include it"),
    "no_contract": msg("what they bought is not on file"),
    "no_usage": msg("usage exports do not cover the days"),
    "silent": msg("no usage of this customer is on file"),
    "not_recorded": msg("usage exports do not record this feature"),
}
ANSWERS: Mapping[str, Message] = {
    "yes": msg("yes"),
    "no": msg("no"),
    "unknown": msg("unknown"),
}
CELL_COLUMNS = (
    "account_id", "theme", "n_demands", "last_asked_on", "features", "bought", "used", "state",
    "why",
)  # fmt: skip
MATRIX_COLUMNS = ("wanted", "bought", "used", *STATES)
_WORST_FIRST = ("unmet", "unused", "unknown", "met")
_BEST_FIRST = ("met", "unused", "unknown", "unmet")
Words = npt.NDArray[np.str_]


@dataclass(frozen=True)
class Gap:
    """`cells`: one row an account and theme it wants (`CELL_COLUMNS`), by account and theme.

    `demands`: the register's rows behind them, each with its own `met` (one of `STATES`) and
    `why`. `n_unplaced`: wishes of the days whose theme is unknown. `use_known`: whether usage
    covers the days.
    """

    cells: pd.DataFrame
    demands: pd.DataFrame
    n_unplaced: int
    use_known: bool


def gap(
    snapshot: Snapshot,
    demands: pd.DataFrame,
    product: pd.DataFrame,
    *,
    use_days: int = USE_DAYS,
    wanted_days: int = WANTED_DAYS,
) -> Gap:
    """Return what is unmet, unused and met of the themes that accounts wanted lately.

    A wish that names a feature of the map is judged by that feature, else by all features of
    its theme: the best of them counts for the wish, the worst wish for the account's theme.
    One that is stated to lie outside the boundary is unmet.
    """
    first = pd.Timestamp(snapshot.day) - pd.Timedelta(days=wanted_days - 1)
    wishes = demands[
        demands["direction"].ne("opposes")
        & demands["account_id"].isin(snapshot.account_ids)
        & (demands["raised_on"] >= first)
    ]
    rows = wishes[wishes["theme"].notna()].reset_index(drop=True)
    pairs = _answered(snapshot, _features_of(rows, product), use_days)
    judged = _of_wishes(rows, pairs)
    return Gap(
        cells=_cells(judged),
        demands=judged,
        n_unplaced=int(wishes["theme"].isna().sum()),
        use_known=_covers(snapshot, use_days),
    )


def _features_of(rows: pd.DataFrame, product: pd.DataFrame) -> pd.DataFrame:
    """Return one row a wish and feature that would meet it; without one, a row with NaN."""
    asked = rows[["account_id", "row_key", "theme"]].assign(
        name=rows["feature"].str.strip().str.casefold()
    )
    known = product.assign(name=product["feature"].str.casefold())
    own = asked["name"].isin(known["name"])
    facts = ["feature", "plans", "boundary"]
    by_name = asked[own].merge(known[["name", *facts]], on="name")
    served = by_theme(known).assign(theme=lambda f: f["theme"].str.casefold())
    rest = asked[~own].assign(key=asked["theme"].str.casefold())
    by_key = rest.merge(
        served[["theme", *facts]].rename(columns={"theme": "key"}), on="key", how="left"
    )
    columns = ["account_id", "row_key", *facts]
    return pd.concat([by_name[columns], by_key[columns]], ignore_index=True)


def _answered(snapshot: Snapshot, pairs: pd.DataFrame, use_days: int) -> pd.DataFrame:
    """Say of each wish and feature whether it was bought and is used, and what follows."""
    bought, why_bought = _bought(snapshot, pairs)
    used, why_used = _used(snapshot, pairs, use_days)
    outside = pairs["boundary"].eq("outside").to_numpy()
    unmapped = pairs["feature"].isna().to_numpy()
    conditions = [
        unmapped, outside, used == "yes", bought == "no", (bought == "yes") & (used == "no"),
    ]  # fmt: skip
    why = np.select(
        conditions,
        ["not_mapped", "outside", "used", "not_bought", "not_used"],
        np.where(bought == "unknown", why_bought, why_used),
    )
    state = np.select(conditions, ["unknown", "unmet", "met", "unmet", "unused"], "unknown")
    return pairs.assign(
        bought=np.where(unmapped, "unknown", np.where(used == "yes", "yes", bought)),
        used=np.where(unmapped, "unknown", used),
        state=state,
        why=why,
    )


def _bought(snapshot: Snapshot, pairs: pd.DataFrame) -> tuple[Words, Words]:
    """Say of each pair whether the account's plans or products include the feature."""
    mine = labels(snapshot)
    held = (mine["account_id"], mine["label"])
    plans = pairs["plans"].fillna("")
    split = plans.str.split(TAG_SEPARATOR).explode()
    asked = pairs["account_id"].reindex(split.index)
    named = pd.Series(paired(snapshot.account_ids, (asked, split), held), index=split.index)
    included = named.groupby(level=0).any().reindex(pairs.index).to_numpy(dtype=bool)
    every = plans.eq(EVERY_PLAN).to_numpy()
    unsaid = plans.eq("").to_numpy()
    unheld = ~_has(snapshot, mine["account_id"], pairs)
    outside = pairs["boundary"].eq("outside").to_numpy()
    answer = np.select(
        [outside, unheld, every | included, unsaid], ["no", "unknown", "yes", "unknown"], "no"
    )
    return answer, np.where(unheld, "no_contract", "no_plans")


def _used(snapshot: Snapshot, pairs: pd.DataFrame, use_days: int) -> tuple[Words, Words]:
    """Say of each pair whether the account used the feature within the days."""
    cube = snapshot.usage.cube
    there = uses(snapshot, use_days)
    mine = (pairs["account_id"], pairs["feature"])
    used = paired(snapshot.account_ids, mine, (there["account_id"], there["event"]))
    recorded = {str(event).casefold() for event in cube["event"].unique()}
    unrecorded = ~pairs["feature"].str.casefold().isin(recorded).to_numpy()
    silent = ~_has(snapshot, pd.Series(cube["account_id"].unique()), pairs)
    uncovered = np.full(len(pairs), not _covers(snapshot, use_days))
    why = np.select([uncovered, silent], ["no_usage", "silent"], "not_recorded")
    unknown = uncovered | silent | unrecorded
    return np.select([used, unknown], ["yes", "unknown"], "no"), why


def _has(snapshot: Snapshot, account_ids: pd.Series, pairs: pd.DataFrame) -> Bools:
    """Say of each pair whether its account is among these."""
    there = np.zeros(len(snapshot.account_ids) + 1, dtype=bool)
    there[snapshot.account_ids.get_indexer(pd.Index(account_ids))] = True
    there[-1] = False  # the place -1: no account that is known
    return there[snapshot.account_ids.get_indexer(pd.Index(pairs["account_id"]))]


def _covers(snapshot: Snapshot, use_days: int) -> bool:
    days = pd.date_range(end=pd.Timestamp(snapshot.day), periods=use_days, freq="D")
    covered = snapshot.coverage.get("usage", Coverage()).mask(days)
    return bool(covered.mean() >= _COVERED)


def _of_wishes(rows: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Return each wish with the best that any feature gives it."""
    rank = pairs["state"].map({state: place for place, state in enumerate(_BEST_FIRST)})
    order = pairs.assign(rank=rank).sort_values(["row_key", "rank", "feature"], kind="stable")
    best = order.drop_duplicates("row_key").set_index("row_key").reindex(rows["row_key"])
    known = order[order["feature"].notna()]
    several = known["row_key"].duplicated(keep=False)  # to join the texts of one takes time
    features = pd.concat(
        [
            known[~several].set_index("row_key")["feature"],
            known[several].groupby("row_key")["feature"].agg(TAG_SEPARATOR.join),
        ]
    ).reindex(rows["row_key"]).fillna("")  # fmt: skip
    stated = rows["within_boundary"].eq("outside").to_numpy()
    return rows.assign(
        features=features.to_numpy(),
        bought=np.where(stated, "no", best["bought"].to_numpy(dtype=object)),
        used=best["used"].to_numpy(),
        met=np.where(stated, "unmet", best["state"].to_numpy(dtype=object)),
        why=np.where(stated, "outside", best["why"].to_numpy(dtype=object)),
    )


def _cells(judged: pd.DataFrame) -> pd.DataFrame:
    """Return one row an account and theme: the worst of its wishes counts."""
    rank = judged["met"].map({state: place for place, state in enumerate(_WORST_FIRST)})
    order = judged.assign(rank=rank).sort_values(
        ["account_id", "theme", "rank", "row_key"], kind="stable"
    )
    groups = order.groupby(["account_id", "theme"], sort=True)
    table = groups.agg(
        n_demands=("row_key", "size"),
        last_asked_on=("raised_on", "max"),
        features=("features", "first"),
        bought=("bought", "first"),
        used=("used", "first"),
        state=("met", "first"),
        why=("why", "first"),
    ).reset_index()
    return table[list(CELL_COLUMNS)]


def matrix(cells: pd.DataFrame, arr: pd.Series) -> pd.DataFrame:
    """Return one row a theme: accounts and ARR that want it, bought it, use it, and each state.

    Columns `theme, n_<name>, arr_<name>` for each of `MATRIX_COLUMNS`; the most unmet ARR
    first. An ARR is NaN where accounts stand in the cell and none of theirs is known.
    """
    masks = {
        "wanted": pd.Series(data=True, index=cells.index),
        "bought": cells["bought"].eq("yes"),
        "used": cells["used"].eq("yes"),
        **{state: cells["state"].eq(state) for state in STATES},
    }
    worth = cells["account_id"].map(arr).astype("float64")
    themes = cells["theme"]
    columns: dict[str, pd.Series] = {}
    for name, mask in masks.items():
        columns[f"n_{name}"] = mask.groupby(themes).sum().astype("int64")
        known = worth.where(mask).groupby(themes).sum(min_count=1)
        columns[f"arr_{name}"] = known.mask(columns[f"n_{name}"].eq(0), 0.0)
    table = pd.DataFrame(columns).rename_axis("theme").reset_index()
    keys = ["arr_unmet", "n_unmet", "n_wanted", "theme"]
    order = table.sort_values(keys, ascending=[False, False, False, True], kind="stable")
    return order.reset_index(drop=True)
