"""Every equilibrium of many two-player games of one size.

Each game goes to the quickest solver that settles it, and what one leaves open goes to the next:

1. 2x2 games are read off a table of 81 classes (:mod:`.by_class`);
2. regular 3x3 and 4x4 games are settled by support enumeration (:mod:`.by_supports`);
3. all others by the compiled tree (:mod:`.by_tree`);
4. games in which floats cannot tell a tie from a small difference, and every game while kernels are not compiled, by
   the exact tree (:mod:`.by_exact`).

What each found is put together in the order of the games (:mod:`.found`). A game's answer depends on that game only. A
game that has more corners or faces than a batch keeps is flagged and listed without any equilibrium.
"""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

import numpy as np
from numpy.typing import ArrayLike

from solver.common.arrays import FloatArray
from solver.common.errors import GameError
from solver.common.tolerances import LARGEST_PAYOFF
from solver.kernels import loader
from solver.two_player.batch.by_class import solve_by_class
from solver.two_player.batch.by_exact import solve_exactly
from solver.two_player.batch.by_supports import SIZES, solve_by_supports
from solver.two_player.batch.by_tree import solve_by_tree
from solver.two_player.batch.found import Found, merged
from solver.two_player.batch.solution import BatchSolution

_AT_A_TIME = 16
"""Games solved exactly before another look whether kernels are compiled by now."""


def solve_batch(payoffs: ArrayLike) -> BatchSolution:
    """All equilibria of ``B`` two-player games with ``m`` and ``n`` actions.

    Payoffs that differ by less than ``solver.common.tolerances.RESOLUTION`` of a game's widest column tie. Compiled
    kernels solve the games as soon as they are there (see :mod:`solver.kernels.loader`). Until then, and without numba,
    the exact solver does: it finds the same equilibria and takes about a thousand times as long.

    Args:
        payoffs: ``(B, 2, m, n)``; ``payoffs[g, i, a, b]`` is player ``i``'s payoff in game ``g`` at ``(a, b)``.

    Raises:
        GameError: wrong shape, no actions, or a payoff that is nan, infinite or beyond 1e100; the message names the
            game.

    Example:
        >>> import numpy, solver
        >>> games = numpy.array([[[[2, 0], [0, 1]], [[1, 0], [0, 2]]], [[[3, 0], [5, 1]], [[3, 5], [0, 1]]]])
        >>> [len(solution.equilibria) for solution in solver.solve_batch(games)]
        [3, 1]
    """
    games = _as_batch(payoffs)
    loader.prepare(len(games))
    parts: list[Found] = []
    first = 0
    while first < len(games) or not parts:
        # Asked again between portions: a compiler in the background may have finished since.
        kernels = loader.ready()
        last = len(games) if kernels else min(first + _AT_A_TIME, len(games))
        part = merged(_solve(kernels, games[first:last]))
        parts.append(replace(part, games=part.games + first))
        if kernels is None:
            loader.count_without(last - first)
        first = last
    return BatchSolution.of(games, merged(parts))


def _solve(kernels: ModuleType | None, games: FloatArray) -> list[Found]:
    """Every game; the parts count games from 0."""
    parts, left = [], np.arange(len(games))
    if kernels is not None:
        if games.shape[2:] == (2, 2):
            found, left = solve_by_class(kernels, games)
            # What is unclear from four differences would be unclear to the tree, too.
            return [found, *solve_exactly(games, left)]
        if games.shape[2] == games.shape[3] in SIZES:
            found, left = solve_by_supports(kernels, games)
            parts.append(found)
        more, left = solve_by_tree(kernels, games, left)
        parts += more
    return parts + solve_exactly(games, left)


def _as_batch(payoffs: ArrayLike) -> FloatArray:
    try:
        games = np.ascontiguousarray(payoffs, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise GameError(
            f"the batch cannot be read as an array of numbers ({error})",
            "an array (B, 2, m, n)",
            "all games of a batch have one size: solve games of other sizes in a batch of their own",
        ) from error
    if games.ndim != 4 or games.shape[1] != 2:
        raise GameError(
            f"the batch has shape {games.shape}",
            "(B, 2, m, n): games, two players, actions of player 1, actions of player 2",
            "stack games with solver.game.normal_form.stack, or add an axis for a batch of one",
        )
    if games.shape[0] and 0 in games.shape:
        raise GameError(
            f"game 0 has {games.shape[2]} and {games.shape[3]} actions",
            "at least one action per player",
            "a lab that cannot act has 1 action",
        )
    # Written so that nan, which no comparison admits, is refused as well.
    if not (games.max(initial=0.0) <= LARGEST_PAYOFF and games.min(initial=0.0) >= -LARGEST_PAYOFF):
        raise _bad_payoff(games)
    return games


def _bad_payoff(games: FloatArray) -> GameError:
    # A comparison with nan is false.
    place = int(np.argmin(np.abs(games) <= LARGEST_PAYOFF))
    g, i, a, b = (int(k) for k in np.unravel_index(place, games.shape))
    return GameError(
        f"payoffs[{g}, {i}, {a}, {b}] of game {g} is {games.reshape(-1)[place]}",
        f"finite payoffs of at most {LARGEST_PAYOFF:g}",
        "forbid a profile with a finite penalty a few times the largest payoff: solvers subtract payoffs",
    )
