"""How it is kept: the log, the read models, settings, identity."""
