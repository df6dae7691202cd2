"""What every piece of a game has in common."""
