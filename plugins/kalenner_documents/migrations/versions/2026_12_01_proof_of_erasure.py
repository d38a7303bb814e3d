"""proof of erasure"""

import sqlalchemy as sa
from alembic import op

revision = "5d0c7e1b92a4"
down_revision = "c1d47b90e2f6"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    op.add_column("documents_consent_words", sa.Column("erased", sa.LargeBinary(), nullable=True))
