"""Ladders for tests, built state by state in plain loops."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np

from solver.common.arrays import FloatArray
from solver.directional import DirectionalGame, Events, Options
from solver.directional.intervals import Interval
from solver.directional.state import Systems

Rungs = tuple[int, ...]
Flow = Callable[[Rungs, int], float]
NONE = np.zeros(0, dtype=np.int64)


def of_array(flows: FloatArray) -> Flow:
    """A flow looked up in ``flows[rungs][player]``."""
    return lambda s, i: float(flows[s][i])


def prestige_times(weight: float) -> Flow:
    """What being best is worth, shared among those who are."""
    return lambda s, i: weight * (s[i] == max(s)) / s.count(max(s))


def ladder(
    n_rungs: int,
    n_players: int,
    flow: Flow,
    *,
    cost: float = 2.0,
    rate: float = 0.1,
    exponent: float = 2.0,
) -> tuple[DirectionalGame, dict[Rungs, int]]:
    """Players who climb one rung at a time, and the number of each state."""
    states = list(product(range(n_rungs), repeat=n_players))
    number = {s: k for k, s in enumerate(states)}
    flows = np.array([[[flow(s, i) for i in range(n_players)] for s in states]])
    moves = [
        (number[s], i, number[(*s[:i], s[i] + 1, *s[i + 1 :])])
        for s in states
        for i in range(n_players)
        if s[i] < n_rungs - 1
    ]
    source, player, target = (np.array(column) for column in zip(*moves, strict=True))
    options = Options(source, player, target, np.zeros((1, len(moves), n_players)))
    events = Events(NONE, NONE, np.zeros((1, 0)), np.zeros((1, 0, n_players)))
    costs = np.full(flows.shape, cost)
    return DirectionalGame(flows, costs, np.array([rate]), exponent, options, events), number


def one_race(n_players: int, winner: float, loser: float, now: float, *, cost: float = 1.0, rate: float = 0.1,
             exponent: float = 2.0) -> DirectionalGame:  # fmt: skip
    """One rung: the first to climb gets ``winner``, all others ``loser``, and all is over; until then a flow."""
    states = 1 + n_players
    flows = np.zeros((1, states, n_players))
    flows[0, 0] = now
    who = np.arange(n_players)
    bonus = np.full((1, n_players, n_players), loser)
    bonus[0, who, who] = winner
    options = Options(np.zeros(n_players, dtype=np.int64), who, 1 + who, bonus)
    events = Events(NONE, NONE, np.zeros((1, 0)), np.zeros((1, 0, n_players)))
    return DirectionalGame(flows, np.full(flows.shape, cost), np.array([rate]), exponent, options, events)


def random_systems(rng: np.random.Generator, size: int, n_players: int, exponent: float = 2.0) -> Systems:
    """States with small integers, so that ties and idle players occur."""

    def draw(*shape: int, low: int = -6, high: int = 12) -> FloatArray:
        return rng.integers(low, high, size=(size, *shape)).astype(np.float64)

    pay, own, other = draw(n_players, low=-3, high=6), draw(n_players), draw(n_players, n_players)
    other[:, np.arange(n_players), np.arange(n_players)] = own
    return Systems.of(
        Interval.point(np.full(size, 0.5)),
        Interval.point(pay),
        Interval.point(other),
        draw(n_players, low=1, high=4),
        np.ones((size, n_players), dtype=bool),
        exponent,
    )
