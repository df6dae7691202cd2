"""Where everything lies in the two flat arrays of a worker: floats ``F`` and integers ``W``.

``W`` opens with a header, whose entries are named here; sides are 0 for ``P`` (player 1's mixed actions ``x`` and the
slacks ``r`` of player 2's best replies) and 1 for ``Q`` (``y`` and the slacks ``s`` of player 1's best replies). Each
side has ``L = m + n`` variables, and the variables with the same label are complementary: ``x_i`` with ``s_i`` under
label ``i``, ``r_j`` with ``y_j`` under label ``m + j``.
"""

from __future__ import annotations

from solver.kernels.jit import Ints, kernel, pointer

# The game: actions of each player, labels, words per mask.
M, N, LABELS, WORDS = 0, 1, 2, 3
# Where buffers begin: bits and upper bounds of rows (solver.kernels.tree), what is known of labels and of depths,
# leaves, and the generators of a face.
FLAGGED, HIGH, STATE, META, LEAVES, LEAF_DATA, GEN, GEN_WIDTH, GEN_MASK = 4, 5, 6, 7, 8, 9, 10, 11, 12
# Most corners of a player and most leaves, memory for short use, and the forest that joins leaves.
CAP, SCRATCH, SCRATCH_I, LINK = 13, 14, 15, 16
# Lengths of the two arrays; masks of better actions (solver.kernels.actions).
TOTAL_F, TOTAL_I, BETTER = 17, 18, 19
SIDE, SIDE_WIDTH = 20, 13
"""Side ``s`` has its entries at ``SIDE + s * SIDE_WIDTH``, in the order below."""
# Tableaux: rows and columns, each also padded to whole vectors; where slots begin and how long one is, for floats and
# for integers.
ROWS, ROWS_P, COLS, COLS_P, SLOT_F, SIZE_F, SLOT_I, SIZE_I = 0, 1, 2, 3, 4, 5, 6, 7
# Corners found: how many, their probabilities, their masks. Variables that wait to be fixed: where, how many.
POOL, POOL_F, POOL_M, QUEUE, QUEUED = 8, 9, 10, 11, 12
HEADER = SIDE + 2 * SIDE_WIDTH
META_WIDTH = 9
"""Numbers per depth of the tree, see :mod:`solver.kernels.labels`."""

BITS = 60
"""Labels per mask word: below 63, so that signed words never meet their sign."""


@kernel("v", "Iiii")
def lay_out(W: Ints, m: int, n: int, cap: int) -> None:
    """Fill the header for games of ``m`` by ``n`` actions; ``TOTAL_F`` and ``TOTAL_I`` say what lengths are needed."""
    labels = m + n
    words = (labels + 1 + BITS - 1) // BITS
    # A bit per label and one for the coordinate that makes a polytope a cone.
    rows_p = (max(m, n) + 7) // 8 * 8
    W[M], W[N], W[LABELS], W[WORDS] = m, n, labels, words
    W[CAP] = cap
    # Blocks follow each other; rows are padded to whole vectors of eight.
    # One array of each kind instead of many: a worker allocates twice, and kernels pass two pointers.
    f = 0
    i = HEADER
    W[HIGH] = f
    f += rows_p
    W[FLAGGED] = i
    i += rows_p // 8
    W[SCRATCH] = f
    # Both scaled matrices, then the divisors, the ranges and one column of work (solver.kernels.games).
    f += 2 * (m * n + 7) // 8 * 8 + 4 * (labels + 8)
    f = (f + 7) // 8 * 8
    # Generators of a face have a value per label and one that makes the polytope a cone.
    W[GEN_WIDTH] = (labels + 1 + 7) // 8 * 8
    W[GEN] = f
    # Generators in between may outnumber the corners by far.
    f += 2 * cap * W[GEN_WIDTH]
    W[GEN_MASK] = i
    i += 2 * cap * words
    # A path of the tree is at most one node longer than there are labels: each branch settles one.
    W[STATE] = i
    i += (labels + 2) * labels
    W[META] = i
    i += (labels + 2) * META_WIDTH
    W[LEAVES] = 0
    # A leaf is a mask per side and one number: whether it is maximal.
    W[LEAF_DATA] = i
    i += cap * (2 * words + 1)
    W[LINK] = i
    i += cap
    W[SCRATCH_I] = i
    i += 4 * labels + 2 * words + 16
    W[BETTER] = i
    i += (2 * m * n + m + n) * ((max(m, n) + BITS - 1) // BITS)
    for s in range(2):
        h = SIDE + s * SIDE_WIDTH
        R = n if s == 0 else m
        C = m if s == 0 else n
        W[h + ROWS], W[h + ROWS_P], W[h + COLS], W[h + COLS_P] = R, (R + 7) // 8 * 8, C, (C + 8) // 8 * 8
        # A slot is a row of costs and room for one row in front of the tableau, see solver.kernels.tableau.
        W[h + SIZE_F] = 2 * W[h + COLS_P] + 8 + (C + 1) * W[h + ROWS_P]
        W[h + SLOT_F] = f + 2 * W[h + COLS_P] + 8
        # The ratio test reads up to seven columns behind the last.
        f += (labels + 2) * W[h + SIZE_F] + 8 * W[h + ROWS_P]
        W[h + SIZE_I] = 1 + R + C + labels
        W[h + SLOT_I] = i
        i += (labels + 2) * W[h + SIZE_I]
        # Corners are kept without slacks, which masks stand for.
        W[h + POOL] = 0
        W[h + POOL_F] = f
        f += (cap * C + 7) // 8 * 8
        W[h + POOL_M] = i
        i += cap * words
        W[h + QUEUE] = i
        i += labels
        W[h + QUEUED] = 0
    W[TOTAL_F], W[TOTAL_I] = f, i


@kernel("v", "I")
def empty_pools(W: Ints) -> None:
    """Forget corners, faces and leaves."""
    W[LEAVES] = 0
    for s in range(2):
        h = SIDE + s * SIDE_WIDTH
        W[h + POOL] = 0


@kernel("v", "Niii")
def measure(W: Ints, m: int, n: int, cap: int) -> None:
    """As :func:`lay_out`, from Python."""
    lay_out(pointer(W), m, n, cap)
