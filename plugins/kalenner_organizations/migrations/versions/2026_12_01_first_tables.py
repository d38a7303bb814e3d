"""first tables"""

import sqlalchemy as sa
from alembic import op

from kalenner.database import BigId, Instant

revision = "4d2e8b07a6c1"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    op.create_table(
        "organizations_member",
        sa.Column("id", BigId, nullable=False),
        sa.Column("organization_id", BigId, nullable=False),
        sa.Column("provider_id", BigId, nullable=False),
        sa.Column("joined_at", Instant(), nullable=False),
        sa.Column("left_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["core_provider.id"],
            name="fk_organizations_member_organization_id_core_provider",
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["core_provider.id"], name="fk_organizations_member_provider_id_core_provider"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_organizations_member"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_organizations_member_organization_id_provider_id",
        "organizations_member",
        ["organization_id", "provider_id"],
        unique=True,
        sqlite_where=sa.text("left_at IS NULL"),
        postgresql_where=sa.text("left_at IS NULL"),
    )
    op.create_index("ix_organizations_member_provider_id", "organizations_member", ["provider_id"])
