"""moves by what they replace"""

import sqlalchemy as sa
from alembic import op

revision = "e2b84f60c9d5"
down_revision = "c06a5d3e81f4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    is_move = sa.text("replaces_id IS NOT NULL")
    op.create_index(
        "ix_scheduling_appointment_replaces",
        "scheduling_appointment",
        ["replaces_id"],
        sqlite_where=is_move,
        postgresql_where=is_move,
    )
