"""Undo gives back every figure exactly; the same rows again change nothing."""

from datetime import date

import pytest

from lib.desk import Desk

ACCOUNTS = "account_id,account_name\nA-1,Acme\nA-2,Beta\nA-3,云杉科技\n"
CONTRACTS = (
    "contract_id,account_id,start_date,arr\n"
    "C-1,A-1,2026-01-15,1200\nC-2,A-2,2026-02-01,800\nC-3,A-3,2026-03-01,500\n"
)
CORRECTED = (
    "contract_id,account_id,start_date,arr\n"
    "C-1,A-1,2026-01-15,1500\nC-3,A-3,2026-03-01,500\nC-4,A-2,2026-04-01,100\n"
)
TICKETS = "ticket_id,account_id,created_at\nT-1,A-1,2026-06-20\n"


def loaded(desk: Desk, **files: str) -> list[int]:
    named = [(f"{name}.csv", text.encode()) for name, text in files.items()]
    outcomes = desk.imports.commit(named)
    assert [o.status for o in outcomes] == ["committed"] * len(files)
    return [o.batch_id for o in outcomes if o.batch_id is not None]


def figures(desk: Desk) -> dict[str, object]:
    return desk.scores.metrics("all", date(2026, 5, 1), date(2026, 6, 30), "en") | {
        "members": desk.segments.view("all", date(2026, 6, 30)).accounts["arr"].to_dict()
    }


@pytest.fixture
def small_desk(desk: Desk) -> Desk:
    loaded(desk, accounts=ACCOUNTS, contracts=CONTRACTS, tickets=TICKETS)
    return desk


def test_undo_gives_back_every_figure(small_desk: Desk) -> None:
    before = figures(small_desk)
    (batch,) = loaded(small_desk, contracts=CORRECTED)
    assert figures(small_desk)["arr_end"] == 1500 + 800 + 500 + 100
    small_desk.imports.undo(batch)
    assert figures(small_desk) == before


def test_a_corrected_file_says_what_it_changes(small_desk: Desk) -> None:
    (outcome,) = small_desk.imports.rehearse([("contracts.csv", CORRECTED.encode())])
    counts = outcome.counts
    assert (counts.added, counts.changed, counts.unchanged) == (1, 1, 1)
    assert figures(small_desk)["arr_end"] == 2500, "a rehearsal changes nothing"


def test_the_same_rows_in_another_order_change_nothing(small_desk: Desk) -> None:
    head, *rows = CONTRACTS.splitlines()
    turned = "\n".join([head, *reversed(rows)]).encode()
    (outcome,) = small_desk.imports.commit([("renamed.csv", turned)])
    assert outcome.status == "unchanged"
