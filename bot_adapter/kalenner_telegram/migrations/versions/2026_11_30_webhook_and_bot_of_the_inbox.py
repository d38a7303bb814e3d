"""webhook and bot of the inbox"""

import sqlalchemy as sa
from alembic import op

from kalenner.database import BigId, Instant

revision = "b1f0c83d5a26"
down_revision = "7eb1066b8b86"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    op.add_column("telegram_bot", sa.Column("webhook_checked_at", Instant(), nullable=True))
    op.add_column("telegram_bot", sa.Column("webhook_pending", BigId, nullable=True))
    op.add_column("telegram_bot", sa.Column("webhook_error", sa.String(), nullable=True))
    op.add_column("telegram_bot", sa.Column("webhook_error_at", Instant(), nullable=True))
    # Until now there was one bot, so what is stored is that of the one that was seen last.
    op.execute(
        "UPDATE core_inbox SET bot = CAST("
        "(SELECT id FROM telegram_bot ORDER BY seen_at DESC, id DESC LIMIT 1) AS VARCHAR)"
        " WHERE channel = 'telegram' AND bot = '' AND EXISTS (SELECT 1 FROM telegram_bot)"
    )
