"""Proof logs: why a two-player game has no equilibrium outside the products of faces that are listed.

Each player has the polyhedron of ``solver.two_player.exact.face``: under the labels of her actions their probabilities
``x``, which sum to 1, under the labels of the other player's actions their regrets ``s``. With ``M[k][b]`` what the
other one gets from ``b`` against ``k``, and ``v`` the most he can get, ``s_b = v - sum_k M[k][b] x_k``. A label's two
variables, one per side, are complementary.

A log is a tree in preorder. A node says which variables are positive on its whole face, hence which partners vanish,
and which vanish there themselves, each with a witness; then that the face is empty, that all labels are settled (a
leaf), or which label splits it.

A witness is a vector ``u`` of integers that sum to zero, one per regret, and an integer ``t``. Whatever ``v`` is,

    ``sum_b u_b s_b + sum_k (t + sum_b u_b M[k][b]) x_k = t``.

With ``t > 0``, where the coefficients of all variables that are not fixed at zero are at most zero, but for one, that
one is positive on the whole face; and where there is no such exception, the face is empty. With ``t = 0``, where no
coefficient is below zero, the variables with positive ones vanish. All of this is checked in integers
(``solver.two_player.certify``), however the log was found. It is found here by the exact linear programs of the tree's
faces: a row that cannot fall to zero is a witness.
"""

from __future__ import annotations

from dataclasses import dataclass

from solver.common.clock import Clock, TimeIsUp
from solver.two_player.exact.face import Face, Matrix, labels_in, strategies

P, Q = 0, 1
"""Sides: player 1's mixed actions with player 2's regrets, and the reverse."""


@dataclass(frozen=True)
class Witness:
    """Multipliers of the other player's regrets, and their constant term."""

    u: tuple[int, ...]
    t: int


@dataclass(frozen=True)
class Positive:
    """The variable ``label`` of ``side`` is positive on the whole face; its partner vanishes."""

    side: int
    label: int
    witness: Witness


@dataclass(frozen=True)
class Vanishing:
    """The variables of ``side`` with positive coefficients vanish on the whole face."""

    side: int
    witness: Witness


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
    """One node of the log; without an end it is a leaf, at which every label has a variable that vanishes."""

    claims: tuple[Positive | Vanishing, ...]
    end: Empty | Split | None


Proof = tuple[Node, ...]


Zeros = tuple[set[int], set[int]]
"""Labels of the variables that are fixed at zero on each side, as the log is followed."""


def open_labels(zeros: Zeros, n_labels: int) -> list[int]:
    """Labels none of whose variables is known to vanish."""
    settled = zeros[P] | zeros[Q]
    return [k for k in range(n_labels) if k not in settled]


def prove(first: Matrix, second: Matrix, clock: Clock | None = None, max_nodes: int = 100_000) -> Proof | None:
    """A log for the game with integer payoffs ``(m, n)``, or ``None`` if it takes more nodes or more time."""
    m, n = len(first), len(first[0])
    clock, nodes = clock or Clock(), list[Node]()
    sides = (
        strategies(second, range(m), range(m, m + n)),
        strategies([list(c) for c in zip(*first, strict=True)], range(m, m + n), range(m)),
    )
    for face in sides:
        face.reasons = {}
    # A branch is a pair of faces with what is fixed, and what is to be fixed first, if anything: a side and a label.
    stack: list[tuple[tuple[Face, Face], Zeros, tuple[int, int] | None]]
    stack = [(sides, (set(), set()), None)]
    while stack:
        # Ties on large faces can take more branches than anyone can wait for.
        if len(nodes) >= max_nodes:
            return None
        faces, zeros, due = stack.pop()
        try:
            node = _explore(faces, zeros, due, clock)
        except TimeIsUp:
            return None
        nodes.append(node)
        if isinstance(node.end, Split):
            split = node.end.label
            child = (faces[P].copy(), faces[Q].copy()), (set(zeros[P]), set(zeros[Q])), (Q, split)
            stack += [(faces, zeros, (P, split)), child]
    return tuple(nodes)


def _explore(faces: tuple[Face, Face], zeros: Zeros, due: tuple[int, int] | None, clock: Clock) -> Node:
    """Everything that follows at a node; ``faces`` and ``zeros`` are brought up to date, ``due`` at first.

    Raises:
        TimeIsUp: the clock has run out.
    """
    shown: list[Positive | Vanishing] = []
    n_labels = (faces[P].own | faces[Q].own).bit_length()
    while True:
        if due is not None:
            side, label = due
            zeros[side].add(label)
            if not faces[side].hold_at_zero(label):
                return Node(tuple(shown), Empty(side, _witness(faces, side, label)))
        for at in (P, Q):
            for k in open_labels(zeros, n_labels):
                clock.check()
                faces[at].can_be_positive(k)
            # What the face has found to vanish, in the order in which it did.
            for label, (coefficients, t) in (faces[at].reasons or {}).items():
                if t == 0 and label not in zeros[at]:
                    shown.append(Vanishing(at, _witness(faces, at, label)))
                    zeros[at].update(k for k, entry in coefficients.items() if entry > 0)
        due, labels = None, open_labels(zeros, n_labels)
        for at in (P, Q):
            # One at a time: what is fixed changes what the next program shows.
            positive = _positive(faces[at], labels, clock)
            if positive is not None:
                shown.append(Positive(at, positive, _witness(faces, at, positive)))
                due = 1 - at, positive
                break
        if due is None:
            break
    if not labels:
        return Node(tuple(shown), None)
    # The label whose variables were seen to vanish most seldom, on both sides.
    return Node(tuple(shown), Split(min(labels, key=lambda k: faces[P].zero_share(k) * faces[Q].zero_share(k))))


def _positive(face: Face, labels: list[int], clock: Clock) -> int | None:
    """The first of ``labels`` that vanishes nowhere on the face; each may take many steps of the simplex method.

    Raises:
        TimeIsUp: the clock has run out.
    """
    for label in labels:
        clock.check()
        if not face.can_vanish(label):
            return label
    return None


def _witness(faces: tuple[Face, Face], side: int, label: int) -> Witness:
    coefficients, t = (faces[side].reasons or {})[label]
    return Witness(tuple(coefficients.get(b, 0) for b in labels_in(faces[1 - side].own)), t)
