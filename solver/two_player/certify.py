"""Check a solution of a two-player game from its payoffs alone: each point is an equilibrium, and none is missing.

Nothing here relies on the search. Regrets are computed from the original payoffs. Completeness follows a proof log
(``solver.two_player.proof``) in exact rational arithmetic: each claim that a variable is positive on a face, or that
a face is empty, is one inequality whose coefficients are recomputed from the payoffs; each leaf must lie in one of
the subsets listed; and the corners listed for each subset must be exactly those of its face, found again in integers.
Where payoffs are no short decimals the claim is about the game with differences rounded to the stated resolution.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from solver.common.arrays import FloatArray
from solver.common.clock import DEFAULT_BUDGET
from solver.common.errors import GameError
from solver.common.tolerances import (
    CHECKED_REGRET,
    NARROWEST_COLUMN,
    RESOLUTION,
    ROUNDING_OF_SUMS,
    SAME_CORNER,
    SAME_POINT,
)
from solver.common.words import count
from solver.game.profile import regret
from solver.game.solution import UNFINISHED, Certificate, Faces, Solution
from solver.two_player.exact.corners import corners
from solver.two_player.exact.face import strategies
from solver.two_player.proof import Empty, End, P, Positive, Proof, Q, Split, Witness, Zeros, prove

Matrix = list[list[int]]
Rational = list[list[Fraction]]
"""One side's scaled matrix, slacks by probabilities."""
LARGEST_BITS = 1000
"""Integers up to this length are floats; 2^1024 is none."""


def certify(solution: Solution, proof: Proof | None = None, budget: float = DEFAULT_BUDGET) -> Certificate:
    """Soundness and completeness of ``solution``, checked independently of how it was found.

    Args:
        solution: equilibria of a two-player game, all subsets listed.
        proof: a log to follow; by default one is searched for, which takes seconds for games of 10 by 10.
        budget: seconds for that search.

    Raises:
        GameError: the game has not two players.
    """
    game = solution.game
    if game.n_players != 2 or solution.vertices is None:
        raise GameError(
            f"the game has {game.n_players} players", "two players", "other methods carry certificates of their own"
        )
    worst = max((regret(game.payoffs, e.strategies) for e in solution.equilibria), default=0.0)
    worst = max(
        worst, *(_subset_regret(game.payoffs, solution, s) for c in solution.components for s in c.subsets), 0.0
    )
    if worst > CHECKED_REGRET * game.payoff_range:
        return Certificate(worst, False, f"not proven: a listed point has regret {worst:.2g}, so it is no equilibrium")
    first, second = (values.tolist() for values in game.integers().values)
    faces: list[tuple[frozenset[int], frozenset[int]]] = []
    for subset in (s for c in solution.components for s in c.subsets):
        face = _closed_face(first, second, solution, solution.vertices, subset)
        if isinstance(face, str):
            return Certificate(worst, False, f"not proven: {face}")
        faces.append(face)
    log = proof if proof is not None else prove(np.stack([_as_floats(first), _as_floats(second)]), budget=budget)
    if log is None:
        reason = f"not proven: {UNFINISHED}, a proof takes more branches or more than {budget:g} s"
        return Certificate(worst, False, reason)
    problem = follow(log, first, second, faces)
    if problem:
        return Certificate(worst, False, f"not proven: {problem}")
    rounded = "" if game.integers().exact else f" (payoff differences rounded to {game.resolution:g} of their range)"
    return Certificate(
        worst, True, f"proven complete: {count(len(log), 'branch')} replayed in exact arithmetic{rounded}"
    )


def follow(
    proof: Proof, first: Matrix, second: Matrix, faces: Iterable[tuple[frozenset[int], frozenset[int]]]
) -> str | None:
    """What is wrong with a log for integer payoffs ``first``, ``second``; ``None`` if it proves ``faces`` complete."""
    m, n = len(first), len(first[0])
    known = list(faces)
    matrices = (scaled_exactly([list(c) for c in zip(*second, strict=True)]), scaled_exactly(first))
    stack = [Zeros(m, n, set(), set())]
    for number, node in enumerate(proof):
        if not stack:
            return f"the log goes on after its last branch was closed (node {number})"
        zeros = stack.pop()
        for claim in node.positive:
            zeros.last_actions()
            if not _shows_positive(matrices[claim.side], zeros, claim):
                return f"node {number} claims that variable {claim.label} is positive, and its witness does not show it"
            zeros.side(1 - claim.side).add(claim.label)
        nobody = zeros.last_actions()
        problem = _end_problem(node.end, matrices, zeros, nobody)
        if problem is None and node.end is End.LEAF:
            problem = _leaf_problem(first, second, zeros, known)
        if problem:
            return f"node {number} {problem}"
        if isinstance(node.end, Split):
            child = zeros.copy()
            child.q.add(node.end.label)
            zeros.p.add(node.end.label)
            stack += [zeros, child]
    return f"{len(stack)} branches are left open" if stack else None


def _end_problem(
    end: End | Empty | Split,
    matrices: tuple[Rational, Rational],
    zeros: Zeros,
    nobody: bool,
) -> str | None:
    if isinstance(end, Split):
        return None
    if isinstance(end, Empty):
        shown = bound_from(matrices[end.side], zeros, end.side, end.witness, None) > 0
        return None if shown else "is pruned as empty, and its witness does not show it"
    if end is End.CLASH:
        return None if nobody else "is pruned because a player has no action left, but both have one"
    if zeros.open_labels():
        return "is called a leaf, but not all labels are settled"
    return None


def _leaf_problem(
    first: Matrix, second: Matrix, zeros: Zeros, known: Sequence[tuple[frozenset[int], frozenset[int]]]
) -> str | None:
    """A leaf's product of faces must lie in a subset that is listed, or be empty."""
    if any(p <= zeros.p and q <= zeros.q for p, q in known):
        return None
    # More may vanish on a degenerate face than what was fixed: close it in integers before comparing.
    rows, columns = zeros.own(P), zeros.own(Q)
    transposed = [list(c) for c in zip(*first, strict=True)]
    closed = []
    for payoffs, own, other, fixed in ((second, rows, columns, zeros.p), (transposed, columns, rows, zeros.q)):
        face = strategies(payoffs, own, other)
        if not all(face.hold_at_zero(label) for label in sorted(fixed)):
            return None
        closed.append({k for k in (*own, *other) if k in fixed or not face.can_be_positive(k)})
    if any(p <= closed[P] and q <= closed[Q] for p, q in known):
        return None
    return "is a leaf that lies in none of the subsets listed: equilibria are missing"


def _shows_positive(entries: Rational, zeros: Zeros, claim: Positive) -> bool:
    return bound_from(entries, zeros, claim.side, claim.witness, claim.label) > 0


def bound_from(entries: Rational, zeros: Zeros, side: int, witness: Witness, label: int | None) -> Fraction:
    """What the witness leaves for ``label``: positive means that it is positive (``None``: that the face is empty).

    ``sum_k c_k z_k >= b`` with ``c`` from the equations ``M x + r = 1`` times ``u``, plus ``mu (sum x - 1) >= 0``;
    all other variables are at most 1 and those fixed are 0.
    """
    u = [Fraction(v) for v in witness.u]
    mu = Fraction(witness.mu)
    if len(u) != len(entries) or mu < 0:
        return Fraction(-1)
    own, other = zeros.own(side), zeros.own(1 - side)
    fixed = zeros.side(side)
    left = sum(u, mu)
    for column, k in enumerate(own):
        if k not in fixed and k != label:
            left -= max(Fraction(0), sum((w * row[column] for w, row in zip(u, entries, strict=True)), mu))
    for row, k in enumerate(other):
        if k not in fixed and k != label:
            left -= max(Fraction(0), u[row])
    return left


def scaled_exactly(own_payoffs: Matrix) -> Rational:
    """As :func:`solver.two_player.proof.scaled` in rationals: every column in [0, 1] with a one in it."""
    columns = [list(c) for c in zip(*own_payoffs, strict=True)]
    widths = [max(c) - min(c) for c in columns]
    floor = max(widths) * Fraction(str(NARROWEST_COLUMN))
    out = []
    for column, width in zip(columns, widths, strict=True):
        divisor = max(Fraction(width), floor) or Fraction(1)
        out.append([1 - (max(column) - v) / divisor for v in column])
    return [list(row) for row in zip(*out, strict=True)]


def _closed_face(
    first: Matrix, second: Matrix, solution: Solution, vertices: Sequence[FloatArray], subset: Faces
) -> tuple[frozenset[int], frozenset[int]] | str:
    """Labels that vanish on both faces of a subset, or what is wrong with it."""
    m, n = len(first), len(first[0])
    rows, columns = range(m), range(m, m + n)
    transposed = [list(c) for c in zip(*first, strict=True)]
    zeros = []
    for player, (payoffs, own, other) in enumerate(((second, rows, columns), (transposed, columns, rows))):
        listed = _listed(solution, vertices, player, subset[player])
        problem = ""
        for common in _common_zeros(payoffs, listed, own, other):
            face = _face_of(payoffs, listed, common, own, other)
            if not isinstance(face, str):
                zeros.append(face)
                break
            problem = problem or face
        else:
            return problem.format(player=player + 1)
    if len(zeros[P] | zeros[Q]) < m + n:
        return "a listed subset is no set of equilibria"
    return zeros[P], zeros[Q]


@dataclass(frozen=True)
class _Corners:
    """The corners listed for a player's face, as floats and, where they are known, as fractions."""

    floats: FloatArray
    exact: list[tuple[Fraction, ...]] | None


def _listed(
    solution: Solution, vertices: Sequence[FloatArray], player: int, corners_of_face: Sequence[int]
) -> _Corners:
    known = {e.at[player]: e.exact.strategies[player] for e in solution.equilibria if e.at and e.exact}
    exact = [known[k] for k in corners_of_face] if known.keys() >= set(corners_of_face) else None
    return _Corners(vertices[player][list(corners_of_face)], exact)


def _face_of(payoffs: Matrix, listed: _Corners, common: set[int], own: range, other: range) -> frozenset[int] | str:
    """Labels that vanish on the face where those of ``common`` do, if its corners are those listed."""
    face = strategies(payoffs, own, other)
    for label in sorted(common):
        if not face.hold_at_zero(label):
            return "a listed subset is empty in exact arithmetic"
    vanishing = set(common)
    for label in (*own, *other):
        if label not in vanishing and not face.can_be_positive(label):
            vanishing.add(label)
            face.hold_at_zero(label)
    found = corners(face, list(own))
    if not found.complete:
        return f"{UNFINISHED}, a face has too many corners to list"
    exact = np.array([[float(p) for p in corner.strategy] for corner in found.listed])
    if not _same_points(exact, listed.floats):
        return "the corners listed for a subset of player {player} are not those of its face"
    return frozenset(vanishing)


def _common_zeros(payoffs: Matrix, listed: _Corners, own: range, other: range) -> Iterator[set[int]]:
    """Labels whose variable vanishes at all corners listed: probability zero, or a best reply of the opponent.

    Where corners are only known as floats, a payoff that is nearly best may be best or not: what follows from each
    limit is tried in turn, and whether it is right is settled in exact arithmetic.
    """
    if listed.exact is not None:
        unplayed = {own[k] for k, column in enumerate(zip(*listed.exact, strict=True)) if not any(column)}
        best = set(other)
        for corner in listed.exact:
            values = [sum(p * v for p, v in zip(corner, c, strict=True)) for c in zip(*payoffs, strict=True)]
            best &= {other[k] for k, value in enumerate(values) if value == max(values)}
        yield unplayed | best
        return
    matrix = _as_floats(payoffs)
    scores = listed.floats @ matrix
    scale = max(float(np.ptp(matrix, axis=1).max(initial=0.0)), 1e-300)
    for limit in (SAME_CORNER, SAME_POINT, RESOLUTION, ROUNDING_OF_SUMS):
        near = (scores >= scores.max(axis=1, keepdims=True) - limit * scale).all(axis=0)
        absent = (listed.floats <= limit).all(axis=0)
        yield {own[k] for k in np.flatnonzero(absent)} | {other[k] for k in np.flatnonzero(near)}


def _same_points(one: FloatArray, two: FloatArray) -> bool:
    if len(one) != len(two):
        return False
    distance = np.abs(one[:, None] - two[None]).max(axis=2)
    return bool((distance.min(axis=0) < SAME_CORNER).all() and (distance.min(axis=1) < SAME_CORNER).all())


def _subset_regret(payoffs: FloatArray, solution: Solution, subset: Faces) -> float:
    """Largest regret over pairs of corners of a subset; lists of equilibria may be truncated, subsets are not."""
    vertices = solution.vertices
    if vertices is None or len(subset[0]) * len(subset[1]) > 10_000:
        return 0.0
    return max(regret(payoffs, (vertices[0][i], vertices[1][j])) for i in subset[0] for j in subset[1])


def _as_floats(matrix: Matrix) -> FloatArray:
    """Integer payoffs as floats, from their smallest, so that large common parts cost no digits.

    Payoffs may span more than floats do; then they are counted in a larger unit, which changes no best reply.
    """
    lowest = min(min(row) for row in matrix)
    widest = max(max(row) for row in matrix) - lowest
    unit = 1 << max(0, widest.bit_length() - LARGEST_BITS)
    return np.array([[(v - lowest) / unit for v in row] for row in matrix])
