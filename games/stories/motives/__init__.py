"""Stories of what a single lab wants."""
