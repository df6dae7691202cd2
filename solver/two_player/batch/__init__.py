"""Every equilibrium of many two-player games of one size; ``solving`` is the door, ``solution`` the result."""
