"""Where play is under all equilibria at once, against the Markov chain of each equilibrium solved by itself."""

from __future__ import annotations

import numpy as np
import pytest

from games.catalog.names import CATALOG, named
from games.race import RaceGame
from solver.directional import DirectionalSolution, solve_directional
from tests.solver.directional.plain_chain import chains

RACES = [name for name in CATALOG if name.startswith("race")]


def solved(name: str) -> DirectionalSolution:
    game = named(name)
    assert isinstance(game, RaceGame)
    return solve_directional(game.directional())


@pytest.mark.parametrize("name", RACES)
def test_sums_over_states_are_those_of_the_chain_of_every_equilibrium(name: str) -> None:
    solution, draws = solved(name), np.random.default_rng(5)
    found, game = solution.occupancy, solution.game
    flow = draws.integers(-3, 4, game.n_states).astype(float)
    flow[-1] = 0.0
    prize = draws.integers(-3, 4, len(game.options.states)).astype(float)
    blow = draws.integers(-3, 4, len(game.events.states)).astype(float)
    for row, chain in enumerate(chains(solution)):
        lumps = np.where(chain.players >= 0, prize[chain.moves], 0.0) if len(prize) else np.zeros(len(chain.moves))
        events = chain.players < 0
        lumps[events] = blow[chain.moves[events]]
        wanted = chain.discounted(flow, 0.1, lumps)[chain.start]
        assert found.flow(flow)[row] + found.moves(prize, blow)[row] == pytest.approx(wanted, abs=1e-9)
        assert found.first[row] == chain.start


@pytest.mark.parametrize("name", RACES)
def test_chances_and_mean_dates_of_sets_that_are_never_left_are_those_of_the_chain(name: str) -> None:
    solution, game = solved(name), named(name)
    assert isinstance(game, RaceGame)
    found, solved_game = solution.occupancy, solution.game
    rungs = game.states.rungs
    for lab in range(len(game.labs)):
        for k in range(int(rungs[0, lab]) + 1, len(game.rungs)):
            inside = np.append(rungs[:, lab] >= k, False)
            enters = [
                inside[moves.targets] & ~inside[moves.states] for moves in (solved_game.options, solved_game.events)
            ]
            mean, chance = found.date(*enters)
            for row, chain in enumerate(chains(solution)):
                date, sure = chain.date(inside)
                assert chance[row] == pytest.approx(sure, abs=1e-9)
                assert mean[row] == pytest.approx(date, rel=1e-9)


def test_nobody_ever_climbs_in_the_equilibrium_without_effort() -> None:
    found = solved("race-prestige").occupancy
    assert np.isinf(found.time[:, 0]).tolist() == [True, False, False]
    nothing = np.zeros(len(found.climb[0]), dtype=bool)
    mean, chance = found.date(~nothing, np.zeros(0, dtype=bool))
    assert (mean[0], chance[0]) == (np.inf, 0.0)
    assert chance[1] > 0
