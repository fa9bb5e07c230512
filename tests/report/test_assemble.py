"""From snapshots to a brief: the real books, bridges and readings of a small data set."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd
import pytest

from lib.model import KINDS, Coverage, Dataset, Period, Snapshot, Span
from lib.model.frames import typed
from lib.report.assemble import Moment, Scope, brief
from lib.report.brief import Brief
from lib.report.draft import draft
from lib.report.writers import md
from lib.segments.book import book
from lib.segments.rules import members, parsed_rule, words
from lib.signals.readings import readings

DAY, START, EARLIER = date(2026, 10, 31), date(2026, 9, 30), date(2026, 8, 31)
ALL_COLUMNS = frozenset(c for kind in KINDS.values() for c in kind.names)


def _rows(kind: str, rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows).assign(
        row_key=[f"{kind}-{n}" for n in range(len(rows))],
        batch_id=list(KINDS).index(kind) + 1,
        source_row=range(2, len(rows) + 2),
        known_on=pd.Timestamp(2026, 1, 1),
    )
    return typed(frame, KINDS[kind])


def _dataset() -> Dataset:
    accounts: list[dict[str, object]] = [
        {"account_id": f"A{n}", "account_name": f"Firm {n}", "tags": "key" if n < 12 else "other",
         "owner": "Wang Wu", "customer_since": pd.Timestamp(2025, 1, 1)}
        for n in range(1, 16)
    ]  # fmt: skip
    contracts: list[dict[str, object]] = [
        {"contract_id": f"C{n}", "account_id": f"A{n}", "arr": 1000.0 * n,
         "start_date": pd.Timestamp(2025, 1, 1), "end_date": pd.Timestamp(2026, 12, 31)}
        for n in range(1, 15)
    ]  # fmt: skip
    contracts[0]["end_date"] = pd.Timestamp(2026, 10, 10)  # A1 leaves in October
    contracts.append({"contract_id": "C2b", "account_id": "A2", "arr": 500.0,
                      "start_date": pd.Timestamp(2026, 10, 5),
                      "end_date": pd.Timestamp(2027, 10, 4)})  # fmt: skip
    accounts[14]["tags"] = "key"
    contracts.append({"contract_id": "C15", "account_id": "A15", "arr": 7000.0,
                      "start_date": pd.Timestamp(2026, 10, 20),
                      "end_date": pd.Timestamp(2027, 10, 19)})  # fmt: skip
    versions = {"accounts": _rows("accounts", accounts), "contracts": _rows("contracts", contracts)}
    return Dataset(
        fingerprint="assemble",
        versions=versions,
        carried=dict.fromkeys(range(1, len(KINDS) + 1), ALL_COLUMNS),
        coverage={"accounts": Coverage.of([Span(date(2025, 1, 1), DAY)])},
        currency="EUR",
    )


def _moment(snapshot: Snapshot, rule: str) -> Moment:
    found = readings(snapshot)
    whole = book(snapshot, found)
    return Moment(snapshot, whole, found, members(parsed_rule(rule), whole))


def _brief(rule: str = 'tag = "key"', *, earlier: bool = True) -> Brief:
    data, parsed = _dataset(), parsed_rule(rule)
    scope = Scope("Key", str(parsed), words(parsed), Period.month(2026, 10))
    return brief(
        scope,
        _moment(data.as_of(DAY), rule),
        _moment(data.as_of(START), rule),
        _moment(data.as_of(EARLIER), rule) if earlier else None,
    )


def test_the_segment_is_followed_from_its_start_and_the_rest_is_all_others() -> None:
    whole = _brief()
    assert whole.history is not None
    assert list(whole.members) == sorted(["A15", *(f"A{n}" for n in range(2, 12))])
    assert whole.history.bridge.accounts_start == 11
    assert whole.history.bridge.n_lost == 1
    assert whole.history.bridge.n_new == 1
    assert whole.history.bridge_rest.accounts_start == 3
    assert whole.history.bridge_before is not None


def test_the_draft_of_it_says_what_happened() -> None:
    report = draft(_brief(), "en")
    value = {figure.id: figure.value for figure in report.register}
    assert value["arr_start"] == pytest.approx(66000)
    assert value["arr_end"] == pytest.approx(66000 - 1000 + 500 + 7000)
    assert value["arr_churned"] == pytest.approx(-1000)
    assert value["arr_expansion"] == pytest.approx(500)
    assert value["arr_new"] == pytest.approx(7000)
    assert value["nrr"] == pytest.approx(65500 / 66000)
    for figure in report.register:
        if figure.definition.recipe is not None and figure.value is not None:
            assert figure.recomputed() == pytest.approx(figure.value), figure.id


def test_our_people_are_not_named_anywhere() -> None:
    report = draft(_brief(), "en")
    assert "Wang" not in md.write(report).decode()
    for figure in report.register:
        assert "Wang" not in figure.rows.to_csv(), figure.id


def test_without_the_day_before_there_is_no_history() -> None:
    data, rule = _dataset(), parsed_rule("all")
    scope = Scope("all customers", str(rule), words(rule), Period.month(2026, 10))
    now = _moment(data.as_of(DAY), "all")
    assert brief(scope, now).history is None
    long_ago = _moment(data.as_of(date(2024, 12, 31)), "all")
    assert brief(scope, now, long_ago).history is None


def test_a_period_before_that_the_data_do_not_reach_is_left_out() -> None:
    whole = _brief(earlier=False)
    assert whole.history is not None
    assert whole.history.bridge_before is None
    assert "In the period before" not in md.write(draft(whole, "en")).decode()


def test_a_segment_of_everybody_has_no_rest_to_compare_with() -> None:
    report = draft(_brief("all"), "en")
    assert "Rest of the book" not in md.write(report).decode()
    assert report.register["share_of_book"].value == pytest.approx(1.0)
