"""Stage games whose payoffs depend on where on a face of a successor play is.

Payoffs are linear on a cell. If they matter to nobody's choice, or one profile is forced at all corners, the equilibria
are the same at every point, and their values a cell again. If one segment of a face matters, it is walked: a mover's
gain from one action above another is linear along it, so the equilibria change only at the roots of gains. Between two
roots a pure equilibrium stays one, and its values are a cell; a mixed one moves, each probability a ratio of two linear
functions, and its values are a curve, on which each row is least and greatest at an end or where its derivative
vanishes. Those points are solutions too; the curve is a surface to earlier choices.

Faces that matter and are larger, or several at once, and larger stages are not followed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, product
from math import prod

import numpy as np

from solver.common.arrays import FloatArray, IntArray
from solver.common.tolerances import SAME_POINT
from solver.staged.induction.branching import Lottery, Moves
from solver.staged.induction.combine import Cell, Promises
from solver.staged.induction.curve import Odds, played, turns
from solver.staged.induction.points import mean
from solver.staged.stages import undominated
from solver.staged.strategy import Profile


def draw(lottery: Lottery, chosen: Sequence[Cell], promised: Promises) -> None:
    """A move of chance between cells: values are linear in each, so values are a cell too."""
    links = _corners(chosen)
    run, ties = lottery.run, _ties(chosen)
    numbers = lottery.settle(links, [promised] * len(links))
    if run.method.valuation.risky:
        run.faces.lost.update(ties)
    else:
        run.close(lottery.index, lottery.found, numbers, ties)


def follow(moves: Moves, chosen: Sequence[Cell], promised: Promises) -> None:
    """A stage at all points of a combination of cells."""
    parametric = Parametric(moves, tuple(chosen), promised)
    matter = parametric.matter()
    if parametric.is_forced() or not matter:
        parametric.constant()
    elif len(matter) == 1 and len(chosen[matter[0]].corners) == 2 and parametric.is_small():
        parametric.walk(matter[0])
    else:
        moves.run.faces.lost.update(_ties(chosen))
        moves.settle(parametric.links, [promised] * len(parametric.links))


@dataclass(eq=False)
class Parametric:
    """One combination of cells of a stage's successors."""

    moves: Moves
    chosen: tuple[Cell, ...]
    promised: Promises

    def __post_init__(self) -> None:
        self.links = _corners(self.chosen)
        self.outcomes = self.moves.outcomes(self.links)
        self.games = self.moves.payoffs(self.outcomes)
        self.tie = self.moves.tie()
        self.kept = undominated(np.moveaxis(self.games, 0, -1), self.tie)[: len(self.tie)]
        self.choosers = [i for i, actions in enumerate(self.kept) if len(actions) > 1]

    def is_forced(self) -> bool:
        """Whether one profile is left at all points."""
        return not self.choosers

    def is_small(self) -> bool:
        """Whether one mover has a choice, or two between two actions each."""
        sizes = [len(self.kept[i]) for i in self.choosers]
        return len(sizes) == 1 or sizes == [2, 2]

    def matter(self) -> list[int]:
        """Places of the cells on whose points a gain depends."""
        window = np.ix_(range(len(self.games)), range(len(self.tie)), *self.kept)
        shape = [len(cell.corners) for cell in self.chosen]
        found = []
        for place in range(len(self.chosen)):
            moved = False
            for mover, own in enumerate(np.moveaxis(self.games[window], 1, 0)):
                gains = own - np.take(own, [0], axis=1 + mover)
                spread = np.ptp(gains.reshape(*shape, -1), axis=place)
                moved |= bool((spread > self.tie[mover]).any())
            if moved:
                found.append(place)
        return found

    def constant(self) -> None:
        """The equilibria are the same everywhere."""
        stage = self.moves.solve(self.games[0])
        ties = _ties(self.chosen)
        for link, outcomes in zip(self.links, self.outcomes, strict=True):
            self.moves.add(stage, outcomes, link, self.promised)
        for point in stage.points:
            self._cell(point, list(zip(self.outcomes, self.links, strict=True)), ties)
        if stage.continuum:
            self._surface([self.moves.value(p, o) for p in stage.points for o in self.outcomes], stage.points)

    def walk(self, place: int) -> None:
        """The equilibria along the one segment that matters, for each corner of the other cells."""
        roots = [0.0, *self._roots(place), 1.0]
        whole: dict[Profile, list[float]] = {}
        for at in roots:
            self._settle(place, at)
        for start, end in pairwise(roots):
            stage = self.moves.solve(self._game(place, (start + end) / 2))
            for point in stage.points:
                if all(len(mixed.actions) == 1 for mixed in point):
                    whole.setdefault(point, []).extend((start, end))
                else:
                    self._curve(place, start, end, point)
            if stage.continuum:
                both = [self._at(place, at) for at in (start, end)]
                self._surface(
                    [self.moves.value(p, o) for p in stage.points for own in both for o, _ in own], stage.points
                )
        for point, ends in whole.items():
            corners = [*self._at(place, min(ends)), *self._at(place, max(ends))]
            self._cell(point, corners, _ties(self.chosen))

    def _settle(self, place: int, at: float) -> None:
        stage = self.moves.solve(self._game(place, at))
        for outcomes, link in self._at(place, at):
            self.moves.add(stage, outcomes, link, self.promised)

    def _game(self, place: int, at: float) -> FloatArray:
        """The stage game ``(k, A_0, ...)`` at a point of the segment."""
        ends = [self.games[k] for k in self._ends(place)]
        return np.asarray((1 - at) * ends[0] + at * ends[1])

    def _ends(self, place: int) -> list[int]:
        """Two combinations that differ in one place only; among all of them the last place changes first."""
        apart = prod(len(cell.corners) for cell in self.chosen[place + 1 :])
        return [k * apart for k in range(len(self.chosen[place].corners))]

    def _at(self, place: int, at: float) -> list[tuple[FloatArray, IntArray]]:
        """Outcomes ``(R, profiles)`` and links at a point of the segment and the corners of the other cells."""
        first, second = self.chosen[place].corners
        child = self.moves.run.explored.children[self.moves.index][place]
        number = mean(self.moves.run, child, [(first, 1 - at), (second, at)])
        links = self.links[self.links[:, place] == first].copy()
        links[:, place] = number
        return list(zip(self.moves.outcomes(links), links, strict=True))

    def _roots(self, place: int) -> list[float]:
        """Where strictly inside the segment the gain of an action above another one changes its sign."""
        ends = np.stack([self.games[k] for k in self._ends(place)])[np.ix_([0, 1], range(len(self.tie)), *self.kept)]
        found = set()
        for mover in self.choosers:
            own = np.moveaxis(ends[:, mover], 1 + mover, 1)
            for a, b in combinations(range(own.shape[1]), 2):
                gains = (own[:, a] - own[:, b]).reshape(2, -1)
                for first, last in gains.T.tolist():
                    if min(first, last) < -self.tie[mover] and max(first, last) > self.tie[mover]:
                        found.add(first / (first - last))
        ordered = [0.0, *sorted(found)]
        return [at for before, at in pairwise(ordered) if at - before > SAME_POINT and at < 1 - SAME_POINT]

    def _curve(self, place: int, start: float, end: float, point: Profile) -> None:
        """A mixed equilibrium that moves along an interval: its ends, and where a row is least or greatest."""
        moving = {
            mover: self._odds(self._game(place, start), self._game(place, end), mover, point)
            for mover in self.choosers
            if len(point[mover].actions) > 1
        }
        ends = self._at(place, start), self._at(place, end)
        if all(odds.is_constant for odds in moving.values()):
            self._cell(point, [*ends[0], *ends[1]], _ties(self.chosen))
            return
        inside: set[float] = set()
        for (first, _), (last, _) in zip(*ends, strict=True):
            cube = (len(first), *self.moves.node.shape)
            inside.update(turns(first.reshape(cube), last.reshape(cube), point, moving))
        values = []
        for at in (0.0, *sorted(inside), 1.0):
            profile = played(point, moving, at)
            for outcomes, link in self._at(place, start + at * (end - start)):
                values.append(self.moves.value(profile, outcomes))
                if 0 < at < 1:
                    self.moves.point(profile, outcomes, link, self.promised)
        self._surface(values, [])

    def _odds(self, start: FloatArray, end: FloatArray, mover: int, point: Profile) -> Odds:
        """With what odds a mover mixes two actions between two stage games, so that the other mover is indifferent."""
        other = next(i for i in self.choosers if i != mover)
        gains = []
        for action in point[mover].actions:
            pure: list[int | list[int]] = [own.actions[0] for own in point]
            pure[mover], pure[other] = action, self.kept[other]
            gains.append(np.array([float(np.diff(game[other][tuple(pure)])[0]) for game in (start, end)]))
        return Odds(gains[1], -gains[0])

    def _cell(self, point: Profile, corners: list[tuple[FloatArray, IntArray]], ties: frozenset[int]) -> None:
        """One profile played at all these corners."""
        numbers = [self.moves.point(point, outcomes, link, self.promised) for outcomes, link in corners]
        if len(set(numbers)) > 1:
            self.moves.run.close(self.moves.index, self.moves.found, numbers, ties)

    def _surface(self, values: list[FloatArray], points: Sequence[Profile]) -> None:
        stacked = np.array(values)
        own = bool(points) and self.moves.run.tie(self.moves.index, stacked, points)
        ties = _ties(self.chosen) | (frozenset({self.moves.index}) if own else frozenset())
        self.moves.run.surface(self.moves.index, stacked, ties)


def _corners(chosen: Sequence[Cell]) -> IntArray:
    """``(C, children)``: every combination of the cells' solutions."""
    return np.array(list(product(*(cell.corners for cell in chosen))), dtype=np.int64)


def _ties(chosen: Sequence[Cell]) -> frozenset[int]:
    return frozenset().union(*(cell.ties for cell in chosen))
