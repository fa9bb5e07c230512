"""Completeness of the customer file: the weighted share of its template that is filled."""

import json
from collections.abc import Mapping

import numpy as np
import pandas as pd

from lib.model import Snapshot
from lib.profile.customer_file import customer_file
from lib.profile.listing import listed
from lib.profile.template import CUSTOM, TEAMS, TEMPLATE, Entry

__all__ = ["TEMPLATE", "Entry", "completeness", "filled", "share_filled", "shares_by_team"]

_PEOPLE = {
    "contact": "n_contacts",
    "decision_maker": "n_decision_makers",
    "end_user": "n_end_users",
}
# A field that is filled by either of two columns.
_EITHER = {"region": "country", "journey_stage": "journey_stage_stated"}


def completeness(snapshot: Snapshot, template: Mapping[str, Entry] = TEMPLATE) -> pd.DataFrame:
    """Return for every account, by id, `completeness` 0-1 and `missing` ("a|b", see `TEMPLATE`).

    `missing` has the weightiest first. A field that no export carries is as missing as one
    left blank.
    """
    fields = filled(customer_file(snapshot), template)
    missing = ~fields[by_weight(template)]
    return pd.DataFrame(
        {"completeness": share_filled(fields, template), "missing": listed(missing)}
    )


def by_weight(template: Mapping[str, Entry]) -> list[str]:
    """Return the names of the fields, the weightiest first."""
    return sorted(template, key=lambda name: -template[name].weight)


def share_filled(fields: pd.DataFrame, template: Mapping[str, Entry] = TEMPLATE) -> pd.Series:
    """Return the weighted share of the template that is filled, from what `filled` says."""
    weights = np.array([template[name].weight for name in fields.columns], dtype=np.float64)
    return pd.Series(
        fields.to_numpy(dtype=np.float64) @ weights / weights.sum(), index=fields.index
    )


def shares_by_team(
    fields: pd.DataFrame, template: Mapping[str, Entry] = TEMPLATE
) -> dict[str, pd.Series]:
    """Return the share that each team has filled of its own fields; a team without any is out."""
    mine = {
        team: [name for name in fields.columns if template[name].team == team] for team in TEAMS
    }
    return {team: share_filled(fields[names], template) for team, names in mine.items() if names}


def filled(files: pd.DataFrame, template: Mapping[str, Entry] = TEMPLATE) -> pd.DataFrame:
    """Return for every account and field of the template whether it is filled."""
    custom = _custom(files, [name for name in template if name.startswith(CUSTOM)])
    columns = {}
    for name in template:
        if name in _PEOPLE:
            columns[name] = files[_PEOPLE[name]] > 0
        elif name in custom:
            columns[name] = custom[name]
        else:
            columns[name] = _filled(files[name])
        if name in _EITHER:
            columns[name] |= _filled(files[_EITHER[name]])
    return pd.DataFrame(columns, index=files.index)


def _filled(values: pd.Series) -> pd.Series:
    return values.notna() & values.ne("")


def _custom(files: pd.DataFrame, names: list[str]) -> dict[str, pd.Series]:
    """Say of columns that no field of ours fits whether each account has something in them."""
    if not names:
        return {}
    rows = [json.loads(text) if isinstance(text, str) and text else {} for text in files["custom"]]
    return {
        name: pd.Series([bool(row.get(name.removeprefix(CUSTOM))) for row in rows], files.index)
        for name in names
    }
