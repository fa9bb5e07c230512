"""A row between headings and rows: units, forms, or what the columns mean."""

import re

from lib.ingest.names.headings import is_known
from lib.ingest.tables.grid import Row, filled
from lib.ingest.values.cells import folded
from lib.ingest.values.numbers import is_number

_UNITS = frozenset(
    """
    元 万元 亿元 千元 个 人 天 小时 分钟 秒 次 条 家 % ％ 日 usd cny eur rmb days day
    hours minutes seconds count number text string date datetime integer int decimal
    float boolean bool varchar picklist currency 文本 数字 日期 单选 多选 必填 选填
    required optional n/a - $ € £ ¥ ￥ k id email phone url
    """.split()  # noqa: SIM905 - a list of words is read more easily so
)
_FORM = re.compile(r"[ymdhs年月日时分秒:/.\- ]{4,}", re.IGNORECASE)
_EXPLAINS = re.compile(
    r"必填|选填|请填|填写|请输入|请选择|格式|例如|示例|如[:：]|最多|不能|唯一"
    r"|\b(?:e\.g\.|for example|required|optional|format|must be|max(?:imum)?|choose|enter|allowed"
    r"|unique)\b",
    re.IGNORECASE,
)


def is_units(row: Row, width: int) -> bool:
    """Say whether a row under the header names units or forms: `元`, `(days)`, `yyyy-mm-dd`."""
    cells = filled(row)
    return bool(cells) and len(cells) * 3 >= width and all(map(_is_unit, cells))


def _is_unit(text: str) -> bool:
    bare = text.strip("()[]（）【】 ").casefold()
    return bare in _UNITS or bool(_FORM.fullmatch(bare))


def is_explanation(row: Row, width: int) -> bool:
    """Say whether a row under the header explains the columns, as templates do."""
    cells = filled(row)
    hits = sum(bool(_EXPLAINS.search(cell)) for cell in cells)
    plain = not any(is_number(folded(cell)) for cell in cells) and not any(map(is_known, cells))
    return plain and hits * 2 >= len(cells) and len(cells) * 2 >= width and hits > 0
