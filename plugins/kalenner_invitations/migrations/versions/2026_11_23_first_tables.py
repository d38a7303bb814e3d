"""first tables"""

import sqlalchemy as sa
from alembic import op

from kalenner.database import BigId, Instant

revision = "8de1c9b314f4"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    op.create_table(
        "invitations_invitation",
        sa.Column("id", BigId, nullable=False),
        sa.Column("provider_id", BigId, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_folded", sa.String(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("token_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("is_single_use", sa.Boolean(), nullable=False),
        sa.Column("uses", BigId, nullable=False),
        sa.Column("revoked_at", Instant(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["core_provider.id"], name="fk_invitations_invitation_provider_id_core_provider"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_invitations_invitation"),
        sa.UniqueConstraint("token_hash", name="uq_invitations_invitation_token_hash"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_invitations_invitation_name",
        "invitations_invitation",
        ["provider_id", "name_folded"],
        unique=True,
        sqlite_where=sa.text("revoked_at IS NULL"),
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    op.create_table(
        "invitations_opening",
        sa.Column("id", BigId, nullable=False),
        sa.Column("invitation_id", BigId, nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("registered_at", Instant(), nullable=True),
        sa.Column("booked_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["core_account.id"], name="fk_invitations_opening_account_id_core_account"
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitations_invitation.id"],
            name="fk_invitations_opening_invitation_id_invitations_invitation",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_invitations_opening"),
        sa.UniqueConstraint(
            "invitation_id", "account_id", name="uq_invitations_opening_invitation_id_account_id"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_invitations_opening_account_id", "invitations_opening", ["account_id"])
