"""Templates that we hand out are recognised whole when they come back filled in."""

import io

import openpyxl
import pytest

from lib.ingest import parsed, recognitions, sheets
from lib.ingest.templates import headings, template
from lib.model import KINDS
from lib.model.spec import Column, Type
from tests.ingest.files import fields

_CELLS: dict[Type, str | float] = {
    Type.ID: "K-0017",
    Type.DAY: "2026-10-31",
    Type.TIME: "2026-10-31 09:30",
    Type.AMOUNT: 1200.5,
    Type.COUNT: 7,
    Type.SHARE: "15%",
    Type.FLAG: "yes",
}
_NAMED = {"email": "li@acme.cn", "requester_email": "li@acme.cn", "user_email": "li@acme.cn",
          "domain": "acme.cn", "phone": "010-8000-1234", "mobile": "13800001234"}  # fmt: skip


def cell(column: Column) -> str | float:
    if column.name in _NAMED:
        return _NAMED[column.name]
    if column.choices:
        return next(iter(column.choices))
    return _CELLS.get(column.type, f"some {column.name}")


def filled(kind: str, lang: str) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(template(kind, lang)))
    sheet = book.worksheets[0]
    for row in (2, 3):
        for place, column in enumerate(KINDS[kind].columns, 1):
            value = cell(column)
            if column.type is Type.ID:
                value = f"{value}-{row}"
            sheet.cell(row, place, value)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("kind", list(KINDS))
def test_a_template_filled_in_is_recognised_whole(kind: str, lang: str) -> None:
    found = sheets(f"{kind}.xlsx", filled(kind, lang))
    results = recognitions(found)
    taken = [(s, r) for s, r in zip(found, results, strict=True) if r.skipped is None]
    ((sheet, result),) = taken
    assert result.kind == kind
    assert result.questions == ()
    assert [m.field for m in result.mapping] == [f"{kind}.{name}" for name in KINDS[kind].names]
    rows = parsed(sheet, result)
    assert (len(rows.rows), rows.n_rejected) == (2, 0)
    assert [i.code for i in rows.issues if i.severity != "info"] == []


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("kind", list(KINDS))
def test_its_headings_alone_are_mapped_to_their_fields(kind: str, lang: str) -> None:
    titles = headings(KINDS[kind], lang)  # type: ignore[arg-type]
    assert len(set(titles)) == len(titles)
    text = ",".join(f'"{t}"' for t in titles) + "\n" + ",".join('"x"' for _ in titles) + "\n"
    found = fields("a.csv", text, kind)
    typed = {c.name for c in KINDS[kind].columns if c.type in {Type.ID, Type.TEXT, Type.CHOICE}}
    for title, name in zip(titles, KINDS[kind].names, strict=True):
        assert name not in typed or found[title] == f"{kind}.{name}", title


def test_the_guide_explains_each_column_and_choices_are_offered() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template("contacts", "en")))
    data, guide = book.worksheets
    assert data.max_row == 1
    rows = {row[0]: row for row in guide.iter_rows(min_row=2, values_only=True)}
    assert len(rows) == len(KINDS["contacts"].columns)
    assert rows["Stance"][3] == "champion, supporter, neutral, sceptic, opponent"
    assert "Account id, Account name" in str(rows["Account id"][4])
    lists = {str(v.sqref): v.formula1 for v in data.data_validations.dataValidation}
    assert '"champion,supporter,neutral,sceptic,opponent"' in lists.values()


def test_required_columns_are_starred_and_values_that_look_like_formulas_stay_text() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template("accounts", "zh")))
    assert book.worksheets[0].title == "客户"
    assert book.worksheets[0]["A1"].value == "客户编号*"
    cells = (c for sheet in book.worksheets for row in sheet.iter_rows() for c in row)
    assert {c.data_type for c in cells} <= {"s", "n"}


def test_a_kind_that_does_not_exist_has_no_template() -> None:
    with pytest.raises(KeyError):
        template("unicorns", "en")
