"""Games by name and by file."""
