"""removed and blocked clients"""

import sqlalchemy as sa
from alembic import op
from kalenner.database import Instant
revision = '3e81c5a90b4d'
down_revision = '7d2099dee7af'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    with op.batch_alter_table('core_client', schema=None) as batch_op:
        batch_op.add_column(sa.Column('removed_at', Instant(), nullable=True))
        batch_op.add_column(sa.Column('blocked_at', Instant(), nullable=True))
        batch_op.add_column(sa.Column('note', sa.LargeBinary(), nullable=True))
