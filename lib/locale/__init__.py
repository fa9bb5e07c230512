"""Texts in two languages: messages as values, rendered only at the edge.

The core returns `Message`s (an English template and typed values); the shell renders
them with `render(message, language)`. Chinese wording lives in `zh_CN.po`.
"""

from lib.locale.message import (
    Count,
    Message,
    Money,
    Month,
    Number,
    Share,
    Text,
    joined,
    msg,
    msgs,
)
from lib.locale.render import LANGUAGES, Language, language, render

__all__ = [
    "LANGUAGES",
    "Count",
    "Language",
    "Message",
    "Money",
    "Month",
    "Number",
    "Share",
    "Text",
    "joined",
    "language",
    "msg",
    "msgs",
    "render",
]
