"""Finite games: payoff tensors, profiles, solutions, dominance and files."""
