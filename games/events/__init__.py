"""Changes of a game whose effect is asked for."""
