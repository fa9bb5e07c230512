"""The section on voices: who was asked, who was not, what they said, without any name."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.desk import Desk
from lib.desk.need.themes import Themes
from lib.desk.reporting.report_parts import Asked, voices
from lib.desk.voice.interview_records import Talk
from lib.interviews.draw import Settings
from lib.interviews.findings import by_question, same_words
from lib.locale import Language, render
from lib.model import Period
from lib.report.blocks import Report, Table
from lib.report.brief import Brief, in_order
from lib.report.brief_voices import Voices
from lib.report.draft import all_sections, draft
from lib.report.findings import Finding
from lib.report.pen import Pen
from lib.report.writers import md
from tests.desk.test_interviews import ACCOUNTS, CONTACTS, SHEET
from tests.report import small, small_voices, test_numbers
from tests.sizes import examples

OCTOBER, SEPTEMBER = Period.parse("2026-10"), Period.parse("2026-09")


def section(report: Report, key: str = "voices") -> str:
    """Return one section as Markdown."""
    return md.write(replace(report, sections=(report.section(key),))).decode()


def findings(brief: Brief) -> dict[str, Finding]:
    """Return what the sections before the summary find, by key."""
    pen = Pen(in_order(brief), "en")
    for rule in sorted(all_sections(), key=lambda rule: rule.turn)[:-3]:
        rule.write(pen)
    return {finding.key: finding for finding in pen.findings}


@pytest.fixture(scope="module")
def told() -> Report:
    return draft(small_voices.with_voices(plan=True), "en")


def test_who_was_asked_and_who_was_not_is_said_first(told: Report) -> None:
    text = section(told)
    assert "12 customers with ARR of $300K have been interviewed so far, of 24 in the" in text
    assert "4 conversations were held in October 2026, against 8 in the period before." in text
    assert "4 customers were asked for the first time." in text
    assert "12 customers with ARR of $384K have never been interviewed, the largest first" in text
    assert "3 customers with ARR of $72K were neither interviewed nor heard" in text


def test_the_plan_is_told_with_what_came_of_it(told: Report) -> None:
    text = section(told)
    assert "The plan “October 24”, drawn from the data of 30 Sep 2026, asks 4 customers" in text
    assert "2 conversations are held, 1 is still open, 1 was declined, and 1 was replaced" in text
    assert "held 10% of the segment's ARR on that day" in text
    assert "| medium maturity | 9 | $60K | 1 | 1 | 0 | 1 |" in text


def test_questions_say_what_was_said_most_and_that_nobody_was_asked(told: Report) -> None:
    text = section(told)
    assert "Main reason not to buy: 12 customers answered (4 in October 2026)." in text
    assert "“PRICE is high” (5)" in text
    assert "How they meet it today: nobody was asked." in text
    assert "Speed and stability (6 of 12, 50%; 95% interval: 25% to 75%)" in text
    assert "The answers of 6 customers have no sure theme." in text


def test_quotes_carry_role_and_segment_and_no_account(told: Report) -> None:
    table = next(
        block
        for block in told.section("voices").blocks
        if isinstance(block, Table) and block.figure_id == "table_voices_quotes"
    )
    cells = table.rendered(told.register, "en")
    assert [row[1] for row in cells[:2]] == [
        "Quote 3 reason_not_to_buy",
        "Quote 1 reason_not_to_buy",
    ]
    assert cells[0][2] == "decision maker (segment: Mid-market)"
    rows = told.register["table_voices_quotes"].rows
    assert not {"account_id", "account_name", "contact_id"} & set(rows.columns)
    assert told.register["voices_withheld"].value == 2


def test_what_was_not_asked_becomes_findings_and_actions(told: Report) -> None:
    text = section(told, "actions")
    assert "Call the customers that were not heard in any way" in text
    found = findings(small_voices.with_voices(plan=True))
    proposal = found["voices_never"].proposal
    assert proposal is not None
    assert render(proposal.action, "en") == "Hold the open conversations of the plan “October 24”."
    assert (proposal.ids, found["voices_never"].arr) == ((small.account_id(3),), 24000.0)
    assert found["voices_never"].gap


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("n", [1, 24])
def test_numbers_follow_from_rows_with_one_and_all_asked(n: int, lang: Language) -> None:
    report = draft(small_voices.with_voices(n=n, plan=n == 1), lang)
    test_numbers.test_every_digit_of_a_sentence_comes_from_a_figure_a_day_or_a_name(report)
    test_numbers.test_every_table_and_chart_is_in_the_register_with_its_rows(report)
    test_numbers.test_every_row_of_a_figure_says_where_it_comes_from(report)
    own = [f for f in report.register if f.id.startswith(("voices_", "plan_", "table_voices"))]
    for figure in own:
        if figure.definition.recipe is not None and figure.value is not None:
            assert figure.recomputed() == pytest.approx(figure.value), figure.id
    assert len(own) > 10


def test_nobody_asked_is_one_sentence_with_what_to_load() -> None:
    report = draft(small_voices.with_voices(n=0), "en")
    (block,) = report.section("voices").blocks
    assert "import the sheet in which they are kept" in section(report)
    assert not isinstance(block, Table)
    assert "Draw a sample of the segment" in section(report, "actions")


def test_a_brief_without_conversations_gathered_has_no_such_section() -> None:
    assert "voices" not in {s.key for s in draft(small.brief(), "en").sections}


def _shuffled(brief: Brief, seed: int) -> Brief:
    found = brief.voices
    assert found is not None
    assert found.plan is not None
    picks = found.plan.picks.sample(frac=1, random_state=seed)
    cells = found.plan.cells.sample(frac=1, random_state=seed)
    return replace(
        brief,
        voices=replace(
            found,
            answers=found.answers.sample(frac=1, random_state=seed),
            withheld=found.withheld.sample(frac=1, random_state=seed),
            members=found.members.sample(frac=1, random_state=seed),
            plan=replace(found.plan, picks=picks, cells=cells),
        ),
    )


@settings(max_examples=examples(2, 16))
@given(seed=st.integers(0, 2**31))
def test_the_order_of_rows_does_not_matter(told: Report, seed: int) -> None:
    brief = small_voices.with_voices(plan=True)
    assert md.write(draft(_shuffled(brief, seed), "en")) == md.write(told)


def test_the_same_words_are_counted_by_company_and_spelling() -> None:
    rows = pd.DataFrame(
        {
            "account_id": ["A", "A", "B", "C", "D"],
            "answer": ["Too dear.", "too dear", "TOO  DEAR", "Cheap", None],
        }
    ).astype("str")
    found = same_words(rows)
    assert found[["said", "n_accounts"]].to_numpy().tolist() == [["TOO  DEAR", 2]]
    assert same_words(rows.iloc[3:]).empty


def _gathered(desk: Desk, segment: str = "all", period: Period = OCTOBER) -> Voices:
    name, rule = desk.segments.rule(segment)
    day = desk.data.known_days().as_of(period)
    asked = Asked(
        segment=name,
        rule=str(rule),
        members=desk.segments.members(segment, day),
        period=period,
        day=day,
        lang="en",
    )
    found = voices.gather(desk, asked)["voices"]
    assert isinstance(found, Voices)
    return found


def test_the_report_states_what_the_page_states(sample_desk: Desk) -> None:
    day = sample_desk.data.known_days().last
    page = sample_desk.interviews.voices("all", day)
    found = _gathered(sample_desk)
    theirs = by_question(page.rows, list(found.questions)).set_index("question")["n_accounts"]
    mine = found.answers.groupby("question")["account_id"].nunique()
    assert mine.to_dict() == theirs.to_dict()
    assert found.answers["account_id"].nunique() == page.n_accounts
    unheard = sample_desk.interviews.unheard("all", day)[1]
    assert found.members["heard"].value_counts().equals(unheard["heard"].value_counts())
    assert found.members["interviewed_on"].isna().sum() == unheard["interviewed_on"].isna().sum()


def test_an_older_report_knows_no_later_conversation(sample_desk: Desk) -> None:
    found = _gathered(sample_desk, period=Period.parse("2025-06"))
    assert found.answers["held_on"].max().date() <= date(2025, 6, 30)
    assert found.members["interviewed_on"].max().date() <= date(2025, 6, 30)


def test_no_text_names_a_person_of_the_sample(sample_desk: Desk) -> None:
    found = _gathered(sample_desk)
    contacts = sample_desk.data.snapshot(sample_desk.data.known_days().last).table("contacts")
    names = set(contacts["full_name"].dropna())
    texts = "\n".join([*found.answers["said"].dropna(), *found.answers["quote"].dropna()])
    assert names
    assert not [name for name in names if name in texts]
    assert "contact_id" not in found.answers
    assert "interviewer" not in found.answers


@pytest.fixture
def own(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Give a desk with three files; to learn themes takes long, and none of them is asked here."""
    nothing = pd.DataFrame({"theme": pd.Series(dtype="str")}, index=pd.Index([], dtype="str"))
    monkeypatch.setattr(Themes, "of_interviews", lambda *_: nothing)
    files = [("accounts.csv", ACCOUNTS), ("contacts.csv", CONTACTS), ("interviews.csv", SHEET)]
    desk.imports.commit([(name, text.encode()) for name, text in files])
    return desk


def test_a_quote_needs_consent_and_loses_the_names(own: Desk) -> None:
    answers = {"main_need": "Ana Moss wants reports"}
    talk = Talk(
        account_id="A1", held_on=date(2026, 9, 2), method="call", interviewer="Lin Yu",
        contact_id="P1", answers=answers, quotes={"main_need": "Ana Moss of Company 1 must see it"},
    )  # fmt: skip
    own.interviews.records.record(talk, "Officer")
    found = _gathered(own, period=SEPTEMBER)
    mine = found.answers[found.answers["account_id"].eq("A1")]
    assert mine["quote"].isna().all()
    assert len(found.withheld) == 2
    own.interviews.records.record(replace(talk, consent=True), "Officer")
    again = _gathered(own, period=SEPTEMBER).answers
    quoted = again[again["account_id"].eq("A1") & again["quote"].notna()]
    assert quoted["quote"].tolist() == ["… of … must see it"]
    assert quoted["said"].tolist() == ["… wants reports"]


def test_the_newest_plan_of_the_segment_is_taken_and_no_strangers(own: Desk) -> None:
    day, one = own.data.known_days().last, Settings(size=2, dimensions=())
    before = voices.mark(own)
    south = own.interviews.plans.save("region = south", day, one, ("South only", "Officer"))
    assert _gathered(own, period=SEPTEMBER).plan is None
    own.interviews.plans.save("all", day, Settings(size=4, dimensions=()), ("All", "Officer"))
    plan = _gathered(own, period=SEPTEMBER).plan
    assert plan is not None
    assert (plan.name, len(plan.picks)) == ("All", 4)
    after = voices.mark(own)
    assert before != after  # a draft made before does not count any more
    own.interviews.plans.decline(int(plan.picks["pick_id"][0]), "On leave.", "Officer")
    assert voices.mark(own) != after
    own.interviews.plans.remove(south)
    mine = _gathered(own, period=SEPTEMBER).plan
    assert mine is not None
    assert sorted(mine.picks["state"]) == ["declined", "planned", "planned", "planned"]
