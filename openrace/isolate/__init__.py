"""Isolating assumptions: what they do to an answer, in which of them it holds, and why."""
