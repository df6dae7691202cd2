"""Where the roots of a leaf cell can be, by linear algebra: three players, no linear program.

Once the mix ``z`` of the split player is known to lie in a small simplex, the ties of the player with the larger
support are linear equations for the mix ``y`` of the other, with coefficients that vary little; then the ties of that
other player and of the split player are linear equations for ``x``. For any matrix ``G``

    ``y = G m + (I - G M(z0)) y - G (M(z) - M(z0)) y``  whenever  ``M(z) y = m``,

and the two corrections are bounded over the cell. With ``G`` a pseudo-inverse of ``M(z0)`` this encloses ``y`` up to
the size of the cell times the condition of the system.

Letters: players ``a`` and ``b`` keep their simplices, ``|S_a| >= |S_b|``; ``c`` is split, its simplex has corners
``T_k``. Everything is restricted to the supports. Bounds are floats widened by ``_SLACK`` times the norm of ``G``, far
more than rounding can do to sums of at most some dozen products of numbers below one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from solver.common.arrays import FloatArray

Box = tuple[FloatArray, FloatArray]
"""Lower and upper bounds, one vector over the support each."""

_SLACK = 1e-12
_ROUNDS = 3
_WORST_CONDITION = 1e8


def enclose(
    payoffs: Sequence[FloatArray], support: Sequence[Sequence[int]], split: int, corners: FloatArray
) -> list[Box] | None:
    """Boxes per player, over its support, that contain every root of the cell that is a profile.

    Args:
        payoffs: ``(A_0, A_1, A_2)`` normalised, per player.
        support: ``S_i``.
        split: the player ``c``.
        corners: ``(K, |S_c|)`` of its simplex.

    Returns:
        the boxes (possibly empty: a lower bound above an upper one), or ``None`` where the systems are singular.
    """
    a, b = sorted((i for i in range(3) if i != split), key=lambda i: (-len(support[i]), i))
    # Own axis first, then the other two in the order a, b, c without the own one.
    ties = {i: _ties(payoffs[i][np.ix_(*support)], i, [j for j in (a, b, split) if j != i]) for i in range(3)}
    z = (corners.min(axis=0), corners.max(axis=0))
    z0 = corners.mean(axis=0)
    moves = corners - z0
    rows_a = np.tensordot(ties[a], moves, axes=(2, 1))
    # The larger support has as many ties as the other player has unknowns: they determine y, up to what z may vary.
    y = _solve(np.tensordot(ties[a], z0, axes=(2, 0)), [rows_a], [None], len(support[b]))
    if y is None:
        return None
    y0 = (y[0] + y[1]) / 2
    first = np.tensordot(ties[b], z0, axes=(2, 0))
    second = np.tensordot(ties[split], y0, axes=(2, 0))
    moved = [
        np.concatenate([np.tensordot(ties[b], moves, axes=(2, 1)), np.zeros((*second.shape, len(corners)))]),
        np.concatenate([np.zeros((*first.shape, len(y0))), ties[split]]),
    ]
    # Then x, from the ties of b given z and those of c given y, whose box is known by now.
    x = _solve(np.concatenate([first, second]), moved, [None, (y[1] - y[0]) / 2], len(support[a]))
    if x is None:
        return None
    boxes: dict[int, Box] = {a: x, b: y, split: z}
    return [boxes[i] for i in range(3)]


def _ties(window: FloatArray, own: int, others: Sequence[int]) -> FloatArray:
    """``(|S_own| - 1, |S_first other|, |S_second other|)``: payoffs less those of the first action."""
    first = np.transpose(window, (own, *others))
    return first[1:] - first[:1]


def _solve(middle: FloatArray, moves: Sequence[FloatArray], radii: Sequence[FloatArray | None], n: int) -> Box | None:
    """Enclose the probability vectors ``w`` ``(n,)`` with ``(middle + move) w = 0`` for some move.

    ``moves[q]`` is ``(rows, n, P)``; with radius ``None`` the move is a mixture of the ``P`` slices, with radii
    ``(P,)`` it is any combination of the slices with coefficients up to the radii in absolute value.
    """
    system = np.vstack([middle, np.ones(n)])
    if len(system) < n or not np.linalg.cond(system) < _WORST_CONDITION:
        return None
    g = np.linalg.pinv(system)
    # Only the last equation, the sum, has a right-hand side other than zero.
    centre = g[:, -1]
    slack = _SLACK * float(np.abs(g).sum(axis=1).max())
    error = np.abs(np.eye(n) - g @ system).max(axis=1) + slack
    # effects[q][i, j, p]: how slice p of move q, met by one unit of w_j, moves w_i.
    effects = [-np.tensordot(g[:, :-1], move, axes=(1, 0)) for move in moves]
    low, high = np.zeros(n), np.ones(n)
    for _ in range(_ROUNDS):
        down, up = np.zeros(n), np.zeros(n)
        for effect, radius in zip(effects, radii, strict=True):
            # Over the box of w, and over the simplex it lies in, take the better bound of each.
            middle_w, half_w = (low + high) / 2, (high - low) / 2
            at = np.einsum("ijp,j->ip", effect, middle_w)
            spread = np.einsum("ijp,j->ip", np.abs(effect), half_w)
            if radius is None:
                down += np.maximum((at - spread).min(axis=1), effect.min(axis=(1, 2)))
                up += np.minimum((at + spread).max(axis=1), effect.max(axis=(1, 2)))
            else:
                reach = np.minimum((np.abs(at) + spread) @ radius, (np.abs(effect) @ radius).max(axis=1))
                down -= reach
                up += reach
        low, high = np.maximum(low, centre + down - error), np.minimum(high, centre + up + error)
        if np.any(low > high):
            break
        # Probabilities sum to one.
        low, high = np.maximum(low, 1 - (high.sum() - high) - slack), np.minimum(high, 1 - (low.sum() - low) + slack)
    return low, high
