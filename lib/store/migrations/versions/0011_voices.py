"""What customers said in interviews, and what was met on walk-throughs."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_INTERVIEWS = (
    *("interview_id", "account_id", "account_name", "contact_id", "buying_role"),
    *("interviewer", "method", "question", "answer", "quote"),
)
_WALKTHROUGHS = (
    *("walkthrough_id", "account_id", "account_name", "journey_stage", "team", "touchpoint"),
    *("finding", "note"),
)


def upgrade() -> None:
    """Apply."""
    _table(
        "interviews",
        _INTERVIEWS,
        sa.Column("held_on", sa.DateTime()),
        sa.Column("consent", sa.Boolean()),
    )
    _table(
        "walkthroughs",
        _WALKTHROUGHS,
        sa.Column("walked_on", sa.DateTime()),
        sa.Column("minutes", sa.Float()),
    )


def downgrade() -> None:
    """Take back."""
    for kind in ("walkthroughs", "interviews"):
        op.drop_index(op.f(f"ix_rows_{kind}_batch_id"), table_name=f"rows_{kind}")
        op.drop_table(f"rows_{kind}")


def _table(kind: str, texts: tuple[str, ...], *others: sa.Column[object]) -> None:
    op.create_table(
        f"rows_{kind}",
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("source_row", sa.Integer(), nullable=False),
        sa.Column("row_key", sa.Text(), nullable=False),
        sa.Column("custom", sa.Text()),
        *(sa.Column(name, sa.Text()) for name in texts),
        *others,
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batches.batch_id"], name=op.f(f"fk_rows_{kind}_batch_id_batches")
        ),
        sa.PrimaryKeyConstraint("row_id", name=op.f(f"pk_rows_{kind}")),
    )
    op.create_index(op.f(f"ix_rows_{kind}_batch_id"), f"rows_{kind}", ["batch_id"])
