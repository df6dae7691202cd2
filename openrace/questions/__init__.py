"""Questions about one game, or two."""
