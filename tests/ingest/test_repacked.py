"""A workbook as its reader gets it: nothing lost, and its merged cells found by the scan."""

import io
import re
import zipfile
import zlib
from itertools import pairwise

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from lib.foreign import zipped
from lib.foreign.limits import MAX_MERGED
from lib.foreign.parts import Parts
from lib.foreign.repacked import repacked
from lib.foreign.scan import Scan
from lib.foreign.zipped import Zip
from lib.ingest.reading.workbook import raw_sheets

SHEET = "xl/worksheets/sheet1.xml"
RANGES = ["A2:A4", "C1:D1", "B5:D6"]


def book(ranges: list[str], *, rows: int = 8) -> bytes:
    """Return a workbook of two sheets, the first with merged cells."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for n in range(rows):
        sheet.append([f"r{n} c{c}" for c in range(4)])
    for each in ranges:
        sheet.merge_cells(each)
    made.create_sheet("Other").append(["x", 1.5, "客户"])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def changed(content: bytes, method: int, change: tuple[bytes, bytes] = (b"", b"")) -> bytes:
    """Return the workbook packed in another way, its first sheet changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", method) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(*change, 1) if name == SHEET else data)
    return out.getvalue()


def for_reader(content: bytes) -> bytes:
    opened = Zip.of(content)
    return repacked(opened, Parts.of(opened).sheets)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_the_reader_gets_a_sound_zip_with_the_same_cells_and_skips_the_merged_ones(
    method: int,
) -> None:
    content = changed(book(RANGES), method)
    given = for_reader(content)
    with zipfile.ZipFile(io.BytesIO(given)) as new, zipfile.ZipFile(io.BytesIO(content)) as old:
        assert new.testzip() is None
        assert new.namelist() == old.namelist()
        assert new.read(SHEET).endswith(old.read(SHEET))
    ours, bare = (CalamineWorkbook.from_filelike(io.BytesIO(each)) for each in (given, content))
    assert ours.get_sheet_by_index(0).merged_cell_ranges == []
    for place in (0, 1):
        one, other = ours.get_sheet_by_index(place), bare.get_sheet_by_index(place)
        assert one.to_python() == other.to_python() != []


@pytest.mark.parametrize(
    "begin",
    [
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
        b"<?xml version='1.0'?>\n",
        b'\xef\xbb\xbf<?xml version="1.0"?>',
        b'<?xml version="1.0" encoding="US-ASCII"?>',
    ],
)
def test_merged_cells_are_told_once_however_a_sheet_begins(begin: bytes) -> None:
    content = changed(book(RANGES), zipfile.ZIP_DEFLATED, (b"<worksheet", begin + b"<worksheet"))
    first, other = raw_sheets("a.xlsx", content)
    assert sorted(set(first.merged)) == [(0, 2, 0, 3), (1, 0, 3, 0), (4, 1, 5, 3)]
    assert other.merged == []
    assert first.rows[0][:2] == ("r0 c0", "r0 c1")


def test_ranges_are_found_however_the_parts_of_a_sheet_come(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ranges = [f"A{n}:B{n}" for n in range(2, 402, 2)]
    monkeypatch.setattr(zipped, "CHUNK_BYTES", 700)
    opened = Zip.of(book(ranges, rows=500))
    signs = Scan(1, frozenset(), is_1904=False).of(opened.chunks(opened.parts[SHEET]))
    assert sorted(signs.merged) == sorted(ranges)
    assert signs.n_rows == 500


def test_no_more_ranges_are_told_than_are_looked_at() -> None:
    more = b"".join(b'<mergeCell ref="A%d:B%d"/>' % pair for pair in pairwise(range(60_000)))
    cells = b"</sheetData><mergeCells>" + more + b"</mergeCells>"
    content = changed(book([]), zipfile.ZIP_DEFLATED, (b"</sheetData>", cells))
    assert len(raw_sheets("a.xlsx", content)[0].merged) <= MAX_MERGED


def test_an_ods_that_does_not_say_what_it_is_is_made_to_say_it() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("content.xml", "<office/>")
    given = for_reader(out.getvalue())
    with zipfile.ZipFile(io.BytesIO(given)) as new:
        assert new.testzip() is None
        assert new.read("mimetype") == b"application/vnd.oasis.opendocument.spreadsheet"
        assert new.read("content.xml") == b"<office/>"


def test_what_is_put_before_a_sheet_leaves_its_checksum_as_it_is() -> None:
    given = for_reader(book([]))
    with zipfile.ZipFile(io.BytesIO(given)) as new:
        text = new.read(SHEET)
    before = re.match(rb".*?-->", text)
    assert before is not None
    assert zlib.crc32(before[0]) == 0
