"""appointments hold their time without buffers; default places; names of public holidays"""

import sqlalchemy as sa
from alembic import op

from kalenner.database import BigId

revision = "c47e0d91b3a8"
down_revision = "5b1c0f6a9d27"
branch_labels = None
depends_on = None

TABLE = "scheduling_appointment"
IS_ACTIVE = "status IN ('pending', 'accepted')"
# What a request to move another appointment holds is the part of its time that the other one does not.
IS_MOVE = f"""
    status = 'pending' AND EXISTS (
        SELECT 1 FROM {TABLE} AS moved WHERE moved.id = {TABLE}.replaces_id AND moved.{IS_ACTIVE}
    )
"""
COLUMNS = {
    "scheduling_calendar": ("place_kind", "place", "holiday_country", "holiday_region"),
    "scheduling_service": ("place_kind", "place"),
    "scheduling_closure": ("name", "country", "region"),
}


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    for table, names in COLUMNS.items():
        for name in names:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {name} VARCHAR")
    op.add_column("scheduling_calendar", sa.Column("holidays_offered", BigId, nullable=True))
    # What is given free here is taken by no row before the moves have their part: both within the guard.
    op.execute(
        f"UPDATE {TABLE} SET held_from = starts_at, held_until = ends_at"
        f" WHERE {IS_ACTIVE} AND NOT ({IS_MOVE})"
        " AND (held_from IS NULL OR held_from <> starts_at OR held_until <> ends_at)"
    )
    moved = f"SELECT {{column}} FROM {TABLE} AS moved WHERE moved.id = {TABLE}.replaces_id"
    starts, ends = (f"({moved.format(column=f'moved.{name}')})" for name in ("starts_at", "ends_at"))
    is_later, is_earlier = f"starts_at >= {starts}", f"ends_at <= {ends}"
    op.execute(
        f"UPDATE {TABLE} SET"
        f" held_from = CASE WHEN {is_later} AND starts_at < {ends} THEN {ends} ELSE starts_at END,"
        f" held_until = CASE WHEN {is_earlier} AND ends_at > {starts} THEN {starts} ELSE ends_at END"
        f" WHERE {IS_MOVE} AND NOT ({is_later} AND {is_earlier})"
    )
    op.execute(
        f"UPDATE {TABLE} SET held_from = NULL, held_until = NULL"
        f" WHERE {IS_MOVE} AND {is_later} AND {is_earlier}"
    )
