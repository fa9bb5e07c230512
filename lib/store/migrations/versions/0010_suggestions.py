"""Suggested segments that people took, or do not want to see again."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "suggestion_decisions",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_suggestion_decisions")),
    )
    with op.batch_alter_table("suggestion_decisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_suggestion_decisions_key"), ["key"], unique=False)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("suggestion_decisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_suggestion_decisions_key"))

    op.drop_table("suggestion_decisions")
