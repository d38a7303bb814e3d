"""files that are being checked"""

import sqlalchemy as sa
from alembic import op

from kalenner.database import BigId, Instant

revision = "5c1f7e20a9d3"
down_revision = "9a886b6515e6"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    op.create_table(
        "documents_waiting_file",
        sa.Column("id", BigId, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("provider_id", BigId, nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("object_id", BigId, nullable=False),
        sa.Column("file_id", BigId, nullable=True),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("next_at", Instant(), nullable=False),
        sa.Column("refusal", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["core_account.id"], name="fk_documents_waiting_file_account_id_core_account"
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["core_private_file.id"], name="fk_documents_waiting_file_file_id_core_private_file"
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["core_provider.id"], name="fk_documents_waiting_file_provider_id_core_provider"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_documents_waiting_file"),
        sa.UniqueConstraint("token", name="uq_documents_waiting_file_token"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_documents_waiting_file_next_at", "documents_waiting_file", ["next_at", "id"])
    op.create_index("ix_documents_waiting_file_account_id", "documents_waiting_file", ["account_id", "id"])
    op.create_index("ix_documents_waiting_file_file_id", "documents_waiting_file", ["file_id"])
