"""The map of the product: which feature serves which themes, in which plans, inside or outside.

Proposed from what is loaded (features in use, plans that use them, demands that name them);
people correct it. The name of a feature is what usage exports call it.
"""

import json
from collections.abc import Mapping

import numpy as np
import pandas as pd

from lib.demand.bought import labels, uses
from lib.errors import DeskError
from lib.locale import Message, joined, msg
from lib.model import ANY, Snapshot
from lib.model.frames import TAG_SEPARATOR

COLUMNS = ("feature", "themes", "plans", "boundary", "area")
EVERY_PLAN, NO_PLAN = "*", "-"
BOUNDARIES: Mapping[str, Message] = {
    "inside": msg("inside the product"),
    "outside": msg("outside the product"),
    "unknown": msg("unknown"),
}
_NO_FEATURES = (ANY, "login", "api_call", "data_export")
_LEAST_USERS, _LEAST_IDLE = 2, 10  # accounts of a plan, before it has a feature or has it not
_WINDOW_DAYS = 365
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "feature": ("feature", "功能"),
    "themes": ("themes", "theme", "主题", "需求主题"),
    "plans": ("plans", "plan", "plans or products", "套餐", "套餐或产品"),
    "boundary": ("boundary", "product boundary", "产品边界", "边界"),
    "area": ("area", "product area", "产品模块", "产品领域"),
}
_WORDS = {
    "inside": ("inside", "inside the product", "in", "内", "边界内", "产品之内"),
    "outside": ("outside", "outside the product", "out", "外", "边界外", "产品之外"),
    "unknown": ("unknown", "", "未知", "不明"),
}
_COMMAS = (",", "，", "、")
MOST_ROWS = 2000


def empty_map() -> pd.DataFrame:
    """Return a map without a feature."""
    return pd.DataFrame({name: pd.Series(dtype="str") for name in COLUMNS})


def proposed(snapshot: Snapshot, demands: pd.DataFrame) -> pd.DataFrame:
    """Return a map as the data suggest it, by feature; what they do not tell is left blank.

    A feature in use is inside the boundary, and in every plan of which two accounts use it; it
    is not in one of which ten accounts are in use and none uses it. Where that leaves a plan
    open, the plans are left blank. A feature that only demands name lies where more than half
    of them say. Its themes are those that at least half as many demands give as the first.
    """
    used = _in_use(snapshot)
    named = demands[demands["feature"].notna() & demands["account_id"].notna()]
    known = {event.casefold(): event for event in used["event"].unique()}
    folded = named["feature"].str.strip()
    named = named.assign(feature=folded.str.casefold().map(known).astype("str").fillna(folded))
    features = sorted({*known.values(), *named["feature"]}, key=str.casefold)
    themes, plans = _themes(named), _plans(snapshot, used)
    where = majority(named["within_boundary"], named["feature"])
    return pd.DataFrame(
        {
            "feature": pd.Series(features, dtype="str"),
            "themes": pd.Series([themes.get(name, "") for name in features], dtype="str"),
            "plans": pd.Series([plans.get(name, "") for name in features], dtype="str"),
            "boundary": pd.Series(
                ["inside" if f.casefold() in known else where.get(f, "unknown") for f in features],
                dtype="str",
            ),
            "area": pd.Series("", index=range(len(features)), dtype="str"),
        }
    )


def _in_use(snapshot: Snapshot) -> pd.DataFrame:
    """Return the pairs of account and feature that occur within a year."""
    found = uses(snapshot, _WINDOW_DAYS)
    return found[~found["event"].isin(_NO_FEATURES)].reset_index(drop=True)


def _themes(named: pd.DataFrame) -> dict[str, str]:
    """Return the themes of each feature that demands name, the commonest first."""
    pairs = named[named["theme"].notna()].groupby(["feature", "theme"]).size().rename("n")
    rows = pairs.reset_index().sort_values(["feature", "n", "theme"], ascending=[True, False, True])
    most = rows.groupby("feature")["n"].transform("max")
    kept = rows[rows["n"] * 2 >= most]
    return dict(kept.groupby("feature")["theme"].agg(TAG_SEPARATOR.join).items())  # type: ignore[arg-type]


def majority(said: pd.Series, by: pd.Series) -> dict[str, str]:
    """Return by group the side of the boundary that more than half of all words name."""
    spoken = said.notna() & by.notna()
    words, groups = said[spoken], by[spoken]
    inside, outside = (words.eq(side).groupby(groups).mean() for side in ("inside", "outside"))
    sides = np.select([inside > 0.5, outside > 0.5], ["inside", "outside"], "unknown")  # noqa: PLR2004
    return dict(zip(inside.index.astype("str"), sides.tolist(), strict=True))


def _plans(snapshot: Snapshot, used: pd.DataFrame) -> dict[str, str]:
    """Return the plans whose accounts use each feature; blank where a plan is left open."""
    bought = labels(snapshot)
    place = snapshot.account_ids.get_indexer
    used = used.assign(place=place(pd.Index(used["account_id"])))
    bought = bought[bought["of"].eq("plan")]
    bought = bought.assign(place=place(pd.Index(bought["account_id"])))[["place", "label"]]
    bought = bought[bought["place"].isin(used["place"])]
    if bought.empty:
        return {}
    sizes = bought.groupby("label").size()
    pairs = used[["place", "event"]].merge(bought, on="place")
    counts = pairs.pivot_table(
        index="event", columns="label", values="place", aggfunc="size", fill_value=0
    ).reindex(columns=sizes.index, fill_value=0)
    has = counts >= _LEAST_USERS
    open_ = ~has & ((counts > 0) | (sizes < _LEAST_IDLE))
    names = {
        str(event): TAG_SEPARATOR.join(str(plan) for plan in sizes.index[row])
        for event, row in zip(has.index, has.to_numpy(), strict=True)
    }
    whole, unsure = has.all(axis="columns"), open_.any(axis="columns")
    return {
        event: EVERY_PLAN if whole[event] else "" if unsure[event] else names[event]
        for event in names
    }


def checked(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a map that somebody wrote, tidied, by feature; DeskError for what cannot be."""
    texts = {name: rows[name].fillna("").astype("str").str.strip() for name in COLUMNS}
    found = pd.DataFrame(texts)[lambda frame: frame["feature"].ne("")]
    for name in ("themes", "plans"):
        found[name] = [_tags(text) for text in found[name]]
    found["boundary"] = [_side(text, name) for text, name in
                         zip(found["boundary"], found["feature"], strict=True)]  # fmt: skip
    twice = found["feature"][found["feature"].str.casefold().duplicated()].tolist()
    if twice:
        raise DeskError(
            "feature_twice", msg("The feature '{name}' is listed twice.", name=twice[0])
        )
    if found.empty:
        raise DeskError("empty_map", msg("The map of the product names no feature."))
    if len(found) > MOST_ROWS:
        raise DeskError(
            "map_too_long", msg("The map of the product has more than {n} rows.", n=str(MOST_ROWS))
        )
    order = found["feature"].str.casefold().sort_values(kind="stable").index
    return found.loc[order].astype("str").reset_index(drop=True)


def written(tags: str) -> str:
    """Return tags as people write a list, so that it can be read again.

    >>> written("Reports|Move, clean"), _tags(written("Move, clean"))
    ('Reports; Move, clean', 'Move, clean')
    """
    text = tags.replace(TAG_SEPARATOR, "; ")
    alone = TAG_SEPARATOR not in tags and any(mark in text for mark in _COMMAS)
    return f"{text};" if alone else text  # else its commas would part it


def _tags(text: str) -> str:
    """Return a list that people wrote as tags, each once; commas part it without semicolons."""
    semicolons = (TAG_SEPARATOR, ";", "；")
    for mark in semicolons if any(mark in text for mark in semicolons) else _COMMAS:
        text = text.replace(mark, TAG_SEPARATOR)
    parts = [part.strip() for part in text.split(TAG_SEPARATOR)]
    return TAG_SEPARATOR.join(dict.fromkeys(part for part in parts if part))


def _side(text: str, feature: str) -> str:
    for side, words in _WORDS.items():
        if text.casefold() in words:
            return side
    raise DeskError(
        "bad_boundary",
        msg("The boundary of '{feature}' cannot be '{value}'.", feature=feature, value=text),
        msg("Possible: {names}.", names=joined(list(BOUNDARIES))),
    )


def from_table(cells: pd.DataFrame) -> pd.DataFrame:
    """Return the map in a table with headings in either language; DeskError without features."""
    named = {str(column).strip().casefold(): column for column in cells.columns}
    found = {
        name: next((named[word] for word in words if word in named), None)
        for name, words in _HEADINGS.items()
    }
    if found["feature"] is None:
        raise DeskError(
            "no_feature_column",
            msg("The table has no column named 'feature'."),
            msg("Its columns are: {names}.", names=joined([words[0] for words in
                                                           _HEADINGS.values()])),
        )  # fmt: skip
    blank = pd.Series("", index=cells.index, dtype="str")
    return checked(pd.DataFrame({n: blank if c is None else cells[c] for n, c in found.items()}))


def as_text(product: pd.DataFrame) -> str:
    """Return a map as it is stored."""
    return json.dumps(product[list(COLUMNS)].to_dict("split")["data"], ensure_ascii=False)


def from_text(content: str) -> pd.DataFrame:
    """Return a map from how it is stored."""
    return pd.DataFrame(json.loads(content), columns=list(COLUMNS)).astype("str")


def by_theme(product: pd.DataFrame) -> pd.DataFrame:
    """Return one row a feature and theme that it serves: the map's columns, and `theme`."""
    rows = product.assign(theme=product["themes"].str.split(TAG_SEPARATOR)).explode("theme")
    return rows[rows["theme"].fillna("").ne("")].reset_index(drop=True)


def theme_boundaries(product: pd.DataFrame) -> dict[str, str]:
    """Return of each theme in the map whether any of its features lies inside the product."""
    rows = by_theme(product)
    inside = rows["boundary"].eq("inside").groupby(rows["theme"]).any()
    outside = rows["boundary"].eq("outside").groupby(rows["theme"]).all()
    words = np.select([inside, outside], ["inside", "outside"], "unknown")
    return dict(zip(inside.index.astype("str"), words.tolist(), strict=True))
