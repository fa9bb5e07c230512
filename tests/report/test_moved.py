"""What changed under a text: nothing with the same data, and exactly what did otherwise."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from lib.report.blocks import Report
from lib.report.edits import source_text
from lib.report.moved import Basis, basis, differences, drift, merged, moved, sentences
from lib.report.register import Register
from tests.report.conftest import drafted

IDS = sorted(figure.id for figure in drafted("en").register)
SENTENCES = st.lists(st.sampled_from(["It rose.", "It fell.", "Why?", "We ask on."]), max_size=6)


def with_value(report: Report, figure_id: str, value: float | None) -> Report:
    register = Register()
    for figure in report.register:
        same = figure.id != figure_id
        register.add(figure if same else replace(figure, value=value))
    return replace(report, register=register)


@given(st.lists(st.sampled_from(IDS)))
def test_the_same_data_move_nothing(ids: list[str]) -> None:
    report = drafted("zh")
    text = " ".join(f"{{{name}}}" for name in ids)
    draft = source_text(report.sections[0], "zh")
    seen = basis(report.register, "zh", text, draft)
    again = Basis.of_json(seen.to_json(), seen.draft)
    assert not drift(report, text, again, draft)


def test_a_figure_that_moved_is_named_with_what_it_was_and_is(english: Report) -> None:
    text = "ARR is {arr_end}, of {customers_at_start} customers; {arr_end:abs} again."
    seen = basis(english.register, "en", text, "")
    now = with_value(english, "arr_end", 700_000.0)
    (found,) = moved(now.register, "en", text, seen)
    assert (found.figure_id, found.was, found.now) == ("arr_end", "$684K", "$700K")
    (unknown,) = moved(with_value(english, "arr_end", None).register, "en", text, seen)
    assert unknown.now == "unknown"


@given(st.permutations(["arr_end", "customers_at_start", "customers_lost"]))
def test_what_moved_does_not_depend_on_the_order_of_the_text(ids: list[str]) -> None:
    report = drafted("en")
    text = " ".join(f"{{{name}}}" for name in ids)
    seen = basis(report.register, "en", text, "")
    found = moved(with_value(report, "customers_lost", 9).register, "en", text, seen)
    assert [(m.figure_id, m.now) for m in found] == [("customers_lost", "9")]


def test_a_figure_that_is_gone_says_so(english: Report) -> None:
    seen = Basis({"arr_of_old": "$1"}, None)
    (found,) = moved(english.register, "en", "{arr_of_old} and {never_known}", seen)
    assert (found.name, found.was, found.now) == ("arr_of_old", "$1", None)


def test_a_text_of_which_nothing_was_kept_is_not_called_stale(english: Report) -> None:
    assert not drift(english, "{arr_end}", Basis.of_json(None, None), "The draft of today.")


def test_a_draft_that_says_something_else_is_stale_and_shows_which_sentence(
    english: Report,
) -> None:
    was = "ARR rose. Nobody left. We ask on."
    found = drift(english, "Mine.", Basis({}, was), "ARR rose. Two left. We ask on.")
    assert found.stale
    assert differences(found.draft_was, found.draft_now) == (
        ("same", "ARR rose."),
        ("removed", "Nobody left."),
        ("added", "Two left."),
        ("same", "We ask on."),
    )


def test_sentences_end_in_both_languages_and_not_inside_a_number() -> None:
    assert sentences("ARR为1.5万。流失2家！\n- 为何？") == ("ARR为1.5万。", "流失2家！", "- 为何？")


@given(SENTENCES, SENTENCES)
def test_differences_hold_both_texts(old: list[str], new: list[str]) -> None:
    found = differences(" ".join(old), " ".join(new))
    assert [s for fate, s in found if fate != "added"] == old
    assert [s for fate, s in found if fate != "removed"] == new


@given(SENTENCES, SENTENCES)
def test_two_writers_texts_become_one_with_every_sentence_of_both(
    theirs: list[str], mine: list[str]
) -> None:
    both = merged(" ".join(theirs), " ".join(mine))
    assert set(sentences(both)) == {*theirs, *mine}
    assert merged(both, both) == both


def test_paragraphs_and_lists_stay_where_two_texts_become_one() -> None:
    assert (
        merged("升了。\n\n- 一", "升了。降了。\n\n- 一\n- 二") == "升了。\n\n降了。\n\n- 一\n- 二"
    )
