"""the line, opening hours by a switch, and what became of publishing"""

import sqlalchemy as sa
from alembic import op

from kalenner.database import Instant, Json

revision = "4f0b7d62ae19"
down_revision = "b81f30c5a927"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup.

    Pages that are written count as online since they were published.
    """
    op.add_column("profiles_profile", sa.Column("line", sa.String(), nullable=False, server_default=""))
    op.add_column(
        "profiles_profile",
        sa.Column("shows_hours", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("profiles_publication", sa.Column("online_since", Instant(), nullable=True))
    op.add_column("profiles_publication", sa.Column("languages", Json, nullable=True))
    op.add_column("profiles_publication", sa.Column("failure", sa.String(), nullable=True))
    op.add_column(
        "profiles_publication",
        sa.Column("is_awaited", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.execute(
        "UPDATE profiles_publication SET online_since = published_at "
        "WHERE is_online AND version = written_version"
    )
