"""How findings are ranked, and the summary that is made of them."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.locale import Language, msg
from lib.report.blocks import Paragraph, Report, sentences_of
from lib.report.brief import Brief, Note, PastRecord
from lib.report.brief_outlook import Averaged, Ends, Outlook, TwoGroups
from lib.report.draft import draft
from lib.report.findings import Finding, by_topic, ranked, share_new
from lib.report.text import plain
from lib.report.writers import md
from tests.report import small


def _finding(key: str, arr: float, **more: object) -> Finding:
    return Finding(key, msg("Claim"), arr, **more)  # type: ignore[arg-type]


def test_of_two_alike_the_new_one_comes_first() -> None:
    known, new = _finding("a", 100.0, new=0.0), _finding("b", 100.0, new=1.0)
    assert [f.key for f in ranked([known, new])] == ["b", "a"]
    assert [f.key for f in ranked([replace(known, arr=151.0), new])] == ["a", "b"]


def test_each_topic_is_told_once_and_gaps_come_last() -> None:
    found = [
        _finding("gap", 900.0, gap=True),
        _finding("far", 50.0, topic="alert"),
        _finding("near", 60.0, topic="alert"),
        _finding("other", 10.0),
    ]
    assert [f.key for f in by_topic(found)] == ["near", "other", "gap"]


@given(
    st.permutations([_finding(k, arr) for k, arr in zip("abcd", (1.0, 5.0, 5.0, 9.0), strict=True)])
)
def test_the_order_in_which_findings_come_does_not_matter(found: list[Finding]) -> None:
    assert [f.key for f in ranked(found)] == ["d", "b", "c", "a"]


def test_what_was_known_before_is_not_new() -> None:
    assert share_new({"a": 30.0, "b": 10.0}, {"a"}) == 0.25
    assert share_new({"a": 30.0}, None) == share_new({}, {"a"}) == 0.5


def _summary(report: Report) -> list[str]:
    blocks = report.section("summary").blocks
    texts = [text for block in blocks for text in sentences_of(block)]
    return [plain(text, report.register, report.lang) for text in texts]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    "brief",
    [small.brief, small.first_report, lambda: small.tiny(1), lambda: small.tiny(5),
     small.nothing_known],
)  # fmt: skip
def test_the_summary_has_five_sentences_and_ends_with_the_decision(
    brief: object, lang: Language
) -> None:
    said = _summary(draft(brief(), lang))  # type: ignore[operator]
    assert len(said) == len(set(said)) == 5
    for text in said:
        assert text.rstrip(".。").count(". ") + text.rstrip("。").count("。") == 0, text
    assert said[-1].startswith(("Decision asked for:", "请决策："))


def _with(outlook: Outlook) -> Report:
    return draft(replace(small.brief(), outlook=outlook), "en")


def _told(report: Report, section: str) -> str:
    blocks = [b for b in report.section(section).blocks if isinstance(b, Paragraph)]
    return " ".join(block.text(report.register, "en") for block in blocks)


def _ends(n: int) -> Ends:
    ids = [small.account_id(i) for i in range(1, n + 1)]
    rows = pd.DataFrame({"account_id": ids, "arr": 1000.0, "probability": 0.25, "loss": 250.0})
    return Ends(rows, 0.0, 6000.0)


def test_an_expected_loss_is_told_with_its_range_and_never_of_a_few() -> None:
    many = _with(Outlook(ends={90: _ends(12), 180: _ends(9)}))
    text = _told(many, "signals")
    assert "Of $12K in terms that end within 90 days, $3,000 is expected to be lost" in text
    assert "(90% range: $0 to $6,000)" in text
    assert "180 days" not in text
    assert many.register["expected_loss_90"].recomputed() == 3000.0


def test_why_no_loss_is_known_is_said() -> None:
    blank = replace(_ends(12), rows=_ends(12).rows.assign(probability=float("nan")))
    text = _told(_with(Outlook(ends={90: blank}, why=msg("Nobody left yet"))), "signals")
    assert "What of these terms may be lost is not known. Nobody left yet." in text


def test_two_groups_within_an_average_are_told_with_their_means() -> None:
    def side(first: int, last: int, value: float) -> pd.DataFrame:
        ids = [small.account_id(i) for i in range(first, last)]
        return pd.DataFrame({"account_id": ids, "value": value})

    two = TwoGroups(msg("plan is Pro"), msg("seats in use"), "share", side(1, 9, 0.25),
                    side(9, 24, 0.75))  # fmt: skip
    report = _with(Outlook(averaged=Averaged(judged=True, two=two)))
    assert (
        "An average hides two groups: where plan is Pro (8 customers), “seats in use” is 25% on"
        " average; among the other 15 it is 75%." in _told(report, "segment")
    )
    assert report.register["group_no_mean"].recomputed() == 0.75
    unjudged = _with(Outlook(averaged=Averaged(judged=False)))
    assert "cannot be said" in _told(unjudged, "segment")


def test_why_somebody_entered_stands_beside_what_happened() -> None:
    reason = msg("tag is key account (none → key account)")
    report = _with(Outlook(reasons={"A-024": reason, "A-011": reason}))
    lines = [line for line in md.write(report).decode().splitlines() if "Trading 24 |" in line]
    assert "| entered: the rule now matches | tag is key account (none → key account) |" in lines[0]
    rows = report.register["table_members_changed"].rows.set_index("account_id")
    assert rows.loc["A-011", "reason"] == ""  # a new customer needs no other reason


def test_teams_and_missing_columns_are_told_of_the_files() -> None:
    teams = pd.DataFrame({"sales": 0.5, "service": 1.0}, index=small.members(24))
    text = _told(_with(Outlook(teams=teams, uncarried=frozenset({"industry"}))), "files")
    assert "Filled, by the team that a field belongs to: Sales 50% and Service 100%." in text
    assert "No loaded file has a column for: industry;" in text


def _records(standing: str) -> Brief:
    brief = small.brief()
    record = PastRecord(msg("Right often."), pd.DataFrame({"account_id": ["A-001"]}), standing)
    context = replace(brief.context, records={"login_decline": record})
    return replace(brief, context=context)


def test_alerts_that_past_churn_confirms_are_told_apart() -> None:
    report = draft(_records("supported"), "en")
    assert report.register["alert_confirmed"].value == 3
    assert "3 of them ($72K) show a sign that past churn confirms" in " ".join(_summary(report))
    assert "confirm" not in " ".join(_summary(draft(_records("unchecked"), "en")))
    assert "confirmed none" in _told(draft(_records("not_followed"), "en"), "signals")


@pytest.mark.parametrize(
    ("target", "section"),
    [
        ("completeness", "files"),
        ("customers", "changes"),
        ("due", "signals"),
        ("segment", "segment"),
        ("login_decline", "signals"),
        ("willing_and_able_arr", "profile"),
        ("A-004", "signals"),
    ],
)
def test_a_context_note_travels_with_what_it_is_about(target: str, section: str) -> None:
    brief = small.brief()
    note = Note(target, "Counted anew since May.", "Li", "")
    report = draft(replace(brief, context=replace(brief.context, notes=(note,))), "en")
    texts = [
        plain(text, report.register, "en")
        for block in report.section(section).blocks
        for text in sentences_of(block)
    ]
    assert sum("Counted anew since May." in text for text in texts) >= 1
