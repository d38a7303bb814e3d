"""first tables"""

import sqlalchemy as sa
from alembic import op

from kalenner.database import BigId, Instant, Json

revision = "2c7e94a1d6f3"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    op.create_table(
        "profiles_profile",
        sa.Column("provider_id", BigId, autoincrement=False, nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("website", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["core_provider.id"], name="fk_profiles_profile_provider_id_core_provider"
        ),
        sa.PrimaryKeyConstraint("provider_id", name="pk_profiles_profile"),
    )
    op.create_table(
        "profiles_photo",
        sa.Column("id", BigId, nullable=False),
        sa.Column("provider_id", BigId, nullable=False),
        sa.Column("position", BigId, nullable=False),
        sa.Column("picture", Json, nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["core_provider.id"], name="fk_profiles_photo_provider_id_core_provider"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_profiles_photo"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_profiles_photo_provider_id_position", "profiles_photo", ["provider_id", "position"])
