"""Cards and pictures."""
