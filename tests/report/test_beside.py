"""Two reports beside each other."""

from dataclasses import replace

import pandas as pd

from lib.report.beside import Known, beside, changed, known, listed, sections_of
from lib.report.blocks import Report
from lib.report.frozen import figures_of
from tests.report.test_moved import with_value


def test_a_report_beside_itself_has_changed_in_nothing(report: Report) -> None:
    rows = beside(report, known(report, report.lang))
    assert not rows["moved"].any()
    assert rows["both"].all()
    assert sorted(rows["figure_id"]) == sorted(listed(report)["figure_id"])
    places = {section.key: place for place, section in enumerate(report.sections)}
    assert rows["section"].map(places).fillna(len(places)).is_monotonic_increasing


def test_a_change_stands_with_its_sign_and_in_points_for_shares(english: Report) -> None:
    then = with_value(english, "arr_end", 600_000.0)
    row = beside(english, known(then, "en")).set_index("figure_id").loc["arr_end"]
    assert (row["then"], row["now"], row["change"], row["moved"]) == (
        "$600K", "$684K", "+$84K", True)  # fmt: skip
    share = next(f for f in english.register if f.unit == "share" and isinstance(f.value, float))
    assert isinstance(share.value, float)
    old = Known.of(replace(share, value=share.value + 0.1), "en")
    assert changed(old, share, "en") == "-10.0 percentage points"


def test_what_one_report_has_not_is_none_and_has_no_change(english: Report) -> None:
    then = with_value(english, "arr_end", None)
    row = beside(english, known(then, "en")).set_index("figure_id").loc["arr_end"]
    assert row["then"] == "unknown"
    assert pd.isna(row["change"])


def test_every_figure_of_a_sentence_has_its_section(english: Report) -> None:
    assert sections_of(english)["arr_end"] == "summary"


def test_a_frozen_figure_stands_beside_a_live_one(english: Report) -> None:
    frozen = [Known.of_frozen(entry) for entry in figures_of(english)]
    assert tuple(frozen) == known(english, "en")
