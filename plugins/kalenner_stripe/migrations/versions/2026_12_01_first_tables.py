"""first tables"""

import sqlalchemy as sa
from alembic import op

from kalenner.database import BigId, Instant

revision = "b83f0c52d7e4"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    op.create_table(
        "stripe_account",
        sa.Column("provider_id", BigId, autoincrement=False, nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.Column("previous", sa.LargeBinary(), nullable=True),
        sa.Column("previous_until", Instant(), nullable=True),
        sa.Column("tested_at", Instant(), nullable=True),
        sa.Column("heard_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["core_provider.id"], name="fk_stripe_account_provider_id_core_provider"
        ),
        sa.PrimaryKeyConstraint("provider_id", name="pk_stripe_account"),
        sa.UniqueConstraint("token", name="uq_stripe_account_token"),
    )
    op.create_table(
        "stripe_event",
        sa.Column("id", BigId, nullable=False),
        sa.Column("provider_id", BigId, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=True),
        sa.Column("received_at", Instant(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'done', 'waiting', 'ignored')", name=op.f("ck_stripe_event_state")),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["core_provider.id"], name="fk_stripe_event_provider_id_core_provider"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_stripe_event"),
        sa.UniqueConstraint("provider_id", "key", name="uq_stripe_event_provider_id_key"),
        sqlite_autoincrement=True,
    )
    is_open = sa.text("state = 'open'")
    op.create_index(
        "ix_stripe_event_open", "stripe_event", ["id"], sqlite_where=is_open, postgresql_where=is_open
    )
    op.create_index("ix_stripe_event_waiting", "stripe_event", ["provider_id", "state", "id"])
    op.create_table(
        "stripe_payment",
        sa.Column("id", BigId, nullable=False),
        sa.Column("provider_id", BigId, nullable=False),
        sa.Column("checkout", sa.String(), nullable=False),
        sa.Column("intent", sa.String(), nullable=True),
        sa.Column("entry_id", BigId, nullable=False),
        sa.Column("refunded_minor", BigId, nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["payments_entry.id"], name="fk_stripe_payment_entry_id_payments_entry"),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["core_provider.id"], name="fk_stripe_payment_provider_id_core_provider"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_stripe_payment"),
        sa.UniqueConstraint("provider_id", "checkout", name="uq_stripe_payment_provider_id_checkout"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_stripe_payment_intent", "stripe_payment", ["provider_id", "intent"])
    op.create_index("ix_stripe_payment_entry_id", "stripe_payment", ["entry_id"])
