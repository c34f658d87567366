"""Runs the migrations on the connection that `infrastructure.migratie` hands in, inside its transaction."""

from alembic import context

from infrastructure.tabellen import METADATA

verbinding = context.config.attributes.get("verbinding")
if verbinding is None:
    raise RuntimeError("migreren gaat met: ./looptijd migrate")

context.configure(connection=verbinding, target_metadata=METADATA, transactional_ddl=True)
context.run_migrations()
