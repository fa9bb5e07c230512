"""How many days before its end a contract must be given notice of."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("rows_contracts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("notice_days", sa.Float(), nullable=True))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("rows_contracts", schema=None) as batch_op:
        batch_op.drop_column("notice_days")
