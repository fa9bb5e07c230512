"""The page of interviews: a plan drawn, kept, worked off; a conversation recorded and undone."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from docx import Document
from streamlit.testing.v1 import AppTest

from lib.desk import Desk
from lib.desk.interview_records import Talk
from lib.interviews.draw import Settings
from tests.pages.test_pages import assert_sound, opened, texts

pytestmark = pytest.mark.usefixtures("navigated")
PAGE = "pages/interviews.py"
ACCOUNTS = b"""Account ID,Account name,ARR,Status
A1,Alpha,1000,customer
A2,Beta,90000,customer
A3,Gamma,50000,customer
"""
CONTACTS = b"""Contact ID,Account ID,Name,Job title,Contact role,Mobile phone
P1,A1,=Ana Moss,Owner,Decision maker,+49 1
P2,A2,Ben Ode,Clerk,End user,+49 2
"""


@pytest.fixture
def small(desk: Desk) -> Desk:
    desk.imports.commit([("accounts.csv", ACCOUNTS), ("contacts.csv", CONTACTS)])
    return desk


@pytest.mark.parametrize("view", ["plan", "talks", "findings", "unheard", "guide"])
def test_each_part_opens_with_the_sample(
    view: str, sample_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_sound(opened(PAGE, sample_desk, monkeypatch, lang="zh", view=view))
