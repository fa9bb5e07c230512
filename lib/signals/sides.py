"""Who stands on which side of a theme: the demands of each account's roles as numbers.

The signal of conflicting demands and the Demands page ask here, so that both find the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.locale import Message, msg
from lib.model import Snapshot
from lib.model.frames import TAG_SEPARATOR
from lib.signals.counts import Bools, Ints
from lib.signals.cube import Places
from lib.signals.placed import placed

ROLES: Mapping[str, Message] = {
    "decision_maker": msg("the decision maker"),
    "influencer": msg("the influencer"),
    "end_user": msg("the end user"),
}
BIT = {role: 1 << n for n, role in enumerate(ROLES)}
DECIDER, SOMEBODY = BIT["decision_maker"], 1 << len(ROLES)  # a role that nobody recorded
_NO_THEME = -1


@dataclass(frozen=True, eq=False, slots=True)
class Voices:
    """Demands of some days as numbers; `roles` are bits, `theme` a place in `names` or -1.

    `row` is the position in the table of demands. A demand of which the side is unknown
    stands on both. Other questions put other sides than wanting and opposing there.
    """

    row: Ints
    place: Places
    theme: Ints
    names: pd.Index
    roles: Ints
    wants: Bools
    opposes: Bools

    @property
    def whole(self) -> Bools:
        """Say of each demand whether role, theme and side are on file."""
        return (self.theme >= 0) & (self.roles != SOMEBODY) & ~(self.wants & self.opposes)

    @property
    def n_themes(self) -> int:
        """One more than the highest theme."""
        return int(self.theme.max(initial=-1)) + 1


@dataclass(frozen=True, eq=False, slots=True)
class Sides:
    """For each account and theme with a voice: the roles that want it, and that oppose it."""

    place: Ints
    theme: Ints
    wants: Ints
    opposes: Ints

    @property
    def conflict(self) -> Bools:
        """Say where both sides are heard and they are not one and the same role."""
        both = self.wants | self.opposes
        several = (both & (both - 1)) != 0
        return (self.wants > 0) & (self.opposes > 0) & several

    @property
    def with_decider(self) -> Bools:
        """Say where a decision maker stands on one side; an unknown role may be one."""
        return self.conflict & (((self.wants | self.opposes) & (DECIDER | SOMEBODY)) > 0)


def voices(snapshot: Snapshot, days: int, themes: pd.Series | None = None) -> Voices:
    """Return the demands of the last `days`; one without a day may lie in it, but has no theme.

    `themes` are what each row of the table is about (NaN unknown), in its order; without them
    what the files state: the theme, else the feature.
    """
    rows = snapshot.table("demands")
    place = placed(snapshot, "demands")
    first = pd.Timestamp(snapshot.day) - pd.Timedelta(days=days - 1)
    at = np.flatnonzero((place >= 0) & ~(rows["raised_on"] < first).to_numpy())
    said = stated_themes(rows) if themes is None else themes
    rows, place = rows.iloc[at], place[at]
    way, unsaid = rows["direction"], rows["direction"].isna().to_numpy()
    theme, names = pd.factorize(said.iloc[at], sort=True)
    return Voices(
        row=at,
        place=place,
        theme=np.where(rows["raised_on"].notna(), theme, _NO_THEME).astype(np.int64),
        names=pd.Index(names),
        roles=_roles(snapshot, rows),
        wants=(way == "wants").to_numpy(dtype=bool) | unsaid,
        opposes=(way == "opposes").to_numpy(dtype=bool) | unsaid,
    )


def stated_themes(demands: pd.DataFrame) -> pd.Series:
    """Return what each demand is about by the files themselves, so that spellings agree."""
    return demands["theme"].fillna(demands["feature"]).str.strip().str.casefold()


def _roles(snapshot: Snapshot, rows: pd.DataFrame) -> Ints:
    """Return each demand's roles as bits: its own word, else those of the person."""
    contacts = snapshot.table("contacts")
    known = contacts[contacts["contact_id"].notna()].drop_duplicates("contact_id")
    of_person = rows["contact_id"].map(known.set_index("contact_id")["buying_roles"])
    said = rows["buying_role"].fillna(of_person.astype("str"))
    codes, values = pd.factorize(said)
    bits = [sum(BIT.get(tag, 0) for tag in text.split(TAG_SEPARATOR)) for text in values]
    found = np.array([*bits, 0], dtype=np.int64)[codes]
    return np.where(found == 0, SOMEBODY, found)


def role_words(bits: int) -> str:
    """Return roles as tags, in their order.

    >>> role_words(BIT["end_user"] | BIT["decision_maker"])
    'decision_maker|end_user'
    """
    return TAG_SEPARATOR.join(role for role, bit in BIT.items() if bits & bit)


def sides(heard: Voices, chosen: Bools) -> Sides:
    """Return who stands where; what names no theme joins every theme of its account."""
    width = heard.n_themes + 1
    cell = heard.place.astype(np.int64) * width + heard.theme + 1
    cells = np.unique(cell[chosen])
    place = cells // width
    wants, opposes = (
        _joined_bits(cells, cell[chosen & side], heard.roles[chosen & side], place * width)
        for side in (heard.wants, heard.opposes)
    )
    return Sides(place, cells % width - 1, wants, opposes)


def _joined_bits(cells: Ints, mine: Ints, roles: Ints, nameless: Ints) -> Ints:
    """Return the roles in each cell, those of the account's nameless cell added."""
    bits = np.zeros(len(cells) + 1, dtype=np.int64)
    np.bitwise_or.at(bits, np.searchsorted(cells, mine), roles)
    at = np.searchsorted(cells, nameless)
    there = (at < len(cells)) & (np.append(cells, -1)[at] == nameless)
    return bits[:-1] | np.where(there, bits[at], 0)


def involved(heard: Voices, found: Sides) -> Bools:
    """Say of each demand whether it is part of a certain conflict."""
    width = heard.n_themes + 1
    cell = heard.place.astype(np.int64) * width + heard.theme
    mine = found.place[found.conflict] * width + found.theme[found.conflict]
    return heard.whole & np.isin(cell, mine)
