"""Large logs are understood exactly as small ones, and leave nothing behind when stopped."""

import gzip
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.errors import DeskError
from lib.foreign.logs.scan import scanned
from lib.ingest import parsed, recognised, sheets
from lib.ingest.answers import Answers
from lib.ingest.big.log import BigParsed, big_parsed, is_big, opened_big
from lib.ingest.big.rows import FIRST_ROW
from lib.ingest.parse import Parsed
from lib.ingest.progress import Progress, cancelled, silent
from lib.locale import Message, render
from lib.model import KINDS
from tests.ingest.files import shared
from tests.sizes import examples

COLUMNS = [*KINDS["usage"].names, "custom", "source_row"]
START = datetime.fromisoformat("2026-03-01 00:00:00")
HEADER = ("event_id", "account_id", "user_id", "event", "occurred_at", "quantity", "browser")


def small(file: str, content: bytes, answers: Mapping[str, str]) -> Parsed:
    found = sheets(file, content, Answers(answers))
    assert len(found) == 1
    return parsed(found[0], recognised(found[0], None, answers), answers)


def large(
    folder: Path,
    file: str,
    content: bytes,
    answers: Mapping[str, str] | None = None,
    progress: Progress = silent,
) -> BigParsed:
    said = dict(answers or {})
    big = opened_big(file, content, folder, Answers(said), progress)
    assert big is not None
    try:
        return big_parsed(big, recognised(big.sheet, None, said), said, progress)
    finally:
        big.discard()


def rows_of(result: BigParsed) -> pd.DataFrame:
    assert result.part is not None
    rows = pd.read_parquet(result.part)
    if FIRST_ROW in rows:
        rows["source_row"] = rows[FIRST_ROW] + rows.index.to_numpy()
    return rows.reindex(columns=COLUMNS)


def assert_alike(folder: Path, file: str, content: bytes, answers: Mapping[str, str]) -> BigParsed:
    one = small(file, content, answers)
    other = large(folder, file, content, answers)
    assert [q.code for q in other.questions] == [q.code for q in one.questions]
    assert [(m.column, m.field) for m in other.mapping] == [
        (m.column, m.field) for m in one.mapping
    ]
    assert other.n_read == one.n_read
    if not one.questions:
        types = {n: str(one.rows[n].dtype) for n in COLUMNS}
        got = rows_of(other).astype(types)
        pd.testing.assert_frame_equal(got, one.rows[COLUMNS].reset_index(drop=True))
        assert (other.n_rejected, other.n_rows) == (one.n_rejected, len(one.rows))
        assert other.carried == one.carried
        assert other.spans == one.spans
        assert said(other) == said(one)
    other.discard()
    assert list(folder.iterdir()) == []
    return other


def said(result: Parsed | BigParsed) -> tuple[list[object], set[tuple[str, int | None, str]]]:
    rejects = [
        (int(row), None if pd.isna(column) else column, render(reason, "en"))
        for row, column, reason in zip(
            result.rejects["source_row"], result.rejects["column"], result.rejects["reason"],
            strict=True,
        )
    ]  # fmt: skip
    # Which ids look alike is said of small files only.
    issues = {
        (i.code, i.row, render(i.message, "en"))
        for i in result.issues
        if i.code != "look_alike_ids"
    }
    return [*sorted(rejects)], issues


def log(n: int, **odd: list[str]) -> list[list[str]]:
    rows = []
    for i in range(n):
        moment = START + timedelta(seconds=7 * i)
        rows.append([f"e{i:07d}", f"A-{i % 40:04d}", f"u{i % 300:05d}",
                     ("login", "report", "API call", "data export")[i % 4],
                     f"{moment:%Y-%m-%d %H:%M:%S}", str(i % 90),
                     ("Edge", "Firefox", "")[i % 3]])  # fmt: skip
    for column, texts in odd.items():
        for k, text in enumerate(texts):
            rows[(k * 37 + 5) % n][HEADER.index(column)] = text
    return rows


def written(
    rows: list[list[str]], delimiter: str = ",", *, quote: bool = False, end: str = "\n"
) -> str:
    def field(text: str) -> str:
        if quote or any(sign in text for sign in (delimiter, '"', "\n", "\r")):
            return '"' + text.replace('"', '""') + '"'
        return text

    return end.join(delimiter.join(map(field, row)) for row in [list(HEADER), *rows]) + end


def test_a_plain_log_is_read_as_a_small_file_is(tmp_path: Path) -> None:
    result = assert_alike(tmp_path, "log.csv", written(log(6_000)).encode(), {})
    assert (result.first_day, result.last_day) == (START.date(), START.date())


@pytest.mark.parametrize(
    ("delimiter", "quote", "end"),
    [(",", True, "\n"), (";", False, "\r\n"), ("\t", True, "\r\n"), ("|", False, "\n")],
)
def test_neither_delimiter_nor_quotes_nor_line_ends_matter(
    tmp_path: Path, delimiter: str, quote: bool, end: str
) -> None:
    text = written(log(3_000, browser=["Chrome, 12", 'the "new" one', "火狐", " x ", "N/A"]),
                   delimiter, quote=quote, end=end)  # fmt: skip
    assert_alike(tmp_path, "log.csv", text.encode(), {})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    rows = log(3_000)
    for row in rows[1_000:]:
        row[3], row[6] = "登录", "火狐浏览器，客户使用情况正常"
    assert_alike(tmp_path, "log.csv", written(rows).encode(encoding), {})


ODD: dict[str, list[str]] = {
    "account_id": ["", " A-0001 ", "Ａ－0001", "1.23E+11", "null", "#N/A", "A\u200b-0002", "北京"],
    "event": ["登录", "Sign in", "brand new", "LOGIN", "", "NULL", "-"],
    "occurred_at": ["2026-03-05", "2026-03-05T10:00:00Z", "2026-03-05 10:00:00+08:00", "soon", "",
                    "2026/3/5 9:30", "1772960400", "2026-02-30 10:00:00",
                    "2026-03-05 10:00:00.123456",
                    "5 Mar 2026 3:04 PM", "2026-03-05T10:00:00.5-03:30", "20260305", "46086.5"],
    "quantity": ["1.5", "1,234", "-3", "abc", "1e3", "", "12.0", "0.125", "1 234", "N/A", "7%",
                 "¥1,200.50"],
    "browser": ["\\", '"', "a\\b", "\x07bell", "  ", "日本", "=1+1", "nan", "Edge"],
}  # fmt: skip


@pytest.mark.parametrize("column", list(ODD))
def test_values_that_are_not_plain(tmp_path: Path, column: str) -> None:
    assert_alike(tmp_path, "log.csv", written(log(3_000, **{column: ODD[column]})).encode(), {})


@settings(max_examples=examples(4, 16), deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture,
                                 HealthCheck.too_slow])  # fmt: skip
@given(data=st.data())
def test_any_mixture_is_read_as_a_small_file_is(tmp_path: Path, data: st.DataObject) -> None:
    odd = {
        column: data.draw(st.lists(st.sampled_from(texts), max_size=12), label=column)
        for column, texts in ODD.items()
    }
    text = written(
        log(2_500, **odd),
        data.draw(st.sampled_from(",;\t|")),
        quote=data.draw(st.booleans()),
        end=data.draw(st.sampled_from(["\n", "\r\n"])),
    )
    encoding = data.draw(st.sampled_from(["utf-8", "gb18030"]))
    assert_alike(tmp_path, "log.csv", text.encode(encoding), {})


def test_days_that_fit_both_ways_are_asked_about(tmp_path: Path) -> None:
    rows = log(3_000)
    for i, row in enumerate(rows):
        row[4] = f"0{i % 9 + 1}/03/2026 10:{i % 60:02d}:00"
    content = written(rows).encode()
    result = large(tmp_path, "log.csv", content)
    assert [q.code for q in result.questions] == ["dates"]
    assert result.part is None
    assert_alike(tmp_path, "log.csv", content, {"dates": "month_first"})


def test_one_row_far_down_settles_the_order_of_days(tmp_path: Path) -> None:
    rows = log(3_000)
    for i, row in enumerate(rows):
        row[4] = f"0{i % 9 + 1}/03/2026 10:{i % 60:02d}"
    rows[2_999][4] = "25/03/2026 10:00"
    result = assert_alike(tmp_path, "log.csv", written(rows).encode(), {})
    assert result.questions == ()


def test_a_packed_log(tmp_path: Path) -> None:
    content = gzip.compress(written(log(2_500)).encode())
    assert large(tmp_path, "log.csv.gz", content).n_rows == 2_500


@pytest.mark.parametrize(
    ("broken", "code"),
    [("e1,A-1,u1,login,2026-03-01 00:00:00,1,\"never closed\n", "damaged"),
     ("e1,A-1,u1,login,2026-03-01 00:00:00\n", "ragged"),
     ("e1,A-1,u1,login,2026-03-01 00:00:00,1,x,y,z\n", "ragged")],
)  # fmt: skip
def test_damage_is_refused_with_its_line(tmp_path: Path, broken: str, code: str) -> None:
    rows = log(6_000)
    text = written(rows[:5_000]) + broken + written(rows[5_000:]).split("\n", 1)[1]
    with pytest.raises(DeskError) as refusal:
        large(tmp_path, "log.csv", text.encode())
    assert refusal.value.code == code
    assert "5002" in render(refusal.value.message, "en")
    assert list(tmp_path.iterdir()) == []


def test_ragged_rows_stay_out_when_the_user_says_so(tmp_path: Path) -> None:
    text = written(log(3_000)).replace("e0002500,", "e0002500,extra,")
    assert_alike(tmp_path, "log.csv", text.encode(), {"ragged": "set_aside"})


def test_whoever_stops_it_finds_nothing_changed(tmp_path: Path) -> None:
    content = written(log(20_000)).encode()
    calls: list[float] = []
    large(tmp_path, "log.csv", content, None, lambda _what, share: calls.append(share)).discard()
    assert calls[-1] == pytest.approx(1.0, abs=0.1)
    for share in (0.0, 0.2, 0.4, 0.6, 0.8):  # not by calls: how many there are, the clock decides
        with pytest.raises(DeskError) as stopped:
            large(tmp_path, "log.csv", content, None, stopping_at(share))
        assert stopped.value.code == "cancelled"
        assert list(tmp_path.iterdir()) == []


def stopping_at(least: float) -> Progress:
    def progress(_what: Message, share: float) -> None:
        if share >= least:
            raise cancelled("log.csv")

    return progress


def test_only_large_texts_go_this_way(tmp_path: Path) -> None:
    accounts = b"account_id,account_name,industry\n" + b"A-1,Acme,IT\n" * 3_000
    assert not is_big(accounts)
    assert opened_big("accounts.csv", accounts, tmp_path) is None
    assert not is_big(b"PK\x03\x04" + bytes(40_000_000))
    assert is_big(written(log(10)).encode(), least=100)
    assert list(tmp_path.iterdir()) == []


def test_the_usage_of_ravenstack(tmp_path: Path) -> None:
    path = shared("exports/ravenstack_saas") / "ravenstack_feature_usage.csv"
    result = assert_alike(tmp_path, path.name, path.read_bytes(), {})
    assert reasons_count(result) == result.n_rejected


def reasons_count(result: BigParsed) -> int:
    return len(result.rejects)


@pytest.mark.parametrize(
    ("odd", "regular"),
    [("", True), ("1,2\n", False), ("1,2,3,4\n", False), ("\n", False), ('1,"2\n2",3\n', True),
     ('1,2",3\n', False), ("1,2,3\r\n", False), (f"1,2,{'x' * 100_001}\n", False),
     ("1\n2,3,4,5\n", False), ("1,é,3\n", True)],
)  # fmt: skip
def test_bytes_are_judged_alike_in_pieces_and_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, odd: str, *, regular: bool
) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(("a,b,c\n" + "1,2,3\n" * 500 + odd + "4,5,6\n" * 500).encode())
    whole = scanned(path, ",", 0, lambda _share: None)
    monkeypatch.setattr("lib.foreign.logs.scan._JUDGED_BYTES", 100)
    pieces = scanned(path, ",", 0, lambda _share: None)
    assert (whole.regular, pieces.regular) == (regular, regular)
    assert whole.signs.tolist() == pieces.signs.tolist()
    if regular:
        assert whole.n_rows == pieces.n_rows == 1_001 + bool(odd)
        assert whole.width == pieces.width == 3


def test_ids_are_compared_in_portions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = log(2_500)
    rows[2_000][0] = rows[7][0]
    rows[2_001][0] = rows[8][0]
    monkeypatch.setattr("lib.ingest.big.remarks._IDS_AT_ONCE", 300)
    result = large(tmp_path, "log.csv", written(rows).encode())
    (issue,) = [i for i in result.issues if i.code == "repeated_event_id"]
    assert issue.message.n == 2
    assert issue.value == rows[7][0]
