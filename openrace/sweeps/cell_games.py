"""Payoff tensors and metrics of many parameter points at once.

Three ways to vary a number, from fast to slow, and every path takes the first that is right for it:

* a *weight* of a term, where payoffs are linear in weights: the basis of one game is computed once, and a point
  costs one weighted sum;
* an *array*: all of ``games`` is written to broadcast, so a batch of points is one evaluation;
* *rebuilt*: the game is made anew, for whole numbers, dates that move the calendar, and everything else.

Which way is right is not taken on trust: the fast result, all paths moving together, is compared with games built one
by one. Weights alone are compared at the upper ends of their ranges, for the basis is that of the lower ends, and
whatever is not linear shows there; with arrays among them, at both ends and in the middle. If any bit differs, every
path is tried alone, and one that differs is rebuilt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from games.modifiers.base import Modifier
from games.parts.game import Game
from games.parts.metric import Metric
from games.parts.part import FloatArray
from games.parts.paths import SettingError, matching, with_arrays
from games.release.release_game import Basis, ReleaseGame
from openrace.questions.question import OWN, Question
from solver.game.errors import SolverError

IntArray = NDArray[np.int64]
ARRAY_BYTES = 1 << 21
"""Size to which one array of a batch is held: cell by cell histories of a few hundred points stay in cache."""
WEIGHT_BATCH = 128
"""Points whose weighted sums are made at a time: a few hundred kilobytes, which stay in cache."""


class Way(Enum):
    """How a path is varied."""

    WEIGHT = "weight"
    ARRAY = "array"
    REBUILT = "rebuilt"


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
class _Linear:
    """All that a game's payoffs and metrics need when only weights vary."""

    basis: Basis
    metrics: tuple[Metric, ...]


@dataclass(frozen=True, eq=False)
class CellGames:
    """Builds the games of one side of a question at any points.

    Attributes:
        question: the base point.
        side: index into ``question.games()``.
        base: that game with the paths at some values, which do not matter.
        paths: the ``D`` paths that vary.
        ways: how each of them is varied.
    """

    question: Question
    side: int
    base: Game
    paths: tuple[str, ...]
    ways: tuple[Way, ...]

    def build(self, points: FloatArray) -> list[tuple[IntArray, GameBatch]]:
        """Games at ``points`` ``(B, D)``: batches of one shape, each with the positions ``(b,)`` of its points."""
        rebuilt = [k for k, way in enumerate(self.ways) if way is Way.REBUILT]
        if not rebuilt:
            return [(np.arange(len(points)), self._batch(self.base, points, np.arange(len(points))))]
        groups: dict[tuple[float, ...], list[int]] = {}
        for at, row in enumerate(points[:, rebuilt].tolist()):
            groups.setdefault(tuple(row), []).append(at)
        out = []
        for values, members in groups.items():
            base = self.game_at([self.paths[k] for k in rebuilt], values)
            where = np.array(members)
            out.append((where, self._batch(base, points, where)))
        return out

    def game_at(self, paths: list[str], values: tuple[float, ...]) -> Game:
        """This side's game with numbers changed and validated."""
        return self.question.at(self.question.settings(paths, values)).games()[self.side]

    @cached_property
    def _linear(self) -> _Linear:
        base = self.base
        if not isinstance(base, ReleaseGame):
            raise SolverError(f"{base.name} has no basis")
        return _Linear(base.basis(), base.metrics())

    def _batch(self, base: Game, points: FloatArray, where: IntArray) -> GameBatch:
        moving = [k for k, way in enumerate(self.ways) if way is not Way.REBUILT]
        if not isinstance(base, ReleaseGame) or not moving:
            payoffs, metrics = base.normal_form().payoffs, base.metrics()
            return GameBatch(np.repeat(payoffs[None], len(where), axis=0), metrics)
        # A path with ``*`` is one number that several labs share.
        columns = {path: points[where, k] for k in moving for path in matching(base, self.paths[k])}
        if all(self.ways[k] is Way.WEIGHT for k in moving):
            parts = self._linear if base is self.base else _Linear(base.basis(), base.metrics())
            return _weighted(parts, base, columns, len(where))
        return _as_arrays(base, columns, len(where))


def _weighted(parts: _Linear, game: ReleaseGame, columns: dict[str, FloatArray], n_points: int) -> GameBatch:
    """Weighted sums of the basis, term by term in the order in which a game adds them, so that bits agree."""
    shape = parts.metrics[0].values.shape
    payoffs = np.empty((n_points, len(game.labs), *shape))
    product = np.empty((min(WEIGHT_BATCH, n_points), *shape))
    for i, lab in enumerate(game.labs):
        weights = [columns.get(f"{lab.name}.{term.label}", term.weight) for term in lab.terms]
        if not any(isinstance(weight, np.ndarray) for weight in weights):
            # The same at every point.
            payoffs[:, i] = sum((w * v for w, v in zip(weights, parts.basis.values[i], strict=True)), np.zeros(shape))
            continue
        for start in range(0, n_points, WEIGHT_BATCH):
            part = slice(start, min(start + WEIGHT_BATCH, n_points))
            total = np.zeros((part.stop - start, *shape))
            for weight, values in zip(weights, parts.basis.values[i], strict=True):
                if isinstance(weight, np.ndarray):
                    own = weight[part].reshape(-1, *(1,) * len(shape))
                    total += np.multiply(own, values, out=product[: len(total)])
                else:
                    total += weight * values
            payoffs[part, i] = total
    return GameBatch(payoffs, parts.metrics)


def _as_arrays(game: ReleaseGame, columns: dict[str, FloatArray], n_points: int) -> GameBatch:
    n_axes = len(game.labs)
    cells = len(game.calendar.grid()) + len(game.open.releases) + 2
    plans = [len(labels) for labels in game.actions()]
    # A game with scenarios holds a history for each of them.
    step = max(1, ARRAY_BYTES // (8 * cells * int(np.prod(plans)) * len(game.worlds())))
    payoffs = np.empty((n_points, len(plans), *plans))
    values: list[list[FloatArray]] = []
    nevers: list[list[FloatArray]] = []
    metrics: tuple[Metric, ...] = ()
    for start in range(0, n_points, step):
        part = slice(start, min(start + step, n_points))
        batch = with_arrays(game, {path: column[part] for path, column in columns.items()}, n_axes)
        payoffs[part] = np.moveaxis(batch.payoffs(), 0, 1)
        metrics = batch.metrics()
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


def cell_games(question: Question, paths: tuple[str, ...], low: FloatArray, high: FloatArray) -> tuple[CellGames, ...]:
    """One builder per side, for points between ``low`` and ``high`` ``(D,)``, whose corners are validated here.

    Raises:
        OpenraceError: unknown paths, or values out of range at an end.
    """
    lows, highs = (question.at(question.settings(paths, end.tolist())).games() for end in (low, high))
    # Bases are the games at the lower ends: what does not vary is the same everywhere.
    hoped = [_fastest(question, base, paths) for base in lows]
    builders = tuple(CellGames(question, side, base, paths, hoped[side]) for side, base in enumerate(lows))
    kinds = {way for ways in hoped for way in ways}
    if kinds == {Way.REBUILT}:
        return builders
    # Of weights alone the base is the lower end, and whatever is not linear in them shows at the upper one.
    points, games = [high], [highs]
    if Way.ARRAY in kinds:
        # Formulas may treat an end such as 0 differently. What is rebuilt stays where it is valid.
        moving = np.array([all(ways[k] is not Way.REBUILT for ways in hoped) for k in range(len(paths))])
        middle = np.where(moving, (low + high) / 2, low)
        between = question.at(question.settings(paths, middle.tolist())).games()
        points, games = [low, middle, high], [lows, between, highs]
    if all(_agrees(b, np.stack(points), [pair[b.side] for pair in games]) for b in builders):
        return builders
    return tuple(_one_by_one(builder, low, high) for builder in builders)


def _fastest(question: Question, base: Game, paths: tuple[str, ...]) -> tuple[Way, ...]:
    """The fastest way that may be right for each path."""
    if not isinstance(base, ReleaseGame):
        return (Way.REBUILT,) * len(paths)
    # Coalitions add labs' payoffs and wrappers change them; the basis is then not the whole story.
    linear = base.linear and not base.coalitions and all(type(m).wrap is Modifier.wrap for m in base.modifiers)

    def fastest(path: str) -> Way:
        if path.startswith(OWN) or path in ("calendar.horizon", "calendar.step") or question.is_whole(path):
            return Way.REBUILT
        try:
            ends = [keys[-1] for keys in matching(base, path).values()]
        except SettingError:
            return Way.REBUILT
        return Way.WEIGHT if linear and set(ends) == {"weight"} else Way.ARRAY

    return tuple(fastest(path) for path in paths)


def _one_by_one(hoped: CellGames, low: FloatArray, high: FloatArray) -> CellGames:
    """The builder with every path in the fastest way that is right for it alone."""
    own = replace(hoped, base=hoped.question.games()[hoped.side])
    return replace(own, ways=tuple(_way(own, k, np.array([low[k], high[k]])) for k in range(len(own.paths))))


def _way(hoped: CellGames, k: int, ends: FloatArray) -> Way:
    """The fastest way for path ``k`` where all others stay as they are in the base."""
    ways = (Way.WEIGHT, Way.ARRAY, Way.REBUILT)
    for way in ways[ways.index(hoped.ways[k]) : -1]:
        alone = replace(hoped, paths=hoped.paths[k : k + 1], ways=(way,))
        values = (ends[0], ends.mean(), ends[1])
        games = [alone.game_at([alone.paths[0]], (float(value),)) for value in values]
        if _agrees(alone, np.array(values)[:, None], games):
            return way
    return Way.REBUILT


def _agrees(fast: CellGames, points: FloatArray, games: Sequence[Game]) -> bool:
    """Whether a builder gives, bit by bit, the games that were built one by one at ``points`` ``(B, D)``."""
    try:
        built = fast.build(points)
    except (TypeError, ValueError, IndexError):
        # Written for one number at a time; the slow way is always right.
        return False
    return all(_is_game(batch, at, games[point]) for where, batch in built for at, point in enumerate(where.tolist()))


def _is_game(batch: GameBatch, at: int, game: Game) -> bool:
    payoffs, metrics = game.normal_form().payoffs, game.metrics()
    if payoffs.shape != batch.payoffs.shape[1:] or not np.array_equal(payoffs, batch.payoffs[at]):
        return False
    for one, many in zip(metrics, batch.metrics, strict=True):
        here = many.values if many.values.ndim == one.values.ndim else many.values[at]
        if not np.array_equal(one.values, here):
            return False
    return True
