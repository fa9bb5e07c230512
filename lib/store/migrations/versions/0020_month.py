"""The month: the working procedure in versions, and steps that people ticked by hand."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "procedures",
        sa.Column("procedure_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("procedure_id", name=op.f("pk_procedures")),
    )
    op.create_table(
        "month_ticks",
        sa.Column("tick_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("segment", sa.Text(), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("ticked_at", sa.DateTime(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("tick_id", name=op.f("pk_month_ticks")),
    )
    op.create_index(op.f("ix_month_ticks_period"), "month_ticks", ["period"], unique=False)


def downgrade() -> None:
    """Take back."""
    op.drop_index(op.f("ix_month_ticks_period"), table_name="month_ticks")
    op.drop_table("month_ticks")
    op.drop_table("procedures")
