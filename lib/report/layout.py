"""How a report is laid out: which sections, in which order, under which titles and leads."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from lib.errors import DeskError
from lib.locale import Message, msg
from lib.report.blocks import Report, Section
from lib.report.draft import all_sections
from lib.report.edits import Edit, own_blocks

MAX_TITLE, MAX_LEAD = 120, 4000


@dataclass(frozen=True, slots=True)
class LayoutLine:
    """One section: whether it is shown, its own title, and a lead text put before it.

    An empty title is the usual one. In the lead `{arr_end}` stands for a figure's value.
    """

    key: str
    shown: bool = True
    title: str = ""
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """The sections in their order."""

    lines: tuple[LayoutLine, ...]

    @property
    def leads(self) -> Mapping[str, Edit]:
        """The lead texts of the sections that are shown, by section."""
        return {line.key: Edit(line.lead) for line in self.lines if line.shown and line.lead}


def usual() -> Layout:
    """Return the layout without any change: every section in its place."""
    return Layout(tuple(LayoutLine(rule.key) for rule in all_sections()))


def completed(layout: Layout) -> Layout:
    """Return the layout with the sections that it does not know behind the ones it knows.

    Each goes after the section that it usually follows, so that a section that a later
    version of the product adds comes where a reader looks for it.
    """
    known = {rule.key for rule in all_sections()}
    lines = [line for line in layout.lines if line.key in known]
    before = ""
    for rule in all_sections():
        keys = [line.key for line in lines]
        if rule.key not in keys:
            lines.insert(keys.index(before) + 1 if before else 0, LayoutLine(rule.key))
        before = rule.key
    return Layout(tuple(lines))


def arranged(report: Report, layout: Layout) -> Report:
    """Return the report in that layout. Its register stays whole.

    A figure of a section that is left out can still stand in the summary or in an action.
    """
    mine = {section.key: section for section in report.sections}
    lines = completed(layout).lines
    known = {line.key for line in lines}
    placed = [_laid(mine[line.key], line) for line in lines if line.shown and line.key in mine]
    others = [section for section in report.sections if section.key not in known]
    return replace(report, sections=(*placed, *others))


def _laid(section: Section, line: LayoutLine) -> Section:
    # A title that people wrote is a value, so that no catalogue translates it.
    title = Message("{title}", {"title": line.title}) if line.title else section.title
    return replace(section, title=title, blocks=(*own_blocks(line.lead), *section.blocks))


def checked(layout: Layout) -> Layout:
    """Return the layout with clean texts; DeskError when no report could be laid out by it."""
    known = {rule.key for rule in all_sections()}
    keys = [line.key for line in layout.lines]
    unknown = [key for key in keys if key not in known]
    if unknown:
        raise _refused(msg("There is no section “{key}”.", key=unknown[0]))
    twice = [key for key in keys if keys.count(key) > 1]
    if twice:
        raise _refused(msg("The section “{key}” stands twice in this layout.", key=twice[0]))
    if not any(line.shown for line in completed(layout).lines):
        raise _refused(msg("A report needs at least one section."))
    return Layout(tuple(_clean(line) for line in layout.lines))


def _clean(line: LayoutLine) -> LayoutLine:
    title, lead = " ".join(line.title.split()), line.lead.strip()
    if len(title) > MAX_TITLE:
        most = str(MAX_TITLE)
        raise _refused(msg("A title may have at most {most} characters.", most=most))
    if len(lead) > MAX_LEAD:
        most = str(MAX_LEAD)
        raise _refused(msg("A lead text may have at most {most} characters.", most=most))
    return replace(line, title=title, lead=lead)


def _refused(message: Message) -> DeskError:
    return DeskError("bad_layout", message)


def as_text(layout: Layout) -> str:
    """Return the layout as it is kept."""
    return json.dumps([asdict(line) for line in layout.lines], ensure_ascii=False)


def from_text(text: str) -> Layout:
    """Return a layout as it was kept."""
    return Layout(tuple(LayoutLine(**line) for line in json.loads(text)))
