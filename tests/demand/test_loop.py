"""Proposals of demands that may be one, the inner loop, filters, words out of a text."""

from datetime import date

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from lib.demand import chosen, loop, same
from lib.demand.register import register
from lib.demand.words import occurs
from lib.model.frames import records
from tests.demand.test_register import DAY, demand, made
from tests.metrics.made import Row

ON = date.fromisoformat(DAY)


def registered(*rows: Row) -> pd.DataFrame:
    return register(made(*rows)).assign(outside=False)


def test_near_identical_statements_of_one_account_are_proposed() -> None:
    rows = registered(
        demand("1", statement="Export the stock list to Excel", raised_on="2026-01-01"),
        demand("2", statement="export the stock list to excel.", raised_on="2026-02-01"),
        demand("3", "B", statement="Export the stock list to Excel", raised_on="2026-03-01"),
        demand("4", statement="Single sign-on", theme="access", feature="sso", direction="wants"),
        demand("5", statement="统一登录", theme="access", feature="sso", direction="wants"),
        demand("6", statement="No single sign-on", theme="access", feature="sso",
               direction="opposes"),
        demand("7", statement="Reports by mail", theme="access", direction="wants"),
    )  # fmt: skip
    found = same.proposals(rows)
    pairs = list(zip(found["row_key"], found["into_row_key"], found["reason"], strict=True))
    assert pairs == [("2", "1", "words"), ("5", "4", "about")]
    apart = {frozenset(("1", "2"))}
    assert same.proposals(rows, apart)["row_key"].tolist() == ["5"]
    assert same.proposals(rows[rows["account_id"] == "B"]).empty


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_symmetric_and_a_share(one: str, other: str) -> None:
    assert 0 <= same.likeness(one, other) <= 1
    assert same.likeness(one, other) == same.likeness(other, one)


def answered(key: str, days: int) -> Row:
    told = pd.Timestamp("2026-01-01") + pd.Timedelta(days=days)
    return demand(key, raised_on="2026-01-01", answered_on=str(told.date()), state="delivered")


def waiting(key: str, days: int) -> Row:
    raised = pd.Timestamp(DAY) - pd.Timedelta(days=days)
    return demand(key, raised_on=str(raised.date()), state="new")


def test_the_median_counts_those_that_wait() -> None:
    quick = [answered(f"a{n}", days) for n, days in enumerate((2, 4, 6, 8, 10, 12))]
    slow = [waiting(f"w{n}", 100) for n in range(5)]
    assert loop.cycle(registered(*quick)).median is None, "six are too few"
    found = loop.cycle(registered(*quick, *slow, demand("u"), demand("e", state="declined")))
    assert (found.n_answered, found.n_waiting, found.n_untold) == (6, 5, 2)
    # 11 at risk; the sixth answer, on day 12, leaves 5/11 < 1/2.
    assert found.median == 12
    assert found.low is not None
    assert found.low < 12
    assert found.high is None, "the upper band never falls to one half"
    assert found.longest_wait == 100
    closed_only = float(np.median([2, 4, 6, 8, 10, 12]))
    assert closed_only < found.median, "what a mean of the answered ones would hide"
    more = loop.cycle(registered(*quick, *slow, *(waiting(f"v{n}", 90) for n in range(4))))
    assert more.median is None, "fewer than half are answered"


def test_censored_before_an_answer_leave_the_risk_set() -> None:
    rows = [answered(f"a{n}", 20) for n in range(5)] + [waiting(f"w{n}", 5) for n in range(5)]
    assert loop.cycle(registered(*rows)).median == 20, "five at risk on day 20, all answered"


@given(st.lists(st.tuples(st.integers(0, 300), st.booleans()), min_size=10, max_size=30))
def test_the_median_lies_in_its_interval(times: list[tuple[int, bool]]) -> None:
    rows = [(answered if told else waiting)(f"{n:02}", days)
            for n, (days, told) in enumerate(times)]  # fmt: skip
    found = loop.cycle(registered(*rows))
    if found.median is not None:
        assert found.low is not None
        assert found.low <= found.median
        assert found.high is None or found.high >= found.median
    again = loop.cycle(registered(*reversed(rows)))
    assert found == again


def test_where_demands_lie_and_per_theme() -> None:
    rows = registered(
        demand("1", state="new", raised_on="2026-10-20", theme="speed"),
        demand("2", state="new", raised_on="2026-10-01", theme="speed"),
        demand("3", "B", state="planned", raised_on="2026-01-01", theme="speed",
               due_on="2026-10-01"),
        demand("4", "B", raised_on="2026-01-01", state="delivered", theme="price"),
        demand("5", "B"),
    )  # fmt: skip
    cells = {
        (str(cell["state"]), str(cell["age"])): (cell["n"], cell["n_accounts"])
        for cell in records(loop.lying(rows, ON))
    }
    assert cells == {("new", "month"): (2, 1), ("planned", "older"): (1, 1),
                     ("unknown", "unknown"): (1, 1)}  # fmt: skip
    themes = loop.by(rows, "theme")
    first = records(themes)[0]
    assert (first["value"], first["n"], first["n_accounts"]) == ("speed", 3, 2)
    assert (first["n_open"], first["n_overdue"]) == (3, 1)
    assert len(themes) == 3, "the unknown theme has a row of its own"


def test_filters_and_their_counts() -> None:
    rows = registered(
        demand("1", state="new", due_on="2026-10-01", buying_role="end_user"),
        demand("2", state="new", due_on="2026-11-30"),
        demand("3", state="new", due_on="2026-12-01"),
        demand("4", state="new"),
        demand("5", state="delivered", due_on="2026-10-01"),
    )
    found = chosen.labels(rows, ON)
    assert found["due"].tolist() == ["overdue", "soon", "later", "undated", ""]
    assert chosen.counts(found, "due") == {"overdue": 1, "soon": 1, "later": 1, "undated": 1}
    assert chosen.counts(found, "role") == {"unknown": 4, "end_user": 1}
    kept = chosen.chosen(found, {"due": ("overdue", "undated"), "state": ("new",), "theme": ()})
    assert rows["row_key"][kept].tolist() == ["1", "4"]


def test_words_must_stand_in_the_text() -> None:
    text = "Dear team,\nthe EXPORT is  slow.  导出 太慢"
    assert [occurs(words, text) for words in ("the export is slow", "导出 太慢")] == [True, True]
    assert [occurs(words, text) for words in ("", "the import is slow")] == [False, False]
