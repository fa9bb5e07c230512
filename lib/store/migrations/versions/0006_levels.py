"""What an assessment may say besides points: that it does not apply, and until when it holds."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("rows_assessments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("applies", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("expires_on", sa.DateTime(), nullable=True))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("rows_assessments", schema=None) as batch_op:
        batch_op.drop_column("expires_on")
        batch_op.drop_column("applies")
