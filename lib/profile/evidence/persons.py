"""The contacts of known accounts as numbers, for the evidence that counts people."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.model import Snapshot
from lib.model.once import once_a_snapshot
from lib.profile.evidence.seen import Bools, Ints
from lib.profile.places import places

# Titles from director upwards; a role that people recorded says so as well.
_LEADS = (
    r"\b(?:ceo|cto|cfo|coo|cio|cmo|cpo|chief|president|vp|director|head of|owner|founder"
    r"|general manager|managing)\b"
    r"|董事|总裁|总经理|副总|总监|首席|创始人|厂长|院长|總裁|總經理|副總|總監|創辦人|廠長"
)
_ASSISTS = r"\b(?:assistant|secretary|office of)\b|助理|秘书|秘書"


@dataclass(frozen=True, eq=False, slots=True)
class Persons:
    """One entry a contact of a known account; `rows` are their rows in the same order.

    `there`: nobody says that the person has left. `left`: somebody does.
    """

    rows: pd.DataFrame
    place: Ints
    there: Bools
    left: Bools
    decides: Bools
    advises: Bools
    leads: Bools
    n: int

    def of(self, contact_ids: pd.Series) -> Ints:
        """Return the entry of each contact id; -1 for none on file."""
        known = pd.Series(np.arange(len(self.place)), index=pd.Index(self.rows["contact_id"]))
        known = known[known.index.notna() & ~known.index.duplicated()]
        codes, names = pd.factorize(contact_ids)
        found = known.index.get_indexer(pd.Index(names))
        entries = known.to_numpy()[found] if len(known) else found
        return np.append(np.where(found >= 0, entries, -1), -1)[codes].astype(np.int64)


@once_a_snapshot
def persons(snapshot: Snapshot) -> Persons:
    """Return the contacts on file."""
    rows = snapshot.table("contacts")
    at = places(snapshot, rows["account_id"])
    rows, at = rows[at >= 0], at[at >= 0]
    left = rows["active"].eq(other=False).fillna(value=False).to_numpy(dtype=bool)
    decides = _told(rows["buying_roles"], "decision_maker")
    return Persons(
        rows=rows,
        place=at,
        there=~left,
        left=left,
        decides=decides,
        advises=_told(rows["buying_roles"], "influencer"),
        leads=decides | (_told(rows["title"], _LEADS) & ~_told(rows["title"], _ASSISTS)),
        n=len(snapshot.account_ids),
    )


def _told(texts: pd.Series, pattern: str) -> Bools:
    """Say of each text whether it names something; different texts are looked at once."""
    codes, values = pd.factorize(texts)
    folded = pd.Series(values, dtype="str").str.casefold()
    return np.append(folded.str.contains(pattern, regex=True).to_numpy(dtype=bool), False)[codes]
