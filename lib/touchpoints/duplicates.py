"""Duplicate points: two teams bring one account the same, within days."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.touchpoints.grams import Grams
from lib.touchpoints.pairs import answered_between, close_pairs, episodes, said_by_us
from lib.touchpoints.rules import LEAST_GRAMS, NEAR_DAYS, SAME_SHARE
from lib.touchpoints.touches import thread

Ints = npt.NDArray[np.int64]
COLUMNS = (
    "episode", "account_id", "first", "last", "n_touches", "teams", "functions", "stage", "how",
    "share", "one_team", "one_at", "one_text", "other_team", "other_at", "other_text", "what",
)  # fmt: skip
_NONE: Ints = np.zeros(0, dtype=np.int64)
# Titles that say how somebody met, not what about.
_NO_TOPIC = frozenset(
    (
        "call", "phone call", "meeting", "online meeting", "project meeting", "visit",
        "site visit", "mail", "email", "chat", "message", "question in the group", "note",
        "update", "follow up", "check in", "电话", "电话沟通", "会议", "线上沟通会", "项目例会",
        "拜访", "上门拜访", "现场调研", "邮件", "微信沟通", "群内答疑", "沟通", "跟进", "回访",
    )
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Found:
    """Episodes, one row each (see `COLUMNS`), and the touches that each is made of.

    `touches`: `episode` and the columns of `touches()`.
    """

    episodes: pd.DataFrame
    touches: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Pairs:
    """Pairs of places among rows, with why each is one: `how`, `share`, `what` was found."""

    one: Ints
    other: Ints
    how: npt.NDArray[np.object_]
    share: npt.NDArray[np.float64]
    what: npt.NDArray[np.object_]


def duplicates(touches: pd.DataFrame, not_these: frozenset[tuple[str, str]] = frozenset()) -> Found:
    """Return where two teams brought an account the same within `NEAR_DAYS` days.

    The same: texts that share `SAME_SHARE` of their short runs of characters, or the same
    kind of touch under the same title. Talk in one thread, and one person's own follow-up,
    are no duplicates. `not_these`: pairs of touches already known to contradict each other.
    """
    told = said_by_us(touches)
    told = told.assign(thread=thread(told["subject"]))
    answers = touches[touches["theirs"]]
    answers = answers.assign(thread=thread(answers["subject"]))
    parts = [_free(told, answers, pair) for pair in close_pairs(told, NEAR_DAYS)]
    one, other = (np.concatenate([part[side] for part in parts] or [_NONE]) for side in (0, 1))
    found = _same(told, one, other)
    if not_these:
        found = _without(found, told, not_these)
    return episodes_of(told, found)


def joined(parts: list[Pairs]) -> Pairs:
    """Return several portions of pairs as one."""
    if not parts:
        nothing = np.zeros(0, dtype=np.int64)
        text = np.zeros(0, dtype=object)
        return Pairs(nothing, nothing, text, np.zeros(0), text)
    return Pairs(
        *(
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("one", "other", "how", "share", "what")
        )
    )


def chosen(pairs: Pairs, which: npt.NDArray[np.bool_]) -> Pairs:
    """Return some of the pairs."""
    return Pairs(
        pairs.one[which], pairs.other[which], pairs.how[which], pairs.share[which],
        pairs.what[which],
    )  # fmt: skip


def episodes_of(told: pd.DataFrame, pairs: Pairs) -> Found:
    """Put pairs that hang together into episodes, each told by its closest pair."""
    number = episodes(len(told), pairs.one, pairs.other)
    involved = np.zeros(len(told), dtype=bool)
    involved[pairs.one] = involved[pairs.other] = True
    mine = told[involved].assign(episode=number[involved])
    if mine.empty:
        return Found(pd.DataFrame(columns=list(COLUMNS)), mine)
    groups = mine.groupby("episode", sort=False)
    table = pd.DataFrame(
        {
            "account_id": groups["account_id"].first(),
            "first": groups["day"].min(),
            "last": groups["day"].max(),
            "n_touches": groups.size(),
            "teams": groups["team"].agg(_listed),
            "functions": groups["function"].agg(_listed),
            "stage": groups["stage"].first(),
        }
    )
    best = _closest(told, pairs, number)
    ordered = table.join(best).sort_values(
        ["last", "account_id", "one_at"], ascending=[False, True, True], kind="stable"
    )
    rank = pd.Series(np.arange(len(ordered)), index=ordered.index)
    rows = ordered.reset_index(drop=True)
    rows["episode"] = rows.index
    return Found(rows[list(COLUMNS)], mine.assign(episode=mine["episode"].map(rank)))


def _free(told: pd.DataFrame, answers: pd.DataFrame, pair: tuple[Ints, Ints]) -> tuple[Ints, Ints]:
    """Leave out pairs in one thread of which the second answers what they wrote in between."""
    free = ~answered_between(told, answers, *pair)
    return pair[0][free], pair[1][free]


def _same(told: pd.DataFrame, one: Ints, other: Ints) -> Pairs:
    """Return the pairs that are the same by text or by topic; only their texts are taken apart."""
    involved = np.unique(np.concatenate([one, other]))
    grams = Grams(_text(told.iloc[involved]))
    first, second = np.searchsorted(involved, one), np.searchsorted(involved, other)
    share = grams.shares(first, second)
    alike = (share >= SAME_SHARE) & (grams.size(first) >= LEAST_GRAMS)
    alike &= grams.size(second) >= LEAST_GRAMS
    topic = _same_topic(told, one, other)
    how = np.where(alike, "text", "topic").astype(object)
    what = told["subject"].fillna("").to_numpy(dtype=object)[one]
    return chosen(Pairs(one, other, how, share, what), alike | topic)


def _same_topic(told: pd.DataFrame, one: Ints, other: Ints) -> npt.NDArray[np.bool_]:
    """Say of each pair whether kind and title are the same, and the title names a topic."""
    topic = told["thread"].mask(told["thread"].isin(_NO_TOPIC) | told["thread"].eq(""))
    named = (topic + "\x1f" + told["type"].astype("str")).mask(told["type"].isna())
    code = pd.factorize(named)[0]
    return (code[one] == code[other]) & (code[one] >= 0)


def _without(pairs: Pairs, told: pd.DataFrame, known: frozenset[tuple[str, str]]) -> Pairs:
    names = told["touch"].to_numpy()
    both = zip(names[pairs.one], names[pairs.other], strict=True)
    return chosen(pairs, np.array([pair not in known for pair in both], dtype=bool))


def _closest(told: pd.DataFrame, pairs: Pairs, number: Ints) -> pd.DataFrame:
    """Return the pair of each episode that has most in common, the earliest of several."""
    order = np.lexsort((pairs.other, pairs.one, -pairs.share))
    frame = pd.DataFrame(
        {
            "episode": number[pairs.one],
            "one": pairs.one,
            "other": pairs.other,
            "how": pairs.how,
            "share": pairs.share,
            "what": pairs.what,
        }
    ).iloc[order]
    best = frame.drop_duplicates("episode").set_index("episode")
    text = _text(told).to_numpy()
    for side in ("one", "other"):
        place = best[side].to_numpy()
        best[f"{side}_team"] = told["team"].to_numpy()[place]
        best[f"{side}_at"] = told["day"].to_numpy()[place]
        best[f"{side}_text"] = text[place]
    return best.drop(columns=["one", "other"]).astype({"how": "str", "what": "str"})


def _text(told: pd.DataFrame) -> pd.Series:
    return told["subject"].fillna("").str.cat(told["body"].fillna(""), sep="\n").str.strip()


def _listed(names: pd.Series) -> str:
    return "|".join(sorted(set(names)))
