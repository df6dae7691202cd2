"""Every Markov-perfect equilibrium of directional games: states from the last layer to the first, all games at once.

A state has finitely many solutions given what the states above it are worth. Each is followed: a *branch* is one game
with one solution chosen in every state that has been solved (recursive lexicographical search, Iskhakov, Rust and
Schjerning 2016). All states of a layer are solved together, for all branches of all games. While a game has at most
``max_equilibria`` branches all are followed; beyond that only branches with the greatest and least effort and values,
and the game is marked as not whole.

Letters: ``Q`` branches, ``T`` states of a layer; ``S``, ``N`` as in ``game``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from solver.common.arrays import BoolArray, FloatArray, IntArray
from solver.directional.boxes import solve_boxes
from solver.directional.game import DirectionalGame
from solver.directional.intervals import Interval, Rows, joined
from solver.directional.leaving import Solved, with_exits
from solver.directional.pairs import Found, distinct, solve_pairs
from solver.directional.state import Systems, values
from solver.directional.transitions import Transitions

MAX_EQUILIBRIA = 1_000
"""Branches of one game that are followed at most."""


Solve = Callable[[Systems], Found]
"""Finds every solution of systems."""


@dataclass(frozen=True, eq=False)
class Branches(Rows):
    """``Q`` partial equilibria.

    Attributes:
        games: ``(Q,)`` the game of each.
        values: ``(Q, S, N)`` enclosures, of the states solved.
        efforts: ``(Q, S, N)`` enclosures.
        choices: ``(Q, S, N)`` number of the option chosen, -1 for none.
        leaves: ``(Q, S, N)`` whether the player leaves at once.
    """

    games: IntArray
    values: Interval
    efforts: Interval
    choices: IntArray
    leaves: BoolArray

    def __len__(self) -> int:
        return len(self.games)


def search(
    game: DirectionalGame, max_equilibria: int = MAX_EQUILIBRIA, solve: Solve | None = None
) -> tuple[Branches, BoolArray, BoolArray]:
    """All branches to the end.

    Args:
        game: the games.
        max_equilibria: branches of one game that are followed at most.
        solve: what finds every solution of systems; left out, :func:`solve_systems`.

    Returns:
        the branches by game; per game whether every state's solutions are proven complete; per game whether all
        branches were followed.
    """
    transitions = Transitions.of(game)
    shape = (game.n_games, game.n_states, game.n_players)
    zeros = np.zeros(shape)
    branches = Branches(
        np.arange(game.n_games), Interval(zeros, zeros.copy()), Interval(zeros.copy(), zeros.copy()),
        np.full(shape, -1), np.zeros(shape, dtype=bool),
    )  # fmt: skip
    proven, whole = np.ones(game.n_games, dtype=bool), np.ones(game.n_games, dtype=bool)
    for states in game.layers():
        solved, doubtful = solve_layer(transitions, branches, states, solve or solve_systems)
        proven[branches.games[doubtful]] = False
        branches = _joined(branches, states, solved, max_equilibria, whole)
    return branches, proven, whole


def solve_layer(
    transitions: Transitions, branches: Branches, states: IntArray, solve: Solve
) -> tuple[Solved, IntArray]:
    """All solutions of all states of a layer, and branches in which some are not proven to be all."""
    systems, variants = transitions.systems(branches.games, branches.values, states)
    found = solve(systems)
    rows, chosen, efforts = variants.rows[found.rows], variants.chosen[found.rows], found.efforts
    game, n_states = transitions.game, len(states)
    if game.fixed is not None:
        decreed = game.fixed[branches.games[rows // n_states], states[rows % n_states]]
        free = np.isnan(decreed) | (chosen < 0)
        efforts = Interval(np.where(free, efforts.lo, decreed), np.where(free, efforts.hi, decreed))
    worth, leaves = values(systems[found.rows], found.efforts), np.zeros(chosen.shape, dtype=bool)
    # A tie between two options matters only to a player who climbs.
    idle_again = (variants.later[found.rows] & (found.efforts.hi <= 0)).any(axis=1)
    solved = Solved(rows // n_states, rows % n_states, worth, efforts, chosen, leaves)[~idle_again]
    doubtful = np.unique(variants.rows[~found.complete] // n_states)
    if len(game.exits.states):
        # Without variants: options in a state that is left at once are not played.
        plain = slice(len(branches) * n_states)
        solved, unsure = with_exits(game.exits, systems[plain], variants.chosen[plain], branches.values, states, solved)
        doubtful = np.union1d(doubtful, unsure)
    return solved, doubtful


def solve_systems(systems: Systems) -> Found:
    """Every solution of systems: pairs where at most two of several players have an effort to choose, else boxes."""
    n_players = systems.cost.shape[1]
    if n_players < 3:
        return solve_pairs(systems) if n_players == 2 else solve_boxes(systems)
    few = systems.can.sum(axis=1) <= 2
    rows = np.flatnonzero(few), np.flatnonzero(~few)
    found = _two_of_many(systems[few]), solve_boxes(systems[~few])
    complete = np.ones(len(systems), dtype=bool)
    complete[few], complete[~few] = (part.complete for part in found)
    of_all = np.concatenate([own[part.rows] for own, part in zip(rows, found, strict=True)])
    return distinct(of_all, joined([part.efforts for part in found]), complete)


def _two_of_many(systems: Systems) -> Found:
    """States in which at most two players choose an effort; the others' efforts are 0."""
    order = np.argsort(~systems.can, axis=1, kind="stable")[:, :2]
    at, one, other = np.arange(len(systems))[:, None], order[:, :, None], order[:, None, :]
    pair = replace(
        systems,
        pay=systems.pay[at, order],
        other=systems.other[at[:, :, None], one, other],
        cost=systems.cost[at, order],
        can=systems.can[at, order],
        gap=systems.gap[at[:, :, None], one, other],
        level=systems.level[at, order],
    )
    found = solve_pairs(pair)
    low, high = np.zeros((2, len(found.rows), systems.cost.shape[1]))
    where = np.arange(len(found.rows))[:, None], order[found.rows]
    low[where], high[where] = found.efforts.lo, found.efforts.hi
    return Found(found.rows, Interval(low, high), found.complete)


def _joined(branches: Branches, states: IntArray, solved: Solved, max_equilibria: int, whole: BoolArray) -> Branches:
    """Every branch continued by every combination of solutions of the layer's states."""
    n_branches, n_states = len(branches), len(states)
    if not n_branches:
        return branches
    row = solved.branches * n_states + solved.places
    order = np.argsort(row, kind="stable")
    counts = np.bincount(row, minlength=n_branches * n_states).reshape(n_branches, n_states)
    first = np.concatenate([[0], np.cumsum(counts.ravel())[:-1]]).reshape(n_branches, n_states)
    ways = np.prod(counts, axis=1, dtype=np.float64)
    per_game = np.bincount(branches.games, weights=ways, minlength=len(whole))
    crowded = per_game[branches.games] > max_equilibria
    whole[branches.games[crowded & (ways > 1)]] = False
    plain = np.flatnonzero(ways == 1)
    old, picked = [plain], [np.zeros((len(plain), n_states), dtype=np.int64)]
    measures = [measure[order] for measure in (solved.efforts.mid.sum(axis=1), *solved.values.mid.T)]
    for b in np.flatnonzero(ways > 1).tolist():
        if crowded[b]:
            picked.append(_extremes(measures, first[b], counts[b]))
        else:
            picked.append(np.array(list(product(*map(range, counts[b])))))
        old.append(np.full(len(picked[-1]), b))
    source, which = np.concatenate(old), np.concatenate(picked)
    at = np.argsort(source, kind="stable")
    source, which = source[at], which[at]
    if crowded.any():
        source, which = _thinned(branches.games, source, which, max_equilibria)
    index = order[first[source] + which]
    out = branches[source]
    for mine, theirs in (
        (out.values.lo, solved.values.lo),
        (out.values.hi, solved.values.hi),
        (out.efforts.lo, solved.efforts.lo),
        (out.efforts.hi, solved.efforts.hi),
        (out.choices, solved.choices),
        (out.leaves, solved.leaves),
    ):
        mine[:, states] = theirs[index]
    return out


def _extremes(measures: Sequence[FloatArray], first: IntArray, counts: IntArray) -> IntArray:
    """In every state the solution at which a measure ``(L,)`` is least, and that at which it is greatest.

    A state's ``counts`` solutions begin at ``first``; measured are all efforts together and the value to each player.
    """
    rows = np.zeros((len(measures), 2, len(counts)), dtype=np.int64)
    for place in np.flatnonzero(counts > 1).tolist():
        own = slice(first[place], first[place] + counts[place])
        rows[:, :, place] = [(measure[own].argmin(), measure[own].argmax()) for measure in measures]
    return np.unique(rows.reshape(-1, len(counts)), axis=0)


def _thinned(games: IntArray, source: IntArray, which: IntArray, limit: int) -> tuple[IntArray, IntArray]:
    """At most ``limit`` branches a game, evenly over those there are."""
    keep = []
    owner = games[source]
    for game in np.unique(owner):
        mine = np.flatnonzero(owner == game)
        step = max(1, -(-len(mine) // limit))
        keep.append(mine[::step])
    chosen = np.sort(np.concatenate(keep))
    return source[chosen], which[chosen]
