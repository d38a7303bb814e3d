"""updates that stand behind those of other people, and the count of what a person sends"""

import sqlalchemy as sa
from alembic import op

revision = "b7e5309ac41d"
down_revision = "4f7b1c9e2d60"
branch_labels = None
depends_on = None

_DUE = sa.text("state = 'open' AND not_before IS NULL")


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    column: sa.Column[bool] = sa.Column("is_behind", sa.Boolean(), server_default=sa.false(), nullable=False)
    op.add_column("core_inbox", column)
    op.add_column("core_inbox", sa.Column("file_bytes", sa.BigInteger(), nullable=True))
    op.drop_index("ix_core_inbox_due", "core_inbox", sqlite_where=_DUE, postgresql_where=_DUE)
    op.create_index(
        "ix_core_inbox_due", "core_inbox", ["is_behind", "id"], sqlite_where=_DUE, postgresql_where=_DUE
    )
    op.create_index("ix_core_inbox_recent", "core_inbox", ["channel", "subject", "received_at"])
    has_file = sa.text("file_bytes IS NOT NULL")
    op.create_index(
        "ix_core_inbox_files",
        "core_inbox",
        ["channel", "subject", "received_at"],
        sqlite_where=has_file,
        postgresql_where=has_file,
    )
