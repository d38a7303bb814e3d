"""services, working hours and appointments"""

import sqlalchemy as sa
from alembic import op

from kalenner.database import BigId, Instant, create_no_overlap

revision = "97d53cf282c1"
down_revision = None
branch_labels = None
depends_on = None

ACTIVE = ("pending", "accepted")


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    op.create_table(
        "scheduling_calendar",
        sa.Column("provider_id", BigId, nullable=False),
        sa.Column("step_minutes", BigId, nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("shows_prices", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["core_provider.id"], name="fk_scheduling_calendar_provider_id_core_provider"
        ),
        sa.PrimaryKeyConstraint("provider_id", name="pk_scheduling_calendar"),
    )
    op.create_table(
        "scheduling_service",
        sa.Column("id", BigId, nullable=False),
        sa.Column("provider_id", BigId, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("minutes", BigId, nullable=False),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column("price_minor", BigId, nullable=True),
        sa.Column("position", BigId, nullable=False),
        sa.Column("deleted_at", Instant(), nullable=True),
        sa.CheckConstraint("minutes BETWEEN 1 AND 1440", name=op.f("ck_scheduling_service_minutes")),
        sa.CheckConstraint("price_minor >= 0", name=op.f("ck_scheduling_service_price")),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["core_provider.id"], name="fk_scheduling_service_provider_id_core_provider"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_scheduling_service"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_scheduling_service_provider_id_position", "scheduling_service", ["provider_id", "position"])
    op.create_table(
        "scheduling_working_period",
        sa.Column("id", BigId, nullable=False),
        sa.Column("provider_id", BigId, nullable=False),
        sa.Column("weekday", BigId, nullable=False),
        sa.Column("start_minute", BigId, nullable=False),
        sa.Column("end_minute", BigId, nullable=False),
        sa.CheckConstraint(
            "start_minute >= 0 AND start_minute < end_minute AND end_minute <= 1440",
            name=op.f("ck_scheduling_working_period_span"),
        ),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_scheduling_working_period_weekday")),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["core_provider.id"], name="fk_scheduling_working_period_provider_id_core_provider"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_scheduling_working_period"),
        sa.UniqueConstraint(
            "provider_id",
            "weekday",
            "start_minute",
            name="uq_scheduling_working_period_provider_id_weekday_start_minute",
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "scheduling_appointment",
        sa.Column("id", BigId, nullable=False),
        sa.Column("provider_id", BigId, nullable=False),
        sa.Column("client_id", BigId, nullable=False),
        sa.Column("service_id", BigId, nullable=False),
        sa.Column("service_name", sa.String(), nullable=False),
        sa.Column("minutes", BigId, nullable=False),
        sa.Column("price_minor", BigId, nullable=True),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("starts_at", Instant(), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_scheduling_appointment_ends_after_start")),
        sa.CheckConstraint("minutes BETWEEN 1 AND 1440", name=op.f("ck_scheduling_appointment_minutes")),
        sa.ForeignKeyConstraint(
            ["client_id"], ["core_client.id"], name="fk_scheduling_appointment_client_id_core_client"
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["core_provider.id"], name="fk_scheduling_appointment_provider_id_core_provider"
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["scheduling_service.id"], name="fk_scheduling_appointment_service_id_scheduling_service"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_scheduling_appointment"),
        sqlite_autoincrement=True,
    )
    active = sa.text("status IN ('pending', 'accepted')")
    op.create_index(
        "ix_scheduling_appointment_active",
        "scheduling_appointment",
        ["provider_id", "starts_at", "ends_at"],
        sqlite_where=active,
        postgresql_where=active,
    )
    pending = sa.text("status = 'pending'")
    op.create_index(
        "ix_scheduling_appointment_pending",
        "scheduling_appointment",
        ["starts_at"],
        sqlite_where=pending,
        postgresql_where=pending,
    )
    op.create_index(
        "ix_scheduling_appointment_client_id_starts_at", "scheduling_appointment", ["client_id", "starts_at"]
    )
    create_no_overlap(op, "scheduling_appointment", ACTIVE)
    op.create_table(
        "scheduling_status_change",
        sa.Column("id", BigId, nullable=False),
        sa.Column("appointment_id", BigId, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("account_id", BigId, nullable=True),
        sa.Column("before", sa.String(), nullable=True),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["core_account.id"], name="fk_scheduling_status_change_account_id_core_account"
        ),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["scheduling_appointment.id"], name="fk_scheduling_status_change_appointment_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_scheduling_status_change"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_scheduling_status_change_appointment_id", "scheduling_status_change", ["appointment_id"]
    )
