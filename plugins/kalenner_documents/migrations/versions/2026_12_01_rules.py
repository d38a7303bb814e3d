"""needed before booking, asked again, for services"""

import sqlalchemy as sa
from alembic import op

from kalenner.database import BigId, Instant

revision = "c1d47b90e2f6"
down_revision = "5c1f7e20a9d3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    op.add_column(
        "documents_document",
        sa.Column("needed_before_booking", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("documents_document", sa.Column("renewal_months", BigId, nullable=True))
    op.create_table(
        "documents_document_service",
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("service_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents_document.id"],
            name="fk_documents_document_service_document_id_documents_document",
        ),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["scheduling_service.id"],
            name="fk_documents_document_service_service_id_scheduling_service",
        ),
        sa.PrimaryKeyConstraint("document_id", "service_id", name="pk_documents_document_service"),
    )
    op.create_table(
        "documents_ended_consent",
        sa.Column("provider_id", BigId, nullable=False),
        sa.Column("position", BigId, nullable=False),
        sa.Column("told_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id", "position"],
            ["documents_consent.provider_id", "documents_consent.position"],
            name="fk_documents_ended_consent_entry",
        ),
        sa.PrimaryKeyConstraint("provider_id", "position", name="pk_documents_ended_consent"),
    )
