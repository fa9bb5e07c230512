"""What a report says of the demand gap of a segment is written from these values."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd


@dataclass(frozen=True, kw_only=True, eq=False)
class GapTold:
    """What is known of the demand gap of a segment's members.

    `names` says what themes are called in the report's language. `cells` are one row an account
    and theme that it wanted in the last `wanted_days` (`lib.demand.gap.CELL_COLUMNS`), use being
    judged by the last `use_days`; `use_known`: usage exports cover these. `unplaced` are the
    register's rows without a known theme; `is_proposed`: nobody has checked the map of the
    product. `loaded`: any demand is on file at all.

    `heard`: one row a member, `account_id, state, last_on` (`lib.demand.unheard`) within
    `heard_days`; `uncovered` and `absent` are kinds that do not speak of them. `next_needs`:
    one row an account and suggested theme (`lib.demand.next_need.COLUMNS`), customers being
    alike by `alike`; of `n_not_compared` members nothing can be suggested.
    """

    names: Mapping[str, str]
    loaded: bool
    cells: pd.DataFrame
    wanted_days: int
    use_days: int
    use_known: bool
    unplaced: pd.DataFrame
    is_proposed: bool
    heard: pd.DataFrame
    heard_days: int
    uncovered: tuple[str, ...]
    absent: tuple[str, ...]
    next_needs: pd.DataFrame
    alike: str
    n_not_compared: int


def ordered(told: GapTold) -> GapTold:
    """Return it with every frame in one fixed order, whatever order it came in."""
    return replace(
        told,
        cells=_sorted(told.cells, "account_id", "theme"),
        unplaced=_sorted(told.unplaced, "account_id", "row_key"),
        heard=_sorted(told.heard, "account_id"),
        next_needs=_sorted(told.next_needs, "account_id", "theme"),
    )


def _sorted(rows: pd.DataFrame, *columns: str) -> pd.DataFrame:
    return rows.sort_values(list(columns), kind="stable").reset_index(drop=True)
