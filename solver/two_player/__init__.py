"""Two players: every equilibrium, with proof."""
