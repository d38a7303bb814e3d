"""texts of professionals in further languages"""

import sqlalchemy as sa
from alembic import op

from kalenner.database import BigId

revision = "7a3c9e15d8b4"
down_revision = "b7e5309ac41d"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    op.create_table(
        "core_translation",
        sa.Column("provider_id", BigId, nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"],
            ["core_provider.id"],
            name=op.f("fk_core_translation_provider_id_core_provider"),
        ),
        sa.PrimaryKeyConstraint(
            "provider_id", "subject", "field", "language", name=op.f("pk_core_translation")
        ),
    )
