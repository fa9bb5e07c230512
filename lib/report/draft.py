"""The draft: every section written by its rules, in one report. Same brief, same draft."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from lib.errors import DefinitionError
from lib.locale import Language, msg
from lib.report import sections
from lib.report.blocks import Block, Report, Section
from lib.report.brief import Brief, in_order
from lib.report.findings import ranked
from lib.report.noted import beside_figure, figure_of
from lib.report.pen import Pen
from lib.report.section import SectionRule
from lib.report.settings import RULES_VERSION


@cache
def all_sections() -> tuple[SectionRule, ...]:
    """Return every section in its place; DefinitionError when a file defines none."""
    found = []
    for module in iter_modules(sections.__path__):
        rule = getattr(import_module(f"{sections.__name__}.{module.name}"), "SECTION", None)
        if not isinstance(rule, SectionRule) or rule.key != module.name:
            raise DefinitionError(
                f"{module.name}.py must define SECTION with key={module.name!r}. Got {rule!r}."
            )
        found.append(rule)
    return tuple(sorted(found, key=lambda rule: rule.place))


def draft(brief: Brief, lang: Language) -> Report:
    """Return the report that the rules write from a brief, without empty sections."""
    pen = Pen(in_order(brief), lang)
    blocks: dict[str, tuple[Block, ...]] = {}
    figures: dict[str, str] = {}
    for rule in sorted(all_sections(), key=lambda rule: rule.turn):
        blocks[rule.key] = rule.write(pen)
        for figure in pen.register:
            figures.setdefault(figure.id, rule.key)
    for target, key in _unsaid(pen, figures).items():
        blocks[key] = (*blocks[key], *beside_figure(pen, target))
    return Report(
        title=msg("Insight report: {segment}, {period}", segment=pen.segment, period=pen.period()),
        segment=pen.segment,
        period=brief.period,
        as_of=brief.as_of,
        lang=lang,
        sections=tuple(
            Section(rule.key, rule.title, blocks[rule.key])
            for rule in all_sections()
            if blocks[rule.key]
        ),
        register=pen.register,
        rules_version=RULES_VERSION,
        findings=tuple(ranked(pen.findings)),
    )


def _unsaid(pen: Pen, figures: Mapping[str, str]) -> dict[str, str]:
    """Return the figures with context notes that no section has told, with their section."""
    return {
        target: figures[figure_of(target)]
        for target in dict.fromkeys(note.target for note in pen.brief.context.notes)
        if target not in pen.noted and figure_of(target) in figures
    }
