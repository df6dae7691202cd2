"""One call for any game."""
