"""Staged games: states, stage games and continuation values, solved by backward induction."""
