"""first tables"""

import sqlalchemy as sa
from alembic import op

from kalenner.database import BigId

revision = "b41e6f0c93da"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    op.create_table(
        "bank_transfer_details",
        sa.Column("provider_id", BigId, autoincrement=False, nullable=False),
        sa.Column("takes_euros", sa.Boolean(), nullable=False),
        sa.Column("takes_rubles", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("reference_key", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["core_provider.id"], name="fk_bank_transfer_details_provider_id_core_provider"
        ),
        sa.PrimaryKeyConstraint("provider_id", name="pk_bank_transfer_details"),
    )
    op.create_table(
        "bank_transfer_entered",
        sa.Column("provider_id", BigId, autoincrement=False, nullable=False),
        sa.Column("mark", sa.LargeBinary(32), nullable=False),
        sa.Column("entry_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["payments_entry.id"], name="fk_bank_transfer_entered_entry_id_payments_entry"
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["core_provider.id"], name="fk_bank_transfer_entered_provider_id_core_provider"
        ),
        sa.PrimaryKeyConstraint("provider_id", "mark", name="pk_bank_transfer_entered"),
    )
    op.create_index("ix_bank_transfer_entered_entry_id", "bank_transfer_entered", ["entry_id"])
