"""updates and messages that stand behind those of other people, and the count of what a person sends"""

import sqlalchemy as sa
from alembic import op

from kalenner.database import BigId

revision = "b7e5309ac41d"
down_revision = "4f7b1c9e2d60"
branch_labels = None
depends_on = None

_DUE = {
    "core_inbox": (["is_behind", "id"], "state = 'open' AND not_before IS NULL"),
    "core_outbox": (
        ["channel", "priority", "is_behind", "id"],
        "state = 'waiting' AND not_before IS NULL",
    ),
}


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    for table, (columns, where) in _DUE.items():
        is_behind: sa.Column[bool] = sa.Column(
            "is_behind", sa.Boolean(), server_default=sa.false(), nullable=False
        )
        op.add_column(table, is_behind)
        op.drop_index(f"ix_{table}_due", table)
        _create_index(f"ix_{table}_due", table, columns, where)
    behind = "state = 'waiting' AND priority = 1 AND is_behind"
    op.create_index(
        "ix_core_outbox_behind",
        "core_outbox",
        ["channel", "address"],
        sqlite_where=sa.text(f"{behind} = 1"),
        postgresql_where=sa.text(behind),
    )
    op.add_column("core_inbox", sa.Column("file_bytes", BigId, nullable=True))
    recent = ["channel", "subject", "received_at"]
    op.create_index("ix_core_inbox_recent", "core_inbox", recent)
    _create_index("ix_core_inbox_files", "core_inbox", recent, "file_bytes IS NOT NULL")


def _create_index(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
