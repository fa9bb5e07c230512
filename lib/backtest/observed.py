"""What was known of each customer on one past day: features and every signal's answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.metrics.book import arr, is_customer
from lib.metrics.renewals import terms_ending
from lib.model import Snapshot
from lib.model.terms import begins_on, sold
from lib.profile.maturity import maturity
from lib.signals.counts import Floats
from lib.signals.readings import judged
from lib.signals.spec import Signal, Thresholds
from lib.signals.use import weekly_use

_TYPES = {"account_id": "str", "maturity_level": "str", "segment_label": "str"}
_USE_WEEKS = 12  # scoring.md 3.3


@dataclass(frozen=True, eq=False)
class Observed:
    """The customers of a day, one row each, and severity and confidence, rows × signals."""

    rows: pd.DataFrame
    severity: np.ndarray
    confidence: np.ndarray


def observed(
    snapshot: Snapshot, signals: Sequence[Signal], judged_by: Mapping[str, Thresholds]
) -> Observed:
    """Return what was known of everybody who was a customer on the snapshot's day."""
    values = arr(snapshot)
    customer = is_customer(snapshot, values).to_numpy()
    severity, confidence = answers(snapshot, signals, judged_by)
    ids = snapshot.account_ids
    accounts = snapshot.accounts.set_axis(ids)
    terms = terms_ending(snapshot).drop_duplicates("account_id").set_index("account_id")
    terms = terms[["days_left", "auto_renew"]].reindex(ids)
    rows = pd.DataFrame(
        {
            "account_id": ids.to_numpy(),
            "ends_in_days": terms["days_left"].to_numpy(dtype=float),
            "auto_renew": terms["auto_renew"].astype("boolean").array,
            "tenure_days": tenure_days(snapshot),
            "arr": values.to_numpy(),
            "maturity_level": maturity(snapshot)["level"].reindex(ids).to_numpy(),
            "segment_label": accounts["segment_label"].to_numpy(),
            "use": _recent_use(snapshot),
        }
    )
    rows = rows.astype(_TYPES)
    kept = rows[customer].reset_index(drop=True)
    kept = kept.assign(use_rank=kept["use"].rank(pct=True)).drop(columns="use")
    return Observed(kept, severity[customer], confidence[customer])


def answers(
    snapshot: Snapshot, signals: Sequence[Signal], judged_by: Mapping[str, Thresholds]
) -> tuple[np.ndarray, np.ndarray]:
    """Return severity and confidence of all accounts, in the order of `account_ids`."""
    shape = (len(snapshot.account_ids), len(signals))
    severity, confidence = np.empty(shape, dtype=np.int8), np.empty(shape, dtype=np.float32)
    for place, signal in enumerate(signals):
        meant = judged(signal, judged_by)
        found = meant.measure(snapshot, meant.thresholds)
        severity[:, place] = found["severity"].to_numpy()
        confidence[:, place] = found["confidence"].to_numpy(dtype=float)
    return severity, confidence


def tenure_days(snapshot: Snapshot) -> Floats:
    """Return the days since each account's first day as a customer; NaN unknown."""
    contracts = snapshot.table("contracts")
    bought = contracts[sold(contracts)]
    first = begins_on(bought).groupby(bought["account_id"]).min().reindex(snapshot.account_ids)
    since = snapshot.accounts["customer_since"].to_numpy().astype("datetime64[D]")
    begun = np.fmin(since, first.to_numpy().astype("datetime64[D]"))
    days = (np.datetime64(snapshot.day, "D") - begun).astype("timedelta64[D]").astype(float)
    return np.where(np.isnat(begun) | (days < 0), np.nan, days)


def _recent_use(snapshot: Snapshot) -> Floats:
    """Return each account's mean use a week over the last quarter; NaN where unknown."""
    recent = weekly_use(snapshot).counts[:, -_USE_WEEKS:]
    known = ~np.isnan(recent)
    n = known.sum(axis=1)
    total = np.where(known, recent, 0.0).sum(axis=1)
    return np.divide(total, n, out=np.full(len(n), np.nan), where=n > 0)
