"""What customers said about a theme, in their words and without their names."""

import re

import pandas as pd

from lib.group.names import person_names
from lib.themes.clean import without_contacts

HIDDEN = "…"
_LEAST_NAME = 2


def quotes(
    texts: pd.DataFrame, contacts: pd.DataFrame, segments: pd.Series, n: int
) -> pd.DataFrame:
    """Return `text, role, segment, lang, day`: the surest pieces, of different customers.

    Names of the customer's people, mails, phones and ids are taken out; who said it is told
    by role and segment only.
    """
    best = texts.sort_values(["probability", "text"], ascending=[False, True], kind="stable")
    best = best.drop_duplicates("text").drop_duplicates("account_id").head(n)
    named = without_names(best, contacts)
    roles = contacts.drop_duplicates("contact_id").set_index("contact_id")["buying_roles"]
    return pd.DataFrame(
        {
            "text": named,
            "role": best["contact_id"].map(roles),
            "segment": best["account_id"].map(segments),
            "lang": best["lang"],
            "day": best["day"],
        }
    ).reset_index(drop=True)


def without_names(texts: pd.DataFrame, contacts: pd.DataFrame) -> pd.Series:
    """Return each text without the names of the people of its account, in whole or in part."""
    named = contacts.assign(name=person_names(contacts)).dropna(subset=["account_id", "name"])
    names = named.groupby("account_id")["name"].agg(list)
    own = texts["account_id"].map(names)
    found = [
        _hidden(text, known if isinstance(known, list) else [])
        for text, known in zip(texts["text"], own, strict=True)
    ]
    return pd.Series(found, index=texts.index, dtype="str")


def _hidden(text: str, names: list[str]) -> str:
    text = without_contacts(text)
    parts = {part for name in names for part in (name, *name.split())}
    parts |= {name[0] + title for name in names if _is_han(name) for title in _TITLES}
    for part in sorted(parts, key=lambda one: (-len(one), one)):
        if len(part) >= _LEAST_NAME and part in text:
            edge = r"\b" if part.isascii() else ""
            text = re.sub(edge + re.escape(part) + edge, HIDDEN, text)
    return text


_TITLES = ("总", "经理", "主任", "先生", "女士", "工", "老师", "主管")


def _is_han(name: str) -> bool:
    return bool(name) and "\u4e00" <= name[0] <= "\u9fff"
