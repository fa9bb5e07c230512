"""Messages in the reader's language.

Nearly every text place of Streamlit reads Markdown, so `say` and `said` give text in which
nothing is Markdown any more: a customer named `![x](http://…)` is just a name. Places that
do not read Markdown (cells of a grid, charts, options of a select box, file names) take
`shown`.
"""

import re
from datetime import date, datetime

from lib.locale import Language, Text, msg, render
from lib.locale.message import Value
from lib.locale.render import shown as _shown
from lib.ui import state
from lib.ui.units import UNKNOWN

# U+2060 WORD JOINER: not seen, but breaks what a backslash cannot: bare web and mail
# addresses become links, and `:name:` an icon, after escapes have been resolved.
_JOINER = "\u2060"
_BREAKS = re.compile(r":(?=[A-Za-z_+\-/]|\d+:)|@|\bwww(?=\.)", re.IGNORECASE)
_MARKS = re.compile(r"([\\`*_{}\[\]<>#~$|!&])")
_LIST_START = re.compile(r"^(\s*)(?:([-+])|(\d+)([.)]))(?=\s|$)")
_SPACE = re.compile(r"\s+")


def say(template: str, /, **values: Value) -> str:
    """Return a sentence in the reader's language; `template` is a literal, as for `msg`."""
    return said(msg(template, **values))


def said(text: Text) -> str:
    """Return a message (or a piece of data) in the reader's language, safe in Markdown."""
    return md_escape(render(text, state.language()))


def shown(value: Value | None) -> str:
    """Return a message or value in the reader's language, unescaped; None is `unknown`."""
    if isinstance(value, datetime):
        value = value.date()
    return _shown(UNKNOWN if value is None else value, state.language())


def md_escape(text: str) -> str:
    r"""Return one line of text that Markdown shows exactly as it is.

    >>> md_escape("[Acme](http://a.example) *1. $5")
    '\\[Acme\\](http:\u2060//a.example) \\*1. \\$5'
    """
    line = _SPACE.sub(" ", text.replace("\x00", ""))
    line = _BREAKS.sub(lambda found: found[0] + _JOINER, line)
    line = _MARKS.sub(r"\\\1", line)
    return _LIST_START.sub(_escaped_start, line)


def _escaped_start(found: re.Match[str]) -> str:
    indent, sign, number, mark = found.groups()
    return f"{indent}\\{sign}" if sign else f"{indent}{number}\\{mark}"


_DAY_FORMATS: dict[Language, str] = {"en": "D MMM YYYY", "zh": "YYYY年M月D日"}
_CHART_DAY_FORMATS: dict[Language, str] = {"en": "%-d %b %Y", "zh": "%Y年%-m月%-d日"}
_CHART_MONTH_FORMATS: dict[Language, str] = {"en": "%b %Y", "zh": "%Y年%-m月"}


def day_format() -> str:
    """Return how a grid writes days (Moment pattern)."""
    return _DAY_FORMATS[state.language()]


def chart_day_format() -> str:
    """Return how a chart writes days (d3 pattern)."""
    return _CHART_DAY_FORMATS[state.language()]


def chart_month_format() -> str:
    """Return how a chart writes months on a time axis (d3 pattern)."""
    return _CHART_MONTH_FORMATS[state.language()]


def month_short(day: date) -> str:
    """Return a month in few characters, for ticks: `Oct 2026`, `2026年10月`."""
    if state.language() == "zh":
        return f"{day.year}年{day.month}月"
    return f"{day:%b %Y}"
