"""Check a solution of a two-player game from its payoffs alone: each point is an equilibrium, and none is missing.

Nothing here trusts the search. Regrets are computed from the original payoffs. Completeness follows a proof log
(``solver.two_player.proof``) in integers: each claim that a variable is positive on a face, or that a face is empty,
is one inequality whose coefficients are recomputed from the payoffs; each leaf must lie in one of the subsets listed;
and the corners listed for each subset must be exactly those of its face, found again in integers. Where payoffs are no
short decimals the claim is about the game with differences rounded to the stated resolution.

What is shared with the exact solver: its faces, on which leaves are closed and corners are found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import mul

import numpy as np

from solver.common.arrays import FloatArray
from solver.common.clock import DEFAULT_BUDGET, Clock
from solver.common.errors import GameError
from solver.common.tolerances import (
    CHECKED_REGRET,
    RESOLUTION,
    ROUNDING_OF_SUMS,
    SAME_CORNER,
    SAME_POINT,
)
from solver.common.words import count
from solver.game.profile import regret
from solver.game.solution import UNFINISHED, Certificate, Faces, Solution
from solver.two_player.exact.corners import corners
from solver.two_player.exact.face import Face, strategies
from solver.two_player.proof import Empty, P, Positive, Proof, Q, Split, Vanishing, Witness, Zeros, open_labels, prove

Matrix = list[list[int]]
Rational = tuple[Fraction, ...]
Zero = frozenset[int]
"""Labels whose variables vanish on one player's face."""


@dataclass(frozen=True)
class _Side:
    """One player's mixed actions: what the other one gets, and the labels of her actions and of his.

    Attributes:
        payoffs: of the other player, ``payoffs[a][b]`` where she plays ``a`` and he plays ``b``.
        own, other: labels.
    """

    payoffs: Matrix
    own: range
    other: range


def _sides(first: Matrix, second: Matrix) -> tuple[_Side, _Side]:
    rows, columns = range(len(first)), range(len(first), len(first) + len(first[0]))
    return _Side(second, rows, columns), _Side([list(c) for c in zip(*first, strict=True)], columns, rows)


def certify(solution: Solution, proof: Proof | None = None, budget: float = DEFAULT_BUDGET) -> Certificate:
    """Soundness and completeness of ``solution``, checked independently of how it was found.

    Args:
        solution: equilibria of a two-player game, all subsets listed.
        proof: a log to follow; by default one is searched for.
        budget: seconds for that search, and for finding the faces listed again.

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
    clock, sides = Clock(budget), _sides(first, second)
    exact = [{e.at[i]: e.exact.strategies[i] for e in solution.equilibria if e.at and e.exact} for i in (P, Q)]
    faces: list[tuple[Zero, Zero]] = []
    for subset in (s for c in solution.components for s in c.subsets):
        face = "" if clock.is_over else _closed_face(sides, game.payoffs, solution.vertices, exact, subset)
        if isinstance(face, str):
            reason = face or f"{UNFINISHED}, finding the faces listed again takes more than {budget:g} s"
            return Certificate(worst, False, f"not proven: {reason}")
        faces.append(face)
    log = proof if proof is not None else prove(first, second, clock)
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


def follow(proof: Proof, first: Matrix, second: Matrix, faces: Iterable[tuple[Zero, Zero]]) -> str | None:
    """What is wrong with a log for integer payoffs ``first``, ``second``; ``None`` if it proves ``faces`` complete."""
    known, sides = list(faces), _sides(first, second)
    stack: list[Zeros] = [(set(), set())]
    for number, node in enumerate(proof):
        if not stack:
            return f"the log goes on after its last branch was closed (node {number})"
        zeros = stack.pop()
        for claim in node.claims:
            problem = _claim_problem(claim, sides, zeros)
            if problem:
                return f"node {number} {problem}"
        problem = _end_problem(node.end, sides, zeros, known)
        if problem:
            return f"node {number} {problem}"
        if isinstance(node.end, Split):
            label = {node.end.label}
            stack += [(zeros[P] | label, zeros[Q]), (set(zeros[P]), zeros[Q] | label)]
    return f"{len(stack)} branches are left open" if stack else None


def _claim_problem(claim: Positive | Vanishing, sides: tuple[_Side, _Side], zeros: Zeros) -> str | None:
    """What is wrong with a claim; if nothing is, what follows is fixed."""
    side, fixed = sides[claim.side], zeros[claim.side]
    if isinstance(claim, Positive):
        if not shows(claim.witness, side, fixed, claim.label):
            return f"claims that variable {claim.label} is positive, and its witness does not show it"
        zeros[1 - claim.side].add(claim.label)
        return None
    entries = _coefficients(claim.witness, side)
    if claim.witness.t != 0 or entries is None or any(entry < 0 for k, entry in entries.items() if k not in fixed):
        return "claims that variables vanish, and its witness does not show it"
    fixed.update(k for k, entry in entries.items() if entry > 0)
    return None


def _end_problem(
    end: Empty | Split | None, sides: tuple[_Side, _Side], zeros: Zeros, known: Sequence[tuple[Zero, Zero]]
) -> str | None:
    if isinstance(end, Split):
        return None
    if isinstance(end, Empty):
        shown = shows(end.witness, sides[end.side], zeros[end.side], None)
        return None if shown else "is pruned as empty, and its witness does not show it"
    if open_labels(zeros, len(sides[P].own) + len(sides[P].other)):
        return "is called a leaf, but not all labels are settled"
    return _leaf_problem(sides, zeros, known)


def _leaf_problem(sides: tuple[_Side, _Side], zeros: Zeros, known: Sequence[tuple[Zero, Zero]]) -> str | None:
    """A leaf's product of faces must lie in a subset that is listed; an empty one needs a witness instead."""
    if any(p <= zeros[P] and q <= zeros[Q] for p, q in known):
        return None
    # More may vanish on a degenerate face than what was fixed: close it in integers before comparing.
    first, second = (_closed(side, fixed) for side, fixed in zip(sides, zeros, strict=True))
    if first is None or second is None:
        return "is called a leaf, but a face is empty, and no witness shows that"
    if any(p <= first[1] and q <= second[1] for p, q in known):
        return None
    return "is a leaf that lies in none of the subsets listed: equilibria are missing"


def _closed(side: _Side, fixed: set[int]) -> tuple[Face, Zero] | None:
    """The face on which the labels ``fixed`` vanish, and all labels that do there; ``None`` if nothing is there."""
    face = strategies(side.payoffs, side.own, side.other)
    if not all(face.hold_at_zero(label) for label in sorted(fixed)):
        return None
    return face, frozenset(k for k in (*side.own, *side.other) if not face.can_be_positive(k))


def shows(witness: Witness, side: _Side, fixed: set[int], label: int | None) -> bool:
    """Whether a witness shows that ``label`` is positive where ``fixed`` vanish (``None``: that nothing is there)."""
    entries = _coefficients(witness, side)
    return (
        witness.t > 0
        and entries is not None
        and all(entry <= 0 for k, entry in entries.items() if k not in fixed and k != label)
    )


def _coefficients(witness: Witness, side: _Side) -> dict[int, int] | None:
    """By label the coefficient of each variable, computed from the payoffs; ``None`` where ``u`` is none."""
    if len(witness.u) != len(side.other) or sum(witness.u) != 0:
        return None
    of_regrets = dict(zip(side.other, witness.u, strict=True))
    rows = zip(side.own, side.payoffs, strict=True)
    return of_regrets | {k: witness.t + sum(map(mul, witness.u, row)) for k, row in rows}


def _closed_face(
    sides: tuple[_Side, _Side],
    payoffs: FloatArray,
    vertices: Sequence[FloatArray],
    exact: Sequence[dict[int, Rational]],
    subset: Faces,
) -> tuple[Zero, Zero] | str:
    """Labels that vanish on both faces of a subset, or what is wrong with it.

    Corners of a player's faces are rows of its ``vertices``, and in ``exact`` where they are known as fractions.
    """
    zeros = []
    for player, (side, known, numbers) in enumerate(zip(sides, exact, subset, strict=True)):
        listed = vertices[player][list(numbers)]
        whole = known.keys() >= set(numbers)
        of_other = payoffs[1] if player == P else payoffs[0].T
        likely = [_common_zeros(side, [known[k] for k in numbers])] if whole else _likely_zeros(side, listed, of_other)
        problem = ""
        for common in likely:
            face = _face_of(side, listed, common)
            if not isinstance(face, str):
                zeros.append(face)
                break
            problem = problem or face
        else:
            return problem.format(player=player + 1)
    if len(zeros[P] | zeros[Q]) < len(sides[P].own) + len(sides[P].other):
        return "a listed subset is no set of equilibria"
    return zeros[P], zeros[Q]


def _face_of(side: _Side, listed: FloatArray, common: set[int]) -> Zero | str:
    """Labels that vanish on the face where those of ``common`` do, if its corners are those listed."""
    closed = _closed(side, common)
    if closed is None:
        return "a listed subset is empty in exact arithmetic"
    face, vanishing = closed
    found = corners(face, list(side.own))
    if not found.complete:
        return f"{UNFINISHED}, a face has too many corners to list"
    exact = np.array([[float(p) for p in corner.strategy] for corner in found.listed])
    if not _same_points(exact, listed):
        return "the corners listed for a subset of player {player} are not those of its face"
    return vanishing


def _common_zeros(side: _Side, listed: Sequence[Rational]) -> set[int]:
    """Labels whose variable vanishes at all corners listed: probability zero, or a best reply of the opponent."""
    unplayed = {side.own[k] for k, column in enumerate(zip(*listed, strict=True)) if not any(column)}
    best = set(side.other)
    for corner in listed:
        values = [sum(p * v for p, v in zip(corner, c, strict=True)) for c in zip(*side.payoffs, strict=True)]
        best &= {side.other[k] for k, value in enumerate(values) if value == max(values)}
    return unplayed | best


def _likely_zeros(side: _Side, listed: FloatArray, payoffs: FloatArray) -> Iterator[set[int]]:
    """As :func:`_common_zeros` where corners are only known as floats: a reply that is nearly best may be best or not.

    What follows from each limit is tried in turn, and whether it is right is settled in exact arithmetic.
    """
    # From the smallest payoff, so that large common parts cost no digits.
    scores = listed @ (payoffs - payoffs.min())
    scale = max(float(np.ptp(payoffs, axis=1).max(initial=0.0)), 1e-300)
    for limit in (SAME_CORNER, SAME_POINT, RESOLUTION, ROUNDING_OF_SUMS):
        near = (scores >= scores.max(axis=1, keepdims=True) - limit * scale).all(axis=0)
        absent = (listed <= limit).all(axis=0)
        yield {side.own[k] for k in np.flatnonzero(absent)} | {side.other[k] for k in np.flatnonzero(near)}


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
