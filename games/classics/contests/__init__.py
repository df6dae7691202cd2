"""Contests: effort for a prize."""
