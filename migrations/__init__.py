"""How the tables came to be: Alembic migrations, forward only, one history for both databases."""
