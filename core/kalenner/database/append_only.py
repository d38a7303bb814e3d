"""The database's guard of tables whose rows are only ever added.

It keeps mistakes away, in a statement of ours or an operator's; who may change the schema can drop it. On
SQLite a batch operation that rebuilds the table drops its triggers: call `create_append_only` again after it.
"""

from typing import Any

_SQLITE = """
CREATE TRIGGER {table}_{when} BEFORE {event} ON {table}{condition}
BEGIN
    SELECT RAISE(ABORT, '{table} is append-only');
END
"""
_POSTGRESQL_FUNCTION = """
CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'restrict_violation';
END
$$
"""
_POSTGRESQL = """
CREATE TRIGGER {table}_{when} BEFORE {event} ON {table}{condition} EXECUTE FUNCTION {table}_refuse()
"""


def create_append_only(op: Any, table: str, *, frozen: str = "", erasable: str = "") -> None:
    """Refuse to change and delete the rows of a table; for a migration, `op` is alembic's.

    With `erasable`, the name of a column, that one may be written anew and emptied, but not filled again;
    `frozen` then names the other columns, divided by commas.
    """
    events = {"update": f"UPDATE OF {frozen}" if erasable else "UPDATE", "delete": "DELETE"}
    refilled = f"OLD.{erasable} IS NULL AND NEW.{erasable} IS NOT NULL"
    if op.get_bind().dialect.name == "sqlite":
        for when, event in events.items():
            op.execute(_SQLITE.format(table=table, when=when, event=event, condition=""))
        if erasable:
            condition = f" WHEN {refilled}"
            op.execute(_SQLITE.format(table=table, when="refill", event="UPDATE", condition=condition))
        return
    op.execute(_POSTGRESQL_FUNCTION.format(table=table))
    for when, event in events.items():
        condition = " FOR EACH ROW"
        op.execute(_POSTGRESQL.format(table=table, when=when, event=event, condition=condition))
    op.execute(_POSTGRESQL.format(table=table, when="truncate", event="TRUNCATE", condition=""))
    if erasable:
        condition = f" FOR EACH ROW WHEN ({refilled})"
        op.execute(_POSTGRESQL.format(table=table, when="refill", event="UPDATE", condition=condition))
