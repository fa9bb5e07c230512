"""The list of themes, owned by people: what was added, renamed, merged, dropped."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from lib.locale import Language
from lib.themes.start import NONE, start_examples, start_themes

DECISIONS = ("added", "renamed", "merged", "dropped", "turned_down")
LABEL_WEIGHT = 2.0  # what the officer says of a text counts twice as much as an example
_MEMBER_WEIGHT = 1.0


@dataclass(frozen=True)
class Theme:
    """A theme; `into` is the key of the one it counts for since it was merged.

    `state` is `stands`, `merged` or `dropped`; `origin` is `start` or `added`.
    """

    key: str
    name_en: str
    name_zh: str
    state: str = "stands"
    origin: str = "start"
    into: str | None = None

    def name(self, lang: Language) -> str:
        """Return what it is called in a language."""
        return self.name_zh if lang == "zh" else self.name_en


@dataclass(frozen=True)
class Catalogue:
    """All themes by key, in their order, and the examples that came with added ones."""

    themes: Mapping[str, Theme]
    members: Mapping[str, tuple[str, ...]]

    @property
    def standing(self) -> tuple[Theme, ...]:
        """The themes that texts can have."""
        return tuple(theme for theme in self.themes.values() if theme.state == "stands")

    def final(self, key: str) -> str:
        """Return the key that counts for a key: through merges; NONE when it was dropped.

        An unknown key stays: a text may state a theme that nobody has added yet.
        """
        seen = {key}
        while (theme := self.themes.get(key)) is not None and theme.into is not None:
            if theme.into in seen:
                break
            key = theme.into
            seen.add(key)
        theme = self.themes.get(key)
        return NONE if theme is not None and theme.state == "dropped" else key

    def names(self, lang: Language) -> dict[str, str]:
        """Return what the standing themes are called, by key."""
        return {theme.key: theme.name(lang) for theme in self.standing}

    def as_frame(self) -> pd.DataFrame:
        """Return one row a theme: `key, name_en, name_zh, state, origin, into`."""
        columns = ["key", "name_en", "name_zh", "state", "origin", "into"]
        rows = [[getattr(theme, name) for name in columns] for theme in self.themes.values()]
        return pd.DataFrame(rows, columns=columns)


def catalogue(decisions: pd.DataFrame) -> Catalogue:
    """Return the list after the decisions that stand, oldest first."""
    themes = {
        str(row.key): Theme(str(row.key), str(row.name_en), str(row.name_zh))
        for row in start_themes().itertuples(index=False)
    }
    members: dict[str, tuple[str, ...]] = {}
    for row in decisions.to_dict("records"):
        key = str(row["key"])
        if row["decision"] == "added":
            themes[key] = Theme(key, row["name_en"], row["name_zh"], origin="added")
            members[key] = tuple(json.loads(row["members"] or "[]"))
        elif key in themes:
            themes[key] = _changed(themes[key], row)
    return Catalogue(themes, members)


def _changed(theme: Theme, row: Mapping[object, object]) -> Theme:
    match row["decision"]:
        case "renamed":
            return replace(theme, name_en=str(row["name_en"]), name_zh=str(row["name_zh"]))
        case "merged":
            return replace(theme, state="merged", into=str(row["into_key"]))
        case "dropped":
            return replace(theme, state="dropped")
    return theme


def examples(found: Catalogue, labels: pd.DataFrame) -> pd.DataFrame:
    """Return what the engine learns from: `theme, text, weight`, in a fixed order.

    A merged theme's examples count for the other. Those of a dropped theme stay a class of
    their own, so that its texts do not spill over into the others. `labels` has `text, theme`;
    the last word on a text counts.
    """
    own = [(key, text, _MEMBER_WEIGHT) for key, texts in found.members.items() for text in texts]
    said = labels.drop_duplicates("text", keep="last")[["theme", "text"]]
    frames = [
        start_examples(),
        pd.DataFrame(own, columns=["theme", "text", "weight"]),
        said.assign(weight=LABEL_WEIGHT),
    ]
    rows = pd.concat([frame for frame in frames if len(frame)], ignore_index=True)
    rows = rows[rows["theme"].isin([NONE, *found.themes])]
    rows["theme"] = rows["theme"].map(lambda key: _class(found, key))
    rows = rows.drop_duplicates("text", keep="last")
    return rows.sort_values(["theme", "text"], kind="stable").reset_index(drop=True)


def _class(found: Catalogue, key: str) -> str:
    final = found.final(key)
    return key if final == NONE else final
