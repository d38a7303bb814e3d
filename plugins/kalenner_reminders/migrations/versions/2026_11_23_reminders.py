"""reminders"""

import sqlalchemy as sa
from alembic import op

from kalenner.database import BigId, Instant, Json

revision = "138194543f40"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    op.create_table(
        "reminders_setting",
        sa.Column("provider_id", BigId, nullable=False),
        sa.Column("leads", Json, nullable=False),
        sa.Column("quiet_start", BigId, nullable=True),
        sa.Column("quiet_end", BigId, nullable=True),
        sa.CheckConstraint(
            "(quiet_start IS NULL) = (quiet_end IS NULL)", name=op.f("ck_reminders_setting_quiet_both")
        ),
        sa.CheckConstraint(
            "quiet_start BETWEEN 0 AND 1439 AND quiet_end BETWEEN 0 AND 1439",
            name=op.f("ck_reminders_setting_quiet_day"),
        ),
        sa.CheckConstraint("quiet_start <> quiet_end", name=op.f("ck_reminders_setting_quiet_span")),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["core_provider.id"], name="fk_reminders_setting_provider_id_core_provider"
        ),
        sa.PrimaryKeyConstraint("provider_id", name="pk_reminders_setting"),
    )
    op.create_table(
        "reminders_choice",
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["core_account.id"], name="fk_reminders_choice_account_id_core_account"
        ),
        sa.PrimaryKeyConstraint("account_id", name="pk_reminders_choice"),
    )
    op.create_table(
        "reminders_reminder",
        sa.Column("id", BigId, nullable=False),
        sa.Column("appointment_id", BigId, nullable=False),
        sa.Column("lead_minutes", BigId, nullable=False),
        sa.Column("starts_at", Instant(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"],
            ["scheduling_appointment.id"],
            name="fk_reminders_reminder_appointment_id_scheduling_appointment",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reminders_reminder"),
        sa.UniqueConstraint(
            "appointment_id",
            "starts_at",
            "lead_minutes",
            name="uq_reminders_reminder_appointment_id_starts_at_lead_minutes",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_reminders_reminder_due",
        "reminders_reminder",
        ["due_at", "starts_at", "appointment_id", "lead_minutes"],
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
