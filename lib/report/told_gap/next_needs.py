"""Next needs: what customers alike and one level further raised. A reason to ask, no proof."""

from typing import Any

import pandas as pd

from lib.demand.next_need import ALIKE
from lib.locale import Count, Message, Text, msg, msgs
from lib.locale.message import Value
from lib.profile import maturity
from lib.report.blocks import Block, Cell, Column, Paragraph, Table
from lib.report.brief_gap import GapTold
from lib.report.figures import Ref
from lib.report.findings import Finding, Proposal
from lib.report.meanings import gap as meaning
from lib.report.pen import Pen
from lib.report.sheets import beside, called, total
from lib.report.text import clean
from lib.report.told_gap.rules import gap_rule

_ROWS_SHOWN = 6
_LEVELS = ("immature", "low", "medium", "high")
_COLUMNS = ("account_id", "account_name", "theme", "like", "level", "k", "n", "k_same", "n_same",
            "arr")  # fmt: skip


def blocks(pen: Pen, told: GapTold) -> tuple[Block, ...]:
    """Return the suggestions of a segment, with k of n of the group that is surest of each."""
    heading = Paragraph((msg("What they may need next"),), role="heading")
    if told.next_needs.empty:
        return (heading, Paragraph((_none(pen, told),)))
    rows = told.next_needs[list(_COLUMNS)].reset_index(drop=True)
    sheet = pen.put(meaning.TABLE_NEXT, len(rows), rows)
    themes = _themes(told.next_needs)
    claim = _claim(pen, told, sheet, themes.iloc[0])
    caution = msg("That is a reason to ask, no proof: others like them needed it.")
    ids = pen.by_arr(rows["account_id"])
    ask = Proposal(
        "next_needs",
        msg("Ask these customers about the need before they raise it, the largest first."),
        tuple(ids),
    )
    sure = float(themes.iloc[0]["low"])  # what the share is at least: a reason to ask, no more
    pen.findings.append(Finding("next_needs", claim, total(pen, ids), sure, proposal=ask))
    return (heading, Paragraph((claim, caution)), _table(pen, told, themes))


def _none(pen: Pen, told: GapTold) -> Text:
    return msg(
        "No next need can be suggested: it takes {peers} customers of {alike} one maturity level"
        " further, {least} of them with the same need. Assess maturity and fill in the field.",
        peers=gap_rule(pen, told, meaning.PEERS),
        least=gap_rule(pen, told, meaning.WITH),
        alike=ALIKE[told.alike],
    )


def _themes(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row a theme with its surest group, most customers to ask first."""
    order = rows.sort_values(
        ["theme", "low", "k", "like", "level"], ascending=[True, False, False, True, True],
        kind="stable",
    )  # fmt: skip
    surest = order.drop_duplicates("theme").set_index("theme")[["k", "n", "low", "like", "level"]]
    groups = rows.groupby("theme")
    table = surest.assign(n_accounts=groups["account_id"].nunique(), arr=groups["arr"].sum(
        min_count=1)).reset_index()  # fmt: skip
    keys = ["n_accounts", "arr", "theme"]
    return table.sort_values(keys, ascending=[False, False, True]).reset_index(drop=True)


def _claim(pen: Pen, told: GapTold, sheet: Ref, first: pd.Series) -> Message:
    theme, n = str(first["theme"]), beside(pen, sheet, meaning.NEXT)
    name, slug = clean(called(told.names, theme)), pen.slug(theme)
    rows = pd.DataFrame({"theme": [theme], "k": [int(first["k"])], "n": [int(first["n"])],
                         "like": [first["like"]], "level": [first["level"]]})  # fmt: skip
    k = pen.put(meaning.next_side(slug, "k", name), int(first["k"]), rows)
    peers = beside(pen, k, meaning.next_side(slug, "n", name))
    mine = told.next_needs[told.next_needs["theme"].eq(theme)]
    asked = pen.put(meaning.next_count(slug, name), mine["account_id"].nunique(),
                    mine[list(_COLUMNS)].reset_index(drop=True))  # fmt: skip
    words: dict[str, Value] = {"theme": name, "k": k, "peers": peers, "alike": ALIKE[told.alike]}
    if len(set(told.next_needs["theme"])) == 1:
        return msgs(
            "“{theme}” is a need to ask {n} customer about: {k} of {peers} customers of {alike},"
            " one maturity level further, have raised it.",
            "“{theme}” is a need to ask {n} customers about: {k} of {peers} customers of {alike},"
            " one maturity level further, have raised it.",
            n.n,
            n=n,
            **words,
        )
    return msgs(
        "For {n} customer there is a need to ask about, first “{theme}” (for {asked}): {k} of"
        " {peers} customers of {alike}, one maturity level further, have raised it.",
        "For {n} customers there is a need to ask about, first “{theme}” (for {asked}): {k} of"
        " {peers} customers of {alike}, one maturity level further, have raised it.",
        n.n,
        n=n,
        asked=asked,
        **words,
    )


def _table(pen: Pen, told: GapTold, themes: pd.DataFrame) -> Table:
    return Table(
        figure_id=meaning.TABLE_NEXT.id,
        caption=msg("Next needs to ask about, with the surest group of customers alike"),
        columns=(
            Column(msg("Theme")),
            Column(msg("Customers to ask"), "number"),
            Column(msg("ARR"), "number"),
            Column(msg("Raised it one level further")),
            Column(msg("Customers alike")),
        ),
        cells=tuple(_cells(pen, told, row) for row in themes.head(_ROWS_SHOWN).to_dict("records")),
    )


def _cells(pen: Pen, told: GapTold, row: dict[Any, Any]) -> tuple[Cell, ...]:
    level = _LEVELS[_LEVELS.index(str(row["level"])) + 1]
    return (
        clean(called(told.names, row["theme"])),
        Count(int(row["n_accounts"])),
        pen.money(float(row["arr"])),
        msg("{k} of {n}", k=str(row["k"]), n=str(row["n"])),
        msg("{like}, {level}", like=clean(row["like"]), level=maturity.LEVELS[level]),
    )
