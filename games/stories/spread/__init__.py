"""Stories of what open models give to everybody."""
