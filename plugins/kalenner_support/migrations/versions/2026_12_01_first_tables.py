"""first tables"""

import sqlalchemy as sa
from alembic import op

from kalenner.database import BigId, Instant

revision = '956bb2781474'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    op.create_table('support_ready_answer',
    sa.Column('id', BigId, nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name='pk_support_ready_answer'),
    sa.UniqueConstraint('name', name='uq_support_ready_answer_name'),
    sqlite_autoincrement=True
    )
    op.create_table('support_ticket',
    sa.Column('id', BigId, nullable=False),
    sa.Column('account_id', BigId, nullable=False),
    sa.Column('number', BigId, nullable=True),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('assignee_id', BigId, nullable=True),
    sa.Column('role', sa.String(), nullable=True),
    sa.Column('language', sa.String(), nullable=True),
    sa.Column('release', sa.String(), nullable=True),
    sa.Column('fault', sa.String(), nullable=True),
    sa.Column('created_at', Instant(), nullable=False),
    sa.Column('changed_at', Instant(), nullable=False),
    sa.CheckConstraint("kind IN ('question', 'problem', 'idea', 'feedback')", name='ck_support_ticket_kind'),
    sa.CheckConstraint("state IN ('draft', 'open', 'waiting', 'solved')", name='ck_support_ticket_state'),
    sa.ForeignKeyConstraint(['account_id'], ['core_account.id'], name='fk_support_ticket_account_id_core_account'),
    sa.ForeignKeyConstraint(['assignee_id'], ['core_account.id'], name='fk_support_ticket_assignee_id_core_account'),
    sa.PrimaryKeyConstraint('id', name='pk_support_ticket'),
    sa.UniqueConstraint('number', name='uq_support_ticket_number'),
    sqlite_autoincrement=True
    )
    op.create_index('ix_support_ticket_account_id', 'support_ticket', ['account_id', 'state'])
    op.create_index('ix_support_ticket_state', 'support_ticket', ['state', 'changed_at'])

    op.create_table('support_message',
    sa.Column('id', BigId, nullable=False),
    sa.Column('ticket_id', BigId, nullable=False),
    sa.Column('author_id', BigId, nullable=False),
    sa.Column('is_answer', sa.Boolean(), nullable=False),
    sa.Column('token', sa.String(), nullable=False),
    sa.Column('text', sa.LargeBinary(), nullable=True),
    sa.Column('file_id', BigId, nullable=True),
    sa.Column('file_name', sa.LargeBinary(), nullable=True),
    sa.Column('created_at', Instant(), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['core_account.id'], name='fk_support_message_author_id_core_account'),
    sa.ForeignKeyConstraint(['file_id'], ['core_private_file.id'], name='fk_support_message_file_id_core_private_file'),
    sa.ForeignKeyConstraint(['ticket_id'], ['support_ticket.id'], name='fk_support_message_ticket_id_support_ticket'),
    sa.PrimaryKeyConstraint('id', name='pk_support_message'),
    sa.UniqueConstraint('token', name='uq_support_message_token'),
    sqlite_autoincrement=True
    )
    op.create_index('ix_support_message_file_id', 'support_message', ['file_id'])
    op.create_index('ix_support_message_ticket_id', 'support_message', ['ticket_id', 'id'])

