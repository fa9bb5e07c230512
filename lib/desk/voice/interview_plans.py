"""Sampling plans: whom to ask in a segment, drawn by seed, kept as saved, and what came of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib.desk.clock import Clock
from lib.desk.customer.people import People
from lib.desk.data import Data
from lib.desk.segmentation.segments import Segments
from lib.desk.voice.interview_states import pick_interview_id, with_states
from lib.errors import DeskError, NotFoundError
from lib.interviews import strata
from lib.interviews.asked import proposed, reachable
from lib.interviews.candidates import REST_DAYS
from lib.interviews.conversations import held_by, last_interviewed
from lib.interviews.draw import Draw, Settings, drawn
from lib.interviews.kept import Kept, content, from_content, pick_rows
from lib.locale import msg
from lib.store import interviews as store

MOST_PICKS = 500
MAX_CHARACTERS = 500
_FACTS = ["account_name", "arr", "maturity_level", "journey_stage", "status", "tags",
          "last_heard_on"]  # fmt: skip


@dataclass(frozen=True, eq=False, slots=True)
class Proposal:
    """A sample that nobody saved yet: `picks` with `account_name, role, person_key, way`."""

    draw: Draw
    picks: pd.DataFrame
    names: pd.Series


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class StoredPlan:
    """A saved plan: `row` as stored, what is kept, and `picks` with what came of each."""

    row: pd.Series
    kept: Kept
    picks: pd.DataFrame


class SamplingPlans:
    """The area of sampling plans. `answers` gives every interview on file as of now."""

    def __init__(
        self,
        data: Data,
        segments: Segments,
        people: People,
        clock: Clock,
        answers: Callable[[], pd.DataFrame],
    ) -> None:
        self._data = data
        self._segments = segments
        self._people = people
        self._clock = clock
        self._answers = answers

    def members(self, segment: str, day: date) -> pd.DataFrame:
        """Return what a draw needs of a segment's members (see `draw.drawn`), with their names."""
        ids = self._segments.members(segment, day)
        rows = self._data.book_of_files(day).loc[ids, _FACTS]
        kept = store.refusals(self._data.workspace)
        picks = self._picks()
        away = picks[picks["pick_id"].isin(kept.loc[kept["keep_away"].astype("bool"), "pick_id"])]
        waits = picks[picks["state"] == "planned"].drop_duplicates("account_id")
        plans = waits.set_index("account_id")["plan_id"]
        told = last_interviewed(self._answers(), rows.index)
        return rows.assign(
            interviewed_on=told,
            keep_away_on=pd.Series(1.0, away["account_id"].drop_duplicates()).reindex(rows.index),
            waits_in=plans.reindex(rows.index),
        )

    def fitting(self, segment: str, day: date, size: int) -> tuple[str, ...]:
        """Return the dimensions of which no more strata come than conversations."""
        rows = self.members(segment, day)
        return strata.fitting(strata.placed(rows, strata.edges(rows["arr"])), size)

    def proposed(self, segment: str, day: date, settings: Settings) -> Proposal:
        """Return the sample that a seed gives; nothing is saved.

        DeskError for a number of conversations or a share that cannot be.
        """
        if not 1 <= settings.size <= MOST_PICKS or not 0 <= settings.unheard_share <= 1:
            raise DeskError(
                "bad_plan",
                msg("A plan has 1 to {most} conversations and a share of 0 to 100%.",
                    most=str(MOST_PICKS)),
            )  # fmt: skip
        rows = self.members(segment, day)
        snapshot = self._data.snapshot(day)
        logged = snapshot.loaded("activities") or snapshot.loaded("contacts")
        draw = drawn(rows, (day, self._clock().date()), settings, logged=logged)
        asked = proposed(draw.picks, self._reachable(day), draw.n_bands)
        names = rows["account_name"].fillna(rows.index.to_series())
        return Proposal(draw, draw.picks.join(asked), names)

    def save(self, segment: str, day: date, settings: Settings, said: tuple[str, str]) -> int:
        """Keep the sample that a seed gives; return the plan's id. `said`: its name, and who.

        DeskError when nobody can be asked, or without a name.
        """
        found = self.proposed(segment, day, settings)
        name, author = said[0].strip(), said[1].strip() or "local"
        if not name or len(name) > MAX_CHARACTERS:
            raise DeskError("no_name", msg("A plan needs a name."))
        if found.picks.empty:
            raise DeskError(
                "nobody", msg("Nobody of this segment may be asked now: see who is left out.")
            )
        now = self._clock()
        picks = [{**pick, "author": author, "added_at": now} for pick in pick_rows(found.picks)]
        values = {
            "name": name,
            "segment": segment,
            "rule": str(self._segments.rule(segment)[1]),
            "as_of": day,
            "seed": settings.seed,
            "content": content(found.draw),
            "author": author,
            "made_at": now,
        }
        return store.add_plan(self._data.workspace, values, picks)

    def remove(self, plan_id: int) -> None:
        """Take a plan away; its conversations stay."""
        store.remove_plan(self._data.workspace, plan_id, self._clock())

    def restore(self, plan_id: int) -> None:
        """Bring a plan back that was taken away."""
        store.remove_plan(self._data.workspace, plan_id, None)

    def all(self, segment: str | None = None) -> pd.DataFrame:
        """Return the plans (of a segment), newest first, with `n_planned` and `n_done`."""
        plans, picks = store.plans(self._data.workspace), self._picks()
        if segment is not None:
            plans = plans[plans["segment"] == segment]
        standing = picks[picks["state"] != "replaced"]
        n = standing.groupby("plan_id").size()
        done = standing[standing["state"] == "done"].groupby("plan_id").size()
        return (
            plans.drop(columns=["content", "removed_at"])
            .assign(
                n_planned=n.reindex(plans["plan_id"], fill_value=0).to_numpy(),
                n_done=done.reindex(plans["plan_id"], fill_value=0).to_numpy(),
                as_of=pd.to_datetime(plans["as_of"]),
            )
            .iloc[::-1]
            .reset_index(drop=True)
        )

    def one(self, plan_id: int, until: date | None = None) -> StoredPlan:
        """Return a plan with what came of each pick; NotFoundError when there is none.

        `until`: by conversations held up to that day.

        `picks`: as stored, `state` (`coverage.STATES`), `conversation`, `refusal_id`,
        `refused` (the reason), `instead_of` (an account), `account_name`.
        """
        plans = store.plans(self._data.workspace)
        mine = plans[plans["plan_id"] == plan_id]
        if mine.empty:
            raise NotFoundError(
                "unknown_plan", msg("There is no sampling plan {id}.", id=str(plan_id))
            )
        picks = self._picks(until)
        picks = picks[picks["plan_id"] == plan_id].reset_index(drop=True)
        names = self._names().reindex(picks["account_id"]).to_numpy()
        picks = picks.assign(account_name=pd.Series(names).fillna(picks["account_id"]))
        row = mine.iloc[0]
        return StoredPlan(row=row, kept=from_content(row["content"]), picks=picks)

    def waiting(self, account_id: str) -> str | None:
        """Return the id for a conversation with an account that a plan waits for, else None."""
        picks = self._picks()
        mine = picks[(picks["account_id"] == account_id) & (picks["state"] == "planned")]
        if mine.empty:
            return None
        return pick_interview_id(int(mine["plan_id"].iloc[0]), int(mine["pick_id"].iloc[0]))

    def decline(self, pick_id: int, reason: str, author: str, *, keep_away: bool = False) -> int:
        """Say that a picked account will not be asked; return the id to undo it.

        `keep_away`: it is in no later plan either. DeskError without a reason.
        """
        if not reason.strip() or len(reason) > MAX_CHARACTERS:
            raise DeskError("reason_missing", msg("Say why it will not be asked."))
        self._pick(pick_id)
        return store.add_refusal(
            self._data.workspace,
            {
                "pick_id": pick_id,
                "reason": reason.strip(),
                "keep_away": keep_away,
                "author": author.strip() or "local",
                "decided_at": self._clock(),
            },
        )

    def undo_decline(self, refusal_id: int) -> None:
        """Take it back: the account is to be asked again."""
        store.undo_refusal(self._data.workspace, refusal_id, self._clock())

    def replace(self, pick_id: int, reason: str, author: str) -> int:
        """Let the next account of the stratum step in; return the new pick's id.

        One that was heard as little comes first. DeskError when none is left, without a
        reason, or when it is replaced already.
        """
        if not reason.strip() or len(reason) > MAX_CHARACTERS:
            raise DeskError("reason_missing", msg("Say why it is replaced."))
        pick = self._pick(pick_id)
        plan = self.one(int(pick["plan_id"]))
        chosen = self._next(plan, pick)
        day = pd.Timestamp(plan.row["as_of"]).date()
        roles = plan.picks.loc[plan.picks["state"] != "replaced", "role"].tolist()
        roles.remove(pick["role"])
        asked = proposed(chosen, self._reachable(day), plan.kept.n_bands, roles)
        (values,) = pick_rows(chosen.join(asked))
        return store.replace(
            self._data.workspace,
            {
                **values,
                "plan_id": int(pick["plan_id"]),
                "replaces": pick_id,
                "reason": reason.strip(),
                "author": author.strip() or "local",
                "added_at": self._clock(),
            },
        )

    def undo_replace(self, pick_id: int) -> None:
        """Take the account back that stepped in."""
        store.undo_pick(self._data.workspace, pick_id, self._clock())

    def _next(self, plan: StoredPlan, pick: pd.Series) -> pd.DataFrame:
        rest = plan.kept.reserves
        rest = rest[rest["stratum"] == pick["stratum"]].set_index("account_id")
        now = self._now_open(rest.index, plan.kept.settings)
        rest = rest[rest.index.isin(now) & ~rest.index.isin(plan.picks["account_id"])]
        if rest.empty:
            raise DeskError(
                "none_left",
                msg("Nobody of this stratum is left to step in."),
                msg("Say that the account declined; the plan then lacks one conversation."),
            )
        alike = rest[rest["heard"] == pick["heard"]]
        return (rest if alike.empty else alike).head(1)

    def _now_open(self, ids: pd.Index, settings: Settings) -> pd.Index:
        """Return those who may still be asked: not interviewed since, not in another plan."""
        told = last_interviewed(self._answers(), ids)
        since = pd.Timestamp(self._clock().date()) - pd.Timedelta(days=settings.rest_days)
        picks = self._picks()
        taken = picks.loc[picks["state"] == "planned", "account_id"]
        known = self._data.snapshot(self._data.known_days().last).accounts
        void = known.loc[known["status"].eq("invalid"), "account_id"]
        return ids[~(told > since).to_numpy() & ~ids.isin(taken) & ~ids.isin(void)]

    def _pick(self, pick_id: int) -> pd.Series:
        picks = self._picks()
        found = picks[picks["pick_id"] == pick_id]
        if found.empty:
            raise NotFoundError("unknown_pick", msg("There is no pick {id}.", id=str(pick_id)))
        return found.iloc[0]

    def _picks(self, until: date | None = None) -> pd.DataFrame:
        """Return the picks of standing plans with their state."""
        workspace = self._data.workspace
        return with_states(
            store.picks(workspace),
            store.plans(workspace),
            store.refusals(workspace),
            held_by(self._answers(), until),
        )

    def _reachable(self, day: date) -> pd.DataFrame:
        since = pd.Timestamp(self._clock().date()) - pd.Timedelta(days=REST_DAYS)
        return self._data.once(
            ("interviews", "reachable", day, since), lambda: self._not_asked_since(day, since)
        )

    def _not_asked_since(self, day: date, since: pd.Timestamp) -> pd.DataFrame:
        rows = self._answers()
        lately = rows.loc[rows["held_on"] > since, "contact_id"].dropna()
        return reachable(self._people.persons(day), frozenset(lately))

    def _names(self) -> pd.Series:
        accounts = self._data.snapshot(self._data.known_days().last).accounts
        return accounts.set_index("account_id")["account_name"]
