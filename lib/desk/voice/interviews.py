"""Interviews: whom to ask, by which guide, what was said, and who was not heard."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib.desk.clock import Clock
from lib.desk.customer.people import People
from lib.desk.data import Data
from lib.desk.segmentation.segments import Segments
from lib.desk.voice.interview_guides import Guides
from lib.desk.voice.interview_plans import SamplingPlans, StoredPlan
from lib.desk.voice.interview_records import Records
from lib.desk.voice.interview_themes import Themes, names_of, themes_of
from lib.interviews import findings
from lib.interviews.candidates import heard
from lib.interviews.conversations import held_by, last_interviewed
from lib.interviews.coverage import not_heard
from lib.locale import Language, Message


@dataclass(frozen=True, eq=False, slots=True)
class Voices:
    """What a segment said: one row an answer with facts of the account, and by question."""

    rows: pd.DataFrame
    questions: pd.DataFrame
    n_accounts: int


class Interviews:
    """The interview area of the desk."""

    def __init__(
        self,
        data: Data,
        segments: Segments,
        people: People,
        clock: Clock,
        themes: Themes | None = None,
    ) -> None:
        self._data = data
        self._segments = segments
        self._people = people
        self._themes = themes
        self.guides = Guides(data, clock)
        self.records = Records(data, people, self.guides, clock)
        self.plans = SamplingPlans(data, segments, people, clock, self.records.answers)

    def voices(self, segment: str, day: date, until: date | None = None) -> Voices:
        """Return what the members of a segment said in interviews, whenever it was.

        `until`: only what was held up to that day.
        """
        ids = self._segments.members(segment, day)
        rows = held_by(self.records.answers(), until)
        rows = rows[rows["account_id"].isin(ids)].reset_index(drop=True)
        facts = self._data.book_of_files(day)[
            ["account_name", "arr", "maturity_level", "journey_stage"]
        ]
        rows = rows.join(facts, on="account_id").assign(theme=themes_of(self._themes, rows, day))
        order = [question.key for question in self.guides.now().questions]
        return Voices(rows, findings.by_question(rows, order), int(rows["account_id"].nunique()))

    def unheard(
        self, segment: str, day: date, until: date | None = None
    ) -> tuple[Message, pd.DataFrame]:
        """Return who of a segment was not heard, in a sentence and as rows, largest ARR first.

        Rows: `account_id, account_name, arr, maturity_level, journey_stage, last_heard_on,
        interviewed_on, heard`, of all members. `until`: as known of interviews up to that day.
        """
        ids = self._segments.members(segment, day)
        snapshot = self._data.snapshot(day)
        rows = self._data.book_of_files(day).loc[
            ids, ["account_name", "arr", "maturity_level", "journey_stage", "last_heard_on"]
        ]
        told = held_by(self.records.answers(), until)
        rows = rows.assign(interviewed_on=last_interviewed(told, rows.index))
        logged = snapshot.loaded("activities") or snapshot.loaded("contacts")
        rows = rows.assign(heard=heard(rows, day, logged=logged))
        ordered = rows.sort_values("arr", ascending=False, kind="stable").reset_index()
        return not_heard(rows, snapshot.currency), ordered

    def call_list(self, plan: StoredPlan, *, with_names: bool) -> pd.DataFrame:
        """Return the picks to ask, without those replaced or declined.

        As stored, with `owner, title, department` and, only with names, `person, phone, email`.
        """
        picks = plan.picks[plan.picks["state"].isin(["planned", "done"])].reset_index(drop=True)
        day = self._data.known_days().last
        people = self._people.persons(day).set_index("row_key")
        contacts = self._data.snapshot(day).table("contacts").set_index("row_key")
        known = people[["title", "department", "name"]].reindex(picks["person_key"])
        owners = self._data.book_of_files(day)["owner"].reindex(picks["account_id"])
        rows = picks.assign(
            owner=owners.to_numpy(),
            title=known["title"].to_numpy(),
            department=known["department"].to_numpy(),
        )
        if not with_names:
            return rows
        numbers = contacts.reindex(picks["person_key"])
        return rows.assign(
            person=known["name"].to_numpy(),
            phone=numbers["mobile"].fillna(numbers["phone"]).to_numpy(),
            email=numbers["email"].to_numpy(),
        )

    def accounts(self, segment: str, day: date) -> dict[str, str]:
        """Return the members of a segment with their names, the largest ARR first."""
        ids = self._segments.members(segment, day)
        rows = self._data.book_of_files(day).loc[ids, ["account_name", "arr"]]
        rows = rows.sort_values("arr", ascending=False, kind="stable")
        names = rows["account_name"].fillna(rows.index.to_series())
        return dict(zip(rows.index, names, strict=True))

    def people_at(self, account_id: str, day: date) -> dict[str, str]:
        """Return the people of one account by contact id: name and title, for its own views."""
        people = self._people.persons(day)
        mine = people[(people["account_id"] == account_id) & people["contact_id"].notna()]
        shown = mine["name"].fillna("") + (" · " + mine["title"]).fillna("")
        return dict(zip(mine["contact_id"], shown, strict=True))

    def theme_names(self, lang: Language) -> Mapping[str, str]:
        """Return what themes are called in a language, by key; empty while there are none."""
        return names_of(self._themes, lang)
