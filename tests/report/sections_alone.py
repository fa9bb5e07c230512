"""The sections on demands and on the gap written alone: a whole draft takes seconds."""

from collections.abc import Iterable, Iterator

from lib.locale import Language
from lib.report.blocks import Block, Table, sentences_of
from lib.report.brief import Brief, in_order
from lib.report.draft import all_sections
from lib.report.pen import Pen
from lib.report.register import Register
from lib.report.text import plain

KEYS = ("demands", "gap")


def _lines(blocks: Iterable[Block], register: Register, lang: Language) -> Iterator[str]:
    """Return all texts of some blocks, as they are read."""
    for block in blocks:
        if isinstance(block, Table):
            yield from (" | ".join(row) for row in block.rendered(register, lang))
        else:
            yield from (plain(text, register, lang) for text in sentences_of(block))


def written(brief: Brief, lang: Language, *keys: str) -> tuple[str, Register]:
    """Return some sections as one text, with the register; both sections are written."""
    pen = Pen(in_order(brief), lang)
    rules = [rule for rule in all_sections() if rule.key in {*KEYS, *keys}]
    found = {r.key: r.write(pen) for r in sorted(rules, key=lambda rule: rule.turn)}
    shown = [block for key in keys or KEYS for block in found[key]]
    return "\n".join(_lines(shown, pen.register, lang)), pen.register


def told(brief: Brief, *keys: str) -> str:
    """Return some sections in English as one text."""
    return written(brief, "en", *keys)[0]
