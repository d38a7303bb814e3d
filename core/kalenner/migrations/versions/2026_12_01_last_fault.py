"""the code of the last fault that a person was told of"""

import sqlalchemy as sa
from alembic import op

revision = "c51d0b7e4a92"
down_revision = "9b5e27d1c640"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    op.add_column("core_dialog", sa.Column("fault", sa.String(), nullable=True))
