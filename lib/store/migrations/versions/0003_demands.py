"""What customers want: one table of demands."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "rows_demands",
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("source_row", sa.Integer(), nullable=False),
        sa.Column("row_key", sa.Text(), nullable=False),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("demand_id", sa.Text(), nullable=True),
        sa.Column("account_id", sa.Text(), nullable=True),
        sa.Column("account_name", sa.Text(), nullable=True),
        sa.Column("contact_id", sa.Text(), nullable=True),
        sa.Column("buying_role", sa.Text(), nullable=True),
        sa.Column("statement", sa.Text(), nullable=True),
        sa.Column("phase", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("benefit", sa.Text(), nullable=True),
        sa.Column("direction", sa.Text(), nullable=True),
        sa.Column("importance", sa.Float(), nullable=True),
        sa.Column("theme", sa.Text(), nullable=True),
        sa.Column("feature", sa.Text(), nullable=True),
        sa.Column("within_boundary", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("due_on", sa.DateTime(), nullable=True),
        sa.Column("raised_on", sa.DateTime(), nullable=True),
        sa.Column("answered_on", sa.DateTime(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batches.batch_id"], name=op.f("fk_rows_demands_batch_id_batches")
        ),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_rows_demands")),
    )
    with op.batch_alter_table("rows_demands", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rows_demands_batch_id"), ["batch_id"], unique=False)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("rows_demands", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rows_demands_batch_id"))

    op.drop_table("rows_demands")
