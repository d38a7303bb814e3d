"""first table"""

import sqlalchemy as sa
from alembic import op

from kalenner.database import BigId

revision = "6d0b9e42c7a1"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    op.create_table(
        "social_links_link",
        sa.Column("provider_id", BigId, autoincrement=False, nullable=False),
        sa.Column("network", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["core_provider.id"], name="fk_social_links_link_provider_id_core_provider"
        ),
        sa.PrimaryKeyConstraint("provider_id", "network", name="pk_social_links_link"),
    )
