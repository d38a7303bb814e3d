"""first tables"""

import sqlalchemy as sa
from alembic import op

from kalenner.database import BigId, Instant, create_append_only

revision = "9a886b6515e6"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    op.create_table(
        "documents_document",
        sa.Column("id", BigId, nullable=False),
        sa.Column("provider_id", BigId, nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=True),
        sa.Column("needs_consent", sa.Boolean(), nullable=False),
        sa.Column("version", BigId, nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("deleted_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["core_provider.id"], name="fk_documents_document_provider_id_core_provider"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_documents_document"),
        sa.UniqueConstraint("token", name="uq_documents_document_token"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_documents_document_provider_id", "documents_document", ["provider_id", "id"])
    op.create_table(
        "documents_exchanged_file",
        sa.Column("id", BigId, nullable=False),
        sa.Column("client_id", BigId, nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("file_name", sa.LargeBinary(), nullable=False),
        sa.Column("file_id", BigId, nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["core_account.id"], name="fk_documents_exchanged_file_account_id_core_account"
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["core_client.id"], name="fk_documents_exchanged_file_client_id_core_client"
        ),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["core_private_file.id"],
            name="fk_documents_exchanged_file_file_id_core_private_file",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_documents_exchanged_file"),
        sa.UniqueConstraint("token", name="uq_documents_exchanged_file_token"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_documents_exchanged_file_client_id", "documents_exchanged_file", ["client_id", "id"])
    op.create_index("ix_documents_exchanged_file_file_id", "documents_exchanged_file", ["file_id"])
    op.create_table(
        "documents_reminder",
        sa.Column("client_id", BigId, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["core_client.id"], name="fk_documents_reminder_client_id_core_client"
        ),
        sa.PrimaryKeyConstraint("client_id", name="pk_documents_reminder"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "documents_version",
        sa.Column("id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("number", BigId, nullable=False),
        sa.Column("file_id", BigId, nullable=True),
        sa.Column("file_name", sa.LargeBinary(), nullable=True),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("size", BigId, nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=True),
        sa.Column("told_up_to", BigId, nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents_document.id"],
            name="fk_documents_version_document_id_documents_document",
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["core_private_file.id"], name="fk_documents_version_file_id_core_private_file"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_documents_version"),
        sa.UniqueConstraint("document_id", "number", name="uq_documents_version_document_id_number"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_documents_version_file_id", "documents_version", ["file_id"])
    op.create_index("ix_documents_version_told_up_to", "documents_version", ["told_up_to"])
    op.create_table(
        "documents_consent",
        sa.Column("provider_id", BigId, nullable=False),
        sa.Column("position", BigId, nullable=False),
        sa.Column("client_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("version_id", BigId, nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("commitment", sa.LargeBinary(), nullable=False),
        sa.Column("key_id", BigId, nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "decision IN ('agreed', 'declined', 'withdrawn')", name="ck_documents_consent_decision"
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["core_client.id"], name="fk_documents_consent_client_id_core_client"
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents_document.id"],
            name="fk_documents_consent_document_id_documents_document",
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["core_provider.id"], name="fk_documents_consent_provider_id_core_provider"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["documents_version.id"], name="fk_documents_consent_version_id_documents_version"
        ),
        sa.PrimaryKeyConstraint("provider_id", "position", name="pk_documents_consent"),
    )
    op.create_index("ix_documents_consent_client_id", "documents_consent", ["client_id", "position"])
    op.create_index(
        "ix_documents_consent_version_id", "documents_consent", ["version_id", "client_id", "position"]
    )
    op.create_table(
        "documents_download",
        sa.Column("id", BigId, nullable=False),
        sa.Column("file_id", BigId, nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["core_account.id"], name="fk_documents_download_account_id_core_account"
        ),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["documents_exchanged_file.id"],
            name="fk_documents_download_file_id_documents_exchanged_file",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_documents_download"),
        sa.UniqueConstraint("address", name="uq_documents_download_address"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_documents_download_at", "documents_download", ["at"])
    op.create_index("ix_documents_download_file_id", "documents_download", ["file_id", "id"])
    op.create_table(
        "documents_consent_words",
        sa.Column("provider_id", BigId, nullable=False),
        sa.Column("position", BigId, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["provider_id", "position"],
            ["documents_consent.provider_id", "documents_consent.position"],
            name="fk_documents_consent_words_entry",
        ),
        sa.PrimaryKeyConstraint("provider_id", "position", name="pk_documents_consent_words"),
    )
    create_append_only(op, "documents_consent")
    create_append_only(op, "documents_consent_words", frozen="provider_id, position", erasable="sealed")
