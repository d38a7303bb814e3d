"""delays, errors and the leaders of delivery"""

import sqlalchemy as sa
from alembic import op

from kalenner.database import BigId, Instant

revision = "c2a91f5e7b30"
down_revision = "5d1c0f7a2e94"
branch_labels = None
depends_on = None

_KEEP = {"sqlite_autoincrement": True}  # what SQLite does not tell of a table that it makes anew
_DELAYED = "not_before IS NOT NULL"
_INDEXES = {
    "core_inbox": [
        ("ix_core_inbox_due", ["id"], "state = 'open' AND not_before IS NULL"),
        ("ix_core_inbox_not_before", ["not_before"], f"state = 'open' AND {_DELAYED}"),
        ("ix_core_inbox_put_off_at", ["put_off_at"], f"state = 'open' AND {_DELAYED}"),
        ("ix_core_inbox_ended", ["received_at"], "state <> 'open'"),
    ],
    "core_outbox": [
        ("ix_core_outbox_due", ["channel", "priority", "id"], "state = 'waiting' AND not_before IS NULL"),
        ("ix_core_outbox_address", ["channel", "address"], "state = 'waiting'"),
        ("ix_core_outbox_resting", ["channel", "address"], f"state = 'waiting' AND {_DELAYED}"),
        ("ix_core_outbox_not_before", ["not_before"], f"state = 'waiting' AND {_DELAYED}"),
        ("ix_core_outbox_put_off_at", ["put_off_at"], f"state = 'waiting' AND {_DELAYED}"),
        ("ix_core_outbox_ended", ["created_at"], "state <> 'waiting'"),
    ],
}


def _last_ids() -> dict[str, int]:
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return {}
    return dict(connection.execute(sa.text("SELECT name, seq FROM sqlite_sequence")).all())


def _keep_last_ids(last_ids: dict[str, int]) -> None:
    """Let no id be given again: tables that are written anew forget those of rows that were deleted."""
    connection = op.get_bind()
    for name in _INDEXES:
        if name in last_ids:
            values = {"name": name, "last": last_ids[name]}
            connection.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = :name"), values)
            connection.execute(sa.text("INSERT INTO sqlite_sequence VALUES (:name, :last)"), values)


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    last_ids = _last_ids()
    with op.batch_alter_table("core_outbox", table_kwargs=_KEEP) as batch:
        batch.drop_index("ix_core_outbox_waiting")
        batch.add_column(sa.Column("put_off_at", Instant(), nullable=True))
        batch.add_column(sa.Column("ended_at", Instant(), nullable=True))
        batch.add_column(sa.Column("error", sa.String(), nullable=True))
        batch.alter_column("not_before", nullable=True)
    with op.batch_alter_table("core_inbox", table_kwargs=_KEEP) as batch:
        batch.add_column(sa.Column("put_off_at", Instant(), nullable=True))
        batch.alter_column("not_before", nullable=True)
    _keep_last_ids(last_ids)
    # What is put off is tried once more now; before, every row had an instant.
    op.execute("UPDATE core_inbox SET not_before = NULL WHERE state = 'open'")
    op.execute("UPDATE core_outbox SET not_before = NULL WHERE state = 'waiting'")
    for table, indexes in _INDEXES.items():
        for name, columns, where in indexes:
            op.create_index(
                name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where)
            )
    op.create_table(
        "core_leader",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("epoch", BigId, nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("backend_id", BigId, nullable=True),
        sa.Column("heartbeat_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_core_leader")),
    )
