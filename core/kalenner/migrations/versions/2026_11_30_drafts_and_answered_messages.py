"""drafts, and the messages that answered questions"""

import sqlalchemy as sa
from alembic import op

from kalenner.database import Json

revision = "d4a81c6f0b92"
down_revision = "d3c8a60f71e4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    op.add_column("core_dialog", sa.Column("draft", Json, nullable=True))
    op.add_column("core_dialog", sa.Column("answered", Json, nullable=True))
