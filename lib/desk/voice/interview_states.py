"""What came of each pick of a sampling plan: planned, held, declined, replaced."""

from typing import Any

import pandas as pd

from lib.model.frames import records


def with_states(
    picks: pd.DataFrame, plans: pd.DataFrame, refusals: pd.DataFrame, answers: pd.DataFrame
) -> pd.DataFrame:
    """Return the picks of `plans` with `state, conversation, refusal_id, refused, instead_of`."""
    rows = picks[picks["plan_id"].isin(plans["plan_id"])].reset_index(drop=True)
    made = plans.set_index("plan_id")["made_at"]
    held = _held(rows.assign(made_at=pd.to_datetime(made.reindex(rows["plan_id"]).to_numpy())),
                 answers)  # fmt: skip
    newest = refusals.drop_duplicates("pick_id", keep="last").set_index("pick_id")
    accounts = rows.set_index("pick_id")["account_id"]
    replaced = rows["pick_id"].isin(rows["replaces"].dropna())
    refused = rows["pick_id"].isin(newest.index)
    state = pd.Series("planned", rows.index, dtype="str").mask(refused, "declined")
    state = state.mask(held.notna(), "done").mask(replaced, "replaced")
    about = newest[["refusal_id", "reason"]].reindex(rows["pick_id"])
    return rows.assign(
        state=state,
        conversation=held,
        refusal_id=about["refusal_id"].to_numpy(),
        refused=about["reason"].to_numpy(),
        instead_of=accounts.reindex(rows["replaces"]).to_numpy(),
    )


def pick_interview_id(plan_id: int, pick_id: int) -> str:
    """Return the id of the conversation that is recorded for a pick."""
    return f"plan-{plan_id}-{pick_id}"


def _held(rows: pd.DataFrame, answers: pd.DataFrame) -> pd.Series:
    """Return the conversation of each pick: the one recorded for it, else one held since."""
    talks = answers.drop_duplicates("conversation")
    own = talks.dropna(subset=["interview_id"]).set_index("interview_id")["conversation"]
    own = own[~own.index.duplicated()]
    since = talks.drop_duplicates("account_id").set_index("account_id")
    found: list[Any] = []
    for row in records(rows):
        key = pick_interview_id(row["plan_id"], row["pick_id"])
        if key in own.index:
            found.append(own[key])
            continue
        other = since.loc[row["account_id"]] if row["account_id"] in since.index else None
        made = pd.Timestamp(row["made_at"]).normalize()
        is_since = other is not None and other["held_on"] >= made
        found.append(other["conversation"] if other is not None and is_since else None)
    return pd.Series(found, index=rows.index, dtype="object")
