"""Dumb rules that a signal must beat: the renewal date alone, and the lowest use alone."""

from collections.abc import Mapping

import numpy as np

from lib.backtest.episodes import Claims, made
from lib.locale import Message, msg
from lib.risk.panel import Panel

RENEWAL_DAYS = 120
LOWEST_SHARE = 0.10
RULE = "rule"
RULES: Mapping[str, Message] = {
    "renewal_date_only": msg("The term ends within 120 days"),
    "lowest_use": msg("Among the tenth with the lowest use"),
}


def rules(panel: Panel) -> Claims:
    """Return what the dumb rules claim of the panel's rows."""
    ends, rank = panel.rows["ends_in_days"].to_numpy(float), panel.rows["use_rank"].to_numpy(float)
    known = np.stack([~np.isnan(ends), ~np.isnan(rank)], axis=1)
    near = (ends >= 0) & (ends <= RENEWAL_DAYS)
    fired = known & np.stack([near, rank <= LOWEST_SHARE], axis=1)
    return made(panel.rows, tuple((name, RULE) for name in RULES), known, fired)
