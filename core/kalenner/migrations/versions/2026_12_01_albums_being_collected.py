"""albums that are being collected"""

import sqlalchemy as sa
from alembic import op

from kalenner.database import Instant

revision = "9b5e27d1c640"
down_revision = "d3f08a6b5c17"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    op.add_column("core_dialog", sa.Column("album", sa.LargeBinary(), nullable=True))
    op.add_column("core_dialog", sa.Column("album_silent_at", Instant(), nullable=True))
    op.create_index(
        "ix_core_dialog_album_silent_at",
        "core_dialog",
        ["album_silent_at"],
        sqlite_where=sa.text("album_silent_at IS NOT NULL"),
        postgresql_where=sa.text("album_silent_at IS NOT NULL"),
    )
