"""Bytes to text: byte order mark, UTF-16 by its zeros, strict UTF-8, strict GB18030, a guess.

UTF-8 is tried over the whole file: 300 ASCII rows and then one Chinese name in GB18030
fool every reader that looks at the beginning only.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from lib.errors import DeskError
from lib.locale import msg

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SHOWN = {"utf-8-sig": "utf-8"}
OTHER_ENCODINGS = ("gb18030", "big5", "cp1252", "utf-16-le", "utf-16-be")

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
_CHINESE_SHARE = 0.35  # three times what chance gives; real texts have 0.6 and more
_HANZI = re.compile("[\u3400-\u9fff]")
_BIG5_LEADS = range(0xA4, 0xC7)  # the 5,401 common characters of Big5
_HIGH_RUNS = re.compile(rb"[\x80-\xff]+")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the name of the encoding it was in, and whether that is certain."""

    text: str
    encoding: str
    certain: bool


def decoded(
    file: str,
    content: bytes,
    encoding: str | None = None,
    known: Callable[[str], bool] = lambda _: False,
) -> Decoded:
    """Return the text of `content`; DeskError when it is none.

    `encoding` forces one. `known` says whether a word is a heading that we know: such a
    word among the first lines settles a guess.
    """
    if encoding is not None:
        return Decoded(_forced(file, content, encoding), encoding, certain=True)
    for mark, codec in _MARKS:
        if content.startswith(mark):
            return Decoded(_forced(file, content, codec), _SHOWN.get(codec, codec), certain=True)
    if b"\0" in content:
        return _by_zeros(file, content)
    text = _strictly(content, "utf-8")
    if text is not None:
        return Decoded(text, "utf-8", certain=True)
    return _guessed(file, content, known)


def _strictly(content: bytes, codec: str) -> str | None:
    try:
        return content.decode(codec)
    except (UnicodeDecodeError, LookupError):
        return None


def _forced(file: str, content: bytes, codec: str) -> str:
    text = _strictly(content, codec)
    if text is None:
        raise DeskError(
            "unreadable",
            msg("{file} is not a text in the encoding {name}.", file=file, name=codec),
            msg("Save it again as CSV with the encoding UTF-8."),
        )
    return text.removeprefix("\ufeff")


def _by_zeros(file: str, content: bytes) -> Decoded:
    """Take a zero in every other place for UTF-16 without a mark; refuse any other zero."""
    even, odd = content[0::2].count(0), content[1::2].count(0)
    rare = max(even, odd) // 20
    codec = "utf-16-le" if odd > even else "utf-16-be"
    text = _strictly(content, codec) if min(even, odd) <= rare else None
    if text is None or max(even, odd) * 4 < len(content):
        line = content.count(b"\n", 0, content.index(b"\0")) + 1
        raise DeskError(
            "unreadable",
            msg(
                "{file} is not a text: line {line} holds NUL characters.", file=file, line=f"{line}"
            ),
            msg("Export it again as CSV (UTF-8) or XLSX."),
        )
    return Decoded(text, codec, certain=False)


def _guessed(file: str, content: bytes, known: Callable[[str], bool]) -> Decoded:
    chinese = _strictly(content, "gb18030")
    if chinese is not None:
        n_hanzi, share = _hanzi(chinese)
        if _has_known_word(chinese, known) or (n_hanzi >= _ENOUGH and share >= _CHINESE_SHARE):
            return Decoded(chinese, "gb18030", certain=True)
        if share >= _CHINESE_SHARE:
            return Decoded(chinese, "gb18030", certain=False)
    _refuse_mixed(file, content)
    return _other_guess(content, chinese)


def _other_guess(content: bytes, chinese: str | None) -> Decoded:
    if _looks_western(content):
        text = _strictly(content, "cp1252")
        return Decoded(text or content.decode("latin-1"), "cp1252", certain=False)
    traditional = _strictly(content, "big5")
    if traditional is not None and _looks_big5(content):
        return Decoded(traditional, "big5", certain=False)
    if chinese is not None:
        return Decoded(chinese, "gb18030", certain=False)
    return Decoded(content.decode("latin-1"), "latin-1", certain=False)


def _has_known_word(text: str, known: Callable[[str], bool]) -> bool:
    words = re.split(r"[,;\t|\r\n\"]+", text[:4000])
    return any(_HANZI.search(word) and known(word) for word in words)


def _hanzi(text: str) -> tuple[int, float]:
    """Return how many Chinese characters there are, and the share of common ones."""
    hanzi = _HANZI.findall(text[:200_000])
    common = sum(sign in _COMMON for sign in hanzi)
    return len(hanzi), common / len(hanzi) if hanzi else 0.0


def _looks_western(content: bytes) -> bool:
    """Say whether high bytes stand alone between ASCII letters, as in `Müller` or `Café`."""
    runs = _HIGH_RUNS.findall(content)
    return sum(len(run) == 1 for run in runs) > len(runs) / 2


def _looks_big5(content: bytes) -> bool:
    pairs = re.findall(rb"[\x81-\xfe][\x40-\x7e\xa1-\xfe]", content)
    return sum(pair[0] in _BIG5_LEADS for pair in pairs) > 0.9 * len(pairs)


def _refuse_mixed(file: str, content: bytes) -> None:
    """Refuse a file some of whose lines are UTF-8 while others are not."""
    lines = [(n, line) for n, line in enumerate(content.split(b"\n"), 1) if not line.isascii()]
    good = [n for n, line in lines if _strictly(line, "utf-8") is not None]
    bad = [n for n, line in lines if _strictly(line, "utf-8") is None]
    # One line that is valid in both by chance must not condemn a GB18030 file.
    if good and len(good) * 3 > len(bad):
        raise DeskError(
            "damaged",
            msg(
                "{file} mixes two encodings: line {good} is UTF-8, line {bad} is not.",
                file=file,
                good=str(good[0]),
                bad=str(bad[0]),
            ),
            msg("Export it again in one piece as CSV with the encoding UTF-8."),
        )
