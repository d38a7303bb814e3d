"""first tables"""

import sqlalchemy as sa
from alembic import op

from kalenner.database import BigId, Instant, Json

revision = "4b65256188db"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup."""
    op.create_table(
        "design_templates_choice",
        sa.Column("provider_id", BigId, autoincrement=False, nullable=False),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("options", Json, nullable=False),
        sa.Column("draft", Json, nullable=True),
        sa.Column("banner_heading", sa.String(), nullable=False),
        sa.Column("banner_text", sa.String(), nullable=False),
        sa.Column("banner_button", sa.String(), nullable=False),
        sa.Column("banner_url", sa.String(), nullable=False),
        sa.Column("banner_position", sa.String(), nullable=False),
        sa.Column("updated_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["core_provider.id"], name="fk_design_templates_choice_provider_id_core_provider"
        ),
        sa.PrimaryKeyConstraint("provider_id", name="pk_design_templates_choice"),
    )
    op.create_table(
        "design_templates_background",
        sa.Column("provider_id", BigId, autoincrement=False, nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("picture", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["core_provider.id"], name="fk_design_templates_background_provider_id_core_provider"
        ),
        sa.PrimaryKeyConstraint("provider_id", "place", name="pk_design_templates_background"),
    )
