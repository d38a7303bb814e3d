"""first table"""

import sqlalchemy as sa
from alembic import op

from kalenner.database import BigId

revision = "f3a17c58e902"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    op.create_table(
        "maps_choice",
        sa.Column("provider_id", BigId, autoincrement=False, nullable=False),
        sa.Column("map", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["core_provider.id"], name="fk_maps_choice_provider_id_core_provider"
        ),
        sa.PrimaryKeyConstraint("provider_id", "map", name="pk_maps_choice"),
    )
