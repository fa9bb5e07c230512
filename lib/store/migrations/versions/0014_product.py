"""The map of the product, and what people said of promises."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "product_maps",
        sa.Column("map_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("map_id", name=op.f("pk_product_maps")),
    )
    op.create_table(
        "promise_decisions",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("promise_id", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(length=16), nullable=False),
        sa.Column("feature", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("kept_on", sa.Date(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_promise_decisions")),
    )
    op.create_index(
        op.f("ix_promise_decisions_promise_id"), "promise_decisions", ["promise_id"], unique=False
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index(op.f("ix_promise_decisions_promise_id"), table_name="promise_decisions")
    op.drop_table("promise_decisions")
    op.drop_table("product_maps")
