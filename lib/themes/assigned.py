"""Texts with their themes: what was stated, what people said of them, what the engine says."""

import pandas as pd

from lib.model.words import bare_word
from lib.themes.catalogue import Catalogue
from lib.themes.names import keys_by_name
from lib.themes.start import NONE

HOWS = ("stated", "labelled", "engine")


def themed(
    raw: pd.DataFrame, found: pd.DataFrame, catalogue: Catalogue, labels: pd.DataFrame
) -> pd.DataFrame:
    """Return one row a piece of text, in the order of kind, row key and part.

    Columns: `kind, row_key, account_id, contact_id, day, part, lang, text, theme, how,
    probability`. A long text has several pieces. Where nothing is sure `theme` and `how` are
    NaN. `raw` are texts with their `code`; `found` has `code, part, text, lang, theme,
    probability` of each code; texts that were not looked at yet are not in the answer.
    """
    rows = raw.drop(columns="raw").merge(found, on="code", how="inner")
    rows = rows.sort_values(["kind", "row_key", "part"], kind="stable").reset_index(drop=True)
    standing = {theme.key for theme in catalogue.standing}
    theme = rows["theme"].where(rows["theme"].isin(standing))
    how = pd.Series("engine", index=rows.index, dtype="str").where(theme.notna())
    said = _labelled(rows["text"], catalogue, labels)
    is_said = said.notna()
    theme = theme.mask(is_said, said.where(said != NONE))
    how = how.mask(is_said, pd.Series("labelled", index=rows.index).where(said != NONE))
    stated = _stated(rows["stated"], catalogue, standing)
    theme, how = theme.mask(stated.notna(), stated), how.mask(stated.notna(), "stated")
    probability = rows["probability"].mask(is_said | stated.notna(), 1.0)
    columns = [*("kind", "row_key", "account_id", "contact_id", "day", "part", "lang", "text")]
    return rows[columns].assign(
        theme=theme.astype("str"), how=how.astype("str"), probability=probability
    )


def _labelled(texts: pd.Series, catalogue: Catalogue, labels: pd.DataFrame) -> pd.Series:
    last = labels.drop_duplicates("text", keep="last")
    said = {
        text: catalogue.final(theme)
        for text, theme in zip(last["text"], last["theme"], strict=True)
    }
    return texts.map(said).astype("str")


def _stated(stated: pd.Series, catalogue: Catalogue, standing: set[str]) -> pd.Series:
    known = keys_by_name(catalogue)
    keys = {text: known.get(bare_word(text)) for text in stated.dropna().unique()}
    found = stated.map(keys).astype("str")
    return found.where(found.isin(standing))


def of_rows(texts: pd.DataFrame) -> pd.DataFrame:
    """Return one row a text (`kind, row_key`): its surest theme, NaN where no piece has one."""
    surest = texts.sort_values(
        ["kind", "row_key", "probability", "part"], ascending=[True, True, False, True]
    )
    surest = surest.assign(unsure=surest["theme"].isna()).sort_values("unsure", kind="stable")
    first = surest.drop_duplicates(["kind", "row_key"]).drop(columns="unsure")
    return first.sort_values(["kind", "row_key"], kind="stable").reset_index(drop=True)
