"""What was observed on past days, and what came of it: the rows a score is learnt from."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

HIGHEST_SEVERITY = 3


@dataclass(frozen=True, eq=False)
class Panel:
    """One row for each observation day and account that was a customer then.

    `rows`, ordered by day, then account: `observed_on` (day), `account_id`, `churned` (left
    voluntarily within the label window, `gap_days` after the day and `horizon_days` long),
    `churned_on` (NaT: not known to have left by the end of the window), `noticed_on` (notice
    given, or its last day; else the day of leaving), `ends_in_days` (days to the end of the
    term; NaN unknown),
    `auto_renew` (nullable boolean), `tenure_days` (NaN unknown), `arr` (NaN unknown),
    `use_rank` (share of that day's customers that used it less or alike; NaN unknown),
    `maturity_level`, `segment_label` (missing: unknown). Accounts that left in the gap, had
    given notice, or left for other reasons than their own will within the window are not in.

    `severity` (0 to 3; -1 not evaluated) and `confidence` (0 to 1) are rows × `signals`.
    """

    horizon_days: int
    gap_days: int
    days: tuple[date, ...]
    signals: tuple[str, ...]
    rows: pd.DataFrame
    severity: npt.NDArray[np.int8]
    confidence: npt.NDArray[np.float32]

    @property
    def known(self) -> npt.NDArray[np.bool_]:
        """Which signals were judged, rows × signals."""
        return self.severity >= 0

    @property
    def strength(self) -> npt.NDArray[np.float64]:
        """What enters a score, rows × signals: x times confidence; 0 where nothing was judged."""
        x = np.maximum(self.severity, 0) / HIGHEST_SEVERITY
        return x * self.confidence

    @property
    def n_churned(self) -> int:
        """How many accounts (not rows) left within a label window."""
        return int(self.rows.loc[self.rows["churned"], "account_id"].nunique())
