"""check values of the keys"""

import sqlalchemy as sa
from alembic import op

revision = "c5e2f80b9a17"
down_revision = "a1c47e92d05b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    op.create_table(
        "core_key_check",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_core_key_check")),
    )
