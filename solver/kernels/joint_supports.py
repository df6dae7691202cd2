"""All equilibria of a small game of three players, support by support, with proof.

A support is settled at once where payoffs alone show that some action in play is beaten. Otherwise its equilibria are
among the roots of its ties in the unit box, which is cut into boxes until each holds none or exactly one
(``solver.kernels.joint_roots``); for each root the signs of everything else decide. Where a sign stays open down to
tiny boxes, ties between payoffs are the likely reason, and the support is listed as *open* for methods that take
their time. A game all of whose supports are settled has no other equilibria.

Supports are sets of bits. Each equilibrium takes ``RECORD`` floats: its three supports, its free probabilities, the
radius of the box that holds it, and the sign of the ties' determinant.
"""

from __future__ import annotations

from solver.kernels.jit import Floats, Ints, kernel, pointer
from solver.kernels.joint_forms import (
    CENTRE,
    FIRST,
    HIGH,
    LOW,
    MOST_DEPTH,
    MOST_UNKNOWNS,
    RADIUS,
    SIDE,
    SIZE,
    STACK,
    SUPPORT,
    N,
    verdict,
    write_forms,
)  # fmt: skip
from solver.kernels.joint_layout import ACTIONS
from solver.kernels.joint_roots import ISOLATED, LARGER, LEFT, close_box, invert_block, polish

RECORD = MOST_UNKNOWNS + 5
MOST_BOXES = 3_000
"""Boxes looked at before a support is left open."""

TINY = 1e-7
"""Boxes this small that are still undecided are the work of ties."""

OPEN_SUPPORT, FULL = -1, -2
"""In place of a number of equilibria: a support stays open, or there is no room for more of them."""


@kernel("i", "IFFii")
def known(D: Ints, W: Floats, out: Floats, first: int, count: int) -> int:
    """Whether the root of the box tried is listed already: 1 or 0, or -1 where a listed one lies on the box's edge."""
    n = D[N]
    for root in range(first, count):
        at = root * RECORD + 3
        inside, apart = True, False
        for m in range(n):
            gap, own = abs(out[at + m] - W[CENTRE + m]), out[at + MOST_UNKNOWNS]
            tried = LARGER * W[RADIUS + m]
            inside = inside and gap + own < tried
            apart = apart or gap - own > tried
        if inside:
            return 1
        if not apart:
            return -1
    return 0


@kernel("i", "IFFiii")
def list_root(D: Ints, W: Floats, out: Floats, first: int, count: int, room: int) -> int:
    """How many equilibria are listed after the one in the isolating box, or why that cannot be said."""
    listed = known(D, W, out, first, count)
    if listed != 0:
        return count if listed > 0 else OPEN_SUPPORT
    sign = invert_block(W, 0, D[N], 0, D[N])
    polish(D, W)
    decided = verdict(D, W)
    if decided < 0:
        return OPEN_SUPPORT
    if decided == 0:
        return count
    if count == room:
        return FULL
    at, largest = count * RECORD + 3, 0.0
    for m in range(D[N]):
        out[at + m] = W[CENTRE + m]
        largest = max(largest, W[RADIUS + m])
    out[at + MOST_UNKNOWNS] = largest
    out[at + MOST_UNKNOWNS + 1] = sign
    return count + 1


@kernel("i", "IF")
def widest(D: Ints, W: Floats) -> int:
    """The unknown to cut: the widest of the player with the fewest that are not tiny; -1 if all are."""
    best, fewest = -1, MOST_UNKNOWNS + 1
    for i in range(3):
        at, n = -1, D[SIZE + i] - 1
        for m in range(D[FIRST + i], D[FIRST + i] + n):
            if W[RADIUS + m] > TINY and (at < 0 or W[RADIUS + m] > W[RADIUS + at]):
                at = m
        if at >= 0 and n < fewest:
            fewest = n
            best = at
    return best


@kernel("i", "IFFii")
def list_roots(D: Ints, W: Floats, out: Floats, first: int, room: int) -> int:
    """How many equilibria are listed after those of the support in hand, or why that cannot be said."""
    n, count, depth = D[N], first, 1
    for m in range(n):
        W[STACK + m] = 0.0
        W[STACK + n + m] = 1.0
    for _ in range(MOST_BOXES):
        if depth == 0:
            return count
        depth -= 1
        box = STACK + depth * 2 * n
        for m in range(n):
            W[LOW + m] = W[box + m]
            W[HIGH + m] = W[box + n + m]
        ended = close_box(D, W)
        if ended == ISOLATED:
            count = list_root(D, W, out, first, count, room)
            if count < 0:
                return count
        elif ended == LEFT:
            cut = widest(D, W)
            if cut < 0 or depth + 2 > MOST_DEPTH:
                return OPEN_SUPPORT
            # Off the middle: roots at one half are common.
            between = W[LOW + cut] + 0.48 * (W[HIGH + cut] - W[LOW + cut])
            for half in range(2):
                for m in range(n):
                    W[box + 2 * n * half + m] = W[LOW + m]
                    W[box + 2 * n * half + n + m] = W[HIGH + m]
            W[box + n + cut] = between
            W[box + 2 * n + cut] = between
            depth += 2
    return OPEN_SUPPORT


@kernel("v", "Iii")
def unpack(D: Ints, i: int, bits: int) -> None:
    """The actions of a player's support."""
    size, action = 0, 0
    while bits >> action:
        if bits >> action & 1:
            D[SUPPORT + i * SIDE + size] = action
            size += 1
        action += 1
    D[SIZE + i] = size


@kernel("i", "NANAANi")
def settle_supports(header, floats, integers, scratch, out, left, room):  # type: ignore[no-untyped-def]
    """Settle every support of a game: how many equilibria are listed in ``out``, or ``FULL``.

    ``left`` gets the number of open supports and then three sets of bits for each; ``room`` for so many of either.
    """
    H, F, D, W, found = pointer(header), pointer(floats), pointer(integers), pointer(scratch), pointer(out)
    count = 0
    left[0] = 0
    for first in range(1, 1 << H[H[ACTIONS]]):
        unpack(D, 0, first)
        for second in range(1, 1 << H[H[ACTIONS] + 1]):
            unpack(D, 1, second)
            for third in range(1, 1 << H[H[ACTIONS] + 2]):
                unpack(D, 2, third)
                if not write_forms(H, F, D, W):
                    continue
                listed = list_roots(D, W, found, count, room)
                if listed == FULL or (listed == OPEN_SUPPORT and left[0] == room):
                    return FULL
                if listed == OPEN_SUPPORT:
                    left[3 * left[0] + 1] = first
                    left[3 * left[0] + 2] = second
                    left[3 * left[0] + 3] = third
                    left[0] += 1
                    continue
                for root in range(count, listed):
                    found[root * RECORD] = first
                    found[root * RECORD + 1] = second
                    found[root * RECORD + 2] = third
                count = listed
    return count
