"""The template of the customer file that counts: the standard, or what people made of it."""

import json
from collections.abc import Mapping

import pandas as pd

from lib.errors import DeskError
from lib.profile.template import TEMPLATE, Entry, Wish, changed


def standing(versions: pd.DataFrame) -> Mapping[str, Entry]:
    """Return the newest version that is not undone; one that no longer fits is passed over."""
    for content in reversed(versions.loc[versions["undone_at"].isna(), "content"].tolist()):
        try:
            return from_text(content)
        except DeskError:
            continue
    return TEMPLATE


def from_text(content: str) -> Mapping[str, Entry]:
    """Return the template that is written in a stored version."""
    wishes = {name: Wish(int(weight), team) for name, (weight, team) in json.loads(content).items()}
    return changed({}, wishes)


def as_text(template: Mapping[str, Entry]) -> str:
    """Return a template as it is stored."""
    return json.dumps({name: [e.weight, e.team] for name, e in template.items()})
