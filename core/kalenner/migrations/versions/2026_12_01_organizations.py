"""organizations, their owners, and for which one a person acts"""

import sqlalchemy as sa
from alembic import op

from kalenner.database import BigId, Instant

revision = "a1c47e92d05b"
down_revision = "9c41e0b7d25f"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup.

    A release before this one still writes practices: they are professionals by the column's default.
    """
    with op.batch_alter_table("core_provider", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.alter_column("account_id", existing_type=BigId, nullable=True)
        table.add_column(sa.Column("kind", sa.String(), nullable=False, server_default="professional"))
        table.add_column(sa.Column("timezone", sa.String(), nullable=True))
        table.add_column(sa.Column("language", sa.String(), nullable=True))
        table.add_column(sa.Column("closed_at", Instant(), nullable=True))
        table.create_check_constraint(
            "account", "(kind = 'professional') = (account_id IS NOT NULL)"
        )
    op.create_table(
        "core_owner",
        sa.Column("id", BigId, nullable=False),
        sa.Column("provider_id", BigId, nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["core_account.id"], name=op.f("fk_core_owner_account_id_core_account")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["core_provider.id"], name=op.f("fk_core_owner_provider_id_core_provider")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_owner")),
        sa.UniqueConstraint("provider_id", "account_id", name=op.f("uq_core_owner_provider_id_account_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_core_owner_account_id"), "core_owner", ["account_id"])
    op.add_column("core_account", sa.Column("acts_for_id", BigId, nullable=True))
    with op.batch_alter_table("core_client", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.add_column(sa.Column("organization_id", BigId, nullable=True))
        table.create_foreign_key(
            op.f("fk_core_client_organization_id_core_provider"),
            "core_provider",
            ["organization_id"],
            ["id"],
        )
        table.create_index(op.f("ix_core_client_organization_id"), ["organization_id"])
