"""Roots of the equations of one support, with proof."""
