"""what a channel said of a message that can be edited"""

import sqlalchemy as sa
from alembic import op

from kalenner.database import Json

revision = "d84f0b6e3a17"
down_revision = "7a3c9e15d8b4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    op.add_column("core_outbox", sa.Column("receipt", Json, nullable=True))
