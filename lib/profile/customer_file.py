"""The customer file: what is known of each account, in one row."""

import pandas as pd

from lib.metrics.book import arr, is_customer
from lib.metrics.renewals import next_terms
from lib.model import Snapshot
from lib.profile.bant import bant
from lib.profile.buying_group import buying_group
from lib.profile.fit import fit
from lib.profile.journey import journey
from lib.profile.maturity import maturity

_LEVEL = ("level", "status", "score", "coverage", "age_months", "disagreement")
_GROUP = ("n_contacts", "n_decision_makers", "n_influencers", "n_end_users", "n_departments",
          "last_heard_on")  # fmt: skip


def customer_file(snapshot: Snapshot) -> pd.DataFrame:
    """Return one row an account, by account id: its own columns and what follows from the rest.

    `journey_stage` is the one worked out, `journey_stage_stated` the source's, with
    `journey_status` and `journey_reason` (signs that are met, "a|b").
    `arr`, `is_customer`, `maturity_*` and `bant_*` (level, status, score, coverage,
    age_months, disagreement; the maturity level is the assessed one, else the stated), `fit`
    (see `profile.fit`), people
    known (`n_contacts`, `n_decision_makers`, …, `last_heard_on`), `renewal_on` and
    `renewal_days` of the term that ends next.
    """
    accounts = snapshot.accounts.drop(columns="account_id").set_axis(snapshot.account_ids)
    values = arr(snapshot)
    group = buying_group(snapshot)
    terms = next_terms(snapshot, values)
    able, willing = maturity(snapshot), bant(snapshot)
    stages = journey(snapshot).table
    return accounts.assign(
        arr=values,
        is_customer=is_customer(snapshot, values),
        journey_stage=stages["stage"],
        journey_stage_stated=stages["stated"],
        journey_status=stages["status"],
        journey_reason=stages["met"],
        **_levels("maturity", able),
        **_levels("bant", willing),
        fit=fit(able["level"], willing["level"]),
        **{name: group[name] for name in _GROUP},
        renewal_on=terms,
        renewal_days=(terms - pd.Timestamp(snapshot.day)).dt.days.astype("float64"),
    )


def _levels(scheme: str, found: pd.DataFrame) -> dict[str, pd.Series]:
    return {f"{scheme}_{name}": found[name] for name in _LEVEL}
