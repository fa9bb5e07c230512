"""Segments: versions, frozen members, description; a deleted one can come back."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply; what is saved becomes the first version of itself."""
    # The table is rebuilt before anything refers to it.
    with op.batch_alter_table("segments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("description", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("removed_at", sa.DateTime(), nullable=True))
        batch_op.drop_constraint(batch_op.f("uq_segments_name"), type_="unique")
        batch_op.create_index(
            "uq_segments_name_standing",
            ["name"],
            unique=True,
            sqlite_where=sa.text("removed_at IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL"),
        )

    op.create_table(
        "segment_versions",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("segment_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("frozen_on", sa.Date(), nullable=True),
        sa.Column("members", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["segment_id"],
            ["segments.segment_id"],
            name=op.f("fk_segment_versions_segment_id"),
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_segment_versions")),
        sa.UniqueConstraint(
            "segment_id", "version", name=op.f("uq_segment_versions_segment_id_version")
        ),
    )
    op.execute(
        "INSERT INTO segment_versions (segment_id, version, rule, author, reason, saved_at) "
        "SELECT segment_id, 1, rule, 'local', '', saved_at FROM segments"
    )


def downgrade() -> None:
    """Take back; segments that were deleted are gone for good."""
    op.drop_table("segment_versions")
    op.execute("DELETE FROM segments WHERE removed_at IS NOT NULL")
    with op.batch_alter_table("segments", schema=None) as batch_op:
        batch_op.drop_index("uq_segments_name_standing")
        batch_op.create_unique_constraint(batch_op.f("uq_segments_name"), ["name"])
        batch_op.drop_column("removed_at")
        batch_op.drop_column("description")
