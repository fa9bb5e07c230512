"""Messages into English or 简体中文; numbers, days and money follow the language."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, localcontext
from functools import cache
from pathlib import Path
from typing import Literal

from babel.dates import format_date
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal, format_percent

from lib.locale.message import (
    Count,
    Joined,
    Message,
    Money,
    Month,
    Number,
    Share,
    Text,
    Value,
)

Language = Literal["en", "zh"]
LANGUAGES: dict[Language, str] = {"en": "English", "zh": "简体中文"}
_LOCALES = {"en": "en_US", "zh": "zh_Hans_CN"}
_TEN_THOUSAND = 10_000
_HUNDRED_MILLION = 100_000_000
_A_RANGE = re.compile(r"(?:\{low\}|(?<![\d.,])0)(?:–| to |至)\{high\}")


def language(text: str | None) -> Language:
    """Return the language that `text` (`zh`, `zh-CN`, `en_US`, …) asks for; English otherwise."""
    return "zh" if (text or "").lower().startswith("zh") else "en"


@cache
def catalogue(lang: Language) -> Catalog:
    """Return the translations of a language; empty for English, which is the source."""
    path = Path(__file__).with_name(f"{'zh_CN' if lang == 'zh' else lang}.po")
    if not path.exists():
        return Catalog(locale=_LOCALES[lang])
    with path.open("rb") as file:
        return read_po(file, locale="zh_CN")


def render(text: Text, lang: Language) -> str:
    """Return `text` in `lang`. A plain `str` is data and comes back unchanged."""
    if isinstance(text, str):
        return text
    template = template_of(text, lang)
    values = {name: shown(value, lang) for name, value in text.values.items()}
    if "high" in values and values.get("low", "0") == values["high"]:
        template = _A_RANGE.sub("{high}", template)  # no range: its ends read alike
    return template.format(**values) if values else template


def template_of(message: Message, lang: Language) -> str:
    """Return a message's words in a language, with `{placeholders}` where values go."""
    entry = catalogue(lang).get(message.id)
    translated = entry.string if entry is not None else ""
    if isinstance(translated, (tuple, list)):
        translated = translated[0]
    if translated:
        return translated
    return message.id if message.many is None or message.n == 1 else message.many


def shown(value: Value, lang: Language) -> str:
    """Return one value as readers of `lang` write it."""
    match value:
        case str():
            return value
        case Message():
            return render(value, lang)
        case date():
            return format_date(value, "long" if lang == "zh" else "d MMM y", locale=_LOCALES[lang])
        case Joined(parts):
            return format_list([render(part, lang) for part in parts], locale=_LOCALES[lang])
        case Month(first_day):
            pattern = "y年M月" if lang == "zh" else "MMMM y"
            return format_date(first_day, pattern, locale=_LOCALES[lang])
        case _:
            return _number(value, lang)


def _number(value: Number | Count | Share | Money, lang: Language) -> str:
    with localcontext() as context:
        context.rounding = ROUND_HALF_UP  # as spreadsheets round, so that copies agree
        return _written(value, lang)


def _written(value: Number | Count | Share | Money, lang: Language) -> str:
    locale = _LOCALES[lang]
    match value:
        case Count(n):
            return format_decimal(n, locale=locale)
        case Number(x, digits):
            return format_decimal(x, f"#,##0.{'0' * digits}" if digits else "#,##0", locale=locale)
        case Share(x, digits):
            return format_percent(x, f"0.{'0' * digits}%" if digits else "0%", locale=locale)
        case Money(x, currency):
            return _money(x, currency, lang)


def _money(amount: float, currency: str | None, lang: Language) -> str:
    """Return a short amount: `$1.23M` in English, `$123.4万` in Chinese."""
    steps = (
        ((_HUNDRED_MILLION, "亿"), (_TEN_THOUSAND, "万"))
        if lang == "zh"
        else ((1_000_000_000, "B"), (1_000_000, "M"), (10_000, "K"))
    )
    for size, unit in steps:
        if abs(amount) >= size:
            scaled = amount / (1000 if unit == "K" else size)
            digits = 0 if unit == "K" else 2
            return _plain_money(scaled, currency, lang, digits) + unit
    return _plain_money(amount, currency, lang, 0)


def _plain_money(amount: float, currency: str | None, lang: Language, digits: int) -> str:
    pattern = f"#,##0.{'0' * digits}" if digits else "#,##0"
    if not currency:
        return format_decimal(amount, pattern, locale=_LOCALES[lang])
    return format_currency(
        amount, currency, f"¤{pattern}", locale=_LOCALES[lang], currency_digits=False
    )
