"""which screens messages belong to, who was told what is kept, and updates by the channel's numbers"""

import sqlalchemy as sa
from alembic import op

from kalenner.database import BigId, Instant, Json

revision = "5f8b2d90c3e6"
down_revision = "c51d0b7e4a92"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    is_open = sa.text("state = 'open'")
    op.drop_index("ix_core_inbox_open", "core_inbox")
    op.create_index(
        "ix_core_inbox_open",
        "core_inbox",
        ["channel", "subject", "key", "id"],
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.add_column("core_account", sa.Column("privacy_shown_at", Instant(), nullable=True))
    op.create_table(
        "core_message_trace",
        sa.Column("id", BigId, nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("number", BigId, nullable=True),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("screen", sa.String(), nullable=False),
        sa.Column("args", Json, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["core_account.id"], name="fk_core_message_trace_account_id_core_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_core_message_trace"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_core_message_trace_number", "core_message_trace", ["account_id", "channel", "number"]
    )
    op.create_index("ix_core_message_trace_key", "core_message_trace", ["key"])
