"""Rules that need no model: what a combined score must beat to be worth anything."""

from collections.abc import Mapping

import numpy as np

from lib.locale import Message, msg
from lib.risk.bands import Floats
from lib.risk.panel import Panel

USAGE, WITHOUT = "use_rank", "without_signals"
TITLES: Mapping[str, Message] = {
    "renewal_date": msg("Only the end of the term: the nearer, the riskier"),
    "flag_count": msg("Only the number of signals that fire"),
    WITHOUT: msg("Only the end of the term and the length of the relation, as learnt"),
    "lowest_usage": msg("Only the use: the lower, the riskier"),
}


def simple_rules(panel: Panel) -> dict[str, Floats]:
    """Return the score of every row by each rule; use only where the rows have `use_rank`."""
    ends = panel.rows["ends_in_days"].to_numpy(dtype=np.float64, na_value=np.nan)
    scores = {
        "renewal_date": -np.where(np.isnan(ends), np.inf, ends),
        "flag_count": (panel.severity > 0).sum(axis=1).astype(np.float64),
    }
    if USAGE in panel.rows:
        usage = panel.rows[USAGE].to_numpy(dtype=np.float64, na_value=np.nan)
        scores["lowest_usage"] = -np.where(np.isnan(usage), np.inf, usage)
    return scores
