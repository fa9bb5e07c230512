"""Customer files: the template, the completion plan, invalid customers."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "file_templates",
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("template_id", name=op.f("pk_file_templates")),
    )
    op.create_table(
        "completion_tasks",
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("made_in", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("way", sa.String(length=16), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_completion_tasks")),
    )
    with op.batch_alter_table("completion_tasks", schema=None) as batch_op:
        for column in ("made_in", "account_id"):
            batch_op.create_index(
                batch_op.f(f"ix_completion_tasks_{column}"), [column], unique=False
            )

    op.create_table(
        "completion_steps",
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["task_id"],
            ["completion_tasks.task_id"],
            name=op.f("fk_completion_steps_task_id_completion_tasks"),
        ),
        sa.PrimaryKeyConstraint("step_id", name=op.f("pk_completion_steps")),
    )
    with op.batch_alter_table("completion_steps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_completion_steps_task_id"), ["task_id"], unique=False)

    op.create_table(
        "invalid_marks",
        sa.Column("mark_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("marked_at", sa.DateTime(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("mark_id", name=op.f("pk_invalid_marks")),
    )
    with op.batch_alter_table("invalid_marks", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_invalid_marks_account_id"), ["account_id"], unique=False
        )


def downgrade() -> None:
    """Take back."""
    for table in ("invalid_marks", "completion_steps", "completion_tasks", "file_templates"):
        op.drop_table(table)
