"""first table"""

import sqlalchemy as sa
from alembic import op

from kalenner.database import BigId

revision = "8f31c7d20e5b"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    op.create_table(
        "payment_links_service",
        sa.Column("service_id", BigId, autoincrement=False, nullable=False),
        sa.Column("provider_id", BigId, nullable=False),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("is_package", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["core_provider.id"], name="fk_payment_links_service_provider_id_core_provider"
        ),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["scheduling_service.id"],
            name="fk_payment_links_service_service_id_scheduling_service",
        ),
        sa.PrimaryKeyConstraint("service_id", name="pk_payment_links_service"),
    )
    op.create_index("ix_payment_links_service_provider_id", "payment_links_service", ["provider_id"])
