"""From points that some search found to a solution that claims no more than it can.

Whoever found them, points are judged here by one rule: probabilities are cleaned of rounding, regret is recomputed
from the original payoffs, points above ``CERTIFIED_REGRET`` are left out, and points closer than ``SAME_POINT`` are
one. Each point that stays stands as a component of its own, without index, since nobody looked at what connects it to
others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from solver.common.arrays import FloatArray
from solver.common.tolerances import CERTIFIED_REGRET, SAME_POINT, ZERO_PROBABILITY
from solver.game.normal_form import NormalForm
from solver.game.profile import expected_payoffs, regret
from solver.game.solution import Certificate, Component, Equilibrium, Solution, Status, StatusCode, max_regret


def certify(game: NormalForm, profile: Sequence[FloatArray]) -> Equilibrium | None:
    """The profile, cleaned, as an equilibrium (component 0), or ``None`` when its regret says that it is none."""
    strategies = []
    for own, n_actions in zip(profile, game.n_actions, strict=True):
        if own.shape != (n_actions,) or not np.isfinite(own).all() or own.min() < -SAME_POINT or own.max() <= 0:
            return None
        kept = np.where(own > ZERO_PROBABILITY, own, 0.0)
        strategies.append(kept / kept.sum())
    gap = regret(game.payoffs, strategies)
    if gap > CERTIFIED_REGRET * game.payoff_range:
        return None
    return Equilibrium(tuple(strategies), expected_payoffs(game.payoffs, strategies), gap, 0)


def distinct(equilibria: Iterable[Equilibrium]) -> tuple[Equilibrium, ...]:
    """The points without repetitions, the first of equals kept, in their order."""
    kept: list[Equilibrium] = []
    rows: list[FloatArray] = []
    for point in equilibria:
        flat = np.concatenate(point.strategies)
        if rows and np.abs(np.array(rows) - flat).max(axis=1).min() < SAME_POINT:
            continue
        kept.append(point)
        rows.append(flat)
    return tuple(kept)


def same_point(one: Equilibrium, other: Equilibrium) -> bool:
    """Whether two points are one, up to rounding."""
    pairs = zip(one.strategies, other.strategies, strict=True)
    return all(bool(np.abs(a - b).max() < SAME_POINT) for a, b in pairs)


def points_solution(
    game: NormalForm,
    equilibria: Sequence[Equilibrium],
    *,
    method: str,
    status: Status,
    reason: str,
    searched: str,
    truncated: bool = False,
) -> Solution:
    """A solution that lists ``equilibria`` and is not complete; ``reason`` says what its completeness lacks."""
    vertices: tuple[FloatArray, ...] | None = None
    at: list[tuple[int, ...]] | list[None] = [None] * len(equilibria)
    if game.n_players <= 2:
        columns = [_vertices([e.strategies[i] for e in equilibria], n) for i, n in enumerate(game.n_actions)]
        vertices = tuple(v for v, _ in columns)
        at = list(zip(*[a for _, a in columns], strict=True))
    points = tuple(
        Equilibrium(e.strategies, e.payoffs, e.regret, k, place, e.exact)
        for k, (e, place) in enumerate(zip(equilibria, at, strict=True))
    )
    components = tuple(Component(() if p.at is None else (tuple((v,) for v in p.at),)) for p in points)
    certificate = Certificate(max_regret(points), False, reason)
    return Solution(game, method, vertices, points, components, status, certificate, searched, truncated=truncated)


def one_point(game: NormalForm, found: Equilibrium | None, *, method: str, searched: str, advice: str) -> Solution:
    """What a search for one equilibrium came to; ``advice`` is for those for whom it found none."""
    missing = "one equilibrium was searched for and certified; whether there are others was not looked at"
    status = Status(StatusCode.NOT_PROVEN, f"{missing}. For all of them use the complete search")
    if found is None:
        missing = "no equilibrium was found, though one always exists"
        status = Status(StatusCode.FAILED, f"{searched} met no certified equilibrium. {advice}")
    return points_solution(
        game,
        [] if found is None else [found],
        method=method,
        status=status,
        reason=missing,
        searched=f"{searched}; no other equilibrium was searched for",
    )


def _vertices(strategies: Sequence[FloatArray], n_actions: int) -> tuple[FloatArray, list[int]]:
    """The distinct rows of ``strategies``, ``(V, n_actions)``, and for each strategy the index of its row."""
    rows, at = np.zeros((0, n_actions)), list[int]()
    for own in strategies:
        near = np.abs(rows - own).max(axis=1) < SAME_POINT
        if not near.any():
            rows = np.vstack([rows, own])
        at.append(int(near.argmax()) if near.any() else len(rows) - 1)
    return rows, at
