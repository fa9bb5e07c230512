"""Columns of the source's own survive a newer file that has others."""

import json

import pandas as pd

from lib.model.customs import custom_names, united
from tests.signals.made import DAY, accounts, dataset


def test_a_newer_file_keeps_columns_it_lacks_and_blanks_those_it_has() -> None:
    older = accounts(["A", "B", "C"], industry="retail")
    older["custom"] = pd.Series(
        [json.dumps({"Lamp": "on", "Size": "L"}), json.dumps({"Lamp": "off"}), None], dtype="str"
    )
    newer = accounts(["A", "B"], industry="retail").assign(batch_id=2)
    newer["row_key"] = older["row_key"].iloc[:2].to_numpy()
    newer["custom"] = pd.Series([json.dumps({"Size": "M"}), None], dtype="str")
    made = dataset(pd.concat([older, newer], ignore_index=True))
    carried = {1: made.carried[1] | {"custom"}, 2: made.carried[1] | {"custom"}}
    snapshot = type(made)(
        fingerprint="made", versions=made.versions, carried=carried, coverage=made.coverage
    ).as_of(DAY)
    texts = snapshot.accounts.set_index("account_id")["custom"]
    assert json.loads(texts["A"]) == {"Lamp": "on", "Size": "M"}
    assert json.loads(texts["B"]) == {"Lamp": "off"}
    assert texts.isna()["C"]


def test_files_with_the_same_columns_are_not_looked_through_twice() -> None:
    row = {"row_key": ["k", "k"], "batch_id": [1, 2], "custom": ['{"a": "1"}', '{"a": "2"}']}
    versions = pd.DataFrame(row)
    names = custom_names(versions)
    assert names == {1: frozenset({"a"}), 2: frozenset({"a"})}
    assert united(versions, names).empty
    assert custom_names(versions.iloc[:1]) == {}
