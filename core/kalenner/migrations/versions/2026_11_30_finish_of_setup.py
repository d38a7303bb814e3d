"""when the end of the set-up was shown"""

import sqlalchemy as sa
from alembic import op

from kalenner.database import Instant

revision = "d3c8a60f71e4"
down_revision = "b7e5309ac41d"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    op.add_column("core_provider", sa.Column("finish_shown_at", Instant(), nullable=True))
    # Whoever has a practice already has set it up without that screen, or still sees the steps.
    provider = sa.table("core_provider", sa.column("finish_shown_at"), sa.column("created_at"))
    op.execute(provider.update().values(finish_shown_at=provider.c.created_at))
