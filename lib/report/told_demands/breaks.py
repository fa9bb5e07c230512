"""Breaks: what customers ask for before payment against what they ask for after it."""

import pandas as pd

from lib.demand.breaks import LEAST
from lib.locale import Message, Text, msg, msgs
from lib.metrics.intervals import wilson
from lib.report.blocks import Block, Paragraph
from lib.report.brief_demands import DemandsTold
from lib.report.figures import Ref
from lib.report.findings import Finding, Proposal
from lib.report.meanings import demands as meaning
from lib.report.pen import Pen
from lib.report.settings import INTERVAL_LEVEL
from lib.report.sheets import beside, called, total
from lib.report.text import clean
from lib.themes.board import LEAST_NEW


def blocks(pen: Pen, told: DemandsTold) -> tuple[Block, ...]:
    """Return how the wishes moved with the payment."""
    heading = Paragraph((msg("Before and after payment"),), role="heading")
    found = told.breaks.accounts
    compared = found[found["move"] != "unknown"]
    if compared.empty:
        nobody = msg(
            "No customer was heard both before and after payment with known themes, so whether"
            " wishes change with the payment is unknown. Fill in theme and phase of the demands."
        )
        return (heading, Paragraph((nobody,)))
    rows = pen.account_rows(compared["account_id"], "arr")
    mine = compared.set_index("account_id").reindex(pd.Index(rows["account_id"]))
    facts = {name: mine[name].to_numpy() for name in ("before", "after", "move")}
    moved = facts["move"] == "moved"
    sheet = pen.put(meaning.BREAKS, len(rows), rows.assign(**facts, moved=moved))
    if sheet.n < LEAST_NEW:
        return (heading, Paragraph((_too_few(sheet),)))
    k = beside(pen, sheet, meaning.BREAKS_MOVED)
    opening = _moved(sheet, k, _share(pen, sheet, k))
    sides = [side for name in ("before_only", "after_only") if (side := _side(pen, told, name))]
    if k.n >= LEAST_NEW:
        _add_finding(pen, list(rows.loc[moved, "account_id"]), opening)
    return (heading, Paragraph((opening, *sides)))


def _moved(sheet: Ref, k: Ref, share: Text) -> Message:
    if not k.n:
        return msg(
            "None of {n} customers heard both before and after payment asks for other things only.",
            n=sheet,
        )
    return msgs(
        "{k} of {n} customers heard both before and after payment asks for other things now"
        "{share}.",
        "{k} of {n} customers heard both before and after payment ask for other things now{share}.",
        k.n,
        k=k,
        n=sheet,
        share=share,
    )


def _too_few(sheet: Ref) -> Text:
    return msgs(
        "Only {n} customer was heard both before and after payment: too few to say whether wishes"
        " change with it.",
        "Only {n} customers were heard both before and after payment: too few to say whether"
        " wishes change with it.",
        sheet.n,
        n=sheet,
    )


def _share(pen: Pen, sheet: Ref, k: Ref) -> Text:
    """Return share and interval; nothing of fewer customers than a rate takes."""
    if sheet.n < LEAST:
        return ""
    low, high = wilson(k.n, sheet.n, INTERVAL_LEVEL)
    return msg(
        " ({share}; {level} interval: {low} to {high})",
        share=beside(pen, sheet, meaning.BREAKS_SHARE),
        level=pen.setting("interval_level"),
        low=pen.put_beside(sheet, meaning.BREAKS_LOW, low),
        high=pen.put_beside(sheet, meaning.BREAKS_HIGH, high),
    )


def _side(pen: Pen, told: DemandsTold, name: str) -> Text | None:
    """Name the theme that stands most often on one side of the payment only."""
    themes = told.breaks.themes.sort_values([name, "about"], ascending=[False, True])
    if themes.empty or themes.iloc[0][name] < LEAST_NEW:
        return None
    theme = str(themes.iloc[0]["about"])
    definition = meaning.break_side(name, clean(called(told.names, theme)))
    n = pen.count(definition, _asked(told, theme, name))
    words = {"theme": clean(called(told.names, theme)), "n": n}
    if name == "before_only":
        return msg("“{theme}” was asked for before payment only, by {n} of them.", **words)
    return msg("“{theme}” came up only after it, with {n} of them.", **words)


def _asked(told: DemandsTold, theme: str, name: str) -> list[str]:
    """Return the customers compared that ask for a theme on one side only."""
    rows = told.breaks.accounts[told.breaks.accounts["move"] != "unknown"]
    side = "before" if name == "before_only" else "after"
    has = [theme in str(tags).split("|") for tags in rows[side]]
    kept = [theme in str(tags).split("|") for tags in rows["kept"]]
    inside = pd.Series(has, index=rows.index) & ~pd.Series(kept, index=rows.index)
    return [str(account) for account in rows.loc[inside, "account_id"]]


def _add_finding(pen: Pen, ids: list[str], claim: Message) -> None:
    hand_over = Proposal(
        "breaks",
        msg(
            "Hand over at signing what the customer asked for before it, and ask again after the"
            " first quarter of use."
        ),
        tuple(pen.by_arr(ids)),
    )
    pen.findings.append(Finding("breaks", claim, total(pen, ids), 0.3, proposal=hand_over))
