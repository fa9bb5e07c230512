"""The country of accounts that name none, as the operator chose it."""

from pathlib import Path

import pytest

from tests.fixtures import opened_desk

ROWS = "account_id,account_name,status\nA1,Tarn,customer\n"


def test_the_chosen_country_reaches_every_snapshot_and_names_the_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = opened_desk(tmp_path)
    desk.imports.commit([("accounts.csv", ROWS.encode())])
    plain = desk.data.dataset()
    monkeypatch.setenv("DESK_COUNTRY", " Germany ")
    chosen = opened_desk(tmp_path).data.dataset()
    assert plain.home_country is None
    assert chosen.as_of(desk.data.known_days().last).home_country == "Germany"
    assert chosen.fingerprint != plain.fingerprint
