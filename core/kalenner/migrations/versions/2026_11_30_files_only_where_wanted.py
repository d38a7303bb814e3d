"""whether a question takes a file"""

import sqlalchemy as sa
from alembic import op

revision = "e81d4b0c6f25"
down_revision = "c2a91f5e7b30"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup.

    A question that was asked before takes no file until it is asked again.
    """
    op.add_column(
        "core_dialog", sa.Column("takes_file", sa.Boolean(), nullable=False, server_default=sa.false())
    )
