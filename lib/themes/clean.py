"""Texts as people leave them in a CRM, cut into short pieces of what was really said."""

import re
import unicodedata

from lib.model.words import visible

MOST_CHARACTERS = 200
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_HAN_SHARE = 0.3  # from this share of letters on a piece is read as Chinese
_LEAST_LETTERS = 2

# What follows in a mail is somebody else's text, or no text at all.
_QUOTED = re.compile(
    r"^\s*(?:-{2,}\s*(?:original message|forwarded message|原始邮件|原邮件|转发邮件)"
    r"|on .{4,80} wrote:|在.{4,60}写道[:：]"
    r"|(?:from|发件人)\s*[:：].*@|-- ?$|_{8,}\s*$"
    r"|sent from my |发自我的|(?:best|kind|warm)? ?regards\b|(?:many )?thanks,?\s*$|cheers,?\s*$"
    r"|sincerely\b|此致|顺颂商祺|祝好\s*$|祝商祺)",
    re.IGNORECASE | re.MULTILINE,
)
_QUOTE_LINES = re.compile(r"^\s*>.*$", re.MULTILINE)
_TAGS = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_GREETINGS = re.compile(
    r"^[^\S\n]*(?:(?:hi|hello|hey|dear|good (?:morning|afternoon|day))\b"
    r"[^,.!?\n，。！]{0,30}[,.!\n，。！]"
    r"|(?:您好|你好|大家好|老师好|早上好|下午好|尊敬的[^,，:：\n]{0,12})[,，:：!！。\s])\s*",
    re.IGNORECASE | re.MULTILINE,
)
# Chinese punctuation stays as it is written: it is read by people again.
_NOT_PUNCTUATION = re.compile(r"[^，。！？；：（）]+")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w.])\+?\d[\d\s()/-]{6,}\d(?!\w)")
_ID = re.compile(
    r"(?<![\w])(?=[\w-]*\d)(?:[A-Z]{1,6}-?\d{3,}|#\d{2,}|[0-9a-fA-F]{8}-[\w-]{8,}|\d{6,})"
)
_END = re.compile(r"(?<=[。！？；!?;])\s*|(?<=[.])\s+|\n+")
_SPACE = re.compile(r"\s+")


def language(text: str) -> str:
    """Return `zh` where at least 0.3 of the letters are Han characters, else `en`.

    >>> language("SSO 登录报错，进不去"), language("The 报表 is empty again")
    ('zh', 'en')
    """
    if text.isascii():
        return "en"
    letters = sum(sign.isalpha() for sign in text)
    return "zh" if letters and len(_HAN.findall(text)) / letters >= _HAN_SHARE else "en"


def without_contacts(text: str) -> str:
    """Return the text without mail addresses, links, telephone numbers and ids.

    >>> without_contacts("Call +49 30 1234567 or mail x.y@acme.example, case CS-10442")
    'Call … or mail …, case …'
    """
    for pattern in (_MAIL, _LINK, _PHONE, _ID):
        text = pattern.sub("…", text)
    return text


def cleaned(text: str) -> str:
    r"""Return what was said, without greeting, signature, quoted mail, contacts and ids.

    >>> cleaned("Hi Anna,\nthe export is empty.\n\nBest regards\nTom\n+49 30 1234567")
    'the export is empty.'
    """
    text = visible(_NOT_PUNCTUATION.sub(_narrow, _TAGS.sub(" ", text)))
    text = _QUOTE_LINES.sub("", _GREETINGS.sub("", text))
    end = _QUOTED.search(text)
    kept = text[: end.start()] if end else text
    return without_contacts(kept.strip())


def _narrow(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", found[0])


def pieces(text: str) -> list[str]:
    """Return the text in pieces of whole sentences, none longer than 200 characters.

    A short text stays whole; a sentence that is too long itself is cut where a word ends.
    """
    found: list[str] = []
    for sentence in _sentences(cleaned(text)):
        joined = f"{found[-1]} {sentence}" if found else sentence
        if found and len(joined) <= MOST_CHARACTERS:
            found[-1] = joined
        else:
            found.append(sentence)
    return [one for one in found if _says_something(one)]


def _sentences(text: str) -> list[str]:
    parts = (_SPACE.sub(" ", part).strip() for part in _END.split(text))
    return [short for part in parts if part for short in _cut(part)]


def _cut(sentence: str) -> list[str]:
    found = []
    while len(sentence) > MOST_CHARACTERS:
        head = sentence[:MOST_CHARACTERS]
        place = max(head.rfind(sign) for sign in " ,，、") + 1 or MOST_CHARACTERS
        found.append(head[:place].strip())
        sentence = sentence[place:].strip()
    return [*found, sentence] if sentence else found


def _says_something(text: str) -> bool:
    return sum(sign.isalpha() for sign in text) >= _LEAST_LETTERS
