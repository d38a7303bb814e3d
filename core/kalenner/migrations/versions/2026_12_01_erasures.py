"""erasures of accounts"""

import sqlalchemy as sa
from alembic import op

from kalenner.database import BigId, Instant, Json

revision = "9c41e0b7d25f"
down_revision = "f5b27c90e1d8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    op.add_column("core_account", sa.Column("erased_at", Instant(), nullable=True))
    op.add_column("core_account", sa.Column("blocked_at", Instant(), nullable=True))
    op.create_table(
        "core_erasure",
        sa.Column("id", BigId, nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("requested_at", Instant(), nullable=False),
        sa.Column("erases_messages", sa.Boolean(), nullable=False),
        sa.Column("begun_at", Instant(), nullable=True),
        sa.Column("done_at", Instant(), nullable=True),
        sa.Column("remaining", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["core_account.id"], name=op.f("fk_core_erasure_account_id_core_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_erasure")),
        sa.UniqueConstraint("account_id", name=op.f("uq_core_erasure_account_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_core_erasure_open",
        "core_erasure",
        ["id"],
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
