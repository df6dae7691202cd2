"""Races over time, against closed forms, the Markov chain's own distribution, and the averages of the metrics."""

from __future__ import annotations

import numpy as np
import pytest

from games.catalog.names import named
from games.race import OutsideModel, RaceGame, RaceLab
from games.race.metrics import race_metrics
from games.race.over_time import over_time
from solver.directional import solve_directional


def test_a_fixed_effort_reaches_a_rung_like_a_clock_of_that_hazard() -> None:
    game = RaceGame(name="clock", rungs=(1.0, 3.0), labs=(RaceLab(name="lab", effort=0.7),))
    dates = np.array([0.0, 0.5, 2.0, 9.0])
    path = over_time(game, solve_directional(game.directional()), 0, dates)
    assert path.reached[0] == pytest.approx(1 - np.exp(-0.7 * dates))
    assert path.frontier == pytest.approx(3 - 2 * np.exp(-0.7 * dates))
    assert path.rungs == (3.0,)


def test_what_ends_the_race_is_kept() -> None:
    game = named("race-patent")
    assert isinstance(game, RaceGame)
    solution = solve_directional(game.directional())
    (found,) = solution.of()
    hazard = found.play.efforts[0].sum()
    path = over_time(game, solution, 0, [0.0, 1.0, 4.0])
    assert path.frontier == pytest.approx(2 - np.exp(-hazard * np.array([0.0, 1.0, 4.0])))


@pytest.mark.parametrize("name", ["race", "race-states", "race-prestige"])
def test_averages_over_time_are_those_of_the_metrics(name: str) -> None:
    game = named(name)
    assert isinstance(game, RaceGame)
    solution = solve_directional(game.directional())
    wanted = {m.name: m.values for m in race_metrics(game, solution)}
    dates = np.linspace(0, 250, 2001)
    for k in range(solution.counts[0]):
        path = over_time(game, solution, k, dates)
        weights = 0.1 * np.exp(-0.1 * dates)
        for metric, level in (("frontier", path.frontier), ("best_open", path.best_open)):
            heights = weights * level
            area = ((heights[1:] + heights[:-1]) / 2 * np.diff(dates)).sum()
            assert area == pytest.approx(wanted[metric][k], rel=1e-3)
        assert np.all(np.diff(path.frontier) > -1e-9)


def test_an_arrival_comes_at_its_hazard() -> None:
    labs = (RaceLab(name="lab", effort=0.0),)
    game = RaceGame(name="a", rungs=(1.0, 3.0), labs=labs, open=OutsideModel(arrival_rate=0.2, arrival_rung=1))
    path = over_time(game, solve_directional(game.directional()), 0, [1.0, 5.0])
    assert path.best_open == pytest.approx(3 * (1 - np.exp(-0.2 * np.array([1.0, 5.0]))))
