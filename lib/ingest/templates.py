"""A workbook to fill in for each kind: headings that we recognise, lists to choose from, a guide.

There is no example row among the data, where somebody would forget it: examples stand in the
guide, a second sheet that the importer leaves out.
"""

import io
import re
from collections.abc import Sequence

import xlsxwriter

from lib.locale import Language, Message, language, msg, render
from lib.model import KINDS, Column, Kind
from lib.model.spec import Type

_CHINESE = re.compile("[\u4e00-\u9fff]")
_LIST_CHARACTERS = 255  # Excel takes no longer list in a validation
_ROWS = 5000  # rows that are prepared with lists and formats
_WIDTH, _WIDEST, _MARK = 14, 40, "*"
_FORMS: dict[Type, tuple[Message, str]] = {
    Type.ID: (msg("id, kept exactly as written"), "A-00123"),
    Type.TEXT: (msg("text"), ""),
    Type.DAY: (msg("day, for example 2026-10-31"), "2026-10-31"),
    Type.TIME: (msg("day, with time if known"), "2026-10-31 09:30"),
    Type.AMOUNT: (msg("amount, without a currency sign"), "12000.50"),
    Type.COUNT: (msg("number"), "12"),
    Type.SHARE: (msg("share, as a percentage or from 0 to 1"), "15%"),
    Type.CHOICE: (msg("one word of your list"), ""),
    Type.TAGS: (msg("one or several words, separated by ;"), ""),
    Type.FLAG: (msg("yes or no"), "yes"),
}
_HEADINGS_ZH = {  # where the first Chinese name of a field is not the clearest
    "contracts.stage": "商机阶段",
    "tickets.first_response_minutes": "首次响应时长(分钟)",
    "tickets.resolution_minutes": "解决时长(分钟)",
    "activities.duration_minutes": "时长(分钟)",
    "usage.user_id": "用户ID",
    "usage.period": "统计周期",
    "usage.duration_seconds": "使用时长(秒)",
}
_SHEETS_ZH = {
    "accounts": "客户",
    "contacts": "联系人",
    "contracts": "合同",
    "tickets": "工单",
    "activities": "跟进记录",
    "usage": "使用",
    "losses": "流失",
    "assessments": "评估",
    "demands": "需求",
    "interviews": "访谈",
    "walkthroughs": "走查",
}
_YES_NO = {"en": ("yes", "no"), "zh": ("是", "否")}
_GUIDE = {"en": "Guide", "zh": "填写说明"}
_HEAD = (
    msg("column"),
    msg("meaning"),
    msg("form"),
    msg("allowed values"),
    msg("needed"),
    msg("example"),
)


def template(kind: str, lang: str) -> bytes:
    """Return the workbook (XLSX) to fill in for a kind; KeyError when there is no such kind."""
    chosen, spoken = KINDS[kind], language(lang)
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False,
                                      "strings_to_urls": False})  # fmt: skip
    _data_sheet(book, chosen, spoken)
    _guide_sheet(book, chosen, spoken)
    book.close()
    return file.getvalue()


def headings(kind: Kind, lang: Language) -> tuple[str, ...]:
    """Return what the columns are called in the template, in the order of the kind."""
    if lang == "en":
        return tuple(name.replace("_", " ").capitalize() for name in kind.names)
    return tuple(_chinese(kind, column) for column in kind.columns)


def _chinese(kind: Kind, column: Column) -> str:
    named = _HEADINGS_ZH.get(f"{kind.name}.{column.name}")
    return named or next((h for h in column.headings if _CHINESE.search(h)), column.name)


def _data_sheet(book: xlsxwriter.Workbook, kind: Kind, lang: Language) -> None:
    sheet = book.add_worksheet(_SHEETS_ZH[kind.name] if lang == "zh" else kind.name)
    bold = book.add_format({"bold": True, "bg_color": "#DDE7F0", "bottom": 1, "text_wrap": True})
    kept = book.add_format({"num_format": "@"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    needed = {group[0] for group in kind.needs if len(group) == 1}
    for place, (column, heading) in enumerate(zip(kind.columns, headings(kind, lang), strict=True)):
        marked = heading + _MARK if column.name in needed else heading
        form = {Type.ID: kept, Type.DAY: day}.get(column.type)
        sheet.set_column(
            place, place, max(_WIDTH, 2 * len(marked) if lang == "zh" else len(marked)), form
        )
        sheet.write_string(0, place, marked, bold)
        _offer(sheet, place, _choices(column, lang))
    sheet.freeze_panes(1, 0)


def _offer(sheet: xlsxwriter.worksheet.Worksheet, place: int, choices: Sequence[str]) -> None:
    """Let cells of a column be chosen from a list; other words may still be typed."""
    if not choices or len(",".join(choices)) > _LIST_CHARACTERS:
        return
    rule = {"validate": "list", "source": list(choices), "error_type": "information"}
    sheet.data_validation(1, place, _ROWS, place, rule)


def _choices(column: Column, lang: Language) -> tuple[str, ...]:
    """Return the allowed values as people of that language write them."""
    if column.type is Type.FLAG:
        return _YES_NO[lang]
    return tuple(_shown(value, words, lang) for value, words in column.choices.items())


def _shown(value: str, words: Sequence[str], lang: Language) -> str:
    if lang == "en":
        return value
    return next((word for word in words if _CHINESE.search(word)), value)


def _guide_sheet(book: xlsxwriter.Workbook, kind: Kind, lang: Language) -> None:
    sheet = book.add_worksheet(_GUIDE[lang])
    bold = book.add_format({"bold": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, len(_HEAD) - 1, _WIDEST, wrapped)
    for place, title in enumerate(_HEAD):
        sheet.write_string(0, place, render(title, lang), bold)
    for row, (column, heading) in enumerate(
        zip(kind.columns, headings(kind, lang), strict=True), 1
    ):
        for place, text in enumerate(_explained(kind, column, heading, lang)):
            sheet.write_string(row, place, text)
    sheet.freeze_panes(1, 0)


def _explained(kind: Kind, column: Column, heading: str, lang: Language) -> tuple[str, ...]:
    form, example = _FORMS[column.type]
    choices = _choices(column, lang)
    several = "" if column.type is not Type.TAGS else render(msg("separated by ;"), lang)
    allowed = ", ".join(choices) + (f" ({several})" if choices and several else "")
    return (
        heading,
        render(column.meaning, lang),
        render(form, lang),
        allowed,
        render(_needed(kind, column, lang), lang),
        choices[0] if choices else example,
    )


def _needed(kind: Kind, column: Column, lang: Language) -> Message | str:
    """Say whether the file cannot do without the column, or which others serve instead."""
    named = dict(zip(kind.names, headings(kind, lang), strict=True))
    for group in kind.needs:
        if group == (column.name,):
            return msg("yes, in every file")
        if column.name in group:
            return msg("one of: {names}", names=", ".join(named[name] for name in group))
    return ""
