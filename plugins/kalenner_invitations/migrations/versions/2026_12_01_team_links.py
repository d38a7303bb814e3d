"""links that make members of a team"""

import sqlalchemy as sa
from alembic import op

revision = "c7e05d913b2a"
down_revision = "5b0d7c92e6a1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    op.add_column(
        "invitations_invitation", sa.Column("kind", sa.String(), nullable=False, server_default="client")
    )
