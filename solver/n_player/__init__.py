"""Games of three and more players: path following, Newton, and the search that proves a list of equilibria complete."""
