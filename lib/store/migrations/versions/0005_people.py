"""Influence of people by phase, and proposed roles that were turned down."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_PHASES = ("buying", "using", "feedback")


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("rows_contacts", schema=None) as batch_op:
        for phase in _PHASES:
            batch_op.add_column(sa.Column(f"influence_{phase}", sa.Float(), nullable=True))
    op.create_table(
        "role_refusals",
        sa.Column("refusal_id", sa.Integer(), nullable=False),
        sa.Column("row_key", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("refusal_id", name=op.f("pk_role_refusals")),
    )
    with op.batch_alter_table("role_refusals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_refusals_row_key"), ["row_key"], unique=False)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("role_refusals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_refusals_row_key"))

    op.drop_table("role_refusals")
    with op.batch_alter_table("rows_contacts", schema=None) as batch_op:
        for phase in reversed(_PHASES):
            batch_op.drop_column(f"influence_{phase}")
