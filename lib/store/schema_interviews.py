"""The tables of interviews: question guides, sampling plans, their picks, who declined."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
)

from lib.store.schema_files import shared

# The question guide as people changed it; `content` is JSON: questions, intro, consent.
interview_guides = Table(
    "interview_guides",
    shared,
    Column("guide_id", Integer, primary_key=True),
    Column("content", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("changed_at", DateTime, nullable=False),
    Column("undone_at", DateTime),
)

# A sampling plan as it was saved. `content` is JSON: what was chosen, the strata of the
# segment on `as_of`, who was left out and why, and who steps in.
interview_plans = Table(
    "interview_plans",
    shared,
    Column("plan_id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("segment", Text, nullable=False, index=True),
    Column("rule", Text, nullable=False),
    Column("as_of", Date, nullable=False),
    Column("seed", Integer, nullable=False),
    Column("content", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("made_at", DateTime, nullable=False),
    Column("removed_at", DateTime),
)

# An account of a plan; `replaces` is the pick that it stepped in for, `reason` why.
interview_picks = Table(
    "interview_picks",
    shared,
    Column("pick_id", Integer, primary_key=True),
    Column("plan_id", ForeignKey("interview_plans.plan_id"), nullable=False, index=True),
    Column("account_id", Text, nullable=False, index=True),
    Column("stratum", Text, nullable=False),
    Column("maturity_level", String(32), nullable=False),
    Column("arr_band", String(16), nullable=False),
    Column("journey_stage", String(32), nullable=False),
    Column("heard", String(16), nullable=False),
    Column("arr", Float),
    Column("role", String(32), nullable=False),
    Column("person_key", Text),
    Column("way", String(16), nullable=False),
    Column("replaces", Integer),
    Column("reason", Text),
    Column("author", Text, nullable=False),
    Column("added_at", DateTime, nullable=False),
    Column("undone_at", DateTime),
)

# A picked account that will not be asked; with `keep_away` in no later plan either.
interview_refusals = Table(
    "interview_refusals",
    shared,
    Column("refusal_id", Integer, primary_key=True),
    Column("pick_id", ForeignKey("interview_picks.pick_id"), nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("keep_away", Boolean, nullable=False),
    Column("author", Text, nullable=False),
    Column("decided_at", DateTime, nullable=False),
    Column("undone_at", DateTime),
)
