"""Actions of reports: what was agreed with owner and day, and what became of it."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "report_actions",
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("finding", sa.Text(), nullable=True),
        sa.Column("texts", sa.Text(), nullable=False),
        sa.Column("accounts", sa.Text(), nullable=False),
        sa.Column("arr", sa.Float(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.report_id"], name=op.f("fk_report_actions_report_id_reports")
        ),
        sa.PrimaryKeyConstraint("action_id", name=op.f("pk_report_actions")),
    )
    op.create_index(
        op.f("ix_report_actions_report_id"), "report_actions", ["report_id"], unique=False
    )
    op.create_table(
        "report_action_steps",
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["report_actions.action_id"],
            name=op.f("fk_report_action_steps_action_id_report_actions"),
        ),
        sa.PrimaryKeyConstraint("step_id", name=op.f("pk_report_action_steps")),
    )
    op.create_index(
        op.f("ix_report_action_steps_action_id"), "report_action_steps", ["action_id"], unique=False
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index(op.f("ix_report_action_steps_action_id"), table_name="report_action_steps")
    op.drop_table("report_action_steps")
    op.drop_index(op.f("ix_report_actions_report_id"), table_name="report_actions")
    op.drop_table("report_actions")
