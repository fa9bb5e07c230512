"""Promises: what we said a customer would get, from contracts, activities and demands.

Three sources: `promises` of contracts, demands that were accepted or planned for a day, and
activities whose words read like a promise. The last are candidates until a person confirms or
dismisses them. Whether a promise was kept is known where a demand says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.demand.promise_words import promised_sentences
from lib.locale import Message, msg
from lib.model import Snapshot
from lib.model.terms import begins_on

STATES: Mapping[str, Message] = {
    "overdue": msg("overdue"),
    "open": msg("not due yet"),
    "kept": msg("kept"),
    "late": msg("kept late"),
    "unknown": msg("unknown, no day was named"),
}
SOURCES: Mapping[str, Message] = {
    "contracts": msg("contract"),
    "activities": msg("activity"),
    "demands": msg("demand"),
}
BOUNDARIES: Mapping[str, Message] = {
    "inside": msg("inside the product's boundary"),
    "outside": msg("beyond the product's boundary"),
    "unknown": msg("unknown"),
}
PROMISED = ("accepted", "planned", "in_progress", "delivered")
COLUMNS = (
    "promise_id", "source", "row_key", "account_id", "account_name", "text", "promised_on",
    "due_on", "feature", "boundary", "state", "to_confirm", "days_over", "batch_id", "source_row",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said of a promise that was found by its words: confirmed or dismissed."""

    decision: str
    due_on: pd.Timestamp | None = None
    feature: str | None = None
    kept_on: pd.Timestamp | None = None


def promises(
    snapshot: Snapshot,
    demands: pd.DataFrame,
    boundaries: Mapping[str, str],
    said: Mapping[str, Said],
) -> pd.DataFrame:
    """Return every promise to a known account, what is overdue and beyond the boundary first.

    One row a promise (`COLUMNS`). `demands` is the register; `boundaries` says of a feature
    whether it is `inside`, `outside` or `unknown`; `said` is what people decided, by promise
    id. `to_confirm`: it only reads like a promise. Dismissed ones are left out.
    """
    parts = [
        _of_demands(demands),
        _of_contracts(snapshot),
        _of_activities(snapshot),
    ]
    found = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    found = _decided(found, said)
    written = found["text"].where(found["source"].ne("demands"))  # a demand names its feature
    found["feature"] = found["feature"].fillna(_mentioned(written, list(boundaries)))
    found["boundary"] = _boundary(found, boundaries)
    return _ordered(_judged(found, snapshot))


def _of_demands(demands: pd.DataFrame) -> pd.DataFrame:
    """Return demands that were accepted, or whose answer was given after a day was named."""
    rows = demands[
        demands["state"].isin(PROMISED)
        & demands["direction"].ne("opposes")
        & demands["account_id"].notna()
    ]
    done = rows["state"].eq("delivered") | rows["answered_on"].notna()
    return pd.DataFrame(
        {
            "source": "demands",
            "row_key": rows["row_key"],
            "account_id": rows["account_id"],
            "text": rows["statement"],
            "promised_on": rows["raised_on"],
            "due_on": rows["due_on"],
            "feature": rows["feature"],
            "stated": rows["within_boundary"],
            "done": done,
            "done_on": rows["answered_on"],
        }
    )


def _of_contracts(snapshot: Snapshot) -> pd.DataFrame:
    rows = snapshot.table("contracts")
    rows = rows[rows["promises"].fillna("").str.strip().ne("") & rows["account_id"].notna()]
    return _without_end(rows, "contracts", rows["promises"], rows["signed_on"].fillna(
        begins_on(rows)))  # fmt: skip


def _of_activities(snapshot: Snapshot) -> pd.DataFrame:
    rows = snapshot.table("activities")
    rows = rows[rows["account_id"].notna()]
    texts = promised_sentences(rows)
    rows = rows.loc[texts.index]
    return _without_end(rows, "activities", texts, rows["occurred_at"].dt.normalize())


def _without_end(
    rows: pd.DataFrame, source: str, texts: pd.Series, promised_on: pd.Series
) -> pd.DataFrame:
    """Return promises of which their source does not say by when, nor what became of them."""
    return pd.DataFrame(
        {
            "source": source,
            "row_key": rows["row_key"],
            "account_id": rows["account_id"],
            "text": texts,
            "promised_on": promised_on,
            "due_on": pd.Series(pd.NaT, index=rows.index, dtype="datetime64[us]"),
            "feature": pd.Series(np.nan, index=rows.index, dtype="str"),
            "stated": pd.Series(np.nan, index=rows.index, dtype="str"),
            "done": False,
            "done_on": pd.Series(pd.NaT, index=rows.index, dtype="datetime64[us]"),
        }
    )


def _decided(found: pd.DataFrame, said: Mapping[str, Said]) -> pd.DataFrame:
    """Put in what people said of single promises, and leave out what they dismissed."""
    ids = found["source"] + "/" + found["row_key"]
    words = {name: said[name] for name in ids.unique() if name in said}
    due, kept_on = (
        pd.to_datetime(ids.map({name: getattr(word, field) for name, word in words.items()}))
        for field in ("due_on", "kept_on")
    )
    feature = ids.map({name: word.feature for name, word in words.items()}).astype("str")
    dismissed = [name for name, word in words.items() if word.decision == "dismissed"]
    found = found.assign(
        promise_id=ids,
        to_confirm=found["source"].eq("activities") & ~ids.isin(list(words)),
        due_on=due.astype("datetime64[us]").fillna(found["due_on"]),
        done_on=kept_on.astype("datetime64[us]").fillna(found["done_on"]),
        done=found["done"].astype("bool") | kept_on.notna(),
        feature=feature.fillna(found["feature"]),
    )
    return found[~ids.isin(dismissed)].reset_index(drop=True)


def _mentioned(texts: pd.Series, features: list[str]) -> pd.Series:
    """Return the first known feature, the longest name first, that a text names."""
    plain = texts.fillna("").str.casefold().str.replace("_", " ", regex=False)
    found = np.full(len(texts), None, dtype=object)
    for feature in sorted(features, key=lambda name: (len(name), name)):
        name = feature.casefold().replace("_", " ")
        found[plain.str.contains(name, regex=False).to_numpy(dtype=bool)] = feature
    return pd.Series(found, index=texts.index).astype("str")


def _boundary(found: pd.DataFrame, boundaries: Mapping[str, str]) -> pd.Series:
    """Return where each promise lies: as stated, else as the map of the product has its feature."""
    folded = {feature.casefold(): where for feature, where in boundaries.items()}
    mapped = found["feature"].str.casefold().map(folded).astype("str")
    stated = found["stated"].where(found["stated"].isin(["inside", "outside"]))
    return stated.fillna(mapped).fillna("unknown")


def _judged(found: pd.DataFrame, snapshot: Snapshot) -> pd.DataFrame:
    day, due, done_on = pd.Timestamp(snapshot.day), found["due_on"], found["done_on"]
    done = found["done"].astype("bool")
    state = np.select(
        [done & (done_on > due), done, due.isna(), due < day],
        ["late", "kept", "unknown", "overdue"],
        "open",
    )
    over = (day - due).dt.days.astype("float64").where(state == "overdue")
    names = snapshot.accounts.set_index("account_id")["account_name"]
    return found.assign(
        state=pd.Series(state, index=found.index, dtype="str"),
        days_over=over,
        account_name=names.reindex(found["account_id"]).to_numpy(),
        **_provenance(found, snapshot),
    )


def _provenance(found: pd.DataFrame, snapshot: Snapshot) -> dict[str, pd.Series]:
    """Return which file each promise came from."""
    kinds = [snapshot.table(kind).assign(source=kind) for kind in SOURCES]
    rows = pd.concat([rows[["source", "row_key", "batch_id", "source_row"]] for rows in kinds])
    known = rows.set_index(rows["source"] + "/" + rows["row_key"])
    known = known[~known.index.duplicated()].reindex(found["promise_id"])
    return {name: known[name].set_axis(found.index) for name in ("batch_id", "source_row")}


def _ordered(found: pd.DataFrame) -> pd.DataFrame:
    rank = found["state"].map({state: place for place, state in enumerate(STATES)})
    keys = found.assign(rank=rank, inside=found["boundary"].ne("outside"))
    order = keys.sort_values(
        ["to_confirm", "inside", "rank", "due_on", "promise_id"], kind="stable"
    )
    return order[list(COLUMNS)].reset_index(drop=True)
