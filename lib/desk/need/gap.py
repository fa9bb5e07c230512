"""The demand gap of a segment and of one account: unmet, unused, unheard, next needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib.demand.gap import Gap, gap, matrix
from lib.demand.next_need import next_needs, size_band
from lib.demand.unheard import Unheard, unheard
from lib.desk.data import Data
from lib.desk.need.demands import Demands
from lib.desk.need.product import Products
from lib.desk.segmentation.segments import Segments
from lib.locale import Message, Money, Text, msg, msgs


@dataclass(frozen=True)
class GapView:
    """The demand gap of a segment on a day.

    `matrix`: one row a theme (see `lib.demand.gap.matrix`). `bubbles`: one row a theme and
    question (wanted, bought, used): `theme, asked, n_accounts, arr`. `cells`: one row an account
    and theme, with `account_name` and `arr`. `demands`: the register's rows behind them.
    `n_unplaced`: wishes without a known theme. `is_proposed`: nobody has checked the map.
    """

    day: date
    matrix: pd.DataFrame
    bubbles: pd.DataFrame
    cells: pd.DataFrame
    demands: pd.DataFrame
    n_unplaced: int
    use_known: bool
    is_proposed: bool
    currency: str | None


@dataclass(frozen=True)
class UnheardView:
    """Who of a segment was not heard: `accounts` with name, ARR and renewal, the largest first.

    `everybody`: every member with what was heard, the same columns.
    """

    found: Unheard
    everybody: pd.DataFrame
    accounts: pd.DataFrame
    finding: Message
    currency: str | None


@dataclass(frozen=True)
class NextView:
    """Next needs of a segment: `accounts` one row an account and theme, `themes` one a theme.

    `themes`: `theme, n_accounts, arr, n_groups, share` (of the surest group). `n_unknown`:
    members without a level or without what they would be compared by.
    """

    accounts: pd.DataFrame
    themes: pd.DataFrame
    n_unknown: int
    currency: str | None


class GapArea:
    """The area of the demand gap."""

    def __init__(self, data: Data, segments: Segments, demands: Demands, product: Products) -> None:
        self._data = data
        self._segments = segments
        self._demands = demands
        self._product = product

    def all(self, day: date) -> Gap:
        """Return the gap of every account on a day."""
        return self._data.once(
            ("gap", day, *self._marks()),
            lambda: gap(
                self._data.snapshot(day),
                self._demands.register(day),
                self._product.now(day).rows,
            ),
        )

    def _marks(self) -> tuple[object, ...]:
        """Return what changes with the map of the product and with themes."""
        return self._product.state(), self._demands.theme_mark()

    def view(self, rule: str, day: date) -> GapView:
        """Return the gap of a segment's members."""
        return self._data.once(
            ("gap_view", rule, day, *self._marks()), lambda: self._view(rule, day)
        )

    def _view(self, rule: str, day: date) -> GapView:
        found, members = self.all(day), self._segments.members(rule, day)
        book, currency = self._data.book_of_files(day), self._data.snapshot(day).currency
        cells = found.cells[found.cells["account_id"].isin(members)]
        about = book.reindex(cells["account_id"])
        cells = cells.assign(
            account_name=about["account_name"].to_numpy(), arr=about["arr"].to_numpy()
        )
        table = matrix(cells, book["arr"])
        demands = found.demands[found.demands["account_id"].isin(members)]
        register = self._demands.register(day)
        unplaced = register["theme"].isna() & register["account_id"].isin(members)
        return GapView(
            day=day,
            matrix=table,
            bubbles=_bubbles(table),
            cells=cells.sort_values(["arr", "account_id", "theme"], ascending=[False, True, True])
            .reset_index(drop=True),
            demands=demands.reset_index(drop=True),
            n_unplaced=int(unplaced.sum()),
            use_known=found.use_known,
            is_proposed=self._product.now(day).version is None,
            currency=currency,
        )  # fmt: skip

    def of_account(self, account_id: str, day: date) -> pd.DataFrame:
        """Return the cells of one account (`lib.demand.gap.CELL_COLUMNS`)."""
        cells = self.all(day).cells
        return cells[cells["account_id"] == account_id].reset_index(drop=True)

    def unheard(self, rule: str, day: date, days: int) -> UnheardView:
        """Return who of a segment was not heard in the last days."""
        return self._data.once(
            ("gap_unheard", rule, day, days), lambda: self._unheard(rule, day, days)
        )

    def _unheard(self, rule: str, day: date, days: int) -> UnheardView:
        members = self._segments.members(rule, day)
        snapshot, book = self._data.snapshot(day), self._data.book_of_files(day)
        found = unheard(snapshot, members, days)
        about = book.reindex(found.accounts["account_id"])
        rows = found.accounts.assign(
            **{
                name: about[name].to_numpy()
                for name in ("account_name", "arr", "renewal_on", "renewal_days")
            }
        )
        quiet = rows[rows["state"] != "heard"].sort_values(
            ["arr", "account_id"], ascending=[False, True], kind="stable"
        )
        return UnheardView(
            found=found,
            everybody=rows.sort_values("arr", ascending=False, kind="stable"),
            accounts=quiet.reset_index(drop=True),
            finding=unheard_finding(found, quiet, snapshot.currency),
            currency=snapshot.currency,
        )

    def next_needs(self, rule: str, day: date, alike: str) -> NextView:
        """Return what customers alike and one level further need, for a segment's members."""
        return self._data.once(
            ("gap_next", rule, day, alike, *self._marks()),
            lambda: self._next_needs(rule, day, alike),
        )

    def _next_needs(self, rule: str, day: date, alike: str) -> NextView:
        members, book = self._segments.members(rule, day), self._data.book_of_files(day)
        accounts = pd.DataFrame(
            {"like": _like(book, alike), "level": book["maturity_level"]}, index=book.index
        )[book["is_customer"].astype("bool")]
        register = self._demands.register(day)
        wishes = register[register["direction"].ne("opposes") & register["theme"].notna()]
        wanted = wishes[["account_id", "theme"]].dropna().drop_duplicates()
        found = next_needs(accounts, wanted, members)
        about = book.reindex(found["account_id"])
        rows = found.assign(
            account_name=about["account_name"].to_numpy(), arr=about["arr"].to_numpy()
        )
        mine = accounts[accounts.index.isin(members)]
        return NextView(
            accounts=rows,
            themes=_by_theme(rows),
            n_unknown=int((mine["like"].isna() | mine["level"].isna()).sum()),
            currency=self._data.snapshot(day).currency,
        )

    def next_of(self, account_id: str, day: date, alike: str) -> pd.DataFrame:
        """Return the next needs of one account."""
        rows = self.next_needs("all", day, alike).accounts
        return rows[rows["account_id"] == account_id].reset_index(drop=True)


def _bubbles(table: pd.DataFrame) -> pd.DataFrame:
    parts = [
        table[["theme"]].assign(
            asked=asked, n_accounts=table[f"n_{asked}"], arr=table[f"arr_{asked}"]
        )
        for asked in ("wanted", "bought", "used")
    ]
    return pd.concat(parts, ignore_index=True)


def _like(book: pd.DataFrame, alike: str) -> pd.Series:
    return size_band(book["employees"]) if alike == "size" else book[alike]


def _by_theme(rows: pd.DataFrame) -> pd.DataFrame:
    groups = rows.groupby("theme")
    table = pd.DataFrame(
        {
            "n_accounts": groups.size(),
            "arr": groups["arr"].sum(min_count=1),
            "share": groups["share"].max(),
        }
    ).reset_index()
    order = ["n_accounts", "arr", "theme"]
    return table.sort_values(order, ascending=[False, False, True]).reset_index(drop=True)


def gap_finding(view: GapView, names: Mapping[str, Text]) -> Message:
    """Say how many customers want what they did not get, and which theme comes first.

    `names` says what themes are called.
    """
    table, cells, currency = view.matrix, view.cells, view.currency
    if table.empty:
        return msg("No wish of the last twelve months has a known theme.")
    wanting = cells["account_id"].nunique()
    unmet = cells[cells["state"] == "unmet"].drop_duplicates("account_id")
    unused = cells[cells["state"] == "unused"].drop_duplicates("account_id")
    if unmet.empty and unused.empty:
        return msgs(
            "Of {n} customer with wishes, none is known to want what it has not got.",
            "Of {n} customers with wishes, none is known to want what it has not got.",
            wanting,
        )
    return msgs(
        "Of {n} customer with wishes, {unmet}{arr} want something that they have not got{first};"
        " {unused} have it and do not use it.",
        "Of {n} customers with wishes, {unmet}{arr} want something that they have not got{first};"
        " {unused} have it and do not use it.",
        wanting,
        unmet=str(len(unmet)),
        arr=_worth(unmet["arr"], currency),
        first=_first(table, names),
        unused=str(len(unused)),
    )


def _first(table: pd.DataFrame, names: Mapping[str, Text]) -> Text:
    most = table.iloc[0]
    if not most["n_unmet"]:
        return ""
    theme = str(most["theme"])
    return msg(", most of all '{theme}'", theme=names.get(theme, theme))


def _worth(values: pd.Series, currency: str | None) -> Text:
    known = values.dropna()
    return "" if known.empty else msg(" (ARR {arr})", arr=Money(float(known.sum()), currency))


def unheard_finding(found: Unheard, quiet: pd.DataFrame, currency: str | None) -> Message:
    """Say of how many customers nothing was heard, or that it is unknown."""
    n, days = len(found.accounts), (found.last - found.first).days + 1
    if quiet.empty:
        return msgs(
            "Something was heard of {n} customer within {days} days.",
            "Something was heard of each of the {n} customers within {days} days.",
            n,
            days=str(days),
        )
    if found.uncovered:
        return msgs(
            "Of {quiet} of {n} customer no word is on file for {days} days; whether they were"
            " silent is unknown.",
            "Of {quiet} of {n} customers no word is on file for {days} days; whether they were"
            " silent is unknown.",
            n,
            quiet=str(len(quiet)),
            days=str(days),
        )
    return msgs(
        "{quiet} of {n} customer{arr} was not heard for {days} days: no demand, no ticket, no"
        " two-way contact, no interview.",
        "{quiet} of {n} customers{arr} were not heard for {days} days: no demand, no ticket, no"
        " two-way contact, no interview.",
        n,
        quiet=str(len(quiet)),
        arr=_worth(quiet["arr"], currency),
        days=str(days),
    )
