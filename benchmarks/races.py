"""Races on a ladder: all Markov-perfect equilibria with proof, against a loop of best replies that finds one without.

``python -m benchmarks.races`` prints seconds of processor time for one cold solution, games a minute in one batch, and
how many times faster the solver is than value iteration with numpy on the same game, whose answer is compared.
"""

from __future__ import annotations

import time

import numpy as np

from games.markets import LimitPricing
from games.parts.paths import with_arrays
from games.race import OutsideModel, RaceGame, RaceLab
from games.terms import Prestige, Revenue
from solver.common.arrays import FloatArray
from solver.directional import DirectionalGame, solve_directional

PRECISION = 1e-8
"""Change of values at which value iteration stops."""
STEP = 0.02
"""Time step of value iteration: total hazards stay far below 1 / STEP."""


def ladder(n_rungs: int, n_labs: int) -> RaceGame:
    """Sellers who like to be best, and an outside open model that follows them."""
    labs = tuple(
        RaceLab(name=f"lab{k}", effort_cost=2.0, terms=(Revenue(), Prestige(weight=0.5))) for k in range(n_labs)
    )
    rungs = tuple(4.0 * 1.4**k for k in range(n_rungs))
    open_path = OutsideModel(follow_rate=0.2, follow_lag=2) if n_labs == 2 else OutsideModel(rung=1)
    return RaceGame(name="ladder", rungs=rungs, labs=labs, market=LimitPricing(), open=open_path)


def iterate(game: DirectionalGame) -> FloatArray:
    """Values of one equilibrium by value iteration over small steps of time, all states at once."""
    flows, costs, rate = game.flows[0], game.costs[0], float(game.rates[0])
    source, player, target = game.options.states, game.options.players, game.options.targets
    values: FloatArray = flows / rate
    while True:
        gain = np.zeros_like(flows)
        own = values[target, player] + game.options.bonus[0, np.arange(len(source)), player] - values[source, player]
        gain[source, player] = np.maximum(own, 0.0)
        effort = gain / costs
        change = flows - costs * effort**2 / 2 - rate * values
        for s, i, t in zip(source, player, target, strict=True):
            change[s] += effort[s, i] * (values[t] - values[s])
        for s, t, hazard in zip(game.events.states, game.events.targets, game.events.rates[0], strict=True):
            change[s] += hazard * (values[t] - values[s])
        values = values + STEP * change
        if np.abs(change).max() < PRECISION:
            return values


def main() -> None:
    """Prints the figures."""
    game = ladder(10, 2)
    began = time.process_time()
    solution = solve_directional(game.directional())
    cold = time.process_time() - began
    print(
        f"two labs, 10 rungs, {len(game.states.places)} states: {cold:.3f} s cold, {int(solution.counts[0])} equilibria"
    )
    began = time.process_time()
    values = iterate(game.directional())
    slow = time.process_time() - began
    began = time.process_time()
    again = solve_directional(game.directional())
    warm = time.process_time() - began
    apart = np.abs(again.values - values).max(axis=(1, 2)).min()
    print(f"value iteration: {slow:.2f} s for one, {slow / warm:.0f} times as long; values differ by {apart:.1e}")
    count = 2_000
    batch = with_arrays(game, {"lab0.prestige": np.linspace(0.1, 1.0, count)}, 1).directional()
    began = time.process_time()
    many = solve_directional(batch)
    spent = time.process_time() - began
    print(f"{count} games in one batch: {count / spent * 60:,.0f} a minute, {many.complete.mean():.1%} complete")
    three = ladder(6, 3)
    began = time.process_time()
    solution = solve_directional(three.directional())
    print(
        f"three labs, 6 rungs, {len(three.states.places)} states: {time.process_time() - began:.2f} s, "
        f"{int(solution.counts[0])} equilibria, complete: {bool(solution.complete[0])}"
    )


if __name__ == "__main__":
    main()
