"""Support enumeration with conditional dominance for any number of players: a second opinion on small games.

A *support* names the actions every player mixes. Against the others' supports an action that some other action beats
at every profile is never played, so a support that contains such an action is skipped (conditional dominance; Porter,
Nudelman and Shoham 2008). For those that are left the ties ``u_i(a) = u_i(a')`` of the actions in play are solved by
Newton's method, from one start where at most two players mix (the equations are linear then) and from many random ones
where three and more do. A root counts when it is a profile and no action outside its support does better.

It shares nothing with the branch and bound of ``solver.n_player.all_equilibria`` but the types of games and
solutions, so that each is a check of the other.

What it misses: roots that no start led to, when three or more players mix; all but a few points of a continuum; and
single equilibria on a line of roots of these ties, whose other points some action left out beats.
It proves nothing about completeness and never says ``complete``.

Letters: ``S_i`` the support of player ``i``, ``n`` the sum of their sizes, ``B`` starts that run side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import prod

import numpy as np
from numpy.typing import NDArray

from solver.common.arrays import FloatArray
from solver.common.errors import TooLargeError
from solver.game.normal_form import NormalForm
from solver.game.points import certify, distinct, points_solution
from solver.game.solution import Equilibrium, Solution, Status, StatusCode
from solver.n_player.paths.multilinear import normalise, offsets, split
from solver.n_player.paths.newton import polish

Support = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class ConditionalSupports:
    """Equilibria support by support.

    Attributes:
        starts: random starts per support in which three or more players mix.
        seed: of these starts.
        max_supports: games with more supports, the product of ``2^A_i - 1``, are refused.
    """

    starts: int = 12
    seed: int = 0
    max_supports: int = 50_000

    def __call__(self, game: NormalForm) -> Solution:
        """Points found, status never ``complete``.

        Raises:
            TooLargeError: too many supports.
        """
        n_supports = prod(2**n - 1 for n in game.n_actions)
        if n_supports > self.max_supports:
            raise TooLargeError(
                f"{n_supports:,} supports",
                f"at most {self.max_supports:,}",
                "use the method 'all', or raise max_supports",
            )
        payoffs = normalise(game.payoffs)
        rng = np.random.default_rng(self.seed)
        found: list[Equilibrium] = []
        n_solved = 0
        for support in undominated_supports(payoffs):
            n_solved += 1
            n_starts = self.starts if sum(len(own) > 1 for own in support) > 2 else 1
            for root in polish(payoffs, support, _starts(support, n_starts, rng)):
                point = certify(game, split(root, offsets(game.n_actions)))
                if point is not None:
                    found.append(point)
        points = distinct(found)
        message = f"{len(points)} found; roots that no start led to, and most points of continua, are missing"
        return points_solution(
            game,
            points,
            method="support enumeration with conditional dominance",
            status=Status(StatusCode.NOT_PROVEN if points else StatusCode.FAILED, f"{message}. Use the method 'all'"),
            reason="Newton's method on the supports left by conditional dominance proves nothing about what it missed",
            searched=f"{n_solved:,} of {n_supports:,} supports left by conditional dominance",
        )


def undominated_supports(payoffs: FloatArray) -> Iterator[Support]:
    """Supports without an action that another one beats at every profile of the others' supports.

    ``payoffs`` ``(N, A_0, ..., A_{N-1})``; the supports come in lexicographic order of sizes, small ones first.
    """
    n_actions = payoffs.shape[1:]
    players = range(len(n_actions))
    subsets = [[s for k in range(1, n + 1) for s in combinations(range(n), k)] for n in n_actions]
    beaten = [_beaten(np.moveaxis(payoffs[i], i, 0), [subsets[j] for j in players if j != i]) for i in players]
    for places in product(*(range(len(own)) for own in subsets)):
        support = tuple(subsets[i][p] for i, p in enumerate(places))
        others = [tuple(p for j, p in enumerate(places) if j != i) for i in players]
        if not any(beaten[i][(a, *others[i])] for i, own in enumerate(support) for a in own):
            yield support


def _beaten(own: FloatArray, others: Sequence[Sequence[tuple[int, ...]]]) -> NDArray[np.bool_]:
    """``(A_i, subsets of each other player)``: whether some action does better throughout.

    ``own`` ``(A_i, A_j, ...)`` has the player's own axis first.
    """
    out = np.zeros((len(own), *(len(s) for s in others)), dtype=bool)
    for a in range(len(own)):
        better = own > own[a]
        for axis, subsets in enumerate(others, start=1):
            better = np.stack([better.take(s, axis).all(axis=axis) for s in map(list, subsets)], axis=axis)
        out[a] = better.any(axis=0)
    return out


def _starts(support: Support, n_starts: int, rng: np.random.Generator) -> FloatArray:
    """``(B, n)``: the centroid of a support, then random profiles."""
    starts = np.concatenate([rng.dirichlet(np.ones(len(own)), size=n_starts) for own in support], axis=1)
    starts[0] = np.concatenate([np.full(len(own), 1 / len(own)) for own in support])
    return starts
