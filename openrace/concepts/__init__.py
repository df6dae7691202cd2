"""What labs know and can do, and how a game is solved under each concept."""
