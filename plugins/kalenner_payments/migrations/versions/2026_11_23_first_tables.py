"""first tables"""

import sqlalchemy as sa
from alembic import op

from kalenner.database import BigId, Instant

revision = "57bf616e360a"
down_revision = None
branch_labels = None
depends_on = None

SIGNS = (
    "(kind = 'payment' AND amount_minor > 0 AND payment_id IS NULL)"
    " OR (kind = 'correction' AND amount_minor <> 0 AND payment_id IS NOT NULL)"
    " OR (kind = 'refund' AND amount_minor < 0 AND payment_id IS NOT NULL)"
)


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    op.create_table(
        "payments_terms",
        sa.Column("provider_id", BigId, nullable=False),
        sa.Column("owing_can_book", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["core_provider.id"], name="fk_payments_terms_provider_id_core_provider"
        ),
        sa.PrimaryKeyConstraint("provider_id", name="pk_payments_terms"),
    )
    op.create_table(
        "payments_price",
        sa.Column("id", BigId, nullable=False),
        sa.Column("appointment_id", BigId, nullable=False),
        sa.Column("price_minor", BigId, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.CheckConstraint("price_minor >= 0", name="ck_payments_price_price"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["core_account.id"], name="fk_payments_price_account_id_core_account"
        ),
        sa.ForeignKeyConstraint(
            ["appointment_id"],
            ["scheduling_appointment.id"],
            name="fk_payments_price_appointment_id_scheduling_appointment",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_payments_price"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_payments_price_appointment_id", "payments_price", ["appointment_id"])
    op.create_table(
        "payments_entry",
        sa.Column("id", BigId, nullable=False),
        sa.Column("appointment_id", BigId, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("amount_minor", BigId, nullable=False),
        sa.Column("payment_id", BigId, nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.CheckConstraint(SIGNS, name="ck_payments_entry_amount"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["core_account.id"], name="fk_payments_entry_account_id_core_account"
        ),
        sa.ForeignKeyConstraint(
            ["appointment_id"],
            ["scheduling_appointment.id"],
            name="fk_payments_entry_appointment_id_scheduling_appointment",
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments_entry.id"], name="fk_payments_entry_payment_id_payments_entry"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_payments_entry"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_payments_entry_appointment_id", "payments_entry", ["appointment_id"])
    op.create_index("ix_payments_entry_payment_id", "payments_entry", ["payment_id"])
