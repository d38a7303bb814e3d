"""The one environment in which alembic runs the revisions of the core and of every plugin.

Whoever calls it (``kalenner.database.migrations``) has opened the connection and begun the transaction.
"""

from alembic import context

from kalenner.database.migrations import context_options

connection = context.config.attributes["connection"]
source = context.config.attributes["source"]

context.configure(connection=connection, **context_options(source))
with context.begin_transaction():
    context.run_migrations()
