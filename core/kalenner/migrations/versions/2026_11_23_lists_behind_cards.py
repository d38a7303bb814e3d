"""lists behind cards"""

import sqlalchemy as sa
from alembic import op

from kalenner.database import Json

revision = "b40f7c21d9ae"
down_revision = "3e81c5a90b4d"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    op.add_column("core_dialog", sa.Column("list_screen", sa.String(), nullable=True))
    op.add_column("core_dialog", sa.Column("list_args", Json, nullable=True))
