"""links in order"""

from alembic import op

revision = "5b0d7c92e6a1"
down_revision = "8de1c9b314f4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    op.create_index("ix_invitations_invitation_provider_id", "invitations_invitation", ["provider_id", "id"])
