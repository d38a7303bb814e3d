"""updates set aside"""

import sqlalchemy as sa
from alembic import op

from kalenner.database import BigId, Instant

revision = "5c1e9f04a7b2"
down_revision = "e81d4b0c6f25"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    op.create_table(
        "core_set_aside",
        sa.Column("id", BigId, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("bot", sa.String(), nullable=False),
        sa.Column("key", BigId, nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_set_aside")),
        sa.UniqueConstraint("channel", "digest", name=op.f("uq_core_set_aside_channel_digest")),
        sqlite_autoincrement=True,
    )
