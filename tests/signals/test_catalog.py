"""What every signal promises, over the registry; a new file is held to it without an edit."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from lib.locale import Language, Message, render
from lib.model import Dataset, Snapshot
from lib.signals.catalogue import catalogue_page
from lib.signals.readings import GRADES, evidence, measured, readings, rows_behind, unit
from lib.signals.registry import all_signals, signal_of
from lib.signals.spec import Example, Signal
from tests.signals.made import DAY, accounts, dataset
from tests.sizes import FULL

CASES = [
    pytest.param(signal, example, id=f"{signal.key}: {example.name.id}")
    for signal in all_signals()
    for example in signal.examples
]
SIGNALS = [pytest.param(signal, id=signal.key) for signal in all_signals()]


EXAMPLES = {
    (signal.key, example.name.id): example
    for signal in all_signals()
    for example in signal.examples
}


@cache
def snapshot_of(key: str, name: str) -> Snapshot:
    """Return the snapshot of an example, made once and only when a test asks for it."""
    return EXAMPLES[key, name].snapshot()


@cache
def read_example(key: str, name: str) -> dict[str, Any]:
    """Return what account A reads in an example; worked out once for all tests."""
    return of_a(signal_of(key), snapshot_of(key, name))


def example_of_a(signal: Signal, example: Example) -> dict[str, Any]:
    return read_example(signal.key, example.name.id)


@cache
def all_outcomes() -> pd.DataFrame:
    """Return what each signal reads where its examples give it something else to read.

    With DESK_FULL=1 every signal reads every one of these data.
    """
    outcomes: dict[tuple[str, int, str | None], tuple[str, str]] = {}
    for (key, name), example in EXAMPLES.items():
        outcomes.setdefault((key, example.severity, example.reason), (key, name))
    read = [
        readings(snapshot_of(key, name))
        if FULL
        else measured(signal_of(key), snapshot_of(key, name))
        for key, name in outcomes.values()
    ]
    return pd.concat(read, ignore_index=True)


def of_a(signal: Signal, snapshot: Snapshot) -> dict[str, Any]:
    read = measured(signal, snapshot)
    return {str(name): value for name, value in read[read["account_id"] == "A"].iloc[0].items()}


@pytest.mark.parametrize(("signal", "example"), CASES)
def test_an_example_reads_as_written(signal: Signal, example: Example) -> None:
    row = example_of_a(signal, example)
    value, reason = (None if pd.isna(row[name]) else row[name] for name in ("value", "reason"))
    assert (row["severity"], value, reason) == (example.severity, example.value, example.reason)


@pytest.mark.parametrize(("signal", "example"), CASES)
def test_the_rows_behind_a_reading_are_as_many_as_it_says(signal: Signal, example: Example) -> None:
    snapshot = snapshot_of(signal.key, example.name.id)
    row = example_of_a(signal, example)
    kind, rows = rows_behind(snapshot, row)
    assert kind == signal.needs[0] or (signal.behind is not None and kind in signal.needs)
    assert len(rows) == row["n_rows"]
    assert (rows["account_id"] == "A").all()
    if kind != "usage":
        assert {"batch_id", "source_row"} <= set(rows.columns)


@pytest.mark.parametrize(("signal", "example"), CASES)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_evidence_is_one_whole_sentence(signal: Signal, example: Example, lang: Language) -> None:
    row = example_of_a(signal, example)
    text = render(evidence(row), lang)
    assert text.rstrip().endswith((".", "。"))
    assert "{" not in text
    assert "nan" not in text.lower()
    assert isinstance(unit(row), Message)


@pytest.mark.parametrize(("signal", "example"), CASES)
def test_row_order_does_not_matter_and_input_is_left_alone(
    signal: Signal, example: Example
) -> None:
    data = example.dataset()
    before = {kind: frame.copy() for kind, frame in data.versions.items()}
    upright = measured(signal, data.as_of(example.day))
    mixed = Dataset(
        fingerprint="mixed",
        versions={k: f.sample(frac=1, random_state=7) for k, f in data.versions.items()},
        carried=data.carried,
        cube=data.cube.sample(frac=1, random_state=7),
        coverage=data.coverage,
        people=data.people.sample(frac=1, random_state=7),
    )
    pd.testing.assert_frame_equal(measured(signal, mixed.as_of(example.day)), upright)
    for kind, frame in before.items():
        pd.testing.assert_frame_equal(data.versions[kind], frame)


@pytest.mark.parametrize("signal", SIGNALS)
def test_examples_reach_every_grade(signal: Signal) -> None:
    found = {example_of_a(signal, example)["grade"] for example in signal.examples}
    assert found == set(GRADES) - (set() if signal.alarms else {"alert"})


@pytest.mark.parametrize("signal", SIGNALS)
def test_every_reason_that_is_met_can_be_said(signal: Signal) -> None:
    given = {example.reason for example in signal.examples} - {None}
    read = all_outcomes()
    met = set(read.loc[read["signal"] == signal.key, "reason"].dropna())
    assert given <= met <= set(signal.reasons)


@pytest.mark.parametrize("signal", SIGNALS)
def test_texts_are_ready_for_a_page(signal: Signal) -> None:
    assert signal.question.id.endswith("?")
    assert not signal.title.id.endswith(".")
    assert signal.thresholds.why.id.endswith(".")
    assert signal.blind_spots.id.endswith(".")
    assert signal.advice.id.endswith(".")
    assert not any(reason.id.endswith(".") for reason in signal.reasons.values())


@pytest.mark.parametrize("signal", SIGNALS)
def test_some_example_holds_rows_that_must_not_count(signal: Signal) -> None:
    """Leaving out rows of others and rows after the day adds nothing, and there are some.

    It may make less known: what others use says what the export records.
    """
    held = 0
    for example in signal.examples:
        data = example.dataset()
        whole = example_of_a(signal, example)
        cut, n_left_out = without_strange_rows(data, pd.Timestamp(example.day))
        held += n_left_out
        left = of_a(signal, cut.as_of(example.day))["severity"]
        assert left <= whole["severity"] or whole["severity"] in {-1, 0}
    assert held > 0


def without_strange_rows(data: Dataset, day: pd.Timestamp) -> tuple[Dataset, int]:
    mine = (data.cube["account_id"] == "A") & (data.cube["day"] <= day)
    left_out = int((~mine).sum())
    versions = {}
    for kind, frame in data.versions.items():
        keep = frame["account_id"] == "A"
        left_out += int((~keep).sum()) if kind != "accounts" else 0
        versions[kind] = frame[keep]
    return (
        replace(data, fingerprint="cut", versions=versions, cube=data.cube[mine]),
        left_out,
    )


def test_readings_answer_once_for_every_account_and_signal_in_order() -> None:
    example = next(e for s in all_signals() for e in s.examples if s.key == "requests_stop")
    read = readings(example.snapshot())
    keys = [signal.key for signal in all_signals()]
    assert read["account_id"].tolist() == ["A"] * len(keys) + ["B"] * len(keys)
    assert read["signal"].tolist() == keys * 2
    assert read.index.tolist() == list(range(2 * len(keys)))


def test_grades_follow_severity_and_doubtful_alerts_are_only_worth_watching() -> None:
    read = all_outcomes()
    alarms = read["signal"].map({signal.key: signal.alarms for signal in all_signals()})
    sure = (read["confidence"] >= 0.5) & alarms
    for severity, grades in ((-1, {"unknown", "none"}), (0, {"none"}), (1, {"watch"})):
        assert set(read.loc[read["severity"] == severity, "grade"]) == grades
    outside = read[(read["severity"] == -1) & (read["grade"] == "none")]
    assert {"established", "rolling_term"} <= set(outside["reason"])
    assert set(read.loc[(read["severity"] >= 2) & sure, "grade"]) == {"alert"}
    assert set(read.loc[(read["severity"] >= 2) & ~sure, "grade"]) <= {"watch"}


def test_what_does_not_apply_is_no_sign_and_says_why() -> None:
    onboarding = signal_of("onboarding_late")
    example = next(one for one in onboarding.examples if one.reason == "established")
    row = of_a(onboarding, example.snapshot())
    assert (row["severity"], row["grade"]) == (-1, "none")
    assert render(evidence(row), "en") == "Does not apply: a customer for 13 weeks or more."


def test_shares_stay_between_0_and_1_and_unknown_is_never_0() -> None:
    read = all_outcomes()
    judged = read[read["severity"] >= 0]
    unknown = read[read["severity"] < 0]
    assert judged["confidence"].between(0, 1).all()
    assert judged["x"].between(0, 1).all()
    assert judged[["value", "expected", "expected_low", "expected_high"]].notna().all(axis=None)
    assert judged["reason"].isna().all()
    assert (
        unknown[["value", "expected", "expected_low", "expected_high", "x"]].isna().all(axis=None)
    )
    assert unknown["reason"].notna().all()
    assert (read["expected_low"] <= read["expected_high"]).sum() == len(judged)
    assert (read["window_from"] <= read["window_to"]).all()
    assert set(read["thresholds_version"]) == {signal.version for signal in all_signals()}


def test_an_empty_desk_and_a_desk_without_exports_read_without_fuss() -> None:
    assert readings(dataset(accounts([])).as_of(DAY)).empty
    alone = Dataset("x", {"accounts": accounts(["A"])}, {1: frozenset()}).as_of(DAY)
    read = readings(alone)
    assert set(read["grade"]) == {"unknown", "none"}
    assert set(read.loc[read["grade"] == "none", "reason"]) == {"established"}  # does not apply
    assert set(read["reason"]) == {
        "no_usage_export", "no_ticket_export", "no_contact_log", "no_contacts", "no_demands",
        "no_promises_on_file", "no_running_term", "term_unknown", "established",
    }  # fmt: skip
    assert (read["n_rows"] == 0).all()
    assert np.isnan(read["x"]).all()


def test_the_catalogue_page_is_up_to_date() -> None:
    """Regenerate: python -m lib.signals.catalogue > lib/signals/catalog/README.md."""
    page = Path(__file__).parents[2] / "lib" / "signals" / "catalog" / "README.md"
    assert page.read_text(encoding="utf-8") == catalogue_page("en")


def test_the_catalogue_page_has_every_signal_with_its_sections() -> None:
    page = catalogue_page("zh")
    for signal in all_signals():
        assert f"(`{signal.version}`)" in page
        for code in signal.reasons:
            assert f"`{code}`" in page
        for name in [*signal.thresholds.values]:  # noqa: PD011
            assert f"| `{name}` |" in page
