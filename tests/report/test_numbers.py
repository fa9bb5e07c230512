"""Every number in a report is in the register, and follows from its rows."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from lib.errors import DefinitionError
from lib.locale import Count, Message, Money, Number, Share, Text, joined, msg, msgs
from lib.locale.message import Joined
from lib.report.blocks import Chart, Paragraph, Report, Table, sentences_of
from lib.report.figures import Definition, Figure, Ref
from lib.report.recipe import Recipe
from lib.report.register import Register
from lib.report.text import names_and_days, plain, runs

DIGITS = re.compile(r"\d+")


def _texts(report: Report) -> Iterator[Text]:
    for _, block in report.blocks():
        yield from sentences_of(block)
        if isinstance(block, Chart):
            yield from (block.title, block.subtitle)


def test_every_digit_of_a_sentence_comes_from_a_figure_a_day_or_a_name(report: Report) -> None:
    for text in _texts(report):
        allowed = sorted(names_and_days(text, report.lang), key=len, reverse=True)
        for run in runs(text, report.register, report.lang):
            rest = run.text if run.figure is None else ""
            for known in allowed:
                rest = rest.replace(known, " ") if known else rest
            assert DIGITS.findall(rest) == [], plain(text, report.register, report.lang)


def test_every_table_and_chart_is_in_the_register_with_its_rows(report: Report) -> None:
    for _, block in report.blocks():
        if isinstance(block, (Table, Chart)):
            figure = report.register[block.figure_id]
            assert figure.unit == "rows"
            assert figure.value == figure.n
            assert figure.n > 0


def test_every_value_follows_from_its_rows_by_the_recipe(report: Report) -> None:
    checked = 0
    for figure in report.register:
        if figure.definition.recipe is not None and figure.value is not None:
            assert figure.recomputed() == pytest.approx(figure.value), figure.id
            checked += 1
    assert checked > 60


def test_every_row_of_a_figure_says_where_it_comes_from(report: Report) -> None:
    for figure in report.register:
        if "batch_id" in figure.rows and figure.definition.of != "setting":
            known = figure.rows[figure.rows["batch_id"].notna()]
            assert known["file"].notna().all(), figure.id
            assert set(figure.batches) == set(known["batch_id"].astype(int))


def test_ids_units_and_rows_have_the_promised_form(report: Report) -> None:
    summaries = [figure.summary(report.lang) for figure in report.register]
    assert len({s["id"] for s in summaries}) == len(summaries)
    for summary in summaries:
        assert set(summary) >= {
            "id", "name", "value", "unit", "definition", "period", "filter", "batches", "rows",
            "sheet",
        }  # fmt: skip
        assert summary["name"]
        assert summary["definition"]
        assert summary["sheet"]


@pytest.mark.parametrize("value", [Count(3), Number(3.5, 1), Share(0.5), Money(3.0, "USD")])
def test_a_drafted_sentence_cannot_hold_a_number_of_its_own(
    value: Count | Number | Share | Money,
) -> None:
    with pytest.raises(DefinitionError, match="must refer to a figure"):
        Paragraph((msg("There are {n} of them.", n=value),))
    with pytest.raises(DefinitionError, match="must refer to a figure"):
        Paragraph((msg("{inner}", inner=msg("There are {n}.", n=value)),))


def test_a_drafted_sentence_cannot_have_a_digit_in_its_wording() -> None:
    with pytest.raises(DefinitionError, match="no digit"):
        Paragraph((msg("There are 3 of them."),))
    with pytest.raises(DefinitionError, match="no digit"):
        Paragraph((msgs("one", "2 of them", 2),))
    with pytest.raises(DefinitionError, match="no digit"):
        Paragraph((msg("{all}", all=joined([msg("3 of them")])),))


def test_days_names_and_an_officers_own_text_may_have_digits() -> None:
    Paragraph((msg("{name} on {day}", name="Contoso 24", day=date(2026, 10, 31)),))
    Paragraph(("We met 12 people.",), own=True)


def _figure(name: str = "n", **changes: object) -> Figure:
    definition = Definition(id=name, name=msg("Name"), text=msg("Meaning"))
    whole = Figure(
        definition=definition, value=3, rows=pd.DataFrame({"a": [1, 2, 3]}), period="", filter=""
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


def test_the_same_id_twice_is_an_error() -> None:
    register = Register()
    register.add(_figure())
    with pytest.raises(DefinitionError, match="already in the register"):
        register.add(_figure())


def test_figures_share_a_sheet_only_when_they_are_made_of_the_same_rows() -> None:
    register = Register()
    register.add(_figure("first"))
    register.add(_figure("second", sheet="first"))
    assert register["second"].sheet == "first"
    with pytest.raises(DefinitionError, match="must have the rows"):
        register.add(_figure("third", sheet="first", rows=pd.DataFrame({"a": [1]})))


def test_an_id_that_could_not_be_written_into_a_text_is_refused() -> None:
    with pytest.raises(DefinitionError, match="must be like"):
        Definition(id="two words", name=msg("Name"), text=msg("Meaning"))


def test_a_reference_knows_its_number_so_that_the_plural_is_right() -> None:
    register = Register()
    assert register.add(_figure("three")).n == 3
    assert register.add(_figure("one", value=1)).n == 1
    assert register.add(_figure("unknown", value=None)).n == 0


def test_an_unknown_value_is_shown_as_unknown_and_never_as_zero() -> None:
    figure = _figure(value=None)
    assert figure.shown("en") == "unknown"
    assert figure.summary("en")["value"] is None


def test_signs_are_shown_as_asked_for() -> None:
    definition = Definition(id="x", name=msg("X"), text=msg("X"), unit="currency")
    figure = _figure(definition=definition, value=-12000.0, currency="USD")
    assert [figure.shown("en", style) for style in ("", "abs", "signed")] == [
        "-$12K",
        "$12K",
        "-$12K",
    ]
    assert replace(figure, value=12000.0).shown("en", "signed") == "+$12K"


@pytest.mark.parametrize(
    ("recipe", "value"),
    [
        (Recipe("rows"), 4.0),
        (Recipe("distinct", "id"), 3.0),
        (Recipe("sum", "arr"), 60.0),
        (Recipe("mean", "arr"), 20.0),
        (Recipe("max", "arr"), 30.0),
        (Recipe("part", "arr", "inside"), 0.5),
        (Recipe("part", "", "inside"), 0.25),
        (Recipe("ratio", "arr", "base"), 0.6),
    ],
)
def test_a_recipe_leaves_out_what_is_unknown(recipe: Recipe, value: float) -> None:
    rows = pd.DataFrame(
        {
            "id": ["a", "b", "c", "c"],
            "arr": [10.0, 20.0, 30.0, None],
            "inside": pd.Series([False, False, True, None], dtype="boolean"),
            "base": [100.0, None, None, None],
        }
    )
    assert recipe.applied(rows) == pytest.approx(value)


def test_a_recipe_gives_no_value_where_nothing_is_known() -> None:
    rows = pd.DataFrame({"arr": [float("nan")], "inside": [True]})
    for recipe in (Recipe("sum", "arr"), Recipe("mean", "arr"), Recipe("max", "arr")):
        assert recipe.applied(rows) is None
    assert Recipe("part", "arr", "inside").applied(rows) is None


def _walk(text: Text | Joined) -> Iterator[object]:
    yield text
    if isinstance(text, Message):
        for value in text.values.values():  # noqa: PD011
            yield from _walk(value) if isinstance(value, (Message, Joined)) else (value,)
    elif isinstance(text, Joined):
        for part in text.parts:
            yield from _walk(part)


def test_evidence_of_signals_has_its_numbers_in_the_register(english: Report) -> None:
    bullets = [
        text for text in _texts(english) if "user-days" in plain(text, english.register, "en")
    ]
    assert bullets
    for text in bullets:
        refs = [value for value in _walk(text) if isinstance(value, Ref)]
        assert {ref.figure_id.split(".")[0] for ref in refs} == {"login_decline"}
        assert all(english.register[ref.figure_id].n > 0 for ref in refs)
