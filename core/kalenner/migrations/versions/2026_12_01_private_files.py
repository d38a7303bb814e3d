"""private files"""

import sqlalchemy as sa
from alembic import op

from kalenner.database import BigId, Instant

revision = "d3f08a6b5c17"
down_revision = "d84f0b6e3a17"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    op.create_table(
        "core_private_file",
        sa.Column("id", BigId, nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.Column("size", BigId, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_private_file")),
        sa.UniqueConstraint("token", name=op.f("uq_core_private_file_token")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_core_private_file_transient",
        "core_private_file",
        ["changed_at"],
        sqlite_where=sa.text("state <> 'kept'"),
        postgresql_where=sa.text("state <> 'kept'"),
    )
