"""What was said, question by question: by theme where there is one, by role and by level.

A company counts once in a group, however many of its people said the same. Of fewer than
ten companies only numbers are said, no shares.
"""

from collections.abc import Sequence

import pandas as pd

from lib.interviews.asked import ROLES
from lib.interviews.conversations import UNKNOWN
from lib.locale import Count, Message, Share, Text, joined, msg, msgs
from lib.metrics.intervals import wilson
from lib.model.words import spelling

LEAST = 10  # of fewer companies only the number is said (scoring.md 5.2)
_ROLES = (*ROLES, UNKNOWN)
_STOPS = ".。!！ "
_TOP, _NAMED = 3, 2  # what one company alone said is no theme that was named most


def by_question(rows: pd.DataFrame, order: Sequence[str]) -> pd.DataFrame:
    """Return one row a question that was asked: `question, n_conversations, n_accounts, n_quotes`.

    In the order of the guide, then those of no guide. A row without answer and quote is no
    answer.
    """
    told = rows[rows["answer"].notna() | rows["quote"].notna()]
    grouped = told.groupby("question")
    found = pd.DataFrame(
        {
            "n_conversations": grouped["conversation"].nunique(),
            "n_accounts": grouped["account_id"].nunique(),
            "n_quotes": grouped["quote"].count(),
        }
    )
    keys = [*(key for key in order if key in found.index), *found.index.difference(list(order))]
    return found.reindex(keys).rename_axis("question").reset_index()


def by_group(rows: pd.DataFrame, group: str) -> pd.DataFrame:
    """Return how many companies said what, one row a value of `group`, the most named first.

    `value, n_accounts`, one column a role of those who said it (companies), and one a level
    (`level_<level>`). NaN stands for what was put under nothing.
    """
    once = rows.assign(value=rows[group])
    n = once.groupby("value", dropna=False)["account_id"].nunique().rename("n_accounts")
    roles = _crossed(once, "role").reindex(columns=list(_ROLES), fill_value=0)
    levels = _crossed(once, "maturity_level").add_prefix("level_")
    table = pd.concat([n, roles, levels], axis="columns").fillna(0).astype("int64")
    found = table.reset_index()
    ordered = found.assign(blank=found["value"].isna()).sort_values(
        ["blank", "n_accounts", "value"], ascending=[True, False, True], kind="stable"
    )
    return ordered.drop(columns="blank").reset_index(drop=True)


def _crossed(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    filled = rows.assign(column=rows[column].fillna(UNKNOWN))
    return filled.pivot_table(
        index="value", columns="column", values="account_id", aggfunc="nunique", dropna=False
    ).fillna(0)


def said(rows: pd.DataFrame, groups: pd.DataFrame, names: dict[str, Text]) -> Message:
    """Say of one question how many companies answered, and what was named most."""
    n = int(rows["account_id"].nunique())
    known = groups[groups["value"].notna()]
    if known.empty:
        return msgs(
            "{n} company answered; the answers are not put under themes yet.",
            "{n} companies answered; the answers are not put under themes yet.",
            n,
        )
    top = named_most(known)
    named = [
        msg("{theme} ({count})", theme=names.get(str(v), str(v)), count=_of(int(k), n))
        for v, k in zip(top["value"], top["n_accounts"], strict=True)
    ]
    found = msgs(
        "{n} company answered; named most: {named}.",
        "{n} companies answered; named most: {named}.",
        n,
        named=joined(named),
    )
    themed = rows.loc[rows["theme"].notna(), "account_id"].nunique()
    if themed == n:
        return found
    return msgs(
        "{found} Of {n} company no answer has a sure theme.",
        "{found} Of {n} companies no answer has a sure theme.",
        n - int(themed),
        found=found,
    )


def named_most(groups: pd.DataFrame) -> pd.DataFrame:
    """Return the groups of `by_group` that were named most; what was put under nothing is none."""
    known = groups[groups["value"].notna()]
    if known.empty:
        return known
    return known[known["n_accounts"] >= min(_NAMED, int(known["n_accounts"].max()))].head(_TOP)


def same_words(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the answers that several companies gave in the same words: `said, n_accounts`.

    The most given first; blanks, full stops and letter case make no other words. `said` is the
    first spelling in the alphabet.
    """
    told = rows.dropna(subset="answer")
    told = told.assign(words=told["answer"].map(spelling).str.rstrip(_STOPS))
    groups = told[told["words"].ne("")].groupby("words")
    found = groups.agg(said=("answer", "min"), n_accounts=("account_id", "nunique")).reset_index()
    several = found[found["n_accounts"] >= _NAMED]
    ordered = several.sort_values(["n_accounts", "words"], ascending=[False, True], kind="stable")
    return ordered.head(_TOP).reset_index(drop=True)


def _of(k: int, n: int) -> Message:
    """Return a number of companies, with its share where there are enough of them."""
    if n < LEAST:
        return msg("{k} of {n}", k=Count(k), n=Count(n))
    low, high = wilson(k, n)
    return msg(
        "{k} of {n}; {share}, 95% range {low}–{high}",
        k=Count(k), n=Count(n), share=Share(k / n), low=Share(low), high=Share(high),
    )  # fmt: skip


def quotable(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the quotes that may go into exports: with consent only, without names and ids.

    `question, quote, role, maturity_level, journey_stage`.
    """
    kept = rows[rows["quote"].notna() & rows["consent"]]
    return kept[["question", "quote", "role", "maturity_level", "journey_stage"]].reset_index(
        drop=True
    )
