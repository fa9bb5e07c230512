"""The appendix: method, limits, sources. The writers print the register of figures after it."""

from datetime import date

import pandas as pd

from lib.locale import Message, Text, joined, msg, msgs
from lib.model import KINDS
from lib.report.blocks import Block, Bullets, Cell, Column, Paragraph, Table
from lib.report.figures import Ref
from lib.report.meanings import appendix as meaning
from lib.report.noted import context_notes
from lib.report.pen import Pen
from lib.report.section import SectionRule
from lib.report.text import clean
from lib.report.told import Source, in_words_of, told

_PRIVATE = frozenset(
    [
        "owner",
        "full_name",
        "first_name",
        "last_name",
        "email",
        "requester_email",
        "user_email",
        "phone",
        "mobile",
        "assignee",
        "contact_name",
        "assessed_by",
        "subject",
        "description",
        "body",
        "text",
        "notes",
        "author",
    ]
)


def write(pen: Pen) -> tuple[Block, ...]:
    """Write the section."""
    return (
        Paragraph((msg("Method"),), role="heading"),
        Bullets(tuple((sentence,) for sentence in _method(pen))),
        *_limits_blocks(pen),
        Paragraph((msg("Sources"),), role="heading"),
        *sources(pen),
        *context_notes(pen),
    )


def _limits_blocks(pen: Pen) -> tuple[Block, ...]:
    found = tuple(_limits(pen))
    return (Paragraph((msg("Limits"),), role="heading"), Bullets(found)) if found else ()


def _method(pen: Pen) -> list[Text]:
    sentences: list[Text] = [
        msg(
            "Figures hold for the end of {day} and use what was known then; nothing later is in"
            " them.",
            day=pen.brief.as_of,
        ),
        msg(
            "Retention follows the customers of the segment at the start of the period,"
            " wherever they"
            " belong at its end; new customers are not in it.",
        ),
        msg(
            "With fewer than {minimum} customers at the start no rate is given; an interval"
            " holds the"
            " true rate in {level} of all cases.",
            minimum=pen.setting("rate_minimum"),
            level=pen.setting("interval_level"),
        ),
    ]
    if pen.brief.signals:
        sentences.append(_thresholds(pen))
        graded = pen.brief.readings["grade"].isin(["alert", "watch"])
        fired = set(pen.brief.readings.loc[graded, "signal"])
        sentences += [
            msg(
                "Blind spot of “{signal}”: {text}",
                signal=s.title,
                text=in_words_of(pen, s, s.blind_spots),
            )
            for s in pen.brief.signals
            if s.key in fired
        ]
    return [*sentences, *_risk(pen)]


def _thresholds(pen: Pen) -> Message:
    """Say by which thresholds signals were judged: the catalogue's, or people's own."""
    own = [s.title for s in pen.brief.signals if s.key in pen.brief.context.judged_by]
    if own:
        return msg(
            "Each churn signal compares an account with its own past. People set the thresholds of"
            " {signals}; the others are the catalogue's.",
            signals=joined([msg("“{signal}”", signal=title) for title in own]),
        )
    return msg(
        "Each churn signal compares an account with its own past, by the thresholds of the"
        " catalogue."
    )


def _risk(pen: Pen) -> list[Text]:
    """Say what the risk of terms rests on, where this report tells one."""
    if not any(figure.id.startswith("expected_loss_") for figure in pen.register):
        return []
    what = msg("risk of terms")
    return [
        told(pen, sentence, Source(f"risk_basis_{place}", what, pd.DataFrame()))
        for place, sentence in enumerate(pen.brief.outlook.said, 1)
    ]


def _limits(pen: Pen) -> list[tuple[Text, ...]]:
    items: list[tuple[Text, ...]] = []
    if not pen.brief.context.records:
        items.append((msg("What past churn says of each signal has not been checked."),))
    history = pen.brief.history
    if history is not None and history.n_as_loaded:
        rows = pen.account_rows(history.members)
        n = pen.put(meaning.AS_LOADED, history.n_as_loaded, rows)
        items.append((_as_loaded(n, history.day),))
    items += [(sentence,) for sentence in _bridge_limits(pen)]
    items += [(sentence,) for sentence in _data_findings(pen)]
    return items


def _as_loaded(n: Ref, day: date) -> Message:
    return msgs(
        "{n} member was first loaded after {day}: what is shown for that day is what the later"
        " export says.",
        "{n} members were first loaded after {day}: what is shown for that day is what the later"
        " export says.",
        n.n,
        n=n,
        day=day,
    )


def _bridge_limits(pen: Pen) -> list[Text]:
    history = pen.brief.history
    if history is None:
        return []
    rows = history.bridge.moves
    return [
        told(
            pen,
            sentence,
            Source(f"limit_arr_{place}", msg("limits of the ARR bridge"), rows),
        )
        for place, sentence in enumerate(history.bridge.unknown, 1)
    ]


def _data_findings(pen: Pen) -> list[Text]:
    what = msg("quality of the data")
    sentences = []
    for place, finding in enumerate(pen.brief.context.findings, 1):
        rows = finding.rows[[c for c in finding.rows if c not in _PRIVATE]]
        source = Source(f"data_{finding.code}_{place}", what, rows)
        sentences.append(told(pen, finding.message, source))
    return sentences


def sources(pen: Pen) -> tuple[Block, ...]:
    """Return the import batches as a table, or say that none is on record."""
    batches = pen.brief.context.batches
    if batches.empty:
        return (Paragraph((msg("No import batch is on record."),)),)
    pen.put(meaning.SOURCES, len(batches), batches)
    cells: tuple[tuple[Cell, ...], ...] = tuple(
        (
            clean(row["batch_id"]),
            clean(row["file"])
            + (f" · {clean(row['sheet'])}" if isinstance(row["sheet"], str) else ""),
            KINDS[row["kind"]].title if row["kind"] in KINDS else clean(row["kind"]),
            clean(row["imported_at"]),
        )
        for row in batches.to_dict("records")
    )
    table = Table(
        figure_id="table_sources",
        caption=msg("Import batches"),
        columns=(
            Column(msg("Batch"), "number"),
            Column(msg("File")),
            Column(msg("Kind")),
            Column(msg("Imported")),
        ),
        cells=cells,
    )
    return (table,)


SECTION = SectionRule(key="appendix", title=msg("Appendix"), place=12, turn=8, write=write)
