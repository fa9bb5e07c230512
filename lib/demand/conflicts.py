"""Conflicts: roles of one customer that pull one theme apart, with who said what and when.

Certain conflicts of direction are those of the signal `demand_conflict`, found by the same
code. One that only stands on a theme that nobody stated is possible, and kept apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from lib.group.names import person_names
from lib.locale import Message, msg
from lib.metrics.book import arr
from lib.model import Snapshot
from lib.signals.counts import Bools, Ints
from lib.signals.next_end import next_end
from lib.signals.sides import DECIDER, Sides, Voices, involved, role_words, sides, voices

KINDS: Mapping[str, Message] = {
    "direction": msg("one side wants it, the other opposes it"),
    "priority": msg("it matters much to one side and little to the other"),
    "timing": msg("one side wants it before paying, the other never"),
}
MUCH, LITTLE, NEVER = 2, 1, 0  # importance 0 to 3
CONFLICT_COLUMNS = (
    "conflict_id", "account_id", "account_name", "theme", "kind", "how", "roles_for",
    "roles_against", "decider", "near", "severity", "n_voices", "first_on", "last_on", "arr",
    "renewal_on", "renewal_days",
)  # fmt: skip
VOICE_COLUMNS = (
    "conflict_id", "side", "roles", "department", "contact_id", "name", "raised_on", "statement",
    "importance", "phase", "account_id", "row_key", "batch_id", "source_row",
)  # fmt: skip


@dataclass(frozen=True)
class Conflicts:
    """What divides customers.

    `table`: one row a conflict, the most severe first (`CONFLICT_COLUMNS`): `kind` is one of
    `KINDS`, `how` is `stated` or `possible`, roles are tags, `severity` 1 to 3 as the signal
    has it. `voices`: one row a demand in a conflict (`VOICE_COLUMNS`): `side` is `for` or
    `against`; `name` is the person's and belongs into the account's own views only.
    """

    table: pd.DataFrame
    voices: pd.DataFrame


@dataclass(frozen=True, slots=True, kw_only=True)
class Windows:
    """Days that the signal is judged by: of demands, and to the end of the term."""

    days: int = 180
    term_days: int = 180


def conflicts(
    snapshot: Snapshot, windows: Windows, worked_out: pd.DataFrame | None = None
) -> Conflicts:
    """Return the conflicts of every account in the last days.

    `worked_out` says by row key what people or the engine made of a demand: `theme` where it
    is not stated in the same words, and `phase`.
    """
    heard, known = voices(snapshot, windows.days), _known_themes(snapshot, worked_out)
    found = _all_kinds(snapshot, heard, worked_out).assign(how="stated")
    if worked_out is not None:
        wider = voices(snapshot, windows.days, _themes(snapshot, known))
        more = _all_kinds(snapshot, wider, worked_out).assign(how="possible")
        found = pd.concat([found, _unseen(more, found)], ignore_index=True)
    spoken = _spoken(snapshot, found, worked_out, known)
    return Conflicts(_table(snapshot, found, spoken, windows), spoken[list(VOICE_COLUMNS)])


def _known_themes(snapshot: Snapshot, worked_out: pd.DataFrame | None) -> pd.Series:
    """Return what those who looked say that each demand is about; NaN where nobody did."""
    rows = snapshot.table("demands")
    if worked_out is None:
        return pd.Series(np.nan, rows.index).astype("str")
    known = worked_out.set_index("row_key")["theme"]
    return rows["row_key"].map(known[~known.index.duplicated()]).astype("str")


def _themes(snapshot: Snapshot, known: pd.Series) -> pd.Series:
    """Return what each demand is about, by those who looked; else as the files state it."""
    rows = snapshot.table("demands")
    stated = rows["theme"].fillna(rows["feature"])
    return known.fillna(stated).str.strip().str.casefold()


def _unseen(more: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Return the conflicts none of whose demands are in one that is found already."""
    known = more["row"].isin(found["row"])
    return more[~known.groupby(more["conflict"]).transform("any")]


def _all_kinds(snapshot: Snapshot, heard: Voices, worked_out: pd.DataFrame | None) -> pd.DataFrame:
    """Return one row a demand in a conflict; a theme that divides by direction counts once."""
    rows = snapshot.table("demands").iloc[heard.row]
    weight, willing = rows["importance"].to_numpy(), ~rows["direction"].eq("opposes").to_numpy()
    before = willing & _before(rows, worked_out)
    never = willing & (weight == NEVER)
    much, little = willing & (weight >= MUCH), willing & (weight <= LITTLE)
    asked = {
        "direction": heard,
        "priority": replace(heard, wants=much, opposes=little),
        "timing": replace(heard, wants=before & ~never, opposes=never),
    }
    parts, taken = [], np.zeros(0, dtype=np.int64)
    for kind, question in asked.items():
        part = _divided(question, kind, taken)
        parts.append(part)
        taken = np.union1d(taken, part["cell"].to_numpy(dtype=np.int64))
    return pd.concat(parts, ignore_index=True)


def _before(rows: pd.DataFrame, worked_out: pd.DataFrame | None) -> Bools:
    phase = rows["phase"]
    if worked_out is not None:
        known = worked_out.set_index("row_key")["phase"]
        phase = phase.fillna(rows["row_key"].map(known[~known.index.duplicated()]).astype("str"))
    return phase.eq("before_payment").to_numpy(dtype=bool)


def _divided(heard: Voices, kind: str, taken: Ints) -> pd.DataFrame:
    """Return the demands on both sides of each theme that divides, but for those `taken`."""
    asked = heard.whole & (heard.wants | heard.opposes)
    found = sides(heard, asked)
    if kind != "direction":
        found = _of_different_roles(found)
    width = heard.n_themes + 1
    cell = heard.place.astype(np.int64) * width + heard.theme
    mine = involved(heard, found) & asked & ~np.isin(cell, taken)
    rows = heard.row[mine]
    return pd.DataFrame(
        {
            "cell": cell[mine],
            "conflict": [f"{kind}/{number}" for number in cell[mine]],
            "kind": kind,
            "row": rows,
            "theme": heard.names.to_numpy(dtype=object)[heard.theme[mine]],
            "bits": heard.roles[mine],
            "side": np.where(heard.wants[mine], "for", "against"),
        }
    )


def _of_different_roles(found: Sides) -> Sides:
    """Leave out where the very same roles stand on both sides: one side that changed its mind."""
    same = found.wants == found.opposes
    return replace(found, wants=np.where(same, 0, found.wants))


def _spoken(
    snapshot: Snapshot, found: pd.DataFrame, worked_out: pd.DataFrame | None, known: pd.Series
) -> pd.DataFrame:
    """Return each demand of the conflicts with who said it, in the order of the days."""
    places = found["row"].to_numpy(dtype=np.int64)
    rows = snapshot.table("demands").iloc[places].reset_index(drop=True)
    people = snapshot.table("contacts").drop_duplicates("contact_id")
    people = people.assign(name=person_names(people)).set_index("contact_id")
    who = people[people.index.notna()]
    key = rows["account_id"] + "/" + found["kind"] + "/" + found["theme"]
    phase = rows["phase"].mask(_before(rows, worked_out), "before_payment")
    stated = rows["theme"].fillna(rows["feature"]).fillna(found["theme"].astype("str"))
    spoken = rows.drop(columns=["kind", "theme"]).assign(
        **{name: found[name].to_numpy() for name in ("kind", "how", "bits", "side")},
        theme=known.iloc[places].reset_index(drop=True).fillna(stated),
        conflict_id=key,
        phase=phase,
        roles=[role_words(int(bits)) for bits in found["bits"]],
        department=rows["contact_id"].map(who["department"]).astype("str"),
        name=rows["contact_id"].map(who["name"]).astype("str"),
    )
    order = spoken.sort_values(["conflict_id", "raised_on", "row_key"], kind="stable")
    return order.reset_index(drop=True)


def _table(
    snapshot: Snapshot, found: pd.DataFrame, spoken: pd.DataFrame, windows: Windows
) -> pd.DataFrame:
    if found.empty:
        return pd.DataFrame(columns=list(CONFLICT_COLUMNS))
    groups = spoken.groupby("conflict_id", sort=True)
    table = groups.agg(
        account_id=("account_id", "first"),
        theme=("theme", "first"),
        kind=("kind", "first"),
        how=("how", "first"),
        n_voices=("row_key", "size"),
        first_on=("raised_on", "min"),
        last_on=("raised_on", "max"),
        bits=("bits", lambda bits: int(np.bitwise_or.reduce(bits.to_numpy()))),
    ).reset_index()
    for side, name in (("for", "roles_for"), ("against", "roles_against")):
        mine = spoken[spoken["side"] == side].groupby("conflict_id")["bits"]
        bits = mine.agg(lambda values: int(np.bitwise_or.reduce(values.to_numpy())))
        words = [role_words(int(n)) for n in bits.reindex(table["conflict_id"], fill_value=0)]
        table[name] = pd.Series(words, index=table.index, dtype="str")
    return _ordered(_with_account(snapshot, table, windows))


def _with_account(snapshot: Snapshot, table: pd.DataFrame, windows: Windows) -> pd.DataFrame:
    """Add what hangs on each conflict, and how severe the signal holds it."""
    place = snapshot.account_ids.get_indexer(pd.Index(table["account_id"]))
    end = next_end(snapshot)
    known = ~np.isnat(end.ends_on[place])
    decider = (table["bits"].to_numpy(dtype=np.int64) & DECIDER) > 0
    near = ~known | (end.days[place] <= windows.term_days)
    return table.assign(
        account_name=snapshot.accounts["account_name"].to_numpy()[place],
        decider=decider,
        near=near,
        severity=np.select([decider & near, decider], [3, 2], 1),
        arr=arr(snapshot).to_numpy()[place],
        renewal_on=pd.DatetimeIndex(end.ends_on[place].astype("datetime64[us]")),
        renewal_days=np.where(known, end.days[place], np.nan),
    )


def _ordered(table: pd.DataFrame) -> pd.DataFrame:
    keys = ["severity", "arr", "account_id", "conflict_id"]
    order = table.sort_values(keys, ascending=[False, False, True, True], kind="stable")
    return order[list(CONFLICT_COLUMNS)].reset_index(drop=True)
