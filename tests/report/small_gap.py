"""What the small report knows of demands and of the gap, made by hand: 24 members."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pandas as pd

from lib.demand.breaks import breaks
from lib.demand.gap import CELL_COLUMNS
from lib.report.brief import Brief
from lib.report.brief_demands import DemandsTold, Quote
from lib.report.brief_gap import GapTold
from lib.themes.against import against
from lib.themes.board import board
from lib.themes.catalogue import catalogue
from tests.report import small

NAMES = {"mobile": "Mobile use", "ai": "Automation and AI", "pricing": "Price and contract"}
AFTER, BEFORE = "after_payment", "before_payment"
_NO_DECISIONS = pd.DataFrame(columns=["key", "decision"])


def texts(spoken: Sequence[tuple[int, str | None, date]]) -> pd.DataFrame:
    """Return pieces of text: who (the n-th account), on which theme, on which day."""
    places = range(len(spoken))
    themes = pd.Series([theme for _, theme, _ in spoken], dtype="str")
    return pd.DataFrame(
        {
            "kind": "tickets",
            "row_key": [f"t{i:03d}" for i in places],
            "account_id": [small.account_id(n) for n, _, _ in spoken],
            "contact_id": pd.Series([None for _ in places], dtype="str"),
            "day": pd.to_datetime([day for _, _, day in spoken]),
            "part": 0,
            "lang": "en",
            "text": [f"text {i}" for i in places],
            "theme": themes,
            "how": pd.Series(["engine" if t else None for _, t, _ in spoken], dtype="str"),
            "probability": 0.9,
        }
    )


def spoken() -> pd.DataFrame:
    """Return texts of which ten customers speak of mobile lately, and two did before."""
    lately, before = date(2026, 10, 1), date(2026, 7, 1)
    return texts(
        [
            *((n, "mobile", lately) for n in range(1, 11)),
            *((n, "mobile", before) for n in range(1, 3)),
            *((n, "pricing", before) for n in range(1, 15)),
            *((n, "pricing", lately) for n in range(3, 6)),
            *((n, None, lately) for n in range(11, 15)),
            *((n, "ai", before) for n in range(1, 3)),
        ]
    )


def demands() -> pd.DataFrame:
    """Return the members' demands: open, overdue, answered, charm, before and after payment."""
    rows = [
        # account, theme, phase, kind, benefit, state, raised, due, answered
        (1, "mobile", AFTER, "charm", "money", "planned", "2026-05-02", "2026-09-01", None),
        (1, "ai", BEFORE, "basic", None, "delivered", "2024-05-02", None, "2024-06-01"),
        (2, "mobile", AFTER, "charm", "efficiency", "new", "2026-10-12", None, None),
        (2, "ai", BEFORE, "basic", None, "delivered", "2024-02-02", None, "2024-06-01"),
        (3, "mobile", AFTER, "basic", None, "declined", "2026-08-02", None, "2026-10-20"),
        (3, "ai", BEFORE, "charm", "money", "delivered", "2026-01-02", None, "2026-03-01"),
        (4, "pricing", AFTER, "basic", None, "new", "2026-06-02", "2026-10-20", None),
        (4, "pricing", BEFORE, "basic", None, "declined", "2023-06-02", None, None),
        (5, None, AFTER, None, None, "accepted", "2026-07-02", "2026-12-01", "2026-10-05"),
        (6, "ai", AFTER, "charm", None, "new", "2026-03-02", None, None),
        (7, "ai", AFTER, "basic", None, "delivered", "2026-02-02", None, "2026-10-02"),
    ]  # fmt: skip
    named = ("place", "theme", "phase", "kind", "benefit", "state", "raised_on", "due_on",
             "answered_on")  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(named))
    book = small.book(40)
    frame["account_id"] = [small.account_id(n) for n in frame.pop("place")]
    for day in ("raised_on", "due_on", "answered_on"):
        frame[day] = pd.to_datetime(frame[day])
    frame = frame.astype(dict.fromkeys(("theme", "kind", "benefit", "state"), "str"))
    is_open = ~frame["state"].isin(["delivered", "declined"])
    unanswered = frame["answered_on"].isna()
    until = frame["answered_on"].fillna(pd.Timestamp(small.DAY)).where(is_open | ~unanswered)
    return frame.assign(
        row_key=[f"d{i:02d}" for i in range(len(frame))],
        demand_id=[f"D{i:02d}" for i in range(len(frame))],
        account_name=book["account_name"].reindex(frame["account_id"]).to_numpy(),
        arr=book["arr"].reindex(frame["account_id"]).to_numpy(),
        direction="wants",
        phase_worked_out=False,
        is_open=is_open,
        overdue=is_open & unanswered & (frame["due_on"] < pd.Timestamp(small.DAY)),
        days_open=(until - frame["raised_on"]).dt.days.astype("float64"),
        batch_id=1,
        source_row=range(2, len(frame) + 2),
    )


def conflicts() -> pd.DataFrame:
    """Return two conflicts: the first customer's renewal is near."""
    ids = [small.account_id(n) for n in (1, 5)]
    about = small.book(40).reindex(ids)
    days = [31.0, 200.0]
    return pd.DataFrame(
        {
            "conflict_id": ["A-001/direction/mobile", "A-005/priority/ai"],
            "account_id": ids,
            "account_name": about["account_name"].to_numpy(),
            "theme": ["mobile", "ai"],
            "kind": ["direction", "priority"],
            "how": "stated",
            "roles_for": ["decision_maker", "end_user"],
            "roles_against": ["end_user", "influencer"],
            "decider": [True, False],
            "near": True,
            "severity": [3, 1],
            "n_voices": 2,
            "first_on": pd.Timestamp(2026, 9, 1),
            "last_on": pd.Timestamp(2026, 10, 1),
            "arr": about["arr"].to_numpy(),
            "renewal_on": pd.Timestamp(small.DAY) + pd.to_timedelta(days, unit="D"),
            "renewal_days": days,
        }
    )


def promises() -> pd.DataFrame:
    """Return four promises: one beyond the boundary stands, one sentence waits for a person."""
    ids = [small.account_id(n) for n in (2, 3, 3, 8)]
    about = small.book(40).reindex(ids)
    return pd.DataFrame(
        {
            "promise_id": [f"demands/d{i}" for i in range(4)],
            "source": ["demands", "demands", "contracts", "activities"],
            "account_id": ids,
            "account_name": about["account_name"].to_numpy(),
            "theme": ["ai", "mobile", "pricing", "ai"],
            "feature": pd.Series([None] * 4, dtype="str"),
            "boundary": ["outside", "inside", "unknown", "outside"],
            "promised_on": pd.Timestamp(2026, 5, 1),
            "due_on": pd.Timestamp(2026, 9, 1),
            "state": ["overdue", "kept", "unproven", "unproven"],
            "to_confirm": [False, False, False, True],
            "arr": about["arr"].to_numpy(),
            "batch_id": 2,
            "source_row": [2, 3, 4, 5],
        }
    )


@cache
def demands_told() -> DemandsTold:
    """Return everything that the section on demands is written from."""
    facts = small.book(40)[["account_name", "arr"]].assign(at_risk=False)
    own = spoken()
    rest = texts([(n, "ai", date(2026, 10, 1)) for n in range(25, 36)])
    register = demands()
    return DemandsTold(
        names=NAMES,
        board=board(own, facts.reindex(small.members(24)), small.DAY, catalogue(_NO_DECISIONS)),
        against=against(own, rest),
        rest=rest[["account_id", "theme"]],
        n_unread=0,
        quotes=(Quote(theme="mobile", text="On my phone, please", roles="end_user", segment="B"),),
        loaded=True,
        demands=register,
        breaks=breaks(register),
        conflicts=conflicts(),
        possible=conflicts().iloc[:0],
        conflict_days=180,
        promises=promises(),
    )


def cells() -> pd.DataFrame:
    """Return what was wanted: mobile unmet at four customers, pricing met, unused or unknown."""
    rows = [
        *((n, "mobile", "no", "no", "unmet", "outside") for n in (1, 2, 3, 4)),
        (1, "pricing", "yes", "yes", "met", "used"),
        (5, "pricing", "yes", "no", "unused", "not_used"),
        (6, "pricing", "unknown", "unknown", "unknown", "no_plans"),
        (7, "ai", "unknown", "unknown", "unknown", "not_mapped"),
        (9, "ai", "unknown", "unknown", "unknown", "not_mapped"),
    ]
    book = small.book(40)
    ids = [small.account_id(n) for n, *_ in rows]
    frame = pd.DataFrame(
        [row[1:] for row in rows], columns=["theme", "bought", "used", "state", "why"]
    ).assign(account_id=ids, n_demands=1, last_asked_on=pd.Timestamp(2026, 8, 1), features="")
    return frame[list(CELL_COLUMNS)].assign(
        account_name=book["account_name"].reindex(ids).to_numpy(),
        arr=book["arr"].reindex(ids).to_numpy(),
    )


def next_needs() -> pd.DataFrame:
    """Return suggestions for three customers from one group of customers alike."""
    ids = [small.account_id(n) for n in (4, 12, 20)]
    book = small.book(40).reindex(ids)
    return pd.DataFrame(
        {
            "account_id": ids,
            "like": "Energy",
            "level": "low",
            "theme": "ai",
            "k": 4,
            "n": 11,
            "share": 4 / 11,
            "low": 0.15,
            "high": 0.65,
            "k_same": 0,
            "n_same": 7,
            "account_name": book["account_name"].to_numpy(),
            "arr": book["arr"].to_numpy(),
        }
    )


@cache
def gap_told() -> GapTold:
    """Return everything that the section on the gap is written from; two were not heard."""
    ids = small.members(24)
    quiet = np.isin(ids, [small.account_id(10), small.account_id(9)])
    register = demands()
    return GapTold(
        names=NAMES,
        loaded=True,
        cells=cells(),
        wanted_days=365,
        use_days=90,
        use_known=True,
        unplaced=register[register["theme"].isna()],
        is_proposed=True,
        heard=pd.DataFrame(
            {
                "account_id": ids,
                "state": np.where(quiet, "not_heard", "heard"),
                "last_on": pd.Timestamp(2026, 9, 1),
            }
        ),
        heard_days=180,
        uncovered=(),
        absent=("interviews",),
        next_needs=next_needs(),
        alike="industry",
        n_not_compared=2,
    )


@cache
def brief() -> Brief:
    """Return the small brief with both."""
    return replace(small.brief(), demands=demands_told(), gap=gap_told())
