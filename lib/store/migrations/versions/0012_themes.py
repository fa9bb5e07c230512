"""The list of themes, and what people said texts are about."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "theme_decisions",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(16), nullable=False),
        sa.Column("name_en", sa.Text()),
        sa.Column("name_zh", sa.Text()),
        sa.Column("into_key", sa.Text()),
        sa.Column("members", sa.Text()),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("undone_at", sa.DateTime()),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_theme_decisions")),
    )
    op.create_table(
        "theme_labels",
        sa.Column("label_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("undone_at", sa.DateTime()),
        sa.PrimaryKeyConstraint("label_id", name=op.f("pk_theme_labels")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("theme_labels")
    op.drop_table("theme_decisions")
