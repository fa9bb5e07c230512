"""Conversations and touchpoints of the small brief's 24 customers, made by hand."""

from dataclasses import replace
from datetime import date

import pandas as pd

from lib.locale import msg
from lib.report.brief import Brief
from lib.report.brief_touchpoints import Touchpoints
from lib.report.brief_voices import SamplePlan, Voices
from lib.touchpoints.matrix import Spent, matrix
from lib.touchpoints.stages import NAMES
from tests.report import small

QUESTIONS = {"reason_not_to_buy": msg("Main reason not to buy"),
             "main_need": msg("Which need matters most"),
             "met_today": msg("How they meet it today")}  # fmt: skip
FIRST = date(2026, 5, 5)


def with_voices(brief: Brief | None = None, n: int = 12, *, plan: bool = False) -> Brief:
    """Return the small brief with conversations with its first n customers."""
    whole = brief or small.brief()
    asked = answers(n)
    return replace(
        whole,
        voices=Voices(
            answers=asked,
            withheld=asked[asked["quote"].isna()].head(2),
            members=members(whole, asked),
            questions=QUESTIONS,
            themes={"speed": "Speed and stability"},
            plan=sample() if plan else None,
        ),
    )


def answers(n: int) -> pd.DataFrame:
    """Return two answers of each customer: every third held in October, theme speed for 6."""
    rows = [
        {
            "row_key": f"{i}-{key}",
            "account_id": small.account_id(i),
            "conversation": f"talk-{i}",
            "question": key,
            "held_on": pd.Timestamp("2026-10-12" if i % 3 == 0 else "2026-09-02"),
            "role": ("decision_maker", "end_user", "unknown")[i % 3],
            "method": "call",
            "theme": "speed" if key == "main_need" and i <= 6 else None,
            "said": ("Price is high." if i % 2 else "PRICE is high") if i <= 5 else f"Reason {i}",
            "quote": f"“Quote {i} {key}”" if i % 2 else None,
            "segment": "Mid-market" if i % 4 else None,
            "batch_id": 1,
            "source_row": 10 * i + place,
        }
        for i in range(1, n + 1)
        for place, key in enumerate(("reason_not_to_buy", "main_need"))
    ]
    columns = ["row_key", "account_id", "conversation", "question", "held_on", "role", "method",
               "theme", "said", "quote", "segment", "batch_id", "source_row"]  # fmt: skip
    frame = pd.DataFrame(rows, columns=columns)
    texts = ["theme", "quote", "segment", "question", "account_id", "said"]
    return frame.astype({**dict.fromkeys(texts, "str"), "held_on": "datetime64[us]"})


def members(brief: Brief, asked: pd.DataFrame) -> pd.DataFrame:
    """Return how each member was heard: the last three not for long."""
    rows = brief.book.loc[brief.members, ["account_name", "arr", "maturity_level"]]
    last = asked.groupby("account_id")["held_on"].max().reindex(rows.index)
    heard = ["silent" if i >= len(rows) - 3 else "heard" for i in range(len(rows))]
    days = pd.Series(pd.Timestamp("2026-10-01"), rows.index)
    return rows.assign(interviewed_on=last, last_heard_on=days, heard=heard)


def sample() -> SamplePlan:
    """Return a plan of five: two held, one open, one declined, one replaced."""
    states = ["done", "done", "planned", "declined", "replaced"]
    picks = pd.DataFrame(
        {
            "pick_id": range(1, 6),
            "account_id": [small.account_id(i) for i in range(1, 6)],
            "role": "end_user",
            "maturity_level": ["high", "medium", "low", "unknown", "medium"],
            "arr_band": ["1", "1", "2", "2", "1"],
            "journey_stage": "proficient",
            "arr": [12000.0, 18000.0, 24000.0, 30000.0, 36000.0],
            "state": states,
        }
    )
    cells = pd.DataFrame(
        {
            "maturity_level": ["high", "medium", "low", "unknown"],
            "arr_band": ["1", "1", "2", "2"],
            "journey_stage": "proficient",
            "n": [3, 9, 3, 6],
            "arr": [60000.0, 60000.0, 90000.0, 90000.0],
            "n_open": [3, 9, 3, 6],
        }
    )
    return SamplePlan(
        name="October 24",
        as_of=date(2026, 9, 30),
        arr=300000.0,
        n_bands=2,
        dimensions=("maturity_level", "arr_band"),
        cells=cells,
        picks=picks,
    )


def with_touchpoints(brief: Brief | None = None) -> Brief:
    """Return the small brief with touches: delivery meets nobody of the proficient customers."""
    whole = brief or small.brief()
    ids = whole.members
    stage = whole.book.loc[ids, "journey_stage"].fillna("proficient")
    touches = pd.DataFrame(
        {
            "account_id": [*ids[:20], *ids[:4]],
            "stage": [*stage[:20], *["onboarding"] * 4],
            "function": ["sales"] * 20 + ["delivery"] * 4,
            "number": 20700,
            "day": pd.Timestamp("2026-09-04"),
        }
    )
    days = pd.DataFrame(0, index=ids, columns=list(NAMES))
    for name in NAMES:
        days.loc[stage.eq(name).to_numpy(), name] = 180
    known = frozenset({"sales", "delivery", "customer_success"})
    spent = Spent(days, whole.book["arr"].reindex(ids), known)
    cells = matrix(touches, spent).assign(n_duplicates=0, n_walked_blank=0)
    groups = touches.groupby(["account_id", "stage", "function"])["day"]
    met = groups.agg(n_touches="size", last="max").reset_index()
    return replace(whole, touchpoints=_found(met, cells, days, ids))


def _found(
    met: pd.DataFrame, cells: pd.DataFrame, days: pd.DataFrame, ids: pd.Index
) -> Touchpoints:
    gone = ids[20:]
    judged = days.rename_axis("account_id").reset_index().melt("account_id", None, "stage", "days")
    judged = judged[judged["days"] > 0]
    judged = judged.assign(blank=judged["account_id"].isin(gone))
    proficient = judged[judged["stage"].eq("proficient")]
    return Touchpoints(
        window=180,
        first=FIRST,
        since=small.START,
        known=True,
        matrix=cells,
        stages=_by_stage(judged),
        blanks=pd.DataFrame(
            {
                "account_id": gone,
                "stage": "proficient",
                "first": pd.Timestamp(FIRST),
                "goes_on": [True, True, False, True],
                "n_tried": [0, 2, 0, 0],
            }
        ),
        duplicates=episodes("text", ["2026-10-05", "2026-09-03", "2026-07-01"]),
        contradictions=episodes("yes_no", ["2026-06-05"]),
        met=met,
        missed=proficient.assign(function="customer_success")[
            ["stage", "function", "account_id", "days"]
        ].reset_index(drop=True),
        judged=judged.reset_index(drop=True),
        twice=touches_of(3),
        apart=touches_of(1),
        walked=walked(),
        moved=pd.DataFrame(
            {
                "account_id": [small.account_id(i) for i in (1, 2, 3)],
                "before": ["onboarding", "onboarding", "advocate"],
                "after": ["proficient", "proficient", "proficient"],
            }
        ),
    )


def _by_stage(judged: pd.DataFrame) -> pd.DataFrame:
    groups = judged.groupby("stage")
    n, blank = groups.size().reindex(NAMES).fillna(0), groups["blank"].sum().reindex(NAMES)
    return pd.DataFrame(
        {
            "stage": list(NAMES),
            "n_judged": n.to_numpy(dtype="int64"),
            "n_blank": blank.fillna(0).to_numpy(dtype="int64"),
            "arr_blank": float("nan"),
        }
    )


def episodes(how: str, days: list[str]) -> pd.DataFrame:
    """Return an episode a day, each of another customer."""
    return pd.DataFrame(
        {
            "episode": range(len(days)),
            "account_id": [small.account_id(i + 1) for i in range(len(days))],
            "first": pd.to_datetime(days),
            "last": pd.to_datetime(days),
            "teams": "Customer success|East sales",
            "functions": "customer_success|sales",
            "stage": "proficient",
            "how": how,
            "about": "It will come\nIt will not",
        }
    )


def touches_of(n: int) -> pd.DataFrame:
    """Return the two touches of each of n episodes."""
    return pd.DataFrame(
        [
            {
                "episode": i,
                "account_id": small.account_id(i + 1),
                "day": pd.Timestamp("2026-10-05"),
                "team": team,
                "type": "mail",
                "stage": "proficient",
                "batch_id": 1,
                "source_row": 100 + 2 * i + place,
            }
            for i in range(n)
            for place, team in enumerate(("Customer success", "East sales"))
        ]
    )


def walked() -> pd.DataFrame:
    """Return two walks: one of October that found an offer twice, an older one all fine."""
    rows = [
        ("W2", "2026-10-08", "proficient", "sales", "Renewal offer", "duplicate"),
        ("W2", "2026-10-08", "proficient", "support", "Answer", "fine"),
        ("W1", "2026-07-08", "onboarding", "delivery", "Kick-off", "fine"),
    ]
    frame = pd.DataFrame(
        rows, columns=["walk", "walked_on", "stage", "function", "touchpoint", "finding"]
    )
    return frame.assign(
        row_key=frame["walk"] + frame["touchpoint"],
        walked_on=pd.to_datetime(frame["walked_on"]),
        team=frame["function"],
        account_id=None,
        minutes=5.0,
        batch_id=1,
        source_row=range(3),
    )
