"""Customer files: how complete they are, what is missing most, where it matters most."""

from collections import Counter

import pandas as pd

from lib.locale import Count, Message, Share, Text, joined, msg, msgs
from lib.model.frames import tags_of
from lib.profile.template import TEAMS, standard
from lib.report.blocks import Block, Cell, Column, Paragraph, Table
from lib.report.findings import Finding, Proposal
from lib.report.meanings import files as meaning
from lib.report.pen import Pen
from lib.report.section import SectionRule
from lib.report.settings import COMPLETE_SHARE, RATE_MINIMUM
from lib.report.text import clean

_FIELDS_SHOWN = 8
_FIELDS_NAMED = 3


def write(pen: Pen) -> tuple[Block, ...]:
    """Write the section."""
    if pen.members.empty:
        return ()
    files = pen.brief.files.reindex(pen.members.index)
    rows = pen.account_rows(pen.members.index, "arr")
    ids = rows["account_id"]
    rows = rows.assign(
        completeness=files["completeness"].reindex(ids).to_numpy(),
        missing=files["missing"].reindex(ids).to_numpy(),
    )
    teams = pen.brief.outlook.teams
    if teams is not None:
        mine = teams.reindex(ids)
        rows = rows.assign(**{f"team_{name}": mine[name].to_numpy() for name in teams.columns})
    mean = meaning.MEAN.recipe.applied(rows) if meaning.MEAN.recipe else None
    pen.put(meaning.MEAN, mean, rows)
    sentences: list[Text] = [
        msg("Customer files are filled to {share} on average.", share=pen.ref("completeness"))
    ]
    incomplete = [str(i) for i in files.index[files["completeness"] < COMPLETE_SHARE]]
    sentences.append(_incomplete(pen, incomplete))
    pen.put_beside(pen.ref("completeness"), meaning.TABLE, len(rows))
    return (Paragraph((*sentences, *_named(pen), *_teams(pen, rows))), *_table(pen))


def _incomplete(pen: Pen, ids: list[str]) -> Message:
    n, arr = pen.count(meaning.INCOMPLETE, ids), pen.arr(meaning.INCOMPLETE_ARR, ids)
    least = pen.setting("complete_share")
    if not n.n:
        return msg("Every file is filled to {share} or more.", share=least)
    claim = msgs(
        "The file of {customers} is filled to less than {share}.",
        "The files of {customers} are filled to less than {share}.",
        n.n,
        customers=pen.customers(n, arr),
        share=least,
    )
    fill = Proposal(
        "complete_files",
        msg("Complete the customer files, the largest customers first."),
        tuple(pen.by_arr(ids)),
    )
    pen.findings.append(Finding("files", claim, pen.total(ids).known, gap=True, proposal=fill))
    return claim


def _missing(pen: Pen) -> list[tuple[str, int]]:
    """Return each missing field with the number of files that lack it, the commonest first."""
    lists = tags_of(pen.brief.files["missing"].reindex(pen.members.index))
    counts = Counter(field for fields in lists for field in fields)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _named(pen: Pen) -> list[Text]:
    missing, uncarried = [field for field, _ in _missing(pen)], pen.brief.outlook.uncarried
    absent = [field_title(field) for field in missing if field in uncarried]
    names = [field_title(field) for field in missing if field not in uncarried][:_FIELDS_NAMED]
    told: list[Text] = []
    if absent:
        fields = joined(absent)
        told.append(
            msg(
                "No loaded file has a column for: {fields}; load one before anybody is asked to"
                " fill it in.",
                fields=fields,
            )
        )
    if names:
        told.append(msg("Missing most often: {fields}.", fields=joined(names)))
    return told


def _teams(pen: Pen, rows: pd.DataFrame) -> list[Text]:
    """Say how much of its own fields each team's part of the file has filled."""
    parts = []
    for team, name in TEAMS.items():
        if f"team_{team}" in rows:
            definition = meaning.of_team(team)
            value = definition.recipe.applied(rows) if definition.recipe else None
            share = pen.put_beside(pen.ref("completeness"), definition, value)
            parts.append(msg("{team} {share}", team=name, share=share))
    if not parts:
        return []
    return [msg("Filled, by the team that a field belongs to: {teams}.", teams=joined(parts))]


def _table(pen: Pen) -> tuple[Block, ...]:
    missing = _missing(pen)[:_FIELDS_SHOWN]
    if not missing:
        return ()
    total = len(pen.members)
    large = total >= RATE_MINIMUM  # of fewer files the numbers say more than shares
    cells: list[tuple[Cell, ...]] = [
        (field_title(field), Count(n), *([Share(n / total)] if large else []))
        for field, n in missing
    ]
    table = Table(
        figure_id="table_missing_fields",
        caption=msg("Fields missing most often on {day}", day=pen.brief.as_of),
        columns=(
            Column(msg("Field")),
            Column(msg("Files without it"), "number"),
            *([Column(msg("Share of the files"), "number")] if large else []),
        ),
        cells=tuple(cells),
    )
    return (table,)


def field_title(field: str) -> Text:
    """Return what a field of the customer file's template is called."""
    known = standard(field)
    return clean(field) if known is None or isinstance(known.title, str) else known.title


SECTION = SectionRule(key="files", title=msg("Customer files"), place=10, turn=5, write=write)
