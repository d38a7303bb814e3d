"""what waits is sealed"""

import secrets
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import context, op

from kalenner.database import Json

revision = "f5b27c90e1d8"
down_revision = "5f8b2d90c3e6"
branch_labels = None
depends_on = None

DIALOG = ("args", "form_args", "answers", "ticks", "list_args", "draft", "answered")


def upgrade() -> None:
    """Bring the tables forward; there is no way back but a backup.

    Rows are sealed here, once and for all: what stands in them in plain words afterwards is not believed.
    """
    op.execute(
        sa.text("UPDATE core_outbox SET dedupe = :prefix || id WHERE dedupe IS NULL").bindparams(
            prefix=f"{secrets.token_hex(16)}:"
        )
    )
    _seal(
        "core_inbox",
        ("payload",),
        lambda row, _column: {"row": f"{row.channel}:{row.key}", "tenant": row.subject},
        ("channel", "key", "subject"),
    )
    _seal(
        "core_outbox",
        ("payload",),
        lambda row, _column: {"row": f"{row.channel}:{row.dedupe}", "tenant": row.address},
        ("channel", "dedupe", "address"),
    )
    _seal(
        "core_dialog",
        DIALOG,
        lambda row, column: {
            "row": f"{row.channel}:{row.account_id}:{column}",
            "tenant": f"account:{row.account_id}",
        },
        ("channel", "account_id"),
    )


def _seal(
    name: str,
    columns: tuple[str, ...],
    binding: Callable[[Any, str], dict[str, str]],
    bound: tuple[str, ...],
) -> None:
    """Replace columns of JSON by columns of bytes with the same content, sealed for each row."""
    connection = op.get_bind()
    plain = sa.table(name, sa.column("id"), *map(sa.column, bound), *(sa.column(one, Json) for one in columns))
    is_filled = sa.or_(*(plain.c[column].is_not(None) for column in columns))
    sealed = [
        {"of_id": row.id}
        | {
            column: _cipher().seal(row._mapping[column], table=name, **binding(row, column))
            if row._mapping[column]
            else None
            for column in columns
        }
        for row in connection.execute(sa.select(plain).where(is_filled))
    ]
    for column in columns:
        if connection.dialect.name == "postgresql":
            # It writes the table anew, so that nothing plain is left in it.
            op.execute(f"ALTER TABLE {name} ALTER COLUMN {column} DROP NOT NULL")
            op.execute(f"ALTER TABLE {name} ALTER COLUMN {column} TYPE bytea USING NULL")
        else:
            op.drop_column(name, column)
            op.add_column(name, sa.Column(column, sa.LargeBinary(), nullable=True))
    if sealed:
        filled = sa.table(name, sa.column("id"), *(sa.column(one, sa.LargeBinary()) for one in columns))
        values: dict[str, Any] = {column: sa.bindparam(column) for column in columns}
        connection.execute(sa.update(filled).where(filled.c.id == sa.bindparam("of_id")).values(values), sealed)


def _cipher() -> Any:
    cipher = context.config.attributes.get("cipher")
    if cipher is None:
        raise RuntimeError("what waits can only be sealed with the keys: run `kalenner db upgrade`")
    return cipher
