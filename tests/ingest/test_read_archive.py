"""Archives: every file in one by itself, junk passed over, nothing that bursts or nests."""

import gzip
import io
import zipfile
from collections.abc import Mapping

import pytest

from lib.errors import DeskError
from lib.ingest import members, sheets
from lib.ingest.reading.shown import shown_name
from lib.locale import render
from tests.ingest.files import shared, workbook

TABLE = b"account_id,account_name\nA1,Acme\n"
BOOK = workbook({"S": [("account_id", "account_name"), ("A1", "Acme")]})


def packed(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def refused(file: str, content: bytes) -> str:
    with pytest.raises(DeskError) as caught:
        members(file, content)
    return render(caught.value.message, "en")


def test_files_in_a_zip_come_under_names_of_their_own() -> None:
    files = {"accounts.csv": TABLE, "sub/book.xlsx": BOOK, "sub/deals.tsv": b"a\tb\n1\t2\n"}
    junk = {"__MACOSX/._accounts.csv": b"\0\5", "sub/.DS_Store": b"\0", "sub/": b""}
    found = members("export.zip", packed({**files, **junk}))
    assert found == tuple((f"export.zip/{name}", content) for name, content in files.items())
    assert [s.file for s in sheets("export.zip", packed(files))] == [name for name, _ in found]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_member_that_cannot_be_had_stops_no_other(method: int) -> None:
    inner = packed({"a.csv": TABLE})
    found = members("e.zip", packed({"in.zip": inner, "a.gz": gzip.compress(TABLE)}, method))
    for _, error in found:
        assert isinstance(error, DeskError)
        assert "archive inside an archive" in render(error.message, "en")
    good = members("e.zip", packed({"in.zip": inner, "ok.csv": TABLE}, method))[1]
    assert good == ("e.zip/ok.csv", TABLE)


def test_what_is_no_archive_is_returned_as_it_is() -> None:
    assert members("a.csv", TABLE) == (("a.csv", TABLE),)
    assert members("a.xlsx", BOOK) == (("a.xlsx", BOOK),)


def test_a_gzip_gives_the_one_file_in_it() -> None:
    assert members("a.csv.gz", gzip.compress(TABLE)) == (("a.csv", TABLE),)
    twice = gzip.compress(TABLE) + gzip.compress(b"A2,Beta\n")  # as log rotation leaves them
    assert members("a.csv.gz", twice) == (("a.csv", TABLE + b"A2,Beta\n"),)
    (sheet,) = sheets("a.xlsx.gz", gzip.compress(BOOK))
    assert sheet.n_rows == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (packed({"../a.csv": TABLE}), "path that leads out"),
        (packed({"/etc/a.csv": TABLE}), "path that leads out"),
        (packed({"C:\\a.csv": TABLE}), "path that leads out"),
        (packed({"a.csv": b" " * 30_000_000}), "unpacks to more"),
        (packed({f"{n}.csv": TABLE for n in range(60)}), "60 files"),
        (packed({f"{n}.csv": TABLE for n in range(600)}), "more parts"),
        (packed({"__MACOSX/x": b"1"}), "without files"),
        (packed({"a.csv": TABLE}, zipfile.ZIP_BZIP2), "packed by a method"),
        (packed({"a.csv": TABLE})[:-30], "damaged or incomplete"),
    ],
)
def test_archives_that_no_export_is_are_refused(content: bytes, said: str) -> None:
    assert said in refused("e.zip", content)


def test_gzips_that_nest_burst_or_break_are_refused() -> None:
    assert "inside an archive" in refused("a.gz", gzip.compress(gzip.compress(TABLE)))
    assert "unpacks to more" in refused("a.gz", gzip.compress(b"0," * 30_000_000))
    assert "damaged" in refused("a.gz", gzip.compress(TABLE)[:-9])


def test_a_false_size_is_found_out_while_it_unpacks() -> None:
    content = bytearray(packed({"a.csv": b"x" * 5000}))
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = (10).to_bytes(4, "little")
    (member,) = members("e.zip", bytes(content))
    assert isinstance(member[1], DeskError)
    assert "false size" in render(member[1].message, "en")


def test_every_zip_among_the_odd_files_gives_its_files() -> None:
    folder = shared("messy/frictionless")
    for file in folder.glob("*.zip"):
        assert all(
            isinstance(content, bytes) for _, content in members(file.name, file.read_bytes())
        )


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a\u202egpj.exe", "a<202E>gpj.exe"),
        ("a\u200bb\n.csv", "a<200B>b<000A>.csv"),
        ("客户.xlsx", "客户.xlsx"),
        ("../../etc/passwd", "../../etc/passwd"),
    ],
)
def test_names_are_shown_with_everything_in_them_visible(name: str, shown: str) -> None:
    assert shown_name(name) == shown


def test_long_names_are_cut() -> None:
    assert len(shown_name("x" * 3000 + ".csv")) <= 80
    assert shown_name("x" * 200 + ".csv").endswith("x.csv")
