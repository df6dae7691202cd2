"""Where the roots of a leaf cell can be, by linear algebra, without a linear program.

Once the mixes ``z`` of the split players are known to lie in small simplices, the ties of one player are linear
equations for the mix ``y`` of another, with coefficients that vary little; then the ties of that one and of the split
players are linear equations for the first one's mix ``x``. For any matrix ``G``

    ``y = G m + (I - G M(z0)) y - G (M(z) - M(z0)) y``  whenever  ``M(z) y = m``,

and the two corrections are bounded over the cell: ``M(z)`` is a mixture of its values where every split player is at a
corner, since it is linear in each mix. With ``G`` a pseudo-inverse of ``M(z0)`` this encloses ``y`` up to the size of
the cell times the condition of the system.

One routine in two arithmetics, which the payoffs decide. The search computes in floats, bounds widened by ``_SLACK``
times the norm of ``G``, far more than rounding can do to sums of at most some dozen products of numbers below one. The
replay of a log computes in fractions, without a slack.

The two players need not be those with the largest supports: where their equations are singular at a root though the
root is not, another pair is looked for (``steady_pair``). Where there is none, everybody's simplex is halved.

Letters: players ``a`` and ``b`` keep their simplices, ``|S_a| >= |S_b|``; each other ``c`` is split, its simplex has
corners ``T_k``, and ``P`` combinations of corners of all split players are looked at. Everything is restricted to the
supports.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import permutations
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[Any]
"""Floats, or fractions in an object array."""

Box = tuple[Numbers, Numbers]
"""Lower and upper bounds, one vector over the support each."""

_SLACK = 1e-12
_ROUNDS = 3
_WORST_CONDITION, _STEADY_CONDITION = 1e8, 1e4


Pair = tuple[int, int]
"""The players ``a`` and ``b``."""


def pairs(support: Sequence[Sequence[int]]) -> list[Pair]:
    """Pairs of players who may keep their simplices, those with the largest supports first."""
    order = sorted(range(len(support)), key=lambda i: (-len(support[i]), i))
    return [(a, b) for a, b in permutations(order, 2) if len(support[a]) >= len(support[b])]


def steady_pair(payoffs: Sequence[Numbers], support: Sequence[Sequence[int]], point: Sequence[Numbers]) -> Pair | None:
    """The first pair whose equations are far from singular at a point (mixes over the support), if there is one."""
    for pair in pairs(support):
        others = {c: own[None] for c, own in enumerate(point) if c not in pair}
        if enclose(payoffs, support, pair, others, _STEADY_CONDITION) is not None:
            return pair
    return None


def enclose(
    payoffs: Sequence[Numbers],
    support: Sequence[Sequence[int]],
    pair: Pair | None,
    corners: Mapping[int, Numbers],
    worst: float = _WORST_CONDITION,
) -> list[Box] | None:
    """Boxes per player, over its support, that contain every root of the cell that is a profile.

    Args:
        payoffs: ``(A_0, ..., A_{N-1})`` per player, in units of its range.
        support: ``S_i``.
        pair: who keeps a simplex; without a pair everybody is split, and the boxes are those of the simplices.
        corners: ``(K, |S_c|)`` of the simplex of everybody else.
        worst: condition number from which on a system is called singular.

    Returns:
        the boxes, or ``[]`` where there is no such root, or ``None`` where the systems are singular.
    """
    z = {c: (own.min(axis=0), own.max(axis=0)) for c, own in corners.items()}
    if pair is None:
        return [z[c] for c in range(len(support))]
    a, b = pair
    # The larger support has as many ties as the other player has unknowns: they determine y, up to what z may vary.
    y = _solve(_ties(payoffs, support, a, [b], corners), [], worst)
    if y is None or (y[0] > y[1]).any():
        return y if y is None else []
    # Then x, from the ties of b given z and those of the split players given y, whose box is known by now.
    parts, moves, first = [_ties(payoffs, support, b, [a], corners)], [], len(support[b]) - 1
    for c in corners:
        ties = _ties(payoffs, support, c, [a, b], corners)
        parts.append(np.tensordot(ties, (y[0] + y[1]) / 2, axes=(2, 0)))
        moved = np.moveaxis(np.moveaxis(ties, 2, -1) * ((y[1] - y[0]) / 2), -1, 2)
        moves.append((first, moved))
        first += len(ties)
    combinations = tuple(len(own) for own in corners.values())
    rows = [np.broadcast_to(part, (*part.shape[:2], *combinations)) for part in parts]
    x = _solve(np.concatenate(rows), moves, worst)
    if x is None or (x[0] > x[1]).any():
        return x if x is None else []
    boxes: dict[int, Box] = {a: x, b: y, **z}
    return [boxes[i] for i in range(len(support))]


def _ties(
    payoffs: Sequence[Numbers],
    support: Sequence[Sequence[int]],
    own: int,
    kept: Sequence[int],
    corners: Mapping[int, Numbers],
) -> Numbers:
    """``(|S_own| - 1, |S_k| of those kept, K_c of the split players)``: payoffs less those of the first action.

    The players kept may mix as they like; split players are at their corners, and one whose ties these are counts once.
    """
    window = payoffs[own][np.ix_(*support)]
    split = [c for c in corners if c != own]
    table = np.transpose(window, (own, *kept, *split))
    out: Numbers = table[1:] - table[:1]
    for c, ends in corners.items():
        out = out[..., None] if c == own else np.tensordot(out, ends, axes=(1 + len(kept), 1))
    return out


def _solve(system: Numbers, moves: Sequence[tuple[int, Numbers]], worst: float) -> Box | None:
    """Enclose the probability vectors ``w`` ``(n,)`` with ``(mixture + moves) w = 0``.

    Args:
        system: ``(rows, n, ...)`` of which the matrix is a mixture, plus moves.
        moves: per move the first row that it changes, and ``(rows, n, Q, ...)`` of which a mixture is added with ``Q``
            coefficients between -1 and 1.
        worst: condition number from which on there is no answer.
    """
    n = system.shape[1]
    system = system.reshape(*system.shape[:2], prod(system.shape[2:]))
    middle = system.mean(axis=2)
    whole = np.vstack([middle, np.ones((1, n), dtype=np.int64)])
    floats = whole.astype(np.float64)
    if len(whole) < n or not np.linalg.cond(floats) < worst:
        return None
    g: Numbers = np.linalg.pinv(floats)
    slack: float = _SLACK * float(np.abs(g).sum(axis=1).max())
    if system.dtype == object:
        g, slack = np.array([[Fraction(v) for v in row] for row in g.tolist()], dtype=object), 0
    # Only the last equation, the sum, has a right-hand side other than zero.
    centre = g[:, -1]
    error = np.abs(np.eye(n, dtype=np.int64) - g @ whole).max(axis=1) + slack
    # effect[i, j, p]: how slice p, met by one unit of w_j, moves w_i.
    effect = -np.tensordot(g[:, :-1], system - middle[:, :, None], axes=(1, 0))
    moved = [
        -np.tensordot(g[:, first : first + len(own)], own.reshape(*own.shape[:3], prod(own.shape[3:])), axes=(1, 0))
        for first, own in moves
    ]
    low, high = 0 * centre, 0 * centre + 1
    for _ in range(_ROUNDS):
        # Over the box of w, and over the simplex it lies in, take the better bound of each.
        middle_w, half_w = (low + high) / 2, (high - low) / 2
        at = np.tensordot(effect, middle_w, axes=(1, 0))
        spread = np.tensordot(np.abs(effect), half_w, axes=(1, 0))
        down = np.maximum((at - spread).min(axis=1), effect.reshape(n, -1).min(axis=1))
        up = np.minimum((at + spread).max(axis=1), effect.reshape(n, -1).max(axis=1))
        for own in moved:
            at = np.abs(np.tensordot(own, middle_w, axes=(1, 0))) + np.tensordot(np.abs(own), half_w, axes=(1, 0))
            most = np.abs(own).sum(axis=2).reshape(n, -1).max(axis=1)
            reach = np.minimum(at.sum(axis=1).max(axis=1), most)
            down, up = down - reach, up + reach
        low, high = np.maximum(low, centre + down - error), np.minimum(high, centre + up + error)
        if (low > high).any():
            break
        # Probabilities sum to one.
        low, high = np.maximum(low, 1 - (high.sum() - high) - slack), np.minimum(high, 1 - (low.sum() - low) + slack)
    return low, high
