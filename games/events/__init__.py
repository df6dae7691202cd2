"""Changes of a game whose effect is computed."""
