"""Prices and qualities."""
