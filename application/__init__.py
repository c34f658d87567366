"""What a user can do: rights, use cases and the content of reports."""
