"""What of the gap is unknown, why, and what would tell."""

import pandas as pd

from lib.locale import Message, Text, joined, msg, msgs
from lib.model.frames import TAG_SEPARATOR
from lib.report.blocks import Block, Bullets, Paragraph
from lib.report.brief_gap import GapTold
from lib.report.findings import Finding, Proposal
from lib.report.meanings import gap as meaning
from lib.report.pen import Pen
from lib.report.sheets import beside, called
from lib.report.text import clean

_NAMED = 3
_OF_FEATURES = ("no_plans", "not_recorded")
_COLUMNS = (
    "account_id", "account_name", "demand_id", "raised_on", "state", "batch_id", "source_row",
)  # fmt: skip
_FILL: dict[str, Message] = {
    "no_plans": msg("Say in the map of the product which plans hold the feature."),
    "not_mapped": msg("Name in the map of the product the feature that serves the theme."),
    "no_contract": msg("Load the contracts of these customers with plan or product."),
    "no_usage": msg("Load usage by feature."),
    "silent": msg("Load the usage of these customers."),
    "not_recorded": msg("Have the product record the use of this feature."),
}
_REASONS: dict[str, Message] = {
    "no_plans": msg("which plans hold the feature is unknown"),
    "not_mapped": msg("no feature of the product is named for it"),
    "no_contract": msg("what the customer bought is not on file"),
    "no_usage": msg("usage exports do not cover the days"),
    "silent": msg("no usage of the customer is on file"),
    "not_recorded": msg("the use of the feature is not recorded"),
}


def blocks(pen: Pen, told: GapTold) -> tuple[Block, ...]:
    """Return of how many wishes nobody can say whether they are met, by reason."""
    rows = told.cells[told.cells["state"].eq("unknown")]
    more = _unplaced(pen, told)
    if rows.empty:
        return (Paragraph(tuple(more)),) if more else ()
    heading = Paragraph((msg("What is unknown"),), role="heading")
    sheet = pen.ref(meaning.TABLE.id)
    n, arr = beside(pen, sheet, meaning.OPEN), beside(pen, sheet, meaning.OPEN_ARR)
    claim = msgs(
        "For a wish of {customers} it is unknown whether it is met, which is not the same as"
        " unmet.",
        "For wishes of {customers} it is unknown whether they are met, which is not the same as"
        " unmet.",
        n.n,
        customers=pen.customers(n, arr),
    )
    ids = pen.by_arr(rows["account_id"])
    fill = Proposal(
        "gap_unknown",
        msg("Fill in the map of the product: which plans hold which feature, for which theme."),
        tuple(ids),
    )
    known = pen.total(ids).known
    pen.findings.append(Finding("gap_unknown", claim, known, gap=True, proposal=fill))
    return (heading, Paragraph((claim, *more)), Bullets(_by_reason(pen, told, rows)))


def _by_reason(pen: Pen, told: GapTold, rows: pd.DataFrame) -> tuple[tuple[Text, ...], ...]:
    counts = rows["why"].value_counts()
    order = sorted(
        (why for why in _REASONS if counts.get(why, 0)), key=lambda why: (-counts[why], why)
    )
    return tuple(
        (_reason(pen, rows, why), _FILL[why], *_first(told, rows[rows["why"].eq(why)], why))
        for why in order
    )


def _first(told: GapTold, rows: pd.DataFrame, why: str) -> list[Text]:
    """Name what is to be filled in first: the features or themes of most wishes."""
    if why in _OF_FEATURES:
        named = rows["features"].str.split(TAG_SEPARATOR).explode()
        named = named[named.ne("")]
    elif why == "not_mapped":
        named = rows["theme"].map(lambda theme: called(told.names, theme))
    else:
        return []
    counts = named.value_counts().rename_axis("name").reset_index(name="n")
    order = counts.sort_values(["n", "name"], ascending=[False, True], kind="stable")
    names = [msg("“{name}”", name=clean(name)) for name in order["name"].head(_NAMED)]
    return [msg("Begin with {names}.", names=joined(names))] if names else []


def _reason(pen: Pen, rows: pd.DataFrame, why: str) -> Text:
    mine = rows.loc[rows["why"].eq(why), ["account_id", "account_name", "theme", "features"]]
    n = pen.put(meaning.why_count(why), len(mine), mine.reset_index(drop=True))
    return msgs("{n} wish: {why}.", "{n} wishes: {why}.", n.n, n=n, why=_REASONS[why])


def _unplaced(pen: Pen, told: GapTold) -> list[Text]:
    found: list[Text] = []
    if told.is_proposed:
        found.append(
            msg(
                "The map of the product is proposed from the data and nobody has checked it: see"
                " the page Demands."
            )
        )
    if len(told.unplaced):
        rows = told.unplaced[list(_COLUMNS)].reset_index(drop=True)
        n = pen.put(meaning.UNPLACED, len(rows), rows)
        found.append(
            msgs(
                "{n} demand has no known theme and is left out; give it one there.",
                "{n} demands have no known theme and are left out; give them one there.",
                n.n,
                n=n,
            )
        )
    return found
