"""Games solved in the same arrays have the bits that each has alone, whether they share a graph or not."""

from __future__ import annotations

import numpy as np

from games.catalog.names import named
from games.parts.paths import Setting, with_settings
from games.race import RaceGame
from solver.directional import solve_directional, solve_together


def test_games_solved_together_are_those_solved_alone() -> None:
    base = named("race-prestige")
    assert isinstance(base, RaceGame)
    changed = [with_settings(base, [Setting("alice.prestige", w)]) for w in (0.7, 0.95, 1.2)]
    other = named("race-patent")
    fixed = base.fixed("bob", 0.4).after
    assert isinstance(other, RaceGame)
    games = [g.directional() for g in (changed[0], other, changed[1], fixed, changed[2])]
    for game, together in zip(games, solve_together(games), strict=True):
        alone = solve_directional(game)
        assert together.counts.tolist() == alone.counts.tolist()
        assert together.complete.tolist() == alone.complete.tolist()
        for mine, theirs in ((together.efforts, alone.efforts), (together.values, alone.values)):
            assert np.array_equal(mine, theirs)
        assert len(together.of()) == len(alone.of())
