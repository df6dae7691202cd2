"""Paths and Newton steps towards one equilibrium."""
