"""booking rules, closures, away; held time, moves, notes, locations of appointments"""

import sqlalchemy as sa
from alembic import op

from kalenner.database import BigId, Instant, create_no_overlap, drop_no_overlap

revision = "5b1c0f6a9d27"
down_revision = "97d53cf282c1"
branch_labels = None
depends_on = None

TABLE = "scheduling_appointment"
ACTIVE = ("pending", "accepted")
# Written out: a column that refers to its own table or is checked can only be added so on both engines.
COLUMNS = (
    "held_from {instant}",
    "held_until {instant} CONSTRAINT ck_scheduling_appointment_held CHECK (held_until > held_from)",
    "expires_at {instant}",
    "nudge_at {instant}",
    "replaces_id {id} CONSTRAINT fk_scheduling_appointment_replaces_id REFERENCES scheduling_appointment (id)",
    "note VARCHAR",
    "location VARCHAR",
    "latitude FLOAT",
    "longitude FLOAT",
    "uid VARCHAR NOT NULL DEFAULT ''",
    "revision {id} NOT NULL DEFAULT 0",
)


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    instant, id_ = ("TIMESTAMP WITH TIME ZONE", "BIGINT") if is_postgresql else ("INTEGER", "INTEGER")
    for column in COLUMNS:
        op.execute(f"ALTER TABLE {TABLE} ADD COLUMN " + column.format(instant=instant, id=id_))
    random = "replace(gen_random_uuid()::text, '-', '')" if is_postgresql else "lower(hex(randomblob(16)))"
    drop_no_overlap(op, TABLE)
    op.execute(
        f"UPDATE {TABLE} SET held_from = starts_at, held_until = ends_at, uid = {random},"
        " expires_at = CASE WHEN status = 'pending' THEN starts_at END"
    )
    create_no_overlap(op, TABLE, ACTIVE, start="held_from", end="held_until")
    _indexes()
    _rules()
    _blocks()
    _amendments()


def _indexes() -> None:
    active, pending = sa.text("status IN ('pending', 'accepted')"), sa.text("status = 'pending'")
    located = sa.text("location IS NOT NULL OR latitude IS NOT NULL")
    op.drop_index("ix_scheduling_appointment_active", TABLE)
    op.drop_index("ix_scheduling_appointment_pending", TABLE)
    for name, columns, where, unique in (
        (
            "ix_scheduling_appointment_active",
            ["provider_id", "starts_at", "ends_at", "held_from", "held_until"],
            active,
            False,
        ),
        ("ix_scheduling_appointment_expiry", ["expires_at"], pending, False),
        ("ix_scheduling_appointment_nudge", ["nudge_at"], pending, False),
        ("ix_scheduling_appointment_located", ["provider_id", "id"], located, False),
        ("ix_scheduling_appointment_open", ["client_id", "replaces_id"], pending, False),
        ("uq_scheduling_appointment_move", ["replaces_id"], pending, True),
        ("ix_scheduling_appointment_provider_id_starts_at", ["provider_id", "starts_at"], None, False),
    ):
        op.create_index(name, TABLE, columns, unique=unique, sqlite_where=where, postgresql_where=where)


def _rules() -> None:
    numbers = (
        *("buffer_before", "buffer_after", "notice", "horizon", "most_per_day", "most_open"),
        *("cancel_notice", "expiry"),
    )
    op.create_table(
        "scheduling_rules",
        sa.Column("id", BigId, nullable=False),
        sa.Column("provider_id", BigId, nullable=False),
        sa.Column("service_id", BigId, nullable=True),
        *(sa.Column(name, BigId, nullable=True) for name in numbers),
        sa.Column("acceptance", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["core_provider.id"], name="fk_scheduling_rules_provider_id_core_provider"
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["scheduling_service.id"], name="fk_scheduling_rules_service_id_scheduling_service"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_scheduling_rules"),
        sa.UniqueConstraint("provider_id", "service_id", name="uq_scheduling_rules_provider_id_service_id"),
        sqlite_autoincrement=True,
    )
    defaults = sa.text("service_id IS NULL")
    op.create_index(
        "uq_scheduling_rules_defaults",
        "scheduling_rules",
        ["provider_id"],
        unique=True,
        sqlite_where=defaults,
        postgresql_where=defaults,
    )


def _blocks() -> None:
    op.create_table(
        "scheduling_closure",
        sa.Column("id", BigId, nullable=False),
        sa.Column("provider_id", BigId, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_scheduling_closure_days")),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["core_provider.id"], name="fk_scheduling_closure_provider_id_core_provider"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_scheduling_closure"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_scheduling_closure_provider_id_last_day", "scheduling_closure", ["provider_id", "last_day"]
    )
    op.create_table(
        "scheduling_away",
        sa.Column("id", BigId, nullable=False),
        sa.Column("provider_id", BigId, nullable=False),
        sa.Column("starts_at", Instant(), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_scheduling_away_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["core_provider.id"], name="fk_scheduling_away_provider_id_core_provider"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_scheduling_away"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_scheduling_away_provider_id_ends_at_starts_at",
        "scheduling_away",
        ["provider_id", "ends_at", "starts_at"],
    )


def _amendments() -> None:
    op.create_table(
        "scheduling_amendment",
        sa.Column("id", BigId, nullable=False),
        sa.Column("appointment_id", BigId, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("old_service_name", sa.String(), nullable=False),
        sa.Column("new_service_name", sa.String(), nullable=False),
        sa.Column("old_minutes", BigId, nullable=False),
        sa.Column("new_minutes", BigId, nullable=False),
        sa.Column("old_starts_at", Instant(), nullable=False),
        sa.Column("new_starts_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["core_account.id"], name="fk_scheduling_amendment_account_id_core_account"
        ),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["scheduling_appointment.id"], name="fk_scheduling_amendment_appointment_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_scheduling_amendment"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_scheduling_amendment_appointment_id", "scheduling_amendment", ["appointment_id"])
