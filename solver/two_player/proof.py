"""Proof logs: why a two-player game has no equilibrium outside the products of faces that are listed.

With each column of payoffs moved and scaled (an exact rational operation that changes no best reply), strategies lie
in ``P = {x >= 0, r = 1 - B'^T x >= 0}`` and ``Q = {y >= 0, s = 1 - A' y >= 0}``; every entry of ``A'`` and ``B'`` and
every variable is in [0, 1], and at an equilibrium ``sum x >= 1`` and ``sum y >= 1``, since each player has a best
reply. Complementary variables share a label: ``x_i, s_i`` under ``i`` and ``y_j, r_j`` under ``m + j``.

A log is a tree in preorder. A node says which variables are positive on its whole face, each with a witness, hence
which partners vanish; then that the face is empty, that all labels are settled (a leaf), or which label splits it. A
witness is a vector ``u`` and a number ``mu >= 0``: adding ``u`` times the equations and ``mu`` times ``sum x >= 1``
gives one inequality ``sum_k c_k z_k >= b``, and with ``z_k <= 1`` for all but ``v`` it bounds ``z_v`` from below.
Witnesses are floats read as the dyadic rationals they are, so the inequality is checked exactly
(``solver.two_player.certify``), however the log was found. It is found here by linear programs (HiGHS): each asks how
small a variable can be on a face, and its dual solution is the witness.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np

from solver.common.arrays import FloatArray
from solver.common.clock import DEFAULT_BUDGET, Clock
from solver.common.errors import SolverError
from solver.common.quiet import library_output_on_stderr
from solver.common.tolerances import NARROWEST_COLUMN, SAFELY_POSITIVE

P, Q = 0, 1
"""Sides: player 1's mixed actions with player 2's slacks, and the reverse."""


@dataclass(frozen=True)
class Witness:
    """Multipliers: one per slack of the side, and of ``sum of probabilities >= 1``."""

    u: tuple[float, ...]
    mu: float


@dataclass(frozen=True)
class Positive:
    """The variable ``label`` of ``side`` is positive on the whole face; its partner vanishes."""

    side: int
    label: int
    witness: Witness


class End(Enum):
    """How a node ends without being split."""

    LEAF = "leaf"
    """Every label has a variable that vanishes."""
    CLASH = "clash"
    """Both variables of a label were shown positive, or a player has no action left."""


@dataclass(frozen=True)
class Empty:
    """The face of ``side`` is empty."""

    side: int
    witness: Witness


@dataclass(frozen=True)
class Split:
    """Two children follow: in the first the variable of ``Q`` with this label vanishes, in the second that of ``P``."""

    label: int


@dataclass(frozen=True)
class Node:
    """One node of the log."""

    positive: tuple[Positive, ...]
    end: End | Empty | Split


Proof = tuple[Node, ...]


@dataclass
class Zeros:
    """Variables fixed at zero on each side, as the log is followed."""

    m: int
    n: int
    p: set[int]
    q: set[int]

    def copy(self) -> Zeros:
        """An independent copy."""
        return Zeros(self.m, self.n, set(self.p), set(self.q))

    def side(self, side: int) -> set[int]:
        """The set of one side."""
        return self.p if side == P else self.q

    def own(self, side: int) -> range:
        """Labels of the probabilities of a side."""
        return range(self.m) if side == P else range(self.m, self.m + self.n)

    def last_actions(self) -> bool:
        """A player's last action left is played, hence a best reply. Returns whether a player has none left."""
        for side in (P, Q):
            left = [label for label in self.own(side) if label not in self.side(side)]
            if not left:
                return True
            if len(left) == 1:
                self.side(1 - side).add(left[0])
        return False

    def open_labels(self) -> list[int]:
        """Labels none of whose variables is known to vanish."""
        return [k for k in range(self.m + self.n) if k not in self.p and k not in self.q]


def scaled(own_payoffs: FloatArray) -> FloatArray:
    """Columns of ``own_payoffs`` (own actions by the opponent's) from their maximum down, in [0, 1], floats."""
    width = np.ptp(own_payoffs, axis=0)
    divisor = np.maximum(width, NARROWEST_COLUMN * width.max(initial=0.0))
    divisor[divisor == 0] = 1.0
    return np.asarray(1.0 - (own_payoffs.max(axis=0) - own_payoffs) / divisor)


def prove(payoffs: FloatArray, max_nodes: int = 100_000, budget: float = DEFAULT_BUDGET) -> Proof | None:
    """A log for the game ``(2, m, n)``, or ``None`` if it would take more than ``max_nodes`` nodes or more time."""
    m, n = payoffs.shape[1:]
    # Rows are slacks and columns probabilities, on both sides.
    matrices = (scaled(payoffs[1].T), scaled(payoffs[0]))
    nodes: list[Node] = []
    stack = [Zeros(m, n, set(), set())]
    # Ties on large faces can take more branches than anyone can wait for.
    clock = Clock(budget)
    while stack:
        if len(nodes) >= max_nodes or clock.is_over:
            return None
        zeros = stack.pop()
        node, best = _explore(matrices, zeros)
        nodes.append(node)
        if isinstance(node.end, Split):
            first, second = zeros.copy(), zeros
            first.q.add(best)
            second.p.add(best)
            stack += [second, first]
    return tuple(nodes)


def _explore(matrices: tuple[FloatArray, FloatArray], zeros: Zeros) -> tuple[Node, int]:
    """Everything that follows at a node, and the label to split on; ``zeros`` is brought up to date."""
    shown: list[Positive] = []
    seen = {P: np.zeros(zeros.m + zeros.n), Q: np.zeros(zeros.m + zeros.n)}
    changed = True
    while changed:
        changed = False
        if zeros.last_actions():
            return Node(tuple(shown), End.CLASH), -1
        for side in (P, Q):
            values, witness = _least(matrices[side], zeros, side, None)
            if witness is not None:
                return Node(tuple(shown), Empty(side, witness)), -1
            seen[side] = values
            lowest = values.copy()
            for label in range(zeros.m + zeros.n):
                if label in zeros.side(1 - side) or label in zeros.side(side) or lowest[label] <= SAFELY_POSITIVE:
                    continue
                point, _, dual = _solve(matrices[side], zeros, side, label)
                lowest = np.minimum(lowest, point)
                if point[label] > SAFELY_POSITIVE:
                    shown.append(Positive(side, label, dual))
                    zeros.side(1 - side).add(label)
                    changed = True
    labels = zeros.open_labels()
    if not labels:
        return Node(tuple(shown), End.LEAF), -1
    best = max(labels, key=lambda k: (seen[P][k] * seen[Q][k], max(seen[P][k], seen[Q][k])))
    return Node(tuple(shown), Split(best)), best


def _least(matrix: FloatArray, zeros: Zeros, side: int, label: int | None) -> tuple[FloatArray, Witness | None]:
    """Values by label at a point of the face where ``label`` (``None``: nothing) is least; or why the face is empty.

    The program: probabilities ``x`` and slacks ``r`` with ``M x + r = 1``, ``sum x >= 1`` softened by ``h >= 0`` at a
    price, so that it always has a solution, whose dual is a witness for either answer.
    """
    values, gap, witness = _solve(matrix, zeros, side, label)
    if gap > SAFELY_POSITIVE:
        return values, witness
    return values, None


def _solve(matrix: FloatArray, zeros: Zeros, side: int, label: int | None) -> tuple[FloatArray, float, Witness]:
    from scipy.optimize import linprog

    rows, columns = matrix.shape
    own, other = zeros.own(side), zeros.own(1 - side)
    size = columns + rows + 1
    cost = np.zeros(size)
    cost[-1] = 1e3 if label is not None else 1.0
    if label is not None:
        cost[label - own.start if label in own else columns + label - other.start] = 1.0
    equations = np.hstack([matrix, np.eye(rows), np.zeros((rows, 1))])
    mass = np.concatenate([-np.ones(columns), np.zeros(rows), [-1.0]])
    fixed = zeros.side(side)
    upper = [0.0 if k in fixed else None for k in (*own, *other)] + [None]
    with library_output_on_stderr():
        result = linprog(
            cost, A_ub=mass[None], b_ub=[-1.0], A_eq=equations, b_eq=np.ones(rows), bounds=[(0.0, u) for u in upper]
        )
    if result.status == 2:
        # The equations alone have no solution: soften them instead of the mass.
        return np.zeros(len(own) + len(other)), 1.0, _farkas(equations[:, :-1], mass[:-1], upper[:-1])
    if result.x is None:
        raise SolverError(f"a linear program ended without a point: {result.message}")
    point = np.zeros(zeros.m + zeros.n)
    point[own.start : own.stop] = result.x[:columns]
    point[other.start : other.stop] = result.x[columns:-1]
    # u (M x + r) = sum u, and mu sum x >= mu; marginals are the duals of "least", hence these signs.
    witness = Witness(tuple(float(v) for v in result.eqlin.marginals), max(0.0, -float(result.ineqlin.marginals[0])))
    return point, float(result.x[-1]), witness


def _farkas(equations: FloatArray, mass: FloatArray, upper: list[float | None]) -> Witness:
    """Multipliers that show that no point meets the equations with the variables fixed at zero."""
    from scipy.optimize import linprog

    rows, size = equations.shape
    soft = np.hstack([equations, np.eye(rows), -np.eye(rows)])
    cost = np.concatenate([np.zeros(size), np.ones(2 * rows)])
    with library_output_on_stderr():
        result = linprog(
            cost,
            A_ub=np.concatenate([mass, np.zeros(2 * rows)])[None],
            b_ub=[-1.0],
            A_eq=soft,
            b_eq=np.ones(rows),
            bounds=[(0.0, u) for u in upper] + [(0.0, None)] * (2 * rows),
        )
    if result.status != 0:
        return Witness(tuple(0.0 for _ in range(rows)), 1.0)
    return Witness(tuple(float(v) for v in result.eqlin.marginals), max(0.0, -float(result.ineqlin.marginals[0])))
