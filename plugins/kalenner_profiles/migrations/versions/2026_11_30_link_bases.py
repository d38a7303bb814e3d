"""what the links of a page begin with"""

import sqlalchemy as sa
from alembic import op

revision = "4f0d27c9e15b"
down_revision = "b81f30c5a927"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    # An empty text is no page's, so that each one is written again once.
    op.add_column(
        "profiles_publication", sa.Column("link_bases", sa.String(), nullable=False, server_default="")
    )
