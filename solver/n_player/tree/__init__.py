"""The search for every equilibrium, and its log."""
