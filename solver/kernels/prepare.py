"""From payoffs to the two scaled matrices of the tree: iterated strict dominance, then each column to [0, 1].

Against one action of the opponent only differences between own payoffs matter, and scaling them scales that action's
weight: ``A'[i, j] = 1 - (max_i A[i, j] - A[i, j]) / d_j`` with the weight ``y'_j = d_j y_j``. The divisor is the
column's range, but at least a thousandth of the widest: a column that is constant up to rounding is not blown up to
noise. Measuring from the maximum leaves a one in every column, so that the polytopes are bounded.
"""

from __future__ import annotations

from solver.common.tolerances import NARROWEST_COLUMN, POSITIVE, SAME_PAYOFF, UNCLEAR_PAYOFF
from solver.kernels.jit import Floats, Ints, kernel
from solver.kernels.tableau import DONE, DOUBTFUL


@kernel("v", "FiiiiIiiii")
def mark_best(
    G: Floats, g: int, own: int, cross: int, n_own: int, W: Ints, kept: int, other: int, n_other: int, marks: int
) -> None:
    """For each own action in ``W[kept:]`` whether it is the first best reply to some action of the opponent."""
    # Linear in the payoffs, where comparing all pairs of actions is not; in games of timing few actions are never best.
    # Marks are by action of the whole game, since the list of those kept shrinks.
    for k in range(n_own):
        W[marks + W[kept + k]] = 0
    for t in range(n_other):
        at = g + W[other + t] * cross
        best = W[kept]
        most = G[at + best * own]
        for k in range(1, n_own):
            a = W[kept + k]
            value = G[at + a * own]
            best = a if value > most else best
            most = max(most, value)
        W[marks + best] = 1


@kernel("i", "FiiiiIiiiif")
def drop_dominated(
    G: Floats, g: int, own: int, cross: int, n_own: int, W: Ints, kept: int, other: int, n_other: int,
    marks: int, margin: float,
) -> int:  # fmt: skip
    """Remove strictly dominated actions from the list ``W[kept:kept+n_own]``; returns how many stay.

    The payoff of own action ``a`` against the opponent's ``b`` is ``G[g + a * own + b * cross]``. Best replies, marked
    at ``W[marks:]``, are not looked at: nothing dominates them.
    """
    mark_best(G, g, own, cross, n_own, W, kept, other, n_other, marks)
    # Once per action: what is dominated by one that goes later is dominated by what dominates that.
    k = 0
    while k < n_own:
        a = W[kept + k]
        dominated = False
        # The search for a better action stops at the first that is better everywhere by more than rounding.
        for j in range(n_own if W[marks + a] == 0 else 0):
            if j == k:
                continue
            better = W[kept + j]
            beats = True
            for t in range(n_other):
                at = g + W[other + t] * cross
                if G[at + better * own] - G[at + a * own] <= margin:
                    beats = False
                    break
            if beats:
                dominated = True
                break
        if dominated:
            # Order is kept: corners and their actions are listed in the order of the game.
            for j in range(k, n_own - 1):
                W[kept + j] = W[kept + j + 1]
            n_own -= 1
        else:
            k += 1
    return n_own


@kernel("f", "FiiiIiiii")
def widest(G: Floats, g: int, own: int, cross: int, W: Ints, kept: int, n_own: int, other: int, n_other: int) -> float:
    """Largest difference between two own payoffs against one action of the opponent."""
    widest_range = 0.0
    for t in range(n_other):
        at = g + W[other + t] * cross
        low = high = G[at + W[kept] * own]
        for k in range(1, n_own):
            value = G[at + W[kept + k] * own]
            low = min(low, value)
            high = max(high, value)
        widest_range = max(widest_range, high - low)
    return widest_range


@kernel("f", "Fiif")
def nearest_before(F: Floats, start: int, k: int, step: float) -> float:
    """The first of the numbers ``F[start : start + k + 1]`` that is at most ``step`` from the last."""
    own = F[start + k]
    # Counting needs no branch and runs in vectors; that any is near and not equal is rare.
    near = 0
    for j in range(start, start + k):
        gap = abs(F[j] - own)
        near += 1 if (gap <= step) & (gap > 0.0) else 0
    if near > 0:
        for j in range(start, start + k):
            if abs(F[j] - own) <= step:
                return float(F[j])
    return float(own)


@kernel("i", "FiiiIiiiifFiii")
def scale(
    G: Floats, g: int, own: int, cross: int, W: Ints, kept: int, n_own: int, other: int, n_other: int,
    unit: float, F: Floats, matrix: int, divisors: int, work: int,
) -> int:  # fmt: skip
    """Scaled columns into ``F[matrix:]``, one block of ``n_own`` per action of the opponent, and their divisors.

    ``F[work:]`` has room for one column, rounded up to whole vectors.
    """
    # A fraction of the widest column: ties are a matter of the player's whole range.
    step = unit * SAME_PAYOFF
    for t in range(n_other):
        at = g + W[other + t] * cross
        low = high = G[at + W[kept] * own]
        for k in range(1, n_own):
            value = G[at + W[kept + k] * own]
            low = min(low, value)
            high = max(high, value)
        # A divisor of its own for each column puts all payoffs on one scale, which is what limits such as ZERO need.
        divisor = max(high - low, NARROWEST_COLUMN * unit)
        if divisor == 0.0:
            divisor = 1.0
        F[divisors + t] = divisor
        inverse = 1.0 / divisor
        for k in range(n_own):
            F[work + k] = high - G[at + W[kept + k] * own]
        # Two routes of a model to one payoff differ in the last places. The first of them stands for all, so that ties
        # are ties bit by bit and stay so in every pivot.
        for k in range(n_own):
            # Everything else keeps its digits: mixed actions tie by sums, which rounding term by term would break.
            below = nearest_before(F, work, k, step)
            # A best reply up to rounding is a best reply: its entry is the one that bounds the polytope.
            if below <= step:
                below = 0.0
            # A small difference may be a tie that the model means; after scaling it would pass for none.
            if below < UNCLEAR_PAYOFF * unit and below * inverse > POSITIVE * 1e-4:
                return DOUBTFUL
            F[matrix + t * n_own + k] = 1.0 - below * inverse
    return DONE
