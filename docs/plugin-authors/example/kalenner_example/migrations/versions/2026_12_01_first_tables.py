"""first tables"""

import sqlalchemy as sa
from alembic import op

from kalenner.database import BigId

revision = "5a1c7e90d2b4"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    op.create_table(
        "example_pin",
        sa.Column("client_id", BigId, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["core_client.id"], name="fk_example_pin_client_id_core_client"
        ),
        sa.PrimaryKeyConstraint("client_id", name="pk_example_pin"),
    )
