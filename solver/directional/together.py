"""Several directional games solved in the same arrays, where they share their graph of states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from solver.directional.game import DirectionalGame
from solver.directional.solution import DirectionalSolution, solve_directional


def solve_together(games: Sequence[DirectionalGame]) -> list[DirectionalSolution]:
    """The solutions of games, bit by bit those of each alone; games of one graph are solved at once.

    Args:
        games: one game each (``B = 1``).
    """
    groups: dict[tuple[object, ...], list[int]] = {}
    for k, game in enumerate(games):
        groups.setdefault(_graph(game), []).append(k)
    found: dict[int, DirectionalSolution] = {}
    for members in groups.values():
        whole = solve_directional(_stacked([games[k] for k in members]))
        found |= {k: _alone(whole, place, games[k]) for place, k in enumerate(members)}
    return [found[k] for k in range(len(games))]


def _graph(game: DirectionalGame) -> tuple[object, ...]:
    """What games must share to be solved in the same arrays."""
    options, events, exits = game.options, game.events, game.exits
    moves = (options.states, options.players, options.targets, events.states, events.targets)
    leaving = (exits.states, exits.players, exits.targets, exits.allowed)
    arrays = tuple(array.tobytes() for array in (*moves, *leaving))
    return (game.flows.shape[1:], game.exponent, game.start, game.fixed is None, *arrays)


def _stacked(games: Sequence[DirectionalGame]) -> DirectionalGame:
    first = games[0]
    fixed = [g.fixed for g in games if g.fixed is not None]
    return replace(
        first,
        flows=np.concatenate([g.flows for g in games]),
        costs=np.concatenate([g.costs for g in games]),
        rates=np.concatenate([g.rates for g in games]),
        options=replace(first.options, bonus=np.concatenate([g.options.bonus for g in games])),
        events=replace(
            first.events,
            rates=np.concatenate([g.events.rates for g in games]),
            bonus=np.concatenate([g.events.bonus for g in games]),
        ),
        fixed=np.concatenate(fixed) if fixed else None,
    )


def _alone(whole: DirectionalSolution, place: int, game: DirectionalGame) -> DirectionalSolution:
    """One game's part of a batch."""
    own = whole.branches[whole.branches.games == place]
    branches = replace(own, games=np.zeros_like(own.games))
    return DirectionalSolution(game, branches, whole.proven[place : place + 1], whole.whole[place : place + 1])
