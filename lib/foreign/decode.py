"""Bytes to text: byte order mark, UTF-16 by its zeros, strict UTF-8, strict GB18030, a guess.

UTF-8 is tried over the whole file: 300 ASCII rows and then one Chinese name in GB18030
fool every reader that looks at the beginning only.
"""

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass

from lib.foreign.mixture import LINE_ENDS, MOST_LINES_NAMED, Mixture, said_numbers
from lib.foreign.refusal import Refused

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SHOWN = {"utf-8-sig": "utf-8"}
OTHER_ENCODINGS = (
    "gb18030", "big5", "cp1252", "utf-16-le", "utf-16-be",
    "latin-1", "shift_jis", "euc_kr", "cp1251",
)  # fmt: skip
_CHUNK_BYTES = 1 << 20
_SAMPLE_BYTES = 400_000

# The characters that business Chinese is mostly made of. Bytes of another encoding that
# happen to be valid GB18030 spread over 3,755 characters and so rarely meet these.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过"
    "子说产种面方后多定行学法所民得经十三之进等部度家电力里如水化高自二理起小物现实加量都两体制机当"
    "使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反"
    "明看原利比或但质气第向道此变条只没结解问意建月公无系情者最立代想已通并提直题程展五果料员位入常"
    "文总次品式活设及管特件长求基资边流路级少图山统接知较将组见计别手期根论运指几区强放决西被做必先"
    "回任取据处南给色光门即保治北造百规热领七海口东导器志世金增争济思术极交受联认六共权收证改清美再"
    "采转更单风切打白教速带安场身车例真务具万每目至达示议报完类八离华名确才科张信节话整空元今集传步"
    "群广石记需段研界观织装算低持书布复容际商非验连断深难近千周委技备办青省习响约支史感便团往市何除"
    "消构府称准精值号率维划选标写存快效院查江型按格易置派层片始专状厂京识适属包住调局照参引听该价严"
    "客户司限股份编订阅合续费试款额姓职邮箱址签销售负责跟拜访产版套餐席账流失满意"
)
_ENOUGH = 20  # hanzi below which a share says nothing
_SOME, _RUBBISH_SHARE = 5, 0.05
_CHINESE_SHARE = 0.35  # three times what chance gives; real texts have 0.6 and more
_ENOUGH_SENSE = 0.7
_USUAL = re.compile(
    "[\t\r\n -~\xa0-\u024f\u0370-\u06ff\u0900-\u0e7f\u3000-\u30ff\uac00-\ud7af\uff00-\uffef]"
)
_LETTERS = re.compile("[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff\u3400-\u9fff]")
_SETTLED_BY_WORDS = frozenset({"big5", "cp1252"})
_HANZI = re.compile("[\u3400-\u9fff]")
_BIG5_LEADS = range(0xA4, 0xC7)  # the 5,401 common characters of Big5
_HIGH_RUNS = re.compile(rb"[\x80-\xff]+")
_HIGH_LINES = re.compile(rb"[^\r\n]*[\x80-\xff][^\r\n]*")


@dataclass(frozen=True, slots=True)
class Encoding:
    """What a text is in, as Python calls it and as it is shown, and whether that is certain."""

    codec: str
    shown: str
    certain: bool


def found_encoding(content: bytes, forced: str | None, known: Callable[[str], bool]) -> Encoding:
    """Return the encoding in which all of `content` can be read; Refused when there is none.

    `known` says whether a word is a heading that we know: such a word among the first
    lines settles a guess.
    """
    if forced is not None:
        return Encoding(_forced(content, forced), forced, certain=True)
    for mark, codec in _MARKS:
        if content.startswith(mark):
            return _marked(content, codec)
    if b"\0" in content:
        return _by_zeros(content)
    if is_in(content, "utf-8"):
        return Encoding("utf-8", "utf-8", certain=True)
    codec, certain = _guessed(content, known)
    return Encoding(codec, codec, certain)


def _marked(content: bytes, codec: str) -> Encoding:
    if codec == "utf-8-sig" and (mixture := Mixture.of(content)).bad:
        raise _torn_or_mixed(content, mixture)
    return Encoding(_checked(content, codec), _SHOWN.get(codec, codec), certain=True)


def is_in(content: bytes, codec: str) -> bool:
    """Say whether all of `content` is a text in the encoding, never holding all of it at once."""
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        for n in range(0, len(content), _CHUNK_BYTES):
            decoder.decode(content[n : n + _CHUNK_BYTES])
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _torn_or_mixed(content: bytes, mixture: Mixture) -> Refused:
    return Refused("cut_off") if _is_cut_off(content) else mixture.refused


def _is_cut_off(content: bytes) -> bool:
    """Say whether all is UTF-8 but for a character at the very end that lacks some bytes."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for n in range(0, len(content), _CHUNK_BYTES):
            decoder.decode(content[n : n + _CHUNK_BYTES])
    except UnicodeError:
        return False
    return bool(decoder.getstate()[0])


def _sample(content: bytes, codec: str) -> str:
    return content[:_SAMPLE_BYTES].decode(codec, "ignore")


def _forced(content: bytes, codec: str) -> str:
    """Return the codec that was asked for; a byte order mark is no part of the text."""
    if codec == "utf-8" and content.startswith(b"\xef\xbb\xbf"):
        codec = "utf-8-sig"
    return _checked(content, codec)


def _checked(content: bytes, codec: str) -> str:
    if not is_in(content, codec):
        raise Refused("not_in_encoding", name=_SHOWN.get(codec, codec))
    return codec


def _by_zeros(content: bytes) -> Encoding:
    """Take a text full of zeros for UTF-16 without a mark if it makes sense so; or refuse it."""
    fits = {codec: _sense(content, codec) for codec in ("utf-16-le", "utf-16-be")}
    codec = max(fits, key=lambda name: fits[name])
    if fits[codec] < _ENOUGH_SENSE or not is_in(content, codec):
        raise Refused("holds_nul", lines=_lines_with(content, b"\0"))
    return Encoding(codec, codec, certain=False)


def _sense(content: bytes, codec: str) -> float:
    """Return the share of characters that texts are made of; rare hanzi come from wrong bytes."""
    text = _sample(content, codec)
    if not text or "\0" in text:
        return 0.0
    common = sum(sign in _COMMON for sign in _HANZI.findall(text))
    return (len(_USUAL.findall(text)) + common) / len(text)


def _lines_with(content: bytes, what: bytes) -> str:
    """Return the numbers of the first lines that hold something."""
    numbers: list[int] = []
    for number, line in enumerate(LINE_ENDS.split(content[: 1 << 24]), 1):
        if what in line:
            numbers.append(number)
        if len(numbers) > MOST_LINES_NAMED:
            break
    return said_numbers(numbers)


def _guessed(content: bytes, known: Callable[[str], bool]) -> tuple[str, bool]:
    mixture = Mixture.of(content)
    if mixture.is_plain:
        raise _torn_or_mixed(content, mixture)
    is_chinese = is_in(content, "gb18030")
    if is_chinese:
        n_hanzi, share = _hanzi(content)
        if _has_known_word(content, "gb18030", known) or (
            n_hanzi >= _ENOUGH and share >= _CHINESE_SHARE
        ):
            return "gb18030", True
        if share >= _CHINESE_SHARE:
            return "gb18030", False
    if mixture.is_likely:
        raise mixture.refused
    codec = _other_guess(content, is_chinese=is_chinese)
    return codec, codec in _SETTLED_BY_WORDS and _has_known_word(content, codec, known)


def _other_guess(content: bytes, *, is_chinese: bool) -> str:
    if is_in(content, "big5") and _looks_big5(content):
        return "big5"
    if _looks_western(content) or (is_chinese and _is_rubbish(content)):
        return "cp1252" if is_in(content, "cp1252") else "latin-1"
    return "gb18030" if is_chinese else "latin-1"


def _is_rubbish(content: bytes) -> bool:
    n_hanzi, share = _hanzi(content)
    return n_hanzi >= _SOME and share < _RUBBISH_SHARE


def _has_known_word(content: bytes, codec: str, known: Callable[[str], bool]) -> bool:
    """Say whether bytes beyond ASCII spell a heading that we know: 客户编号, Währung."""
    words = re.split(r"[,;\t|\r\n\"]+", _sample(content, codec)[:4000])
    return any(not word.isascii() and _LETTERS.search(word) and known(word) for word in words)


def _hanzi(content: bytes) -> tuple[int, float]:
    """Return how many Chinese characters there are, and the share of common ones.

    They are looked for where the bytes are high: that may be far down.
    """
    return _share(b"\n".join(_some_high_lines(content)).decode("gb18030", "ignore"))


def _share(text: str) -> tuple[int, float]:
    hanzi = _HANZI.findall(text)
    common = sum(sign in _COMMON for sign in hanzi)
    return len(hanzi), common / len(hanzi) if hanzi else 0.0


def _some_high_lines(content: bytes) -> list[bytes]:
    lines, size = [], 0
    for found in _HIGH_LINES.finditer(content):
        lines.append(found[0][:10_000])
        size += len(lines[-1])
        if size > _SAMPLE_BYTES:
            break
    return lines


def _looks_western(content: bytes) -> bool:
    """Say whether high bytes stand alone between ASCII letters, as in `Müller` or `Café`."""
    runs = _HIGH_RUNS.findall(b"\n".join(_some_high_lines(content)))
    return sum(len(run) == 1 for run in runs) >= len(runs) / 2


def _looks_big5(content: bytes) -> bool:
    text = b"\n".join(_some_high_lines(content))
    pairs = re.findall(rb"[\x81-\xfe][\x40-\x7e\xa1-\xfe]", text)
    return sum(pair[0] in _BIG5_LEADS for pair in pairs) > 0.9 * len(pairs)
