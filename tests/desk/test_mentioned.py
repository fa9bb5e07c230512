"""Without an accounts file, customers are those whom the other files name."""

from datetime import date

from lib.desk import Desk
from lib.locale import Count
from tests.desk.test_undo import loaded

USAGE = (
    "event_id,account_id,account_name,event,occurred_at\n"
    "e1,A-1,,login,2026-06-01 09:00:00\n"
    "e2,A-1,Acme,login,2026-06-02 09:00:00\n"
    "e3,A-2,,export,2026-06-03 09:00:00\n"
    "e4,,Globex Ltd.,login,2026-06-04 09:00:00\n"
    "e5,,globex,login,2026-06-05 09:00:00\n"
    "e6,,Acme Inc.,login,2026-06-06 09:00:00\n"
)
ACCOUNTS = "account_id,account_name,arr\nA-1,Acme,1200\n"
CONTRACTS = "contract_id,account_id,start_date,arr\nC-1,A-9,2026-01-15,1200\n"
DAY = date(2026, 6, 30)


def names(desk: Desk) -> dict[str, str | None]:
    rows = desk.data.snapshot(DAY).accounts
    filled = rows["account_name"].astype(object).where(rows["account_name"].notna(), None)
    return dict(zip(rows["account_id"], filled, strict=True))


def events(desk: Desk) -> dict[str, float]:
    cube = desk.data.snapshot(DAY).usage.cube
    rows = cube[cube["event"] == "login"]
    return {str(key): float(n) for key, n in rows.groupby("account_id")["events"].sum().items()}


def test_usage_alone_makes_customers_of_whom_nothing_else_is_known(desk: Desk) -> None:
    loaded(desk, usage=USAGE)
    assert names(desk) == {"A-1": "Acme", "A-2": None, "Globex Ltd.": "Globex Ltd."}
    assert events(desk) == {"A-1": 3, "Globex Ltd.": 2}
    book = desk.segments.view("all", DAY).accounts
    assert (len(book), book["arr"].notna().sum()) == (3, 0)
    codes = {finding.code: finding for finding in desk.quality.findings()}
    assert codes["accounts_only_named"].message.n == 3
    assert "unplaced_usage" not in codes


def test_an_accounts_file_takes_their_place_and_undo_gives_them_back(desk: Desk) -> None:
    loaded(desk, usage=USAGE)
    before = names(desk), events(desk)
    (batch,) = loaded(desk, accounts=ACCOUNTS)
    assert names(desk) == {"A-1": "Acme"}
    codes = {finding.code for finding in desk.quality.findings()}
    assert "unplaced_usage" in codes
    assert "accounts_only_named" not in codes
    desk.imports.undo(batch)
    assert (names(desk), events(desk)) == before


def test_contracts_and_usage_name_customers_together(desk: Desk) -> None:
    loaded(desk, contracts=CONTRACTS)
    assert names(desk) == {"A-9": None}
    assert desk.segments.view("all", DAY).accounts["arr"].tolist() == [1200.0]
    loaded(desk, usage=USAGE)
    assert set(names(desk)) == {"A-1", "A-2", "A-9", "Globex Ltd."}


def test_a_rehearsal_counts_the_customers_that_usage_would_bring(desk: Desk) -> None:
    prepared = desk.imports.prepare([("usage.csv", USAGE.encode())])
    moved = {move.key: move for move in desk.imports.moves(prepared)}
    assert (moved["accounts"].before, moved["accounts"].after) == (None, Count(3))
