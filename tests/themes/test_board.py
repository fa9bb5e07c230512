"""Customers are counted, never texts; what rises must remain after all comparisons."""

from datetime import date, timedelta

import pandas as pd

from lib.themes.board import Board, board
from lib.themes.catalogue import catalogue
from lib.themes.grid import theme_grid
from lib.themes.quotes import quotes
from tests.themes.conftest import NO_DECISIONS

DAY = date(2026, 10, 31)
FACTS = pd.DataFrame(
    {"arr": 100.0, "at_risk": [n % 2 == 0 for n in range(60)]},
    index=pd.Index([f"A{n:02}" for n in range(60)], name="account_id"),
)


def said(theme: str | None, accounts: range, days_ago: int, times: int = 1) -> pd.DataFrame:
    rows = [(f"A{n:02}", f"{theme}{days_ago}-{n}-{k}") for n in accounts for k in range(times)]
    return pd.DataFrame(
        {
            "kind": "tickets",
            "row_key": [key for _, key in rows],
            "account_id": [account for account, _ in rows],
            "contact_id": pd.Series([None] * len(rows), dtype="str"),
            "day": pd.Timestamp(DAY - timedelta(days=days_ago)),
            "part": 0,
            "lang": "en",
            "text": [key for _, key in rows],
            "theme": pd.Series([theme] * len(rows), dtype="str"),
            "how": pd.Series(["engine" if theme else None] * len(rows), dtype="str"),
            "probability": 0.6,
        }
    )


def of(*texts: pd.DataFrame) -> Board:
    return board(pd.concat(texts, ignore_index=True), FACTS, DAY, catalogue(NO_DECISIONS))


def line(found: Board, theme: str) -> pd.Series:
    return found.lines[found.lines["theme"].eq(theme)].iloc[0]


def test_one_noisy_customer_counts_once() -> None:
    found = of(said("mobile", range(1), 10, times=50), said("reports", range(4), 10))
    assert line(found, "mobile")["n_accounts"] == 1
    assert line(found, "mobile")["n_texts"] == 50
    assert line(found, "reports")["arr"] == 400.0
    assert line(found, "reports")["n_at_risk"] == 2
    assert found.lines["theme"][0] == "reports"


def test_a_theme_that_many_more_customers_speak_of_rises_and_another_fades() -> None:
    before = [said("reports", range(40), 120), said("mobile", range(3), 120)]
    now = [
        said("mobile", range(25), 30),
        said("reports", range(8), 30),
        said("access", range(40), 30),
    ]
    found = of(*before, *now)
    assert line(found, "mobile")["trend"] == "rising"
    assert line(found, "reports")["trend"] == "fading"
    assert line(found, "access")["trend"] == "new"
    assert line(found, "billing")["trend"] == "unheard"


def test_four_customers_are_too_few_to_rise() -> None:
    found = of(
        said("reports", range(40), 120),
        said("reports", range(40), 20),
        said("mobile", range(4), 20),
        said("mobile", range(1), 120),
    )
    assert line(found, "mobile")["trend"] == "steady"


def test_the_share_not_assigned_counts_texts() -> None:
    found = of(said(None, range(3), 10), said("mobile", range(1), 10))
    assert (found.n_unassigned, found.n_texts, found.n_heard) == (3, 4, 3)


def test_rows_in_another_order_and_a_stranger_change_nothing() -> None:
    texts = pd.concat([said("reports", range(20), 120), said("mobile", range(9), 30)])
    one = of(texts)
    two = of(texts.sample(frac=1.0, random_state=1))
    pd.testing.assert_frame_equal(one.lines, two.lines)


def test_a_segment_nobody_of_which_was_heard_is_not_in_the_grid() -> None:
    texts = said("mobile", range(3), 10)
    segments = {"heard": FACTS.index[:6], "silent": FACTS.index[30:]}
    rows = theme_grid(texts, FACTS, DAY, segments)
    assert list(rows["segment"]) == ["heard"]
    assert rows["share"][0] == 1.0


def test_quotes_name_nobody() -> None:
    texts = said("mobile", range(2), 10)
    texts["text"] = ["Ask Jane Doe or jane@acme.example", "王总说找张伟要报表"]
    contacts = pd.DataFrame(
        {
            "contact_id": ["C1", "C2", "C3"],
            "account_id": ["A00", "A01", "A01"],
            "first_name": ["Jane", None, None],
            "last_name": ["Doe", None, None],
            "full_name": pd.Series([None, "张伟", "王芳"], dtype="str"),
            "buying_roles": ["end_user", None, None],
        }
    )
    found = quotes(texts, contacts, pd.Series({"A00": "key"}), 3)
    assert set(found["text"]) == {"Ask … or …", "…说找…要报表"}
