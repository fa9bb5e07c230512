"""The draft as readers see it, compared word by word with what was read and approved.

After a wanted change of wording, write the files anew and read the difference:

    DESK_WRITE_EXPECTED=1 pytest tests/report/test_draft.py
"""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from lib.locale import Language
from lib.report.brief import Brief
from lib.report.draft import all_sections, draft
from lib.report.writers import md
from tests.report import small

EXPECTED = Path(__file__).with_name("expected")
BRIEFS: Mapping[str, Callable[[], Brief]] = {
    "key_accounts": small.brief,
    "first_report": small.first_report,
    "nobody": lambda: small.tiny(0),
    "one_customer": lambda: small.tiny(1),
    "a_few_calm": lambda: small.tiny(5),
    "nothing_known": small.nothing_known,
}
# The small brief holds nothing of these; small_gap has demands and gap.
NOT_GATHERED = {"voices", "demands", "gap", "touchpoints"}

NOT_GATHERED = {"voices", "demands", "gap", "touchpoints"}  # the small brief has nothing of these


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", BRIEFS)
def test_the_draft_reads_as_approved(name: str, lang: Language) -> None:
    text = md.write(draft(BRIEFS[name](), lang)).decode()
    file = EXPECTED / f"{name}.{lang}.md"
    if os.environ.get("DESK_WRITE_EXPECTED"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


def test_sections_stand_in_the_order_of_the_product_and_empty_ones_are_left_out() -> None:
    keys = [section.key for section in draft(small.brief(), "en").sections]
    assert keys == [rule.key for rule in all_sections() if rule.key not in NOT_GATHERED]
    assert keys[0] == "summary"
    assert keys[-1] == "appendix"
    nobody = [section.key for section in draft(small.tiny(0), "en").sections]
    assert nobody == ["summary", "segment", "actions", "appendix"]


def test_no_name_of_a_person_is_ever_printed() -> None:
    text = md.write(draft(small.brief(), "en")).decode()
    assert "Li" not in text.split()  # who wrote the note


def test_the_decision_with_a_deadline_is_asked_for_first() -> None:
    summary = draft(small.brief(), "en").section("summary")
    assert "1 Dec 2026" in md.write(draft(small.brief(), "en")).decode().split("## 2")[0]
    assert len(summary.blocks) == 2
