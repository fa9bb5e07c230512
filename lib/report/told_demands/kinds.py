"""Basic and charm demands, and what the charm demands promise."""

import pandas as pd

from lib.demand.gap import WANTED_DAYS
from lib.demand.states import BENEFITS
from lib.locale import Count, Message, Text, msg, msgs
from lib.report.blocks import Block, Cell, Column, Paragraph, Table
from lib.report.brief_demands import DemandsTold
from lib.report.figures import Ref
from lib.report.meanings import demands as meaning
from lib.report.pen import Pen
from lib.report.sheets import beside, once
from lib.report.text import clean

_COLUMNS = (
    "account_id", "account_name", "demand_id", "raised_on", "kind", "benefit", "theme",
    "batch_id", "source_row",
)  # fmt: skip


def blocks(pen: Pen, told: DemandsTold) -> tuple[Block, ...]:
    """Return how many wishes of the last twelve months are charm, and of which benefit."""
    heading = Paragraph((msg("Basic and charm demands"),), role="heading")
    rows = _wishes(pen, told)
    if rows.empty:
        none = msg("No wish of the last twelve months is on file.")
        return (heading, Paragraph((none,)))
    sheet = pen.put(meaning.WISHES, len(rows), rows)
    basic, charm, blank = (
        beside(pen, sheet, one) for one in (meaning.BASIC, meaning.CHARM, meaning.KIND_BLANK)
    )
    if blank.n == sheet.n:
        unknown = msg(
            "Whether the wishes are basic or charm is unknown: the field “Kind of demand” of the"
            " register is blank."
        )
        return (heading, Paragraph((unknown,)))
    opening = msgs(
        "Of {n} wish of the last twelve months {charm} are charm (they add to the basic job) and"
        " {basic} basic{blank}.",
        "Of {n} wishes of the last twelve months {charm} are charm (they add to the basic job) and"
        " {basic} basic{blank}.",
        sheet.n,
        n=sheet,
        charm=charm,
        basic=basic,
        blank=msg("; of {n} the kind is unknown", n=blank) if blank.n else "",
    )
    return (heading, Paragraph((opening, *_who(pen, sheet, charm))), *_table(pen, rows))


def _wishes(pen: Pen, told: DemandsTold) -> pd.DataFrame:
    first = pd.Timestamp(pen.brief.as_of) - pd.Timedelta(days=WANTED_DAYS - 1)
    every = told.demands
    rows = every[every["direction"].ne("opposes") & (every["raised_on"] >= first)]
    charm = rows["kind"].eq("charm")
    return rows[list(_COLUMNS)].assign(
        is_charm=charm,
        is_basic=rows["kind"].eq("basic"),
        is_blank=rows["kind"].isna(),
        charm_account=rows["account_id"].where(charm),
        charm_arr=once(rows, rows["arr"], charm),
    ).reset_index(drop=True)  # fmt: skip


def _who(pen: Pen, sheet: Ref, charm: Ref) -> list[Text]:
    if not charm.n:
        return []
    n = beside(pen, sheet, meaning.CHARM_ACCOUNTS)
    arr = beside(pen, sheet, meaning.CHARM_ARR)
    return [
        msg("The charm demands come from {customers}.", customers=pen.customers(n, arr)),
    ]


def _table(pen: Pen, rows: pd.DataFrame) -> tuple[Block, ...]:
    charm = rows[rows["is_charm"]].assign(benefit=lambda frame: frame["benefit"].fillna("unknown"))
    if charm.empty:
        return ()
    groups = charm.groupby("benefit")
    table = pd.DataFrame({"n": groups.size(), "accounts": groups["account_id"].nunique()})
    order = table.reset_index().sort_values(
        ["n", "benefit"], ascending=[False, True], kind="stable"
    )
    arr = pen.brief.book["arr"].reindex(charm["account_id"]).to_numpy()
    pen.put(meaning.TABLE_CHARM, len(charm), charm.assign(arr=arr).reset_index(drop=True))
    cells: list[tuple[Cell, ...]] = [
        (
            _benefit(str(row["benefit"])),
            Count(int(row["n"])),
            Count(int(row["accounts"])),
            _arr(pen, charm, str(row["benefit"])),
        )
        for row in order.to_dict("records")
    ]
    return (
        Table(
            figure_id=meaning.TABLE_CHARM.id,
            caption=msg("What the charm demands are to bring, last twelve months"),
            columns=(
                Column(msg("Benefit")),
                Column(msg("Charm demands"), "number"),
                Column(msg("Customers"), "number"),
                Column(msg("ARR"), "number"),
            ),
            cells=tuple(cells),
        ),
    )


def _arr(pen: Pen, charm: pd.DataFrame, benefit: str) -> Cell:
    ids = charm.loc[charm["benefit"].eq(benefit), "account_id"].dropna().unique()
    found = pen.total(sorted(ids))
    return None if found.n_unknown == len(ids) else pen.money(found.known)


def _benefit(name: str) -> Message | str:
    return BENEFITS.get(name, msg("not stated") if name == "unknown" else clean(name))
