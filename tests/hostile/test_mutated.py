"""Files with bits flipped, ends cut off and tags swapped: read, or refused in one sentence.

A few are tried each time; `MUTATED_FILES=10000 pytest tests/hostile/test_mutated.py` tries many.
"""

import os
import random
import time
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import psutil

from lib.errors import DeskError
from lib.ingest import sheets
from lib.locale import render
from tests.hostile.test_verdicts import JARGON
from tests.ingest.files import workbook

N_FILES = int(os.environ.get("MUTATED_FILES", "80"))
SEED = int(os.environ.get("MUTATED_SEED", "20261122"))
MOST_SECONDS = 40.0  # the process has 25, and other work may go on beside it
CSV = (
    "account_id,account_name,mrr,customer_since\n"
    + "".join(f'A{n},"Acme, {n}",{n}.5,2026-01-{n % 28 + 1:02}\n' for n in range(40))
    + 'B1,"北京数据\n有限公司",1,2026-02-01\n'
).encode()
XLSX = workbook(
    {
        "Accounts": [("account_id", "account_name", "mrr")]
        + [(f"A{n}", f"Acme {n}", n * 1.5) for n in range(40)],
        "Notes": [("a", "b"), ("x", "y")],
    }
)
PIECES = (
    b"<row", b"</row>", b"<c ", b"</c>", b"<v>", b"</v>", b"<f>", b'r="A0"', b't="s"', b't="e"',
    b's="999"', b"&#1;", b"<!DOCTYPE a>", b"\xff", b"1e999", b"</sheetData>", b'"', b"<", b">",
)  # fmt: skip


def mutated(chance: random.Random) -> tuple[str, bytes]:
    """Return a file that is no longer quite what it was."""
    if chance.random() < 0.3:
        return "a.csv", damaged(
            chance, CSV, (b",", b'"', b"\n", b"\r", b";", b"\0", b"\xe9", b"\t")
        )
    if chance.random() < 0.3:
        return "a.xlsx", damaged(chance, XLSX, (b"PK\x01\x02", b"PK\x05\x06", b"\0\0\0\0"))
    return "a.xlsx", with_damaged_part(chance)


def damaged(chance: random.Random, content: bytes, pieces: tuple[bytes, ...]) -> bytes:
    """Flip bits, put pieces in, cut pieces out, or cut the end off."""
    found = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(found) or 1)
        what = chance.choices(("flip", "put", "cut", "end"), (6, 6, 6, 1))[0]
        if what == "flip":
            found[at : at + 1] = bytes(
                sign ^ 1 << chance.randrange(8) for sign in found[at : at + 1]
            )
        elif what == "put":
            found[at:at] = chance.choice(pieces)
        else:
            del found[at : at + chance.randint(1, 40) if what == "cut" else None]
    return bytes(found)


def with_damaged_part(chance: random.Random) -> bytes:
    """Return the workbook with one part damaged and packed soundly again."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(XLSX)) as book:
        names = book.namelist()
        chosen = chance.choice([n for n in names if "sheet" in n or "workbook" in n] * 3 + names)
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
            for name in names:
                data = book.read(name)
                copy.writestr(name, damaged(chance, data, PIECES) if name == chosen else data)
    return out.getvalue()


def test_damaged_files_are_read_or_refused_and_end_no_process(tmp_path: Path) -> None:
    """Anything but a DeskError fails the test with the bytes kept beside it."""
    chance = random.Random(SEED)  # noqa: S311 - the same files each time
    tried = {"read": 0, "refused": 0}
    for n in range(N_FILES):
        name, content = mutated(chance)
        (tmp_path / f"last_{name}").write_bytes(content)
        begin = time.monotonic()
        try:
            sheets(name, content)
            tried["read"] += 1
        except DeskError as error:
            tried["refused"] += 1
            text = render(error.message, "en")
            assert not JARGON.search(text), (n, zlib.crc32(content), text)
        assert time.monotonic() - begin < MOST_SECONDS, n
    assert psutil.Process().children() == []
    assert min(tried.values()) > 0, tried
    print(tried)  # noqa: T201 - seen with -s, when many are tried by hand
