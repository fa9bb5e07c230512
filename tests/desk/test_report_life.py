"""The life of a report before it is published: states, comments, layouts, the Word template."""

from io import BytesIO
from itertools import count, pairwise

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.desk import Desk
from lib.desk.reporting.report_states import Standing
from lib.errors import DeskError, NotFoundError
from lib.report.layout import Layout, LayoutLine, usual
from lib.store import people
from lib.store import report_states as store
from tests.fixtures import NOW

_MONTHS = count(1)


def a_report(desk: Desk, lang: str = "en") -> int:
    """Make a report's line alone, without any data: each call another one."""
    values = {"segment": "all", "rule": "", "period": f"m-{next(_MONTHS)}", "months": 1}
    return people.report_for(desk.data.workspace, {**values, "lang": lang, "drafted_at": NOW})


def put(desk: Desk, report_id: int, state: str) -> None:
    values = {"report_id": report_id, "state": state, "author": "me", "note": "", "at": NOW}
    store.changed(desk.data.workspace, values)


def written(desk: Desk, report_id: int, text: str, seen: int) -> int:
    """Keep a text as `report_texts.write` does once it knows what it was written on."""
    values = {"report_id": report_id, "section": "summary", "text": text, "author": "Ann"}
    return people.add_text(desk.data.workspace, {**values, "written_at": NOW}, seen)


def test_a_report_goes_from_draft_to_review_and_back_with_who_and_why(desk: Desk) -> None:
    report_id = a_report(desk)
    assert desk.report_states.of(report_id) == Standing("draft", 0)
    desk.report_states.send_to_review(report_id, "Ann", " please read ")
    assert desk.report_states.of(report_id) == Standing("in_review", 0, NOW, "Ann", "please read")
    desk.report_states.back_to_draft(report_id, "Ben")
    history = desk.report_states.history(report_id)
    assert history[["state", "author", "note", "version"]].to_numpy().tolist() == [
        ["in_review", "Ann", "please read", 0],
        ["draft", "Ben", "", 0],
    ]
    assert desk.report_states.all()[report_id].state == "draft"


def test_two_who_change_the_state_at_once_are_told(desk: Desk) -> None:
    report_id = a_report(desk)
    desk.report_states.send_to_review(report_id, "Ann")
    with pytest.raises(DeskError) as refusal:
        desk.report_states.send_to_review(report_id, "Ben")
    assert refusal.value.code == "wrong_state"
    assert len(desk.report_states.history(report_id)) == 1


def test_a_draft_cannot_be_published_or_corrected_before_its_time(desk: Desk) -> None:
    report_id = a_report(desk)
    with pytest.raises(DeskError, match="wrong_state"):
        desk.report_states.publish(report_id, "Ann")
    with pytest.raises(DeskError, match="wrong_state"):
        desk.report_states.correct(report_id, "Ann", "a wrong number")
    with pytest.raises(NotFoundError):
        desk.report_states.send_to_review(report_id + 1000, "Ann")
    assert desk.report_states.history(report_id).empty


def test_a_published_text_and_layout_are_not_changed(desk: Desk) -> None:
    report_id = a_report(desk)
    put(desk, report_id, "in_review")
    assert written(desk, report_id, "Mine", 0) == 1
    put(desk, report_id, "published")
    for refused in (
        lambda: written(desk, report_id, "Later", 1),
        lambda: desk.report_layouts.save(usual(), "Ann", report_id),
        lambda: desk.report_states.back_to_draft(report_id, "Ann"),
    ):
        with pytest.raises(DeskError, match="report_published"):
            refused()
    with pytest.raises(DeskError, match="reason_missing"):
        desk.report_states.correct(report_id, "Ann", " ")
    desk.report_states.correct(report_id, "Ann", "a wrong number")
    assert written(desk, report_id, "Later", 1) == 2


@pytest.fixture(scope="module")
def one_desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("life"), clock=lambda: NOW)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(["draft", "in_review", "published"]), max_size=8))
def test_whatever_is_tried_in_any_order_the_history_is_legal(
    one_desk: Desk, tried: list[str]
) -> None:
    report_id, done = a_report(one_desk), ["draft"]
    for state in tried:
        try:
            put(one_desk, report_id, state)
        except DeskError:
            assert state not in store.FOLLOWING[done[-1]]
        else:
            done.append(state)
    assert [*one_desk.report_states.history(report_id)["state"]] == done[1:]
    assert all(later in store.FOLLOWING[earlier] for earlier, later in pairwise(done))
    assert one_desk.report_states.of(report_id).state == done[-1]


@settings(max_examples=10, deadline=None)
@given(st.lists(st.sampled_from(["resolve", "reopen"]), max_size=4), st.integers(1, 3))
def test_a_comment_that_is_removed_and_restored_is_what_it_was(
    one_desk: Desk, before: list[str], times: int
) -> None:
    area, report_id = one_desk.report_comments, a_report(one_desk)
    comment = area.add(report_id, "summary", "Which customers?", "Ann")
    for step in before:
        getattr(area, step)(comment, "Ben")
    rows = area.all(report_id)
    assert rows["state"].tolist() == ["resolved" if before[-1:] == ["resolve"] else "open"]
    for _ in range(times):
        area.remove(comment, "Ann")
        assert area.all(report_id).empty
        assert area.all(report_id, removed=True)["state"].tolist() == ["removed"]
        area.restore(comment, "Ann")
    assert area.all(report_id).equals(rows)


def test_a_comment_needs_words_a_section_and_a_report(desk: Desk) -> None:
    report_id = a_report(desk)
    for section, text in (("summary", " "), ("mars", "text"), ("summary", "x" * 4001)):
        with pytest.raises(DeskError):
            desk.report_comments.add(report_id, section, text, "Ann")
    with pytest.raises(NotFoundError):
        desk.report_comments.add(report_id + 1000, "summary", "text", "Ann")
    with pytest.raises(NotFoundError):
        desk.report_comments.resolve(1, "Ann")


def test_a_report_has_its_own_layout_else_the_company_s_and_undo_restores(desk: Desk) -> None:
    area, report_id = desk.report_layouts, a_report(desk)
    assert area.of(report_id) == usual()
    lines = usual().lines
    company = Layout((lines[-1], *lines[:-1]))
    area.save(company, "Ann")
    assert area.of(report_id) == company
    mine = Layout(tuple(LayoutLine(line.key, shown=line.key == "summary") for line in lines))
    layout_id = area.save(mine, "Ben", report_id)
    assert area.of(report_id) == mine
    assert area.company() == company
    area.undo(layout_id)
    assert area.of(report_id) == company
    with pytest.raises(NotFoundError):
        area.undo(layout_id)
    assert area.versions(report_id)["undone_at"].notna().tolist() == [True]


def test_the_company_s_titles_hold_in_the_language_they_were_written_in(desk: Desk) -> None:
    area, english, chinese = desk.report_layouts, a_report(desk), a_report(desk, "zh")
    first = usual().lines[0]
    rest = usual().lines[1:]
    area.save(Layout((LayoutLine(first.key, title="In short"), *rest)), "Ann")
    area.save(Layout((*rest, LayoutLine(first.key, title="要点"))), "Ann", lang="zh")
    titles = {report: area.of(report).lines[-1].title for report in (english, chinese)}
    assert titles == {english: "In short", chinese: "要点"}


def test_a_layout_that_no_report_could_have_is_refused(desk: Desk) -> None:
    for lines in (
        (LayoutLine("mars"),),
        (LayoutLine("summary"), LayoutLine("summary")),
        tuple(LayoutLine(line.key, shown=False) for line in usual().lines),
        (LayoutLine("summary", title="x" * 121),),
        (LayoutLine("summary", lead="x" * 4001),),
    ):
        with pytest.raises(DeskError, match="bad_layout"):
            desk.report_layouts.save(Layout(lines), "Ann")
    assert desk.report_layouts.company() == usual()


def test_the_word_template_is_kept_as_it_is_and_taken_back(desk: Desk) -> None:
    area, out = desk.report_layouts, BytesIO()
    assert area.word_template() is None
    Document().save(out)
    first = area.keep_word_template(out.getvalue(), "Ann")
    assert area.word_template() == out.getvalue()
    area.undo_word_template(first)
    assert area.word_template() is None
    assert area.word_template_versions()["template_id"].tolist() == [first]


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04" + b"\0" * 40, b"x" * 10_000_001])
def test_what_is_no_word_file_is_no_template(desk: Desk, content: bytes) -> None:
    with pytest.raises(DeskError):
        desk.report_layouts.keep_word_template(content, "Ann")
    assert desk.report_layouts.word_template() is None
