"""Payoff tensors and metrics of many parameter points at once, solved in batches.

Three ways to vary a number, from fast to slow, and every path takes the first that is right for it: a *weight* of a
term, where payoffs are linear in weights, so the basis of one game is computed once and a point costs one weighted sum;
an *array*, one evaluation for a batch of points; or the game *rebuilt*.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from games.modifiers.base import Modifier
from games.parts.game import Game
from games.parts.metric import Metric
from games.parts.part import FloatArray
from games.parts.paths import with_arrays
from games.release.release_game import Basis, ReleaseGame
from games.terms.sums import weighted_sum
from games.time.scenarios import outlooks
from openrace.concepts.equilibria import supports
from openrace.concepts.many import solve_many
from openrace.questions.verdict import Part
from openrace.sweeps.cells.builder import Builder, IntArray, Look, Way, chosen

ARRAY_BYTES = 1 << 22
"""Size to which one array of a batch is held: cell by cell histories of a few hundred points stay in cache."""
WORLDS_BYTES = 1 << 26
"""Size to which such arrays are held together, of all scenarios of a game."""
WEIGHT_BATCH = 128
"""Points whose weighted sums are made at a time: a few hundred kilobytes, which stay in cache."""


@dataclass(frozen=True, eq=False)
class GameBatch:
    """Games of one shape.

    Attributes:
        payoffs: ``(B, N, A_0, ..., A_{N-1})``.
        metrics: values ``(A_0, ...)`` where they do not vary, else ``(B, A_0, ...)``.
    """

    payoffs: FloatArray
    metrics: tuple[Metric, ...]


@dataclass(frozen=True, eq=False)
class CellGames(Builder):
    """Builds and solves the games of plans of one side of a question."""

    def build(self, points: FloatArray, names: tuple[str, ...] = ()) -> list[tuple[IntArray, GameBatch]]:
        """Games at ``points`` ``(B, D)``: batches of one shape, each with the positions ``(b,)`` of its points.

        Args:
            points: parameter values.
            names: of the metrics that are wanted; left out, all.
        """
        return [(where, self._batch(base, points, where, names)) for where, base in self.groups(points)]

    def solve(self, points: FloatArray, metrics: tuple[str, ...], n_words: int) -> list[Part]:
        """The cells at ``points`` ``(B, D)``."""
        parts = []
        for where, batch in self.build(points, metrics):
            found, n_axes = solve_many(batch.payoffs), batch.payoffs.ndim - 2
            own = chosen(batch.metrics, metrics)
            parts.append(Part(where, found, own, n_axes, support=supports(found, n_words)))
        return parts

    def look(self, points: FloatArray) -> Look:
        """What the games at ``points`` are like; their metrics are those of the first."""
        # Points that share all numbers that are rebuilt have games of one shape.
        firsts = points[[int(where[0]) for where, _ in self.groups(points)]]
        batches = [batch for _, batch in self.build(firsts)]
        plans = [batch.payoffs.shape[2:] for batch in batches]
        singly = any(len(shape) != 2 for shape in plans)
        return Look(batches[0].metrics, max(n for shape in plans for n in shape), max(map(math.prod, plans)), singly)

    def gives(self, points: FloatArray, games: Sequence[Game]) -> bool:
        """Whether batches have the payoffs and metrics of these games, bit by bit."""
        built = self.build(points)
        return all(
            _is_game(batch, at, games[point]) for where, batch in built for at, point in enumerate(where.tolist())
        )

    def may_vary(self, ends: set[str]) -> Way:
        """Weights, where payoffs are linear in them; else arrays, where the calendar stays as it is."""
        base = self.base
        if not isinstance(base, ReleaseGame) or ends & {"horizon", "step"}:
            return Way.REBUILT
        # Coalitions add labs' payoffs and wrappers change them; the basis is then not the whole story.
        linear = base.linear and not base.coalitions and all(type(m).wrap is Modifier.wrap for m in base.modifiers)
        return Way.WEIGHT if linear and ends == {"weight"} else Way.ARRAY

    @cached_property
    def _linear(self) -> dict[tuple[str, ...], tuple[Basis, tuple[Metric, ...]]]:
        """Basis and metrics of the game at the base, by the metrics that are wanted."""
        return {}

    def _batch(self, base: Game, points: FloatArray, where: IntArray, names: tuple[str, ...]) -> GameBatch:
        moving = [k for k, way in enumerate(self.ways) if way is not Way.REBUILT]
        if not isinstance(base, ReleaseGame) or not moving:
            payoffs, metrics = base.normal_form().payoffs, base.metrics_named(names)
            return GameBatch(np.repeat(payoffs[None], len(where), axis=0), metrics)
        # A path with ``*`` is one number that several labs share.
        columns = self.columns(base, points[where])
        if all(self.ways[k] is Way.WEIGHT for k in moving):
            known = self._linear if base is self.base else {}
            if names not in known:
                known[names] = base.basis(), base.metrics_named(names)
            return _weighted(*known[names], base, columns, len(where))
        return _as_arrays(base, columns, len(where), names)


def _weighted(
    basis: Basis, metrics: tuple[Metric, ...], game: ReleaseGame, columns: dict[str, FloatArray], n_points: int
) -> GameBatch:
    """Weighted sums of the basis, term by term in the order in which a game adds them, so that bits agree."""
    shape = metrics[0].values.shape
    payoffs = np.empty((n_points, len(game.labs), *shape))
    spare = np.empty((2, min(WEIGHT_BATCH, n_points), *shape))
    for i, lab in enumerate(game.labs):
        weights = [columns.get(f"{lab.name}.{term.label}", term.weight) for term in lab.terms]
        if not any(isinstance(weight, np.ndarray) for weight in weights):
            # The same at every point.
            payoffs[:, i] = weighted_sum(zip(weights, basis.values[i], strict=True), shape)
            continue
        for start in range(0, n_points, WEIGHT_BATCH):
            part = slice(start, min(start + WEIGHT_BATCH, n_points))
            own = [w[part].reshape(-1, *(1,) * len(shape)) if isinstance(w, np.ndarray) else w for w in weights]
            n_here = part.stop - start
            summed = weighted_sum(zip(own, basis.values[i], strict=True), (n_here, *shape), spare[:, :n_here])
            payoffs[part, i] = summed
    return GameBatch(payoffs, metrics)


def _as_arrays(game: ReleaseGame, columns: dict[str, FloatArray], n_points: int, names: tuple[str, ...]) -> GameBatch:
    n_axes = len(game.labs)
    cells = len(game.calendar.grid()) + len(game.open.releases) + 2
    plans = [len(labels) for labels in game.actions()]
    one = 8 * cells * int(np.prod(plans))
    # Outlooks on the open path are put together as points are; what events make of them are histories apart.
    together = len(outlooks(game.open, game.calendar, believed=True))
    step = max(1, min(ARRAY_BYTES // (one * together), WORLDS_BYTES // (one * len(game.worlds()))))
    payoffs = np.empty((n_points, len(plans), *plans))
    values: list[list[FloatArray]] = []
    nevers: list[list[FloatArray]] = []
    metrics: tuple[Metric, ...] = ()
    for start in range(0, n_points, step):
        part = slice(start, min(start + step, n_points))
        batch = with_arrays(game, {path: column[part] for path, column in columns.items()}, n_axes)
        payoffs[part] = np.moveaxis(batch.payoffs(), 0, 1)
        metrics = batch.metrics_named(names)
        size = part.stop - part.start
        values.append([np.broadcast_to(m.values, (size, *plans)) for m in metrics])
        nevers.append([np.broadcast_to(0.0 if m.never is None else m.never, (size, *plans)) for m in metrics])
    whole = tuple(
        replace(
            m,
            values=np.concatenate([v[k] for v in values]),
            never=None if m.never is None else np.concatenate([n[k] for n in nevers]),
        )
        for k, m in enumerate(metrics)
    )
    return GameBatch(payoffs, whole)


def _is_game(batch: GameBatch, at: int, game: Game) -> bool:
    payoffs, metrics = game.normal_form().payoffs, game.metrics()
    if payoffs.shape != batch.payoffs.shape[1:] or not np.array_equal(payoffs, batch.payoffs[at]):
        return False
    for one, many in zip(metrics, batch.metrics, strict=True):
        here = many.values if many.values.ndim == one.values.ndim else many.values[at]
        if not np.array_equal(one.values, here):
            return False
    return True
