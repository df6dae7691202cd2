"""Every equilibrium of many two-player games at once."""
