"""Officers' own texts: they replace paragraphs, stay live, and never break a report."""

from lib.report.blocks import Bullets, Chart, Paragraph, Report, Table
from lib.report.edits import Edit, edited, own_blocks, problems, source_text
from lib.report.writers import docx, html, md


def test_own_text_replaces_paragraphs_and_leaves_tables_and_charts(english: Report) -> None:
    own = Edit("We lost {customers_lost} of {customers_at_start}.\n\n- first\n- second", 2)
    section = edited(english, {"changes": own}).section("changes")
    kinds = [type(block) for block in section.blocks]
    drafted = [b for b in english.section("changes").blocks if isinstance(b, (Table, Chart))]
    assert kinds[:2] == [Paragraph, Bullets]
    assert [b for b in section.blocks if isinstance(b, (Table, Chart))] == drafted
    assert section.version == 2
    assert section.edited
    assert not english.section("changes").edited


def test_references_in_own_text_are_live(english: Report) -> None:
    whole = edited(english, {"summary": Edit("ARR moved by {arr_change:abs} to {arr_end}.")})
    first = whole.section("summary").blocks[0]
    assert isinstance(first, Paragraph)
    assert first.text(whole.register, "en") == "ARR moved by $66K to $684K."


def test_an_unknown_reference_is_shown_and_pointed_out_and_breaks_nothing(english: Report) -> None:
    edits = {"summary": Edit("Churn is {churn_of_mars}, says {arr_end}.")}
    whole = edited(english, edits)
    assert "{churn_of_mars}" in md.write(whole).decode().replace("\\", "")
    assert b"churn_of_mars" in html.write(whole)
    assert docx.write(whole)
    assert [(p.section, p.code) for p in problems(english, edits)] == [
        ("summary", "unknown_figure")
    ]


def test_a_number_typed_by_hand_is_pointed_out_and_one_of_the_register_is_not(
    english: Report,
) -> None:
    edits = {"summary": Edit("24 customers, ARR of $684K, on 31 Oct 2026 we saw 777 logins.")}
    assert [p.code for p in problems(english, edits)] == ["typed_number"]


def test_the_text_in_the_editor_reads_back_as_the_draft(report: Report) -> None:
    edits = {
        section.key: Edit(source_text(section, report.lang))
        for section in report.sections
        if source_text(section, report.lang)
    }
    again = edited(report, edits)
    for section in report.sections:
        mine = [b for b in again.section(section.key).blocks if isinstance(b, (Paragraph, Bullets))]
        drafted = [b for b in section.blocks if isinstance(b, (Paragraph, Bullets))]
        assert _words(mine, again) == _words(drafted, report)
    assert problems(report, edits) == ()


def _words(blocks: list[Paragraph | Bullets], report: Report) -> list[str]:
    return [
        line
        for block in blocks
        for line in (
            block.texts(report.register, report.lang)
            if isinstance(block, Bullets)
            else (block.text(report.register, report.lang),)
        )
    ]


def test_an_empty_text_brings_the_draft_back(english: Report) -> None:
    assert edited(english, {"summary": Edit("  \n ", 3)}).section("summary").version == 0


def test_own_text_knows_headings_quotes_and_lists() -> None:
    blocks = own_blocks("### Why\n\n> they said\n\nplain\nline\n- one\n* two")
    assert [getattr(block, "role", "list") for block in blocks] == [
        "heading",
        "quote",
        "text",
        "list",
    ]


def test_own_text_cannot_smuggle_control_characters_or_marks(english: Report) -> None:
    whole = edited(english, {"summary": Edit("a\x00b \ue000arr_end\ue001 <script>")})
    first = whole.section("summary").blocks[0]
    assert isinstance(first, Paragraph)
    assert first.text(whole.register, "en") == "ab arr_end <script>"
