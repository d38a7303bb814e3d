"""questions whether somebody wants to own an organization"""

import sqlalchemy as sa
from alembic import op

from kalenner.database import BigId, Instant

revision = "e90b3c5d71f8"
down_revision = "4d2e8b07a6c1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    op.create_table(
        "organizations_offer",
        sa.Column("id", BigId, nullable=False),
        sa.Column("organization_id", BigId, nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("offered_by_id", BigId, nullable=False),
        sa.Column("offered_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("is_accepted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["core_provider.id"],
            name="fk_organizations_offer_organization_id_core_provider",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["core_account.id"], name="fk_organizations_offer_account_id_core_account"
        ),
        sa.ForeignKeyConstraint(
            ["offered_by_id"], ["core_account.id"], name="fk_organizations_offer_offered_by_id_core_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_organizations_offer"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_organizations_offer_organization_id_account_id",
        "organizations_offer",
        ["organization_id", "account_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index("ix_organizations_offer_account_id", "organizations_offer", ["account_id"])
