"""Stories of who gets access to what."""
