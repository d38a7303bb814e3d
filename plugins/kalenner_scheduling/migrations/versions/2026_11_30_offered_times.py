"""times that are offered instead of what was declined"""

import sqlalchemy as sa
from alembic import op

from kalenner.database import create_no_overlap, drop_no_overlap

revision = "c06a5d3e81f4"
down_revision = "c47e0d91b3a8"
branch_labels = None
depends_on = None

TABLE = "scheduling_appointment"
HOLDING = ("pending", "accepted", "offered")


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    id_ = "BIGINT" if op.get_bind().dialect.name == "postgresql" else "INTEGER"
    # Written out: a column that refers to its own table can only be added so on both engines.
    op.execute(
        f"ALTER TABLE {TABLE} ADD COLUMN offered_for_id {id_}"
        f" CONSTRAINT fk_scheduling_appointment_offered_for_id REFERENCES {TABLE} (id)"
    )
    offered, is_offer = sa.text("status = 'offered'"), sa.text("offered_for_id IS NOT NULL")
    for name, columns, where in (
        ("ix_scheduling_appointment_offered", ["provider_id", "starts_at"], offered),
        ("ix_scheduling_appointment_offered_for", ["offered_for_id"], is_offer),
    ):
        op.create_index(name, TABLE, columns, sqlite_where=where, postgresql_where=where)
    drop_no_overlap(op, TABLE)
    create_no_overlap(op, TABLE, HOLDING, start="held_from", end="held_until")
