"""inbox of a bot"""

import sqlalchemy as sa
from alembic import op

revision = "9a2d64c1f83e"
down_revision = "5c1e9f04a7b2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    connection = op.get_bind()
    is_sqlite = connection.dialect.name == "sqlite"
    sequence = "FROM sqlite_sequence WHERE name = 'core_inbox'"
    last_id = connection.scalar(sa.text(f"SELECT seq {sequence}")) if is_sqlite else None
    with op.batch_alter_table("core_inbox", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.add_column(sa.Column("bot", sa.String(), server_default="", nullable=False))
        batch_op.drop_constraint("uq_core_inbox_channel_key", type_="unique")
        batch_op.create_unique_constraint("uq_core_inbox_channel_bot_key", ["channel", "bot", "key"])
    if last_id is not None:
        # The table was written anew: without this, ids that were used already could be given again.
        connection.execute(sa.text(f"DELETE {sequence}"))
        connection.execute(sa.text("INSERT INTO sqlite_sequence VALUES ('core_inbox', :last)"), {"last": last_id})
