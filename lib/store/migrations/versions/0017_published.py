"""States, comments, layouts, Word templates and publications of reports."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "report_states",
        sa.Column("state_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["reports.report_id"],
            name=op.f("fk_report_states_report_id_reports"),
        ),
        sa.PrimaryKeyConstraint("state_id", name=op.f("pk_report_states")),
        sa.UniqueConstraint("report_id", "step", name=op.f("uq_report_states_report_id_step")),
    )
    op.create_table(
        "report_comments",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["reports.report_id"],
            name=op.f("fk_report_comments_report_id_reports"),
        ),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_report_comments")),
    )
    op.create_index(
        op.f("ix_report_comments_report_id"), "report_comments", ["report_id"], unique=False
    )
    op.create_table(
        "report_comment_steps",
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["report_comments.comment_id"],
            name=op.f("fk_report_comment_steps_comment_id_report_comments"),
        ),
        sa.PrimaryKeyConstraint("step_id", name=op.f("pk_report_comment_steps")),
    )
    op.create_index(
        op.f("ix_report_comment_steps_comment_id"),
        "report_comment_steps",
        ["comment_id"],
        unique=False,
    )
    op.create_table(
        "report_layouts",
        sa.Column("layout_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("lang", sa.String(length=2), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["reports.report_id"],
            name=op.f("fk_report_layouts_report_id_reports"),
        ),
        sa.PrimaryKeyConstraint("layout_id", name=op.f("pk_report_layouts")),
    )
    op.create_index(
        op.f("ix_report_layouts_report_id"), "report_layouts", ["report_id"], unique=False
    )
    op.create_table(
        "word_templates",
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("template_id", name=op.f("pk_word_templates")),
    )
    op.create_table(
        "publications",
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("what_changed", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["reports.report_id"],
            name=op.f("fk_publications_report_id_reports"),
        ),
        sa.PrimaryKeyConstraint("publication_id", name=op.f("pk_publications")),
        sa.UniqueConstraint("report_id", "version", name=op.f("uq_publications_report_id_version")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("publications")
    op.drop_table("word_templates")
    op.drop_index(op.f("ix_report_layouts_report_id"), table_name="report_layouts")
    op.drop_table("report_layouts")
    op.drop_index(op.f("ix_report_comment_steps_comment_id"), table_name="report_comment_steps")
    op.drop_table("report_comment_steps")
    op.drop_index(op.f("ix_report_comments_report_id"), table_name="report_comments")
    op.drop_table("report_comments")
    op.drop_table("report_states")
