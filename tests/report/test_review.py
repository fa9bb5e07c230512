"""The business review of one account: traceable, without names, and fit to be handed on."""

import os
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from docx import Document

from lib.desk import About, Desk
from lib.errors import DeskError, NotFoundError
from lib.locale import Language, render
from lib.model import Period
from lib.profile.maturity import PLAYS
from lib.report.blocks import Report, sentences_of
from lib.report.review.facts import Audience
from lib.report.text import plain
from lib.report.writers import docx, html, md, xlsx
from tests.report.test_numbers import (
    test_every_digit_of_a_sentence_comes_from_a_figure_a_day_or_a_name as every_digit_is_a_figure,
)

ON_ALERT = "A0160"  # planted: use, contact and requests stop
QUARTER = Period.month(2026, 10, 3)
EXPECTED = Path(__file__).with_name("expected")


def reviewed(desk: Desk, audience: Audience = "internal", lang: Language = "en") -> Report:
    return desk.reviews.review(ON_ALERT, QUARTER, lang, audience)


def text_of(report: Report) -> str:
    return md.write(report).decode()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_review_reads_as_approved(sample_desk: Desk, lang: Language) -> None:
    """Its text, without the sources, whose times of import differ."""
    whole = text_of(reviewed(sample_desk, lang=lang))
    text = whole.split("\n## 9 ")[0] + "\n"
    file = EXPECTED / f"review.{lang}.md"
    if os.environ.get("DESK_WRITE_EXPECTED"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("audience", ["internal", "customer"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_number_is_a_figure_that_follows_from_its_rows(
    sample_desk: Desk, lang: Language, audience: Audience
) -> None:
    report = reviewed(sample_desk, audience, lang)
    every_digit_is_a_figure(report)
    for figure in report.register:
        if figure.definition.recipe is not None and figure.value is not None:
            assert figure.recomputed() == pytest.approx(figure.value), figure.id


def test_uses_are_those_of_the_file(sample_desk: Desk) -> None:
    """Counted once more, straight from the sample's file."""
    use = pd.read_csv(Path(__file__).parents[2] / "sample_data" / "usage.csv", dtype=str)
    within = use["day"].between(QUARTER.first.isoformat(), QUARTER.last.isoformat())
    counted = use.loc[within & (use["account_id"] == ON_ALERT), "count"].astype(float).sum()
    assert reviewed(sample_desk).register["uses"].value == counted


def test_nobody_is_named_in_text_or_evidence(sample_desk: Desk) -> None:
    report = reviewed(sample_desk)
    contacts = sample_desk.data.snapshot(QUARTER.last).table("contacts")
    mine = contacts[contacts["account_id"] == ON_ALERT]
    names = set(mine["full_name"].dropna()) | set(mine["email"].dropna())
    assert names
    evidence = "\n".join(figure.rows.to_csv() for figure in report.register)
    for name in names:
        assert name not in text_of(report)
        assert name not in evidence


def test_the_customer_is_not_given_what_is_ours(own_sample: Desk) -> None:
    own_sample.notes.add(About(account_id=ON_ALERT), "Their board is split.", "Li")
    ours, theirs = reviewed(own_sample), reviewed(own_sample, "customer")
    assert "Their board is split." in text_of(ours)
    plays = [render(play, "en") for play in PLAYS.values()]
    assert sum(play in text_of(ours) for play in plays) == 1
    keys = [section.key for section in theirs.sections]
    assert "signs" not in keys
    for private in ("Their board is split.", "BANT", "churn signal", *plays):
        assert private not in text_of(theirs)
    assert keys[:2] == ["standing", "use"]


def test_what_is_not_loaded_is_unknown(desk: Desk) -> None:
    desk.imports.commit([("accounts.csv", b"account_id,account_name,arr\nB1,Beta Ltd,1200\n")])
    day = desk.data.known_days().last
    report = desk.reviews.review("B1", Period.month(day.year, day.month, 3), "en")
    said = " ".join(
        plain(sentence, report.register, "en")
        for _, block in report.blocks()
        for sentence in sentences_of(block)
    )
    for unknown in (
        "no usage export covers",
        "no tickets are loaded",
        "no contacts are loaded",
        "no activities are loaded",
        "no demands are loaded",
        "When its term ends is unknown",
    ):
        assert unknown in said


def test_it_is_written_in_every_format(sample_desk: Desk) -> None:
    report = reviewed(sample_desk, lang="zh")
    document = Document(BytesIO(docx.write(report)))
    assert [p.text for p in document.paragraphs if p.style and p.style.name == "Title"] == [
        document.core_properties.title
    ]
    assert "业务回顾" in html.write(report).decode()
    assert xlsx.write(report)[:2] == b"PK"
    assert docx.write(report) == docx.write(report)


def test_an_unknown_account_or_period_is_refused(sample_desk: Desk) -> None:
    with pytest.raises(NotFoundError):
        sample_desk.reviews.review("nobody", QUARTER, "en")
    with pytest.raises(DeskError):
        sample_desk.reviews.review(ON_ALERT, Period.month(2031, 1, 3), "en")


def test_what_happened_later_changes_nothing_in_an_earlier_review(
    sample_desk: Desk, own_sample: Desk
) -> None:
    later = "ticket_id,account_id,created_at,subject\nT-late,A0160,2026-10-30,Late\n"
    own_sample.imports.commit([("late.csv", later.encode())])
    june = Period.month(2026, 6, 3)
    texts = [
        text_of(one.reviews.review(ON_ALERT, june, "en")).split("\n## 9 ")[0]
        for one in (sample_desk, own_sample)
    ]
    assert texts[0] == texts[1]
