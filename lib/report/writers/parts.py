"""What all writers share: sentences in a row, the register as entries to print."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lib.locale import Language, Message, Text, msg, msgs, render
from lib.report.blocks import Report, gap
from lib.report.figures import Figure
from lib.report.text import Run, runs


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the printed register: a figure, or the figures of one quoted sentence."""

    anchor: str
    figures: tuple[Figure, ...]
    texts: tuple[str, ...]


def sentence_runs(texts: tuple[Text, ...], report: Report) -> list[Run]:
    """Return sentences in pieces, with the gap between two of them."""
    pieces: list[Run] = []
    for place, text in enumerate(texts):
        if place and gap(report.lang):
            pieces.append(Run(gap(report.lang)))
        pieces.extend(runs(text, report.register, report.lang))
    return pieces


REGISTER_TITLE = msg("Register of figures")
REGISTER_LEAD = msg(
    "Every number of this report, what it means, and the rows it was made of. The rows stand in the"
    " evidence workbook, in the sheet named."
)
_THE_SEGMENT = msg("the segment")
REGISTER_HEADINGS = (msg("Figure"), msg("Value"), msg("What it means"), msg("Source"))


def entries(report: Report) -> tuple[Entry, ...]:
    """Return the register as it is printed, under `REGISTER_HEADINGS`.

    The numbers of one quoted sentence share their rows, so they share an entry.
    """
    groups: dict[str, list[Figure]] = {}
    for figure in report.register:
        groups.setdefault(figure.sheet if "." in figure.id else figure.id, []).append(figure)
    return tuple(
        Entry(f"fig-{place}", tuple(figures), _texts(figures, report))
        for place, figures in enumerate(groups.values(), 1)
    )


def anchors(printed: tuple[Entry, ...]) -> Mapping[str, str]:
    """Return the anchor of each figure's entry, by figure id."""
    return {figure.id: entry.anchor for entry in printed for figure in entry.figures}


def _texts(figures: list[Figure], report: Report) -> tuple[str, ...]:
    first, lang = figures[0], report.lang
    quoted = "." in first.id
    name = first.filter if quoted else render(first.name, lang)
    meaning = render(first.definition.text, lang)
    meaning += f"{gap(lang)}{_where(first, lang, with_filter=not quoted)}"
    return (
        f"{name} [{first.sheet if quoted else first.id}]",
        "; ".join(value_text(figure, report) for figure in figures),
        meaning,
        _source(first, lang),
    )


def _where(figure: Figure, lang: Language, *, with_filter: bool) -> str:
    parts = [figure.period]
    if with_filter:
        mine = figure.definition.of == "segment"
        parts.append(render(_THE_SEGMENT, lang) if mine else figure.filter)
    parts.append(f"v{figure.definition.version}")
    return f"({'; '.join(parts)})" if lang == "en" else f"（{'；'.join(parts)}）"


def _source(figure: Figure, lang: Language) -> str:
    rows = msgs("{n} row", "{n} rows", figure.n)
    if figure.definition.of == "setting":
        return render(msg("sheet {sheet}", sheet=figure.sheet), lang)
    if not figure.batches:
        return render(msg("{rows}, sheet {sheet}", rows=rows, sheet=figure.sheet), lang)
    batches = ", ".join(str(batch) for batch in figure.batches)
    return render(
        msg(
            "{rows}, sheet {sheet}, batch {batches}", rows=rows, sheet=figure.sheet, batches=batches
        ),
        lang,
    )


def value_text(figure: Figure, report: Report) -> str:
    """Return a figure's value with its unit where the number does not show it."""
    shown = figure.shown(report.lang)
    if figure.value is None and figure.reason is not None:
        return f"{shown} ({render(figure.reason, report.lang)})"
    if figure.unit not in _WITH_UNIT or isinstance(figure.value, str) or figure.value is None:
        return shown
    return render(_WITH_UNIT[figure.unit](round(figure.value)), report.lang)


_WITH_UNIT: Mapping[str, Callable[[int], Message]] = {
    "accounts": lambda n: msgs("{n} customer", "{n} customers", n),
    "rows": lambda n: msgs("{n} row", "{n} rows", n),
    "days": lambda n: msgs("{n} day", "{n} days", n),
}


def subtitle(report: Report) -> str:
    """Return the line below the title: on which day the data stand, and by which rules."""
    return render(
        msg(
            "Data as known at the end of {day}. Drafted by rules ({version}); the same data"
            " give the"
            " same draft.",
            day=report.as_of,
            version=report.rules_version,
        ),
        report.lang,
    )
