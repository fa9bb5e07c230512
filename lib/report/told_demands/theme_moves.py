"""How the themes moved, and how the segment differs from the rest of the book."""

from typing import Any

import pandas as pd

from lib.locale import Message, Text, joined, msg
from lib.report.brief_demands import DemandsTold
from lib.report.figures import Ref
from lib.report.findings import Finding, Proposal
from lib.report.meanings import demands as meaning
from lib.report.pen import Pen
from lib.report.sheets import beside, called, total
from lib.report.text import clean
from lib.report.told_demands.rules import theme_days
from lib.themes.board import WINDOW_DAYS

_MOVES_TOLD = 3
_COMPARED = 2


def spoken(pen: Pen, told: DemandsTold, theme: str) -> Ref:
    """Register who speaks of a theme, and who did lately and before; once is enough."""
    number = meaning.theme_definition(pen.slug(theme), called(told.names, theme))
    if number.id in pen.register:
        return pen.register.ref(number.id)
    texts = told.board.texts[told.board.texts["theme"].eq(theme)]
    age = (pd.Timestamp(pen.brief.as_of) - texts["day"]).dt.days
    lately = texts.loc[age < WINDOW_DAYS, "account_id"]
    before = texts.loc[age.between(WINDOW_DAYS, 2 * WINDOW_DAYS - 1), "account_id"]
    rows = pen.account_rows(texts["account_id"].unique(), "arr")
    flags = {"lately": rows["account_id"].isin(lately), "before": rows["account_id"].isin(before)}
    return pen.put(number, len(rows), rows.assign(**flags))


def moves(pen: Pen, told: DemandsTold) -> list[Text]:
    """Say which themes clearly rose or faded, by customers and after comparing all themes."""
    lines, days = told.board.lines, theme_days(pen, told)
    moved = lines[lines["trend"].isin(["new", "rising", "fading"])]
    if moved.empty:
        return [
            msg(
                "No theme clearly rose or faded in the last {days} days against the {days} before.",
                days=days,
            )
        ]
    return [_moved(pen, told, row, days) for row in moved.head(_MOVES_TOLD).to_dict("records")]


def _moved(pen: Pen, told: DemandsTold, row: dict[Any, Any], days: Ref) -> Text:
    theme, trend = str(row["theme"]), str(row["trend"])
    sheet, slug, name = spoken(pen, told, theme), pen.slug(theme), clean(
        called(told.names, theme))  # fmt: skip
    now = beside(pen, sheet, meaning.theme_lately(slug, name))
    before = beside(pen, sheet, meaning.theme_before(slug, name))
    told_by = {"theme": name, "now": now, "before": before, "days": days}
    claim = msg(
        "“{theme}” is fading: {now} customers spoke of it in the last {days} days, {before} in the"
        " {days} before.",
        **told_by,
    )
    if trend == "new":
        claim = msg(
            "“{theme}” is new: {now} customers spoke of it in the last {days} days, none in the"
            " nine months before.",
            **told_by,
        )
    if trend == "rising":
        claim = msg(
            "“{theme}” is rising: {now} customers spoke of it in the last {days} days, {before} in"
            " the {days} before.",
            **told_by,
        )
    if trend != "fading":
        _add_finding(pen, told, theme, claim)
    return claim


def _add_finding(pen: Pen, told: DemandsTold, theme: str, claim: Message) -> None:
    rows = pen.register[spoken(pen, told, theme).figure_id].rows
    ids = pen.by_arr(rows.loc[rows["lately"], "account_id"])
    ask = Proposal(
        "rising_theme",
        msg(
            "Ask the customers that speak of “{theme}” what changed for them, the largest first.",
            theme=clean(called(told.names, theme)),
        ),
        tuple(ids),
    )
    pen.findings.append(
        Finding(f"theme_{pen.slug(theme)}", claim, total(pen, ids), 0.4, proposal=ask)
    )


def compared(pen: Pen, told: DemandsTold) -> list[Text]:
    """Say of what more of the customers here speak than elsewhere; nothing for the whole book."""
    rows = told.against
    if rows.empty:
        return []
    if rows["stands"].eq("too_few").all():
        return [
            msg(
                "Whether this differs from the rest of the book cannot be said: it takes {least}"
                " customers heard on either side.",
                least=pen.setting("compare_minimum"),
            )
        ]
    more = rows[rows["stands"].eq("more")]
    if more.empty:
        return [msg("No theme is clearly commoner here than in the rest of the book.")]
    widest = more.assign(gap=more["share"] - more["share_rest"]).sort_values(
        ["gap", "theme"], ascending=[False, True], kind="stable"
    )
    themes = [str(theme) for theme in widest["theme"].head(_COMPARED)]
    parts = [_beside_rest(pen, told, theme) for theme in themes]
    return [
        msg("Clearly commoner here than in the rest of the book: {themes}.", themes=joined(parts))
    ]


def _beside_rest(pen: Pen, told: DemandsTold, theme: str) -> Message:
    slug, name = pen.slug(theme), clean(called(told.names, theme))
    sides = {
        "share": (meaning.theme_share(slug, name), told.board.texts),
        "rest": (meaning.theme_share_rest(slug, name), told.rest),
    }
    found: dict[str, Ref] = {}
    for side, (definition, texts) in sides.items():
        rows = pen.account_rows(texts["account_id"].unique())
        speaks = rows["account_id"].isin(texts.loc[texts["theme"].eq(theme), "account_id"])
        found[side] = pen.put(definition, float(speaks.mean()), rows.assign(speaks=speaks))
    return msg("“{theme}” ({share} of those heard against {rest})", theme=name, **found)
