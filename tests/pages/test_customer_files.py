"""The page of the customer files, part by part, and its parts on the account and segment pages."""

from io import BytesIO

import openpyxl
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from lib.desk import Desk
from lib.locale import msg
from lib.report.writers.table import Sheet, workbook
from tests.pages.test_pages import assert_sound, opened, texts

pytestmark = pytest.mark.usefixtures("navigated")

ACCOUNTS = b"""Account ID,Account name,Industry,Owner,ARR,Status
A1,Alpha,Retail,Sales North,1000,customer
A2,Beta,,,90000,customer
"""


@pytest.fixture
def small(desk: Desk) -> Desk:
    desk.imports.commit([("accounts.csv", ACCOUNTS)])
    return desk


def part(desk: Desk, monkeypatch: pytest.MonkeyPatch, view: str) -> AppTest:
    return opened("pages/customer_files.py", desk, monkeypatch, lang="en", view=view)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("view", ["complete", "gaps", "plan", "invalid", "template"])
def test_each_part_opens_with_the_sample(
    view: str, lang: str, sample_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened("pages/customer_files.py", sample_desk, monkeypatch, lang=lang, view=view)
    assert_sound(app)


def test_gaps_tell_a_field_without_column_from_a_blank_one(
    sample_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = part(sample_desk, monkeypatch, "complete")
    assert "In no export at all: our owner." in texts(app)
    assert "First: " in texts(app)


def test_tasks_are_planned_for_many_and_taken_away(
    small: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = part(small, monkeypatch, "plan")
    app.session_state["plan"] = True
    app.run()
    assert_sound(app)
    app.multiselect(key="plan_fields").set_value(["industry"]).run()
    app.button(key="plan_add").click().run()
    assert_sound(app)
    assert small.plans.all()[["account_id", "field"]].to_numpy().tolist() == [["A2", "industry"]]
    assert "1 field is still to be got" in texts(app)
    app.button(key="undo_plan").click().run()
    assert small.plans.all().empty


def test_a_field_is_filled_on_the_account_page_and_taken_back(
    small: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened("pages/accounts.py", small, monkeypatch, lang="en", account="A2", part="file")
    assert_sound(app)
    assert "The file of Beta is" in texts(app)
    app.selectbox(key="fill_field_A2").set_value("industry").run()
    app.text_input(key="fill_text_file_A2").set_value("Energy")
    fill = next(b for b in app.button if b.label == "Fill the field")
    fill.click().run()
    assert_sound(app)
    day = small.data.known_days().last
    assert small.data.book(day)["industry"]["A2"] == "Energy"
    app.button(key="undo_fill").click().run()
    assert pd.isna(small.data.book(day)["industry"]["A2"])


def test_an_account_is_marked_invalid_and_comes_back(
    small: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.invalid.mark("A2", "A test account.", "Officer")
    app = part(small, monkeypatch, "invalid")
    assert_sound(app)
    assert "1 account is an invalid customer" in texts(app)
    account = opened("pages/accounts.py", small, monkeypatch, lang="en", account="A2", part="file")
    assert "A test account." in texts(account)
    account.button(key="way_back_1").click().run()
    assert "A2" in small.segments.members("all", small.data.known_days().last)


def test_the_template_needs_a_reason(small: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    app = part(small, monkeypatch, "template")
    assert_sound(app)
    app.button(key="template_save").click().run()
    assert "needs a reason" in str(app.error[0].value)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("span", ["1", "5"])
def test_the_journey_of_a_segment(
    span: str, lang: str, sample_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    segment = 'tag = "key account"'
    query = {"view": "journey", "segment": segment, "span": span}
    app = opened("pages/segments.py", sample_desk, monkeypatch, lang=lang, **query)
    assert_sound(app)
    assert lang == "zh" or "moved up" in texts(app)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_journey_of_an_account(
    lang: str, sample_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = {"account": "A0026", "part": "file"}
    app = opened("pages/accounts.py", sample_desk, monkeypatch, lang=lang, **query)
    assert_sound(app)
    assert lang == "zh" or "Shown by: " in texts(app)


def test_no_cell_of_a_list_becomes_a_formula() -> None:
    rows = pd.DataFrame(
        {"a": ['=HYPERLINK("http://x")', "+1", "@x"], "n": [1.5, float("nan"), 3.0],
         "d": [pd.Timestamp("2026-10-31"), pd.NaT, pd.Timestamp("2026-11-01")]}
    )  # fmt: skip
    made = workbook(Sheet(msg("Call list"), ("=A", "N", "D"), rows), "en")
    sheet = openpyxl.load_workbook(BytesIO(made)).active
    assert sheet is not None
    kinds = {cell.data_type for line in sheet.iter_rows() for cell in line if cell.value}
    assert kinds == {"s", "n", "d"}
    assert sheet["A2"].value == '=HYPERLINK("http://x")'
    assert sheet["A2"].hyperlink is None
    assert sheet["B3"].value is None
