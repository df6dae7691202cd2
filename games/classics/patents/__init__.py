"""Races for one innovation, and what innovation is worth to whom."""
