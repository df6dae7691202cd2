"""Small games of three players, all supports at once: what kernels settle with proof, and what they leave open.

``solver.kernels.joint_supports`` settles all supports of a game without ties in a few milliseconds, where the tree of
linear programs takes a hundred; the number of supports is what limits it. Supports that stay open, because payoffs tie,
go two ways. Where somebody plays one action for sure, the two-player game between the others is solved in rationals,
which settles all supports with that action (``solver.n_player.tree.two_left``). The rest are leaf cells of the usual
search.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from solver.n_player.relaxation.duality import IntegerGame
from solver.n_player.relaxation.rows import Relaxation
from solver.n_player.roots.krawczyk import CertifiedRoot, certify_root
from solver.n_player.roots.leaf import Cell, Support
from solver.n_player.tree.search import Search
from solver.n_player.tree.two_left import Fixing, solve_fixing

MOST_SUPPORTS = 800
"""Games with more are left to the tree: 3 x 3 x 3 actions have 343 and take 2 ms, 4 x 4 x 4 have 3,375 and take 250."""

ROOM = 128
"""Equilibria, and open supports, beyond which the tree has to do it."""

SHARP = 1e-12
"""Equilibria known less precisely than this are enclosed again in ball arithmetic."""


@dataclass(frozen=True, eq=False)
class Settled:
    """Equilibria of the supports that were settled, supports that were not, and the number of all of them."""

    roots: tuple[CertifiedRoot, ...]
    left: tuple[Support, ...]
    n_supports: int


def is_small(n_actions: Sequence[int]) -> bool:
    """Whether a game of this size can be settled support by support."""
    return len(n_actions) == 3 and prod(2**n - 1 for n in n_actions) <= MOST_SUPPORTS


def settle(game: IntegerGame) -> Settled | None:
    """Settle the supports of a small game; ``None`` where it has more equilibria or ties than there is room for."""
    from solver.kernels import joint_forms as at
    from solver.kernels.joint_layout import blocks
    from solver.kernels.joint_supports import RECORD
    from solver.kernels.loader import JOINT, load

    n_actions = game.payoffs[0].shape
    r = Relaxation.of_game(game.normalised)
    payoffs = blocks(r.values, r.own, r.rest, np.zeros(game.payoffs[0].size), 1)
    out, left = np.empty(ROOM * RECORD), np.zeros(3 * ROOM + 1, dtype=np.int64)
    scratch = np.zeros(at.INTEGERS, dtype=np.int64), np.empty(at.FLOATS)
    n_roots = load(JOINT).settle_supports(payoffs.header, payoffs.floats, *scratch, out, left, ROOM)
    if n_roots < 0:
        return None
    found = [_root(record, n_actions) for record in out[: n_roots * RECORD].reshape(-1, RECORD).tolist()]
    roots = [root if root.radius < SHARP else _sharper(game, root) for root in found]
    still = left[1 : 3 * int(left[0]) + 1].reshape(-1, 3).tolist()
    return Settled(tuple(roots), tuple(_support(bits) for bits in still), prod(2**n - 1 for n in n_actions))


def search_after(game: IntegerGame, settled: Settled) -> Search:
    """The search of what is left: its stack holds the cells of open supports that no two-player game contains."""
    search = Search(game)
    search.closed.extend(settled.roots)
    left = list(settled.left)
    while pure := Counter((i, own[0]) for support in left for i, own in enumerate(support) if len(own) == 1):
        (player, action), _ = pure.most_common(1)[0]
        first, second = (i for i in range(3) if i != player)
        fixing = Fixing((first, second), ((player, action),))
        products = solve_fixing(game, fixing)
        if products is None:
            break
        search.products[fixing] = products
        left = [support for support in left if support[player] != (action,)]
    search.stack = [Cell.whole(support, game.payoffs[0].shape) for support in left]
    return search


def _sharper(game: IntegerGame, root: CertifiedRoot) -> CertifiedRoot:
    found = certify_root(game.payoffs, game.ranges, root.support, np.array(root.flat))
    return root if found is None or found.radius > root.radius else found


def _support(bits: Sequence[float]) -> Support:
    return tuple(tuple(a for a in range(int(own).bit_length()) if int(own) >> a & 1) for own in bits)


def _root(record: Sequence[float], n_actions: Sequence[int]) -> CertifiedRoot:
    """One record of the kernel: three supports, free probabilities, the radius of their box, a sign."""
    support, free, strategies = _support(record[:3]), 3, []
    for own, n in zip(support, n_actions, strict=True):
        strategy = np.zeros(n)
        strategy[list(own[1:])] = record[free : free + len(own) - 1]
        strategy[own[0]] = 1 - strategy.sum()
        free += len(own) - 1
        strategies.append(strategy)
    largest = max(len(own) for own in support)
    radius = (record[-2] * largest + 1e-15) if free > 3 else 0.0
    return CertifiedRoot(support, tuple(strategies), radius, radius, True, int(record[-1]), None, 0.0)
