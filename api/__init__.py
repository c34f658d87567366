"""The doors: REST, pages and command line, wired together in app.py."""
