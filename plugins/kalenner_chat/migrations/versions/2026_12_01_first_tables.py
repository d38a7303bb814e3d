"""first tables"""

import sqlalchemy as sa
from alembic import op
from kalenner.database import BigId, Instant

revision = "16198a2cad77"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    op.create_table(
        "chat_quick_answer",
        sa.Column("id", BigId, nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["core_account.id"], name="fk_chat_quick_answer_account_id_core_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_chat_quick_answer"),
        sa.UniqueConstraint("token", name="uq_chat_quick_answer_token"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_chat_quick_answer_account_id", "chat_quick_answer", ["account_id"])

    op.create_table(
        "chat_retention",
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("next_period", sa.String(), nullable=True),
        sa.Column("next_at", Instant(), nullable=True),
        sa.CheckConstraint(
            "next_period IN ('keep', 'year', 'three_years', 'relation')", name="ck_chat_retention_next_period"
        ),
        sa.CheckConstraint(
            "period IN ('keep', 'year', 'three_years', 'relation')", name="ck_chat_retention_period"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["core_account.id"], name="fk_chat_retention_account_id_core_account"
        ),
        sa.PrimaryKeyConstraint("account_id", name="pk_chat_retention"),
    )
    op.create_table(
        "chat_thread",
        sa.Column("id", BigId, nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("client_id", BigId, nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["core_client.id"], name="fk_chat_thread_client_id_core_client"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_chat_thread"),
        sa.UniqueConstraint("client_id", name="uq_chat_thread_client_id"),
        sa.UniqueConstraint("token", name="uq_chat_thread_token"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "chat_draft",
        sa.Column("id", BigId, nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("thread_id", BigId, nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["core_account.id"], name="fk_chat_draft_account_id_core_account"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["chat_thread.id"], name="fk_chat_draft_thread_id_chat_thread"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_chat_draft"),
        sa.UniqueConstraint("token", name="uq_chat_draft_token"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_chat_draft_account_id", "chat_draft", ["account_id"])
    op.create_index("ix_chat_draft_created_at", "chat_draft", ["created_at"])

    op.create_table(
        "chat_message",
        sa.Column("id", BigId, nullable=False),
        sa.Column("thread_id", BigId, nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("number", BigId, nullable=False),
        sa.Column("position", BigId, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("file_id", BigId, nullable=True),
        sa.Column("reply_to_id", BigId, nullable=True),
        sa.Column("sent_at", Instant(), nullable=False),
        sa.Column("stored_at", Instant(), nullable=False),
        sa.Column("edits", BigId, nullable=False),
        sa.Column("is_silent", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["core_account.id"], name="fk_chat_message_account_id_core_account"
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["core_private_file.id"], name="fk_chat_message_file_id_core_private_file"
        ),
        sa.ForeignKeyConstraint(
            ["reply_to_id"], ["chat_message.id"], name="fk_chat_message_reply_to_id_chat_message"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["chat_thread.id"], name="fk_chat_message_thread_id_chat_thread"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_chat_message"),
        sa.UniqueConstraint("token", name="uq_chat_message_token"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_chat_message_account", "chat_message", ["account_id", "stored_at"])
    op.create_index("ix_chat_message_file_id", "chat_message", ["file_id"])
    op.create_index("ix_chat_message_files", "chat_message", ["thread_id", "file_id"])
    op.create_index("ix_chat_message_number", "chat_message", ["account_id", "channel", "number"])
    op.create_index("ix_chat_message_position", "chat_message", ["thread_id", "position", "number", "id"])

    op.create_table(
        "chat_open",
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("thread_id", BigId, nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("active_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["core_account.id"], name="fk_chat_open_account_id_core_account"
        ),
        sa.ForeignKeyConstraint(["thread_id"], ["chat_thread.id"], name="fk_chat_open_thread_id_chat_thread"),
        sa.PrimaryKeyConstraint("account_id", name="pk_chat_open"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_chat_open_active_at", "chat_open", ["active_at"])

    op.create_table(
        "chat_participant",
        sa.Column("id", BigId, nullable=False),
        sa.Column("thread_id", BigId, nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("unread", BigId, nullable=False),
        sa.Column("is_muted", sa.Boolean(), nullable=False),
        sa.Column("rung_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["core_account.id"], name="fk_chat_participant_account_id_core_account"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["chat_thread.id"], name="fk_chat_participant_thread_id_chat_thread"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_chat_participant"),
        sa.UniqueConstraint("thread_id", "account_id", name="uq_chat_participant_thread_id_account_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_chat_participant_unread", "chat_participant", ["account_id", "unread"])
