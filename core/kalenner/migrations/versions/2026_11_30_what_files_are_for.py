"""what a file is wanted for"""

import sqlalchemy as sa
from alembic import op

revision = "4f7b1c9e2d60"
down_revision = "9a2d64c1f83e"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup.

    A question that was asked before takes no file until it is asked again.
    """
    op.add_column("core_dialog", sa.Column("file_use", sa.String(), nullable=True))
    op.drop_column("core_dialog", "takes_file")
    op.create_index("ix_core_received_file_key", "core_received_file", ["key"])
