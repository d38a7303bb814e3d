"""publishing"""

import sqlalchemy as sa
from alembic import op

from kalenner.database import BigId, Instant, Json

revision = "b81f30c5a927"
down_revision = "2c7e94a1d6f3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    op.create_table(
        "profiles_file",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("unused_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_profiles_file"),
    )
    op.create_index("ix_profiles_file_unused_at", "profiles_file", ["unused_at"])
    op.create_table(
        "profiles_slug",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("provider_id", BigId, nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("left_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["core_provider.id"], name="fk_profiles_slug_provider_id_core_provider"
        ),
        sa.PrimaryKeyConstraint("name", name="pk_profiles_slug"),
    )
    op.create_index("ix_profiles_slug_provider_id", "profiles_slug", ["provider_id"])
    op.create_index(
        "uq_profiles_slug_current",
        "profiles_slug",
        ["provider_id"],
        unique=True,
        sqlite_where=sa.text("left_at IS NULL"),
        postgresql_where=sa.text("left_at IS NULL"),
    )
    op.create_table(
        "profiles_publication",
        sa.Column("id", BigId, nullable=False),
        sa.Column("provider_id", BigId, nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("is_online", sa.Boolean(), nullable=False),
        sa.Column("published_at", Instant(), nullable=False),
        sa.Column("version", BigId, nullable=False),
        sa.Column("written_version", BigId, nullable=False),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("invitation_until", Instant(), nullable=True),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("paths", Json, nullable=False),
        sa.Column("files", Json, nullable=False),
        sa.Column("tries", BigId, nullable=False),
        sa.Column("not_before", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["core_provider.id"], name="fk_profiles_publication_provider_id_core_provider"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_profiles_publication"),
        sa.UniqueConstraint("provider_id", name="uq_profiles_publication_provider_id"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_profiles_publication_due",
        "profiles_publication",
        ["not_before"],
        sqlite_where=sa.text("version <> written_version"),
        postgresql_where=sa.text("version <> written_version"),
    )
