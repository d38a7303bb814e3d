"""first table"""

import sqlalchemy as sa
from alembic import op

from kalenner.database import BigId

revision = "4c1d9e07ab35"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    op.create_table(
        "analytics_monthly",
        sa.Column("provider_id", BigId, autoincrement=False, nullable=False),
        sa.Column("told_month", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["core_provider.id"], name="fk_analytics_monthly_provider_id_core_provider"
        ),
        sa.PrimaryKeyConstraint("provider_id", name="pk_analytics_monthly"),
        sqlite_autoincrement=False,
    )
