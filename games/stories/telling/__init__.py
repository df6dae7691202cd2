"""What every story has in common."""
