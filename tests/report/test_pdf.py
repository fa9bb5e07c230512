"""The PDF: found again as text, in a font of its own, linked into the register."""

import shutil
import subprocess
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from lib.locale import render
from lib.report.blocks import Report, Table
from lib.report.draft import draft
from lib.report.text import plain
from lib.report.writers import fonts, pdf
from tests.report import hostile, small

poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")


@cache
def _written(report: Report) -> bytes:
    return pdf.write(report)


def _asked(tool: str, content: bytes, folder: Path, *options: str) -> str:
    file = folder / "report.pdf"
    file.write_bytes(content)
    return subprocess.run(
        [tool, str(file), *options], capture_output=True, check=True, text=True
    ).stdout


def _squeezed(text: str) -> str:
    return "".join(text.split())


@poppler
def test_its_text_can_be_found_again_in_both_languages(report: Report, tmp_path: Path) -> None:
    text = _squeezed(_asked("pdftotext", _written(report), tmp_path, "-"))
    for section in report.sections:
        assert _squeezed(render(section.title, report.lang)) in text
    for _, block in report.blocks():
        if isinstance(block, Table):
            assert _squeezed(plain(block.caption, report.register, report.lang)) in text


@poppler
def test_it_draws_with_its_own_fonts_only(report: Report, tmp_path: Path) -> None:
    lines = _asked("pdffonts", _written(report), tmp_path).splitlines()[2:]
    assert lines
    assert all("DeskSans" in line and " yes yes yes " in line for line in lines)


@poppler
def test_it_says_its_language_its_day_and_what_pictures_show(
    chinese: Report, tmp_path: Path
) -> None:
    content = _written(chinese)
    told = _asked("pdfinfo", content, tmp_path, "-isodates")
    assert f"CreationDate:    {chinese.as_of}" in told
    assert "Tagged:          yes" in told
    assert b"/Lang(zh-CN)" in content
    assert b"/Alt<" in content


def test_figures_lead_to_the_register_and_the_contents_to_pages(report: Report) -> None:
    content = _written(report)
    assert content.count(b"/Subtype/Link") > len(report.register)


MARKUP = r"#panic(1) $x$ \ *b* _c_ @d <e> `f` //g =h #link(i) 龘"


@poppler
def test_names_are_never_markup_and_what_cannot_be_drawn_is_said(tmp_path: Path) -> None:
    content = pdf.write(draft(replace(small.brief(), segment=MARKUP), "en"))
    text = _squeezed(_asked("pdftotext", content, tmp_path, "-"))
    assert _squeezed(MARKUP).replace("龘", fonts.BOX) in text
    assert _squeezed(render(fonts.boxes_note(frozenset("龘")), "en")) in text
    assert b"/URI" not in content


def test_a_name_of_forty_thousand_letters_is_written_out() -> None:
    content = pdf.write(hostile.report())
    assert content.startswith(b"%PDF")
    assert b"/JavaScript" not in content


def test_a_letter_of_no_font_is_a_box() -> None:
    assert fonts.drawable("A中ไé") == "A中□é"
    assert fonts.not_drawn(["客户流失信号万亿翀堃喆", "Ünïcode “quotes” – ≥ →"]) == frozenset()
