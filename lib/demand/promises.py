"""Promises: what we said a customer would get, from contracts, activities and demands.

Three sources: `promises` of contracts, demands that were accepted or planned for a day, and
activities whose words read like a promise. The last are candidates until a person confirms or
dismisses them. Whether a promise was kept is known where a demand says so.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from lib.demand.product import majority, theme_boundaries
from lib.demand.promise_words import named_day, promised_sentences
from lib.locale import Message, msg
from lib.model import Snapshot
from lib.model.terms import begins_on

STATES: Mapping[str, Message] = {
    "overdue": msg("overdue"),
    "open": msg("not due yet"),
    "kept": msg("kept"),
    "late": msg("kept late"),
    "unproven": msg("the day has passed; nothing on file says that it was kept"),
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
_KNOWN = ("inside", "outside")
_DASHES = re.compile(r"[\s_\-‐–]+")
COLUMNS = (
    "promise_id", "source", "row_key", "account_id", "account_name", "text", "promised_on",
    "due_on", "feature", "theme", "boundary", "state", "to_confirm", "days_over", "batch_id",
    "source_row",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said of a promise that was found by its words: confirmed or dismissed."""

    decision: str
    due_on: date | None = None
    feature: str | None = None
    kept_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Known:
    """What helps to judge a promise.

    `product` is the map of the product; `called` leads from the names of themes, as texts
    write them, to the theme; `themes` from the id of a promise to its theme, where somebody
    or the engine knows it.
    """

    product: pd.DataFrame
    called: Mapping[str, str]
    themes: Mapping[str, str]


def promises(
    snapshot: Snapshot, demands: pd.DataFrame, known: Known, said: Mapping[str, Said]
) -> pd.DataFrame:
    """Return every promise to a known account, what is beyond the boundary and overdue first.

    One row a promise (`COLUMNS`). `demands` is the register; `said` is what people decided, by
    promise id. `to_confirm`: it only reads like a promise. Dismissed ones are left out. One
    from a contract or an activity is kept when a demand of the same account on the same feature
    or theme was delivered since; after its day it is `unproven` otherwise.
    """
    parts = [
        _of_demands(demands),
        _of_contracts(snapshot),
        _of_activities(snapshot),
    ]
    found = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    found = _about(_decided(found, said), known)
    found["boundary"] = _boundary(found, known.product, demands)
    return _ordered(_judged(_delivered(found, demands), snapshot))


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
            "theme": rows["theme"],
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
    """Return promises whose day stands in their words, if anywhere."""
    no_day = pd.Series(pd.NaT, index=rows.index, dtype="datetime64[us]")
    no_word = pd.Series(np.nan, index=rows.index, dtype="str")
    since = promised_on.fillna(pd.Timestamp(1970, 1, 1))
    days = [named_day(t, day.date()) for t, day in zip(texts, since, strict=True)]
    return pd.DataFrame(
        {
            "source": source,
            "row_key": rows["row_key"],
            "account_id": rows["account_id"],
            "text": texts,
            "promised_on": promised_on,
            "due_on": pd.to_datetime(pd.Series(days, index=rows.index)).astype(no_day.dtype),
            "feature": no_word,
            "theme": no_word,
            "stated": no_word,
            "done": False,
            "done_on": no_day,
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


def _about(found: pd.DataFrame, known: Known) -> pd.DataFrame:
    """Say which feature and theme a promise is about, where its words name one."""
    written = found["text"].where(found["source"].ne("demands"))  # a demand names its own
    features = {name: name for name in known.product["feature"]}
    given = found["promise_id"].map(dict(known.themes)).astype("str")
    theme = found["theme"].fillna(given).fillna(_mentioned(written, known.called))
    feature = found["feature"].fillna(_mentioned(written, features))
    return found.assign(theme=theme, feature=feature)


def _mentioned(texts: pd.Series, names: Mapping[str, str]) -> pd.Series:
    """Return what the longest name in a text stands for; NaN where it holds none."""
    plain = texts.fillna("").str.casefold().str.replace(_DASHES, " ", regex=True)
    found = np.full(len(texts), None, dtype=object)
    for name in sorted(names, key=lambda text: (len(text), text)):
        words = _DASHES.sub(" ", name.casefold()).strip()
        if words:
            found[plain.str.contains(words, regex=False).to_numpy(dtype=bool)] = names[name]
    return pd.Series(found, index=texts.index).astype("str")


def _boundary(found: pd.DataFrame, product: pd.DataFrame, demands: pd.DataFrame) -> pd.Series:
    """Return where each promise lies: as stated, else by its feature, else by its theme.

    A theme of which the map knows no feature lies where most demands on it say.
    """
    of_feature = dict(zip(product["feature"].str.casefold(), product["boundary"], strict=True))
    mapped = found["feature"].str.casefold().map(of_feature).astype("str")
    sides = {k: side for k, side in theme_boundaries(product).items() if side in _KNOWN}
    said = majority(demands["within_boundary"], demands["theme"])
    of_theme = found["theme"].map({**said, **sides}).astype("str")
    mapped = mapped.where(mapped.isin(_KNOWN))
    return found["stated"].fillna(mapped).fillna(of_theme).fillna("unknown")


def _delivered(found: pd.DataFrame, demands: pd.DataFrame) -> pd.DataFrame:
    """Mark promises from texts as done on whose feature or theme a demand was delivered since."""
    done = demands[demands["state"].eq("delivered")]
    for name in ("feature", "theme"):
        known = done[done[name].notna()].assign(key=done["account_id"] + "/" + done[name])
        last = known.groupby("key")["answered_on"].agg("max")
        key = found["account_id"] + "/" + found[name]
        on = last.reindex(key).set_axis(found.index)
        since = ~(on < found["promised_on"])
        fits = key.isin(last.index) & since & ~found["done"] & found["source"].ne("demands")
        found = found.assign(done=found["done"] | fits, done_on=found["done_on"].mask(fits, on))
    return found


def _judged(found: pd.DataFrame, snapshot: Snapshot) -> pd.DataFrame:
    day, due, done_on = pd.Timestamp(snapshot.day), found["due_on"], found["done_on"]
    done = found["done"].astype("bool")
    state = np.select(
        [done & (done_on > due), done, due.isna(), due >= day, found["source"].eq("demands")],
        ["late", "kept", "unknown", "open", "overdue"],
        "unproven",
    )
    over = (day - due).dt.days.astype("float64").where(np.isin(state, ["overdue", "unproven"]))
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
