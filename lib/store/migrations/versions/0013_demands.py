"""Where a demand was heard, and demands that people put together."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("rows_demands", schema=None) as batch_op:
        batch_op.add_column(sa.Column("source_kind", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("source_id", sa.Text(), nullable=True))
    op.create_table(
        "demand_merges",
        sa.Column("merge_id", sa.Integer(), nullable=False),
        sa.Column("row_key", sa.Text(), nullable=False),
        sa.Column("into_row_key", sa.Text(), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("merge_id", name=op.f("pk_demand_merges")),
    )
    with op.batch_alter_table("demand_merges", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_demand_merges_row_key"), ["row_key"], unique=False)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("demand_merges", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_demand_merges_row_key"))

    op.drop_table("demand_merges")
    with op.batch_alter_table("rows_demands", schema=None) as batch_op:
        batch_op.drop_column("source_id")
        batch_op.drop_column("source_kind")
