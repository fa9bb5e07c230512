"""Terms that end with their risk, as other programs read them."""

import numpy as np
import pandas as pd
import pytest

from lib.desk.churn.term_risk import COLUMNS, RiskOfTerms
from lib.desk.churn.terms_json import terms_json
from lib.locale import msg
from lib.metrics.renewals import renewals
from tests.metrics.made import contract, snapshot

DAY = "2026-06-30"


def test_each_term_has_its_own_end_risk_and_expected_loss() -> None:
    terms = [
        contract("A", 100, "2025-01-01", end_date="2026-09-30", contract_id="C1", notice_days=30.0),
        contract("A", 50, "2025-01-01", end_date="2026-12-31", contract_id="C2"),
    ]
    due = renewals(snapshot(DAY, accounts=[{"account_id": "A"}], contracts=terms))
    table = pd.DataFrame(
        [
            (0.2, 0.1, 0.4, "high", None, False, np.nan),
            (np.nan, np.nan, np.nan, None, msg("no risk is worked out"), True, np.nan),
        ],
        columns=list(COLUMNS),
    )
    found = terms_json(due, RiskOfTerms(table, ()), "en")["A"]
    first, second = found
    assert (first["contract_id"], first["ends_on"], first["notice_on"]) == (
        *("C1", "2026-09-30", "2026-08-31"),
    )
    assert first["expected_loss"] == pytest.approx(20.0)
    assert (first["days_to_notice"], first["renewed"], first["reason"]) == (62, False, None)
    assert (second["probability"], second["expected_loss"], second["notice_on"]) == (None,) * 3
    assert (second["renewed"], second["reason"]) == (True, "no risk is worked out")
