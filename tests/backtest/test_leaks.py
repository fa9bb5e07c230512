"""No row dated after a day changes what is observed on it, and no column tells the outcome."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.backtest.observed import Observed, observed
from lib.backtest.refused import PARTLY_REFUSED, REFUSED, without_outcomes
from lib.backtest.replay import coded
from lib.model import KINDS, Dataset
from lib.signals.registry import all_signals
from tests.backtest.small import LAST, book, loss, term
from tests.signals.made import noisy, rows_of
from tests.sizes import examples

DAY = date(2026, 3, 31)
_NAMES = [f"A{n:02d}" for n in range(12)]
_KINDS = ("usage", "tickets", "activities", "contracts", "losses", "assessments", "contacts")


def whole() -> Dataset:
    """Return a book with rows of every kind before and after the day."""
    weekly = noisy(len(_NAMES), 110, 30.0, seed=3)
    weekly[3, 70:] *= 0.2
    usage = [
        row
        for n, (name, weeks) in enumerate(zip(_NAMES, weekly, strict=True))
        for event in ("any", "api_call" if n % 2 else "data_export")
        for row in rows_of(name, weeks, event=event, measure="users", end=LAST)
    ]
    spread = [str(d.date()) for d in pd.date_range("2024-06-01", LAST, freq="23D")]
    return book(
        usage,
        accounts=[{"account_id": name, "customer_since": "2023-05-01", "arr": 100.0 * n,
                   "status": "customer", "seats": 10.0, "renewal_date": "2026-12-31"}
                  for n, name in enumerate(_NAMES)],
        contracts=[term(name, "2024-05-01", "2026-04-30", seats=10.0) for name in _NAMES]
        + [term(name, "2026-05-01", "2027-04-30", seats=8.0) for name in _NAMES[4:]],
        tickets=[{"account_id": n, "created_at": d, "resolved_at": d, "satisfaction": 0.5}
                 for n in _NAMES[:8] for d in spread],
        activities=[{"account_id": n, "occurred_at": d, "type": "call", "direction": "two_way",
                     "contact_id": "K1"} for n in _NAMES[:9] for d in spread],
        contacts=[{"contact_id": f"K{n}", "account_id": name, "created_at": "2024-06-01",
                   "last_contacted_on": "2026-09-01"} for n, name in enumerate(_NAMES)],
        assessments=[{"account_id": n, "scheme": "maturity", "criterion": c, "points": 2,
                      "assessed_on": d}
                     for n in _NAMES for c in ("awareness", "strategy", "people", "tools")
                     for d in ("2026-01-10", "2026-08-10")],
        losses=[loss(name, "2026-04-30") for name in _NAMES[:4]],
    )  # fmt: skip


BOOK = whole()


def seen(data: Dataset, day: date = DAY) -> Observed:
    return observed(without_outcomes(coded(data).as_of(day)), all_signals(), {})


SEEN = seen(BOOK)


def same(one: Observed, other: Observed) -> None:
    pd.testing.assert_frame_equal(one.rows, other.rows)
    np.testing.assert_array_equal(one.severity, other.severity)
    np.testing.assert_array_equal(one.confidence, other.confidence)


def _day_of(kind: str, rows: pd.DataFrame) -> pd.Series:
    if kind == "usage":
        return rows["day"]
    if kind == "contracts":
        return rows[["start_date", "signed_on"]].min(axis=1)
    return rows["created_at"] if kind == "contacts" else rows[KINDS[kind].day or ""]


def _with(data: Dataset, kind: str, rows: pd.DataFrame) -> Dataset:
    if kind == "usage":
        return replace(data, cube=rows.sort_values("day", kind="stable", ignore_index=True))
    return replace(data, versions={**data.versions, kind: rows.reset_index(drop=True)})


def _rows(data: Dataset, kind: str) -> pd.DataFrame:
    return data.cube if kind == "usage" else data.versions[kind]


def test_the_book_says_something_on_the_day() -> None:
    assert (SEEN.severity >= 0).any(axis=0).sum() >= 3
    assert (SEEN.severity > 0).any()


@settings(max_examples=examples(6, 24), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    kind=st.sampled_from(_KINDS),
    way=st.sampled_from(("delete", "later", "other account", "twice")),
    share=st.floats(0.1, 1.0),
    seed=st.integers(0, 10**6),
)
def test_rows_dated_after_the_day_change_nothing(
    kind: str, way: str, share: float, seed: int
) -> None:
    rows = _rows(BOOK, kind)
    after = _day_of(kind, rows) >= pd.Timestamp(DAY) + timedelta(days=1)
    chosen = after & (np.random.default_rng(seed).random(len(rows)) < share)
    same(seen(_with(BOOK, kind, _changed(kind, rows, chosen, way))), SEEN)


def _changed(kind: str, rows: pd.DataFrame, chosen: pd.Series, way: str) -> pd.DataFrame:
    if way == "delete":
        return rows[~chosen]
    mine = rows[chosen]
    if way == "later":
        named = ["day"] if kind == "usage" else [c for c in rows if c in _day_columns(kind)]
        mine = mine.assign(**{name: mine[name] + timedelta(days=365) for name in named})
    elif way == "other account":
        mine = mine.assign(account_id=_NAMES[0])
    else:
        again = mine if kind == "usage" else mine.assign(row_key="again-" + mine["row_key"])
        return pd.concat([rows, again])
    return pd.concat([rows[~chosen], mine]).sort_index()


def _day_columns(kind: str) -> set[str]:
    return {c.name for c in KINDS[kind].columns if c.type.value in {"day", "time"}}


def test_the_order_of_rows_changes_nothing() -> None:
    chance = np.random.default_rng(5)
    mixed = BOOK
    for kind in ("usage", *BOOK.versions):
        rows = _rows(mixed, kind)
        order = rows.iloc[chance.permutation(len(rows))]
        if kind == "usage":
            mixed = replace(mixed, cube=order.reset_index(drop=True))
        else:
            mixed = _with(mixed, kind, order)
    same(seen(mixed), SEEN)


def test_a_stranger_changes_no_other_account() -> None:
    stranger = {"account_id": "Z", "customer_since": "2023-05-01", "arr": 5.0}
    other = book(rows_of("Z", [1.0] * 110, end=LAST), accounts=[stranger])
    both = replace(
        BOOK,
        versions={
            **BOOK.versions,
            "accounts": pd.concat(
                [BOOK.versions["accounts"], other.versions["accounts"].assign(row_key="z")],
                ignore_index=True,
            ),
        },
        cube=pd.concat([BOOK.cube, other.cube], ignore_index=True),
    )
    found = seen(both)
    mine = (found.rows["account_id"] != "Z").to_numpy()
    assert (~mine).sum() == 1
    np.testing.assert_array_equal(found.severity[mine], SEEN.severity)


@pytest.mark.parametrize("column", [c for c in REFUSED if c.startswith("accounts.")])
def test_what_states_the_outcome_later_is_not_seen(column: str) -> None:
    name = column.split(".")[1]
    value: object = {"is_churned": True, "renewal_date": pd.Timestamp("2026-05-31")}.get(
        name, "churned"
    )
    rows = BOOK.versions["accounts"]
    left = rows.assign(**{name: rows[name].where(rows.index > 3, value)})
    same(seen(_with(BOOK, "accounts", left)), SEEN)


def test_an_arr_that_fell_to_zero_does_not_hide_who_left() -> None:
    rows = BOOK.versions["accounts"].assign(arr=0.0, mrr=np.nan)
    found = seen(_with(replace(BOOK, versions={"accounts": rows}), "accounts", rows))
    assert len(found.rows) == len(_NAMES)


def test_the_day_of_leaving_is_no_end_of_a_term() -> None:
    rows = BOOK.versions["contracts"]
    early = rows["end_date"] == pd.Timestamp("2026-04-30")
    flagged = rows.assign(is_churned=early.astype("boolean"))
    found = seen(_with(BOOK, "contracts", flagged))
    assert found.rows["ends_in_days"].isna().all()
    assert SEEN.rows["ends_in_days"].eq(30).all()


def test_a_stage_that_tells_the_end_does_not_take_the_customer_away() -> None:
    rows = BOOK.versions["contracts"]
    over = rows.assign(stage=rows["stage"].where(rows.index > 3, "Terminated"))
    same(seen(_with(replace(BOOK, versions=BOOK.versions), "contracts", over)), SEEN)


def test_a_deal_that_was_open_on_the_day_is_not_known_to_be_won() -> None:
    deal = {"account_id": "A00", "created_at": "2026-02-01", "start_date": "2026-07-01",
            "is_won": True, "is_closed": True, "closed_on": "2026-06-01",
            "stage": "won"}  # fmt: skip
    lost = {**deal, "is_won": False, "stage": "lost", "loss_reason": "price"}
    cut = [
        without_outcomes(book(accounts=[{"account_id": "A00"}], contracts=[one]).as_of(DAY))
        for one in (deal, lost)
    ]
    pd.testing.assert_frame_equal(cut[0].table("contracts"), cut[1].table("contracts"))


def test_what_was_loaded_by_the_day_is_kept() -> None:
    rows = BOOK.versions["accounts"].assign(known_on=pd.Timestamp(2026, 1, 1), status="prospect")
    early = _with(BOOK, "accounts", rows)
    assert set(without_outcomes(early.as_of(DAY)).accounts["status"]) == {"prospect"}


def test_refused_columns_have_reasons_and_exist() -> None:
    for column in (*REFUSED, *PARTLY_REFUSED):
        kind, name = column.split(".")
        assert name in KINDS[kind].names
