"""Which of our teams is meant, whatever the source calls it."""

import re
from collections.abc import Callable
from functools import cache

import pandas as pd

from lib.model.words import plain_letters, spelling
from lib.touchpoints.rules import TEAM_WORDS, UNKNOWN

_ENDINGS = re.compile(r"(?<=..)(?:部门|团队|小组|中心|部|组)$| (?:team|department|dept|group)$")


def same_team(name: str) -> str:
    """Return what two names of one team have in common, in either language.

    >>> same_team("客户成功部") == same_team("Customer Success team")
    True
    >>> same_team("East sales") == same_team("South sales")
    False
    """
    plain = _plain(name)
    return _by_word().get(plain, plain)


def function(name: str) -> str:
    """Return the function a team serves (a key of `TEAMS`), else its name as it stands.

    >>> function("North and West sales"), function("华东销售部"), function("Field force")
    ('sales', 'sales', 'Field force')
    """
    plain = _plain(name)
    words = _by_word()
    if plain in words:
        return words[plain]
    ends = [word for word in words if _ends(plain, word)]
    return words[max(ends, key=len)] if ends else name.strip()


def functions(teams: pd.Series) -> pd.Series:
    """Return the function of each team; `unknown` where no team is known."""
    return _mapped(teams, function).fillna(UNKNOWN)


def same_teams(teams: pd.Series) -> pd.Series:
    """Return what makes each team one; NaN where no team is known."""
    return _mapped(teams, same_team)


def _mapped(teams: pd.Series, found: Callable[[str], str]) -> pd.Series:
    known = {str(name): found(str(name)) for name in teams.dropna().unique()}
    return teams.astype("str").map(known).astype("str")


def _plain(name: str) -> str:
    return _ENDINGS.sub("", plain_letters(spelling(name)))


def _ends(name: str, word: str) -> bool:
    """Say whether a name ends in a word; Latin words must stand apart."""
    return name.endswith(f" {word}" if word.isascii() else word)


@cache
def _by_word() -> dict[str, str]:
    return {spelling(word): key for key, words in TEAM_WORDS.items() for word in words}
