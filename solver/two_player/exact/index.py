"""The index of a component of equilibria, exactly.

The index of a nondegenerate equilibrium with supports ``I, J`` of size ``k`` is ``(-1)^(k+1) sign(det A_IJ det B_IJ)``
for positive payoffs (Shapley 1974), that of a component the sum over the equilibria near it of any nondegenerate game
close by, and all indices together are 1. Bordering both matrices by a row and a column of ones multiplies each
determinant by a number of the same sign and frees it from constants added to a column, so payoffs need not be
positive: ``index = (-1)^(k+1) sign(det [[A_IJ, 1], [1, 0]] * det [[B_IJ, 1], [1, 0]])``.

The game close by pays each action a tiny *bonus* of its own, powers of one small number ``e`` (cf. the lexicographic
rule of von Stengel 2002, section 2.6). Bonuses enter the dictionaries of ``solver.two_player.exact.face`` only
through the constant terms, as polynomials ``c_0 + c_1 e + c_2 e^2 + ...`` whose coefficients are minors of the first
dictionary. By Hadamard's bound all minors are below some ``R - 1``, and with ``e = 1/R`` the sign of such a
polynomial is that of its first coefficient other than zero: the game with these bonuses is an ordinary integer game
in which every decision is the one that it would be in the limit ``e -> 0``. So the tree of
``solver.two_player.exact.tree`` runs on it unchanged, and each leaf is a single point whose basis is, with ``e = 0``,
that of exactly one extreme equilibrium.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isqrt

from solver.common.clock import Clock
from solver.common.errors import SolverError
from solver.common.linear import determinant
from solver.two_player.exact.face import Face, Matrix, strategies
from solver.two_player.exact.tree import MAX_NODES, Tree, Zeros, search


def point_index(row: Matrix, column: Matrix, zeros: Zeros) -> int:
    """Index of a nondegenerate equilibrium, from the labels that vanish for each player; 1 or -1."""
    n_rows, n_columns = len(row), len(row[0])
    rows = [i for i in range(n_rows) if not zeros[0] >> i & 1]
    columns = [j for j in range(n_columns) if not zeros[1] >> (n_rows + j) & 1]
    if len(rows) != len(columns):
        raise SolverError(f"supports {rows} and {columns} of an equilibrium called nondegenerate differ in size")
    sign = _bordered_sign(row, rows, columns) * _bordered_sign(column, rows, columns)
    if sign == 0:
        raise SolverError(f"the payoffs on supports {rows} and {columns} are singular at a nondegenerate equilibrium")
    return sign if len(rows) % 2 else -sign


def nearby_equilibria(row: Matrix, column: Matrix, max_nodes: int = MAX_NODES, clock: Clock | None = None) -> Tree:
    """The tree of the game with bonuses; its leaves are single points."""
    replies = [list(payoffs) for payoffs in zip(*row, strict=True)]
    labels = range(len(row) + len(row[0]))
    own, other = labels[: len(row)], labels[len(row) :]
    return search(_with_bonus(column, own, other), _with_bonus(replies, other, own), max_nodes, clock)


def _with_bonus(payoffs: Matrix, own: range, other: range) -> Face:
    """The polyhedron of ``own`` with bonuses ``0, e, e^2, ...`` for ``other``, all in units of the smallest."""
    # Everything times base^top: then all powers of e = 1 / base are integers.
    base = _minor_bound(strategies(payoffs, own, other).rows) + 2
    top = len(other) - 1
    bonus = [0, *(base ** (top - power) for power in range(1, len(other)))]
    return strategies(payoffs, own, other, mass=base**top, bonus=bonus)


def _minor_bound(rows: Sequence[Sequence[int]]) -> int:
    """Hadamard: no minor of a matrix exceeds the product of its rows' lengths, each counted at least 1."""
    square = 1
    for row in rows:
        # Two entries 1 and -1 more for the bonuses of the row's action and of the first best reply.
        square *= sum(entry * entry for entry in row) + 2
    return isqrt(square) + 1


def _bordered_sign(payoffs: Matrix, rows: Sequence[int], columns: Sequence[int]) -> int:
    matrix = [[*(payoffs[i][j] for j in columns), 1] for i in rows]
    matrix.append([1] * len(columns) + [0])
    found = determinant(matrix)
    return (found > 0) - (found < 0)
