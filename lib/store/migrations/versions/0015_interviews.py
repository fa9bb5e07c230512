"""Interviews: question guides, sampling plans, their picks, and who declined."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    _guides()
    _plans()
    _picks()
    _refusals()


def downgrade() -> None:
    """Take back."""
    for table, column in (
        ("interview_refusals", "pick_id"),
        ("interview_picks", "account_id"),
        ("interview_picks", "plan_id"),
        ("interview_plans", "segment"),
    ):
        op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
    for table in ("refusals", "picks", "plans", "guides"):
        op.drop_table(f"interview_{table}")


def _guides() -> None:
    op.create_table(
        "interview_guides",
        sa.Column("guide_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("undone_at", sa.DateTime()),
        sa.PrimaryKeyConstraint("guide_id", name=op.f("pk_interview_guides")),
    )


def _plans() -> None:
    op.create_table(
        "interview_plans",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("segment", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("removed_at", sa.DateTime()),
        sa.PrimaryKeyConstraint("plan_id", name=op.f("pk_interview_plans")),
    )
    op.create_index(op.f("ix_interview_plans_segment"), "interview_plans", ["segment"])


def _picks() -> None:
    op.create_table(
        "interview_picks",
        sa.Column("pick_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("stratum", sa.Text(), nullable=False),
        sa.Column("maturity_level", sa.String(32), nullable=False),
        sa.Column("arr_band", sa.String(16), nullable=False),
        sa.Column("journey_stage", sa.String(32), nullable=False),
        sa.Column("heard", sa.String(16), nullable=False),
        sa.Column("arr", sa.Float()),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("person_key", sa.Text()),
        sa.Column("way", sa.String(16), nullable=False),
        sa.Column("replaces", sa.Integer()),
        sa.Column("reason", sa.Text()),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("undone_at", sa.DateTime()),
        sa.ForeignKeyConstraint(
            ["plan_id"],
            ["interview_plans.plan_id"],
            name=op.f("fk_interview_picks_plan_id_interview_plans"),
        ),
        sa.PrimaryKeyConstraint("pick_id", name=op.f("pk_interview_picks")),
    )
    for column in ("plan_id", "account_id"):
        op.create_index(op.f(f"ix_interview_picks_{column}"), "interview_picks", [column])


def _refusals() -> None:
    op.create_table(
        "interview_refusals",
        sa.Column("refusal_id", sa.Integer(), nullable=False),
        sa.Column("pick_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("keep_away", sa.Boolean(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("undone_at", sa.DateTime()),
        sa.ForeignKeyConstraint(
            ["pick_id"],
            ["interview_picks.pick_id"],
            name=op.f("fk_interview_refusals_pick_id_interview_picks"),
        ),
        sa.PrimaryKeyConstraint("refusal_id", name=op.f("pk_interview_refusals")),
    )
    op.create_index(op.f("ix_interview_refusals_pick_id"), "interview_refusals", ["pick_id"])
