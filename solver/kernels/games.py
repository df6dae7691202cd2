"""The loop over games: leave out dominated actions, scale, search the tree, write what was found.

Results of all games are appended to a few flat lists; ``ends`` says where each game's part of each list ends.
"""

from __future__ import annotations

from solver.common.tolerances import POSITIVE
from solver.kernels.emit import LISTS, NO_ROOM, emit
from solver.kernels.jit import Bytes, Floats, Ints, Shorts, kernel, pointer
from solver.kernels.layout import SCRATCH, empty_pools, lay_out
from solver.kernels.prepare import drop_dominated, scale, widest
from solver.kernels.tableau import DONE, DOUBTFUL
from solver.kernels.tree import search

ATTEMPTS = 3
"""Searches with other costs before a game is left to exact arithmetic, and one more for every 4 actions: the larger the
game, the less time a search takes beside exact arithmetic."""
SMALL_REST = 1e-2
"""What dominance leaves of a game is solved exactly if its payoffs differ by less than this fraction of the whole
game's: whether payoffs tie is a matter of the whole game's range."""


@kernel("P", "FiiiIff")
def undominated(G: Floats, g: int, m: int, n: int, K: Ints, range_a: float, range_b: float) -> tuple[int, int]:
    """List what iterated strict dominance leaves at ``K[:m]`` and ``K[m:m + n]``; returns the numbers of actions."""
    rows, columns = m, n
    # In whatever order strictly dominated actions go, the same ones are left (Gilboa, Kalai and Zemel 1990). The margin
    # keeps actions that are better by rounding only: a weakly dominated action may be played in equilibrium.
    while True:
        fewer_rows = drop_dominated(G, g, n, 1, rows, K, 0, m, columns, m + n, POSITIVE * range_a)
        fewer_columns = drop_dominated(
            G, g + m * n, 1, n, columns, K, m, 0, fewer_rows, 2 * m + n, POSITIVE * range_b
        )  # fmt: skip
        done = fewer_columns == columns
        rows, columns = fewer_rows, fewer_columns
        if done:
            return rows, columns


@kernel("i", "FiiiFIIi")
def find(G: Floats, g: int, m: int, n: int, F: Floats, W: Ints, K: Ints, cap: int) -> int:
    """Pools of corners and the leaves of the game at ``G[g:]``, in ``F`` and ``W``; returns as :func:`tree.search`.

    From ``F[W[SCRATCH]]`` on are the scaled matrices of P and Q, the divisors of player 1's and of player 2's weights,
    and both players' widest ranges of payoffs.
    """
    b = g + m * n
    # Lists of what is kept start with every action.
    for k in range(m):
        K[k] = k
    for k in range(n):
        K[m + k] = k
    # Before anything is left out: what counts as a tie is a matter of the game as it was given.
    full_a = widest(G, g, n, 1, K, 0, m, m, n)
    full_b = widest(G, b, 1, n, K, m, n, 0, m)
    rows, columns = undominated(G, g, m, n, K, full_a, full_b)
    lay_out(W, rows, columns, cap)
    unit_a = widest(G, g, n, 1, K, 0, rows, m, columns)
    unit_b = widest(G, b, 1, n, K, m, columns, 0, rows)
    # Such a rest would be scaled up to full size, and its rounding with it.
    if (0.0 < unit_a < SMALL_REST * full_a) or (0.0 < unit_b < SMALL_REST * full_b):
        return DOUBTFUL
    # P has player 1's mixed actions, which player 2's payoffs bound, and Q the reverse.
    matrix_p = W[SCRATCH]
    matrix_q = matrix_p + rows * columns
    divisors_x = matrix_q + rows * columns
    divisors_y = divisors_x + rows
    ranges = divisors_y + columns
    work = ranges + 2
    if scale(G, b, 1, n, K, m, columns, 0, rows, unit_b, F, matrix_p, divisors_x, work) != DONE:
        return DOUBTFUL
    if scale(G, g, n, 1, K, 0, rows, m, columns, unit_a, F, matrix_q, divisors_y, work) != DONE:
        return DOUBTFUL
    # For the check of regret, which is judged by the whole game's payoffs, too.
    F[ranges], F[ranges + 1] = full_a, full_b
    code = DOUBTFUL
    attempt = 1
    # Rounding may cross the band between zero and positive on one path of pivots and not on another.
    while code == DOUBTFUL and attempt <= ATTEMPTS + (rows + columns) // 4:
        # Nothing of a failed search is kept: its corners may rest on the number that was unclear.
        empty_pools(W)
        code = search(F, W, matrix_p, matrix_q, attempt)
        attempt += 1
    return code


@kernel("i", "RNiiiiANNiAAHHNNNBBA")
def solve_games(
    payoffs: Floats, which: Ints, first: int, last: int, m: int, n: int, floats: Floats, integers: Ints, kept: Ints,
    cap: int, x: Floats, y: Floats, pairs: Shorts, words: Shorts, used: Ints, limits: Ints, ends: Ints, flags: Bytes,
    codes: Bytes, values: Floats,
) -> int:  # fmt: skip
    """Solve the games ``which[first:last]`` of ``payoffs`` ``(B, 2, m, n)``; returns where it stops for want of room.

    A game that is not settled leaves its code in ``codes`` and nothing in the lists.

    Args:
        payoffs: flat.
        which: numbers of games.
        first: where to start in ``which``.
        last: where to stop.
        m: actions of player 1.
        n: actions of player 2.
        floats: memory as :func:`layout.measure` says.
        integers: as ``floats``.
        kept: memory for ``2 * (m + n)`` actions.
        cap: most corners of a player, and most faces.
        x: ``(*, m)`` corners of player 1, flat, as are all lists.
        y: ``(*, n)`` corners of player 2.
        pairs: ``(*, 2)`` extreme equilibria as corners.
        words: faces of degenerate games, see :func:`emit.write_faces`.
        used: ``(4,)`` lengths of ``x``, ``y``, ``pairs``, ``words``.
        limits: ``(4,)`` their capacities.
        ends: ``(4, len(which) + 1)``.
        flags: ``(len(which),)``.
        codes: ``(len(which),)``.
        values: memory for ``cap * (m + 1) + n`` numbers.
    """
    G, F, W, K = pointer(payoffs), pointer(floats), pointer(integers), pointer(kept)
    U = pointer(used)
    for at in range(first, last):
        g = which[at] * 2 * m * n
        code = find(G, g, m, n, F, W, K, cap)
        # Only searches that ended have anything to write; the others are repeated elsewhere.
        if code == DONE:
            code = emit(
                G, g, m, n, F, W, K, pointer(x), pointer(y), pointer(pairs), pointer(words), U, pointer(limits),
                pointer(values), pointer(flags), at,
            )  # fmt: skip
            if code == NO_ROOM:
                return at
        # Ends are written for every game, so that one without results has empty lists.
        codes[at] = code
        for k in range(LISTS):
            ends[k * (len(which) + 1) + at + 1] = used[k]
    return last
