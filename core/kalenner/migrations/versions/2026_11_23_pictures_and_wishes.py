"""pictures in the sizes of web pages, and what a client came for"""

import sqlalchemy as sa
from alembic import op

from kalenner.database import BigId, Json

revision = "5d1c0f7a2e94"
down_revision = "b40f7c21d9ae"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    op.add_column("core_client", sa.Column("wish", BigId, nullable=True))
    op.add_column("core_provider", sa.Column("picture_sizes", Json, nullable=True))
