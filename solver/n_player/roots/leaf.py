"""Closing a leaf: all roots of one support's equations that are equilibria, proven, or what stays unresolved.

At a leaf every action is out or known to have no regret, so an equilibrium solves the polynomial system of the support
(``solver.n_player.roots.support_system``) and lies in the relaxation of slice rows. One *cell* is worked on at a time:

1. the relaxation is proven empty, and the cell is done; or
2. Newton from a point of the relaxation finds a root, exact arithmetic proves it and gives a box in which it is the
   only root, and linear algebra (``solver.n_player.roots.enclose``) or proven linear bounds show that everything in the
   cell lies inside that box: done, one root; or
3. exact algebra solves the whole support, where one number is free (``solver.n_player.roots.one_parameter``): small
   supports at once, larger ones when halving does not help; or
4. proven lower bounds on barycentric weights cut the cell down; or
5. it is halved; below ``SMALLEST_CELL`` or where roots visibly form a continuum it is kept as *unresolved*, never
   dropped.

Letters: ``S_i`` the support; players with the two largest supports keep their simplex, all others' are contracted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

import numpy as np

from solver.common.arrays import FloatArray, IntArray
from solver.common.clock import Clock
from solver.common.tolerances import CERTIFIED_REGRET, SMALLEST_CELL, ZERO_PROBABILITY
from solver.game.profile import regret
from solver.n_player.relaxation.bound import Floor, Frame, jitter, judge, smallest
from solver.n_player.relaxation.duality import ExactRelaxation, IntegerGame
from solver.n_player.relaxation.lp import Solver
from solver.n_player.relaxation.rows import Relaxation
from solver.n_player.roots.cell import Simplex
from solver.n_player.roots.enclose import Box, enclose
from solver.n_player.roots.krawczyk import CertifiedRoot, certify_root
from solver.n_player.roots.one_parameter import Solved, solve_support
from solver.n_player.roots.support_system import SupportSystem
from solver.n_player.tree.log import Bounds, CellNote, Dropped, End

Support = tuple[tuple[int, ...], ...]
Profile = tuple[FloatArray, ...]

ENOUGH_SHRINKING = 0.7
"""Contract again while the longest edge falls below this share; bisect otherwise."""

STUCK_DEPTH, QUICK_ACTIONS = 3, 3
"""Exact algebra is tried for cells halved this often, and where players have at most this many actions in play."""

CONTINUUM_DEPTH = 4
"""Where a continuum of roots is witnessed, halve this often to say where it is, and no further."""


@dataclass(frozen=True, eq=False)
class Cell:
    """A part of one leaf: the support and each player's simplex."""

    support: Support
    simplices: tuple[Simplex, ...]

    @classmethod
    def whole(cls, support: Support, n_actions: Sequence[int]) -> Cell:
        """The leaf itself."""
        return cls(support, tuple(Simplex.of_support(s, n) for s, n in zip(support, n_actions, strict=True)))

    @property
    def split(self) -> tuple[int, ...]:
        """Players whose simplex is contracted and halved: all but the two with the largest supports."""
        order = sorted(range(len(self.support)), key=lambda i: (-len(self.support[i]), i))
        return tuple(sorted(order[2:]))

    def replaced(self, player: int, simplex: Simplex) -> Cell:
        """The cell with another simplex for ``player``."""
        return Cell(self.support, (*self.simplices[:player], simplex, *self.simplices[player + 1 :]))


@dataclass(frozen=True, eq=False)
class Region:
    """A cell that could not be closed.

    Attributes:
        support: what is played in it.
        lower, upper: per player bounds ``(A_i,)`` on the probabilities of the equilibria in it, if there are any.
        points: equilibria found in it (regret zero up to rounding), possibly none.
        dimension: of a continuum witnessed by two or more points; 0 if none was.
    """

    support: Support
    lower: Profile
    upper: Profile
    points: tuple[Profile, ...] = ()
    dimension: int = 0


@dataclass(frozen=True, eq=False)
class CellOutcome:
    """One cell's end: cells that replace it, a root that was closed in, or an unresolved region; and the reasons."""

    note: CellNote
    cells: tuple[Cell, ...] = ()
    root: CertifiedRoot | None = None
    region: Region | None = None


@dataclass(eq=False)
class LeafCloser:
    """Works on the cells of one game; roots already proven, and supports already solved, are kept."""

    game: IntegerGame
    clock: Clock = field(default_factory=Clock)
    roots: dict[Support, list[CertifiedRoot]] = field(default_factory=dict)
    witnesses: dict[Support, Region] = field(default_factory=dict)
    solved: dict[Support, Solved | None] = field(default_factory=dict)

    @cached_property
    def solver(self) -> Solver:
        """HiGHS, made for the first cell that needs it."""
        return Solver(self.clock)

    @property
    def n_solved(self) -> int:
        """Linear programs solved so far."""
        return self.solver.n_solved if "solver" in self.__dict__ else 0

    def work(self, cell: Cell) -> CellOutcome:
        """One step on one cell."""
        # Exact algebra answers for the whole support, so its other cells have nothing left to say.
        if self._is_solved(cell):
            return CellOutcome(CellNote(End.SOLVED))
        corners = [s.floats for s in cell.simplices]
        relaxation = Relaxation.of_cell(self.game.normalised, corners)
        exact = self.game.cell_relaxation([s.corners for s in cell.simplices], [s.bits for s in cell.simplices])
        n_columns = int(np.prod(relaxation.n_corners))
        frame = Frame(slice_rows(cell.support, relaxation), np.arange(n_columns))
        live = np.ones(n_columns, dtype=bool)
        judgement = judge(relaxation, exact, frame, live, jitter(n_columns), self.solver)
        if judgement.empty:
            dropped = Dropped.of(judgement.rows, judgement.multipliers)
            return CellOutcome(CellNote(End.DROPPED, dropped=dropped))
        # Where the relaxation is not empty its point is the best guess of a root there is.
        if judgement.weights is not None:
            weights = relaxation.marginals(judgement.weights, frame.columns)
            self._seek(cell, [w @ c for w, c in zip(weights, corners, strict=True)])
            frame = Frame(frame.rows, frame.columns, judgement.basis)
        # Linear algebra first, which is cheaper than the linear programs below.
        boxes = self._enclosure(cell, corners)
        if boxes is not None and any(np.any(low > high) for low, high in boxes):
            return CellOutcome(CellNote(End.OUTSIDE))
        work = _Work(cell, corners, relaxation, exact, frame, self.solver)
        for root in self.roots.get(cell.support, []):
            if boxes is not None and root.is_only_root_within(reach(root, boxes)):
                return CellOutcome(CellNote(End.BOXED, root=root.flat), root=root)
            if is_inside(cell, corners, root, work.lower):
                return CellOutcome(CellNote(End.BOUNDED, root=root.flat, bounds=work.bounds), root=root)
        return self._divide(work)

    def _is_solved(self, cell: Cell) -> bool:
        """Whether exact algebra has all equilibria of the support; tried where it is quick or nothing else helps."""
        support = cell.support
        if support not in self.solved:
            witness, depth = self.witnesses.get(support), max(s.depth for s in cell.simplices)
            # A singular root is never boxed, however small the cell: after a few halvings, or where a continuum shows,
            # algebra is the only way to an end.
            stuck = depth >= STUCK_DEPTH or (witness is not None and witness.dimension > 0)
            if not stuck and max(map(len, support)) > QUICK_ACTIONS:
                return False
            self.solved[support] = solve_support(self.game, support, self.clock)
        found = self.solved[support]
        return found is not None and found.is_resolved

    def _enclosure(self, cell: Cell, corners: Sequence[FloatArray]) -> list[Box] | None:
        """Boxes per player that contain all roots of the cell, by linear algebra; three players only."""
        if len(cell.split) != 1:
            return None
        (c,) = cell.split
        return enclose(list(self.game.normalised), cell.support, c, corners[c][:, list(cell.support[c])])

    def _seek(self, cell: Cell, start: Sequence[FloatArray]) -> None:
        """Newton from ``start``; remember a new proven root, or a continuum."""
        support = cell.support
        system = SupportSystem.of(list(self.game.normalised), support)
        guess = np.concatenate([own[list(s)] for own, s in zip(start, support, strict=True)])
        x = system.newton(guess)
        if x is None:
            return
        known = self.roots.setdefault(support, [])
        for root in known:
            # Newton came to a root that is known: half the radius leaves room for its rounding.
            if np.abs(np.array(root.flat) - x).max() < root.unique_radius / 2:
                return
        certified = certify_root(self.game.payoffs, self.game.ranges, support, x)
        if certified is not None:
            known.append(certified)
        elif support not in self.witnesses:
            witness = self._continuum(support, system, x)
            if witness is not None:
                self.witnesses[support] = witness

    def _continuum(self, support: Support, system: SupportSystem, x: FloatArray) -> Region | None:
        """Other equilibria of the same support next to the singular root ``x``, if there are any."""
        # Directions in which the equations do not change at first order: along a continuum of roots one of them leads
        # on.
        _, sizes, directions = np.linalg.svd(system.jacobian(x))
        flat = directions[sizes < 1e-9 * sizes[0]]
        points = [p for p in [self._equilibrium(support, x)] if p is not None]
        dimension = 0
        for direction in flat:
            moved = False
            for step in (0.05, -0.05, 1e-3, -1e-3):
                other = system.newton(x + step * direction)
                if other is not None and np.abs(other - x).max() > abs(step) / 10:
                    point = self._equilibrium(support, other)
                    if point is not None:
                        points.append(point)
                        moved = True
            dimension += moved
        if not points:
            return None
        lower = tuple(np.min([p[i] for p in points], axis=0) for i in range(len(support)))
        upper = tuple(np.max([p[i] for p in points], axis=0) for i in range(len(support)))
        return Region(support, lower, upper, tuple(points), dimension if len(points) > 1 else 0)

    def _equilibrium(self, support: Support, x: FloatArray) -> Profile | None:
        cuts = np.cumsum([0, *[len(s) for s in support]])
        profile = []
        for i, s in enumerate(support):
            own = np.zeros(self.game.normalised.shape[1 + i])
            own[list(s)] = x[cuts[i] : cuts[i + 1]]
            if own.min() < -ZERO_PROBABILITY:
                return None
            own = np.maximum(own, 0)
            profile.append(own / own.sum())
        return tuple(profile) if regret(self.game.normalised, profile) <= CERTIFIED_REGRET else None

    def _divide(self, work: _Work) -> CellOutcome:
        cell = work.cell
        splittable = [i for i in cell.split if len(work.corners[i]) > 1]
        smaller, shrunk = cell, []
        for i in splittable:
            # Lower bounds on barycentric weights leave a smaller simplex of the same shape.
            contracted = cell.simplices[i].contracted(work.lower(i))
            if contracted is None:
                return CellOutcome(CellNote(End.IMPOSSIBLE, bounds=work.bounds))
            if contracted.size < ENOUGH_SHRINKING * cell.simplices[i].size:
                smaller = smaller.replaced(i, contracted)
                shrunk.append(i)
        # No halving before the other players' bounds are seen: they may show that the cell is empty.
        if not shrunk and any(sum(work.lower(i)) > 1 for i in range(len(work.corners)) if i not in cell.split):
            return CellOutcome(CellNote(End.IMPOSSIBLE, bounds=work.bounds))
        witness = self.witnesses.get(cell.support)
        depth = max((s.depth for s in smaller.simplices), default=0)
        size = max((cell.simplices[i].size for i in splittable), default=0.0)
        if size < SMALLEST_CELL or (witness is not None and witness.dimension > 0 and depth >= CONTINUUM_DEPTH):
            return CellOutcome(CellNote(End.UNRESOLVED), region=self._region(work, smaller, witness))
        if shrunk:
            note = CellNote(End.REPLACED, bounds=work.bounds, contracted=tuple(shrunk))
            return CellOutcome(note, cells=(smaller,))
        # Halving the longest edge makes every cell small in the end, which is what bounds and boxes need.
        widest = max(splittable, key=lambda i: smaller.simplices[i].size)
        halves = tuple(smaller.replaced(widest, half) for half in smaller.simplices[widest].bisected())
        return CellOutcome(CellNote(End.REPLACED, halved=widest), cells=halves)

    def _region(self, work: _Work, cell: Cell, witness: Region | None) -> Region:
        lower, upper = [], []
        for i, (own, simplex) in enumerate(zip(cell.support, cell.simplices, strict=True)):
            if i in cell.split:
                low, high = simplex.floats.min(axis=0), simplex.floats.max(axis=0)
            else:
                bounds = work.lower(i)
                low, high = np.zeros(simplex.corners.shape[1]), np.zeros(simplex.corners.shape[1])
                low[list(own)] = [float(b) for b in bounds]
                high[list(own)] = [float(1 - sum(bounds) + b) for b in bounds]
            lower.append(low)
            upper.append(high)
        if witness is None:
            return Region(cell.support, tuple(lower), tuple(upper))
        return Region(cell.support, tuple(lower), tuple(upper), witness.points, witness.dimension)


@dataclass(eq=False)
class _Work:
    """A cell with the lower bounds on its weights that were needed so far."""

    cell: Cell
    corners: list[FloatArray]
    relaxation: Relaxation
    exact: ExactRelaxation
    frame: Frame
    solver: Solver
    floors: dict[int, list[Floor]] = field(default_factory=dict)

    def lower(self, i: int) -> list[Fraction]:
        """Proven lower bounds on the weights of player ``i``'s corners."""
        if i not in self.floors:
            own = self.relaxation.own[i]
            objectives = np.stack([(own == k).astype(np.int64) for k in range(self.relaxation.n_corners[i])])
            self.floors[i] = smallest(self.relaxation, self.exact, self.frame, objectives, self.solver)
        return [floor.value for floor in self.floors[i]]

    @property
    def bounds(self) -> tuple[Bounds, ...]:
        """The proofs of the lower bounds."""
        return tuple(
            Bounds(
                i, tuple(tuple((int(r), float(f.multipliers[r])) for r in np.flatnonzero(f.multipliers)) for f in own)
            )
            for i, own in self.floors.items()
        )


def is_inside(
    cell: Cell, corners: Sequence[FloatArray], root: CertifiedRoot, lower: Callable[[int], list[Fraction]]
) -> bool:
    """Whether a cell lies in ``root``'s box of uniqueness, given lower bounds on the weights of each player."""
    # Distances are measured from the double nearest to the root; the radius and a margin make up for the difference.
    room = root.unique_radius - root.radius - 1e-12
    for i in cell.split:
        if np.abs(corners[i] - root.strategies[i]).max() > room:
            return False
    for i, own in enumerate(cell.support):
        if i not in cell.split and len(own) > 1:
            bounds = lower(i)
            # Weights sum to one: what the others need at least is the most that one can have.
            upper = [1 - (sum(bounds) - low) for low in bounds]
            for a, low, high in zip(own, bounds, upper, strict=True):
                if root.strategies[i][a] - float(low) > room or float(high) - root.strategies[i][a] > room:
                    return False
    return True


def reach(root: CertifiedRoot, boxes: Sequence[Box]) -> FloatArray:
    """``(n,)``: how far a point of the boxes can be from ``root``, in each unknown."""
    parts = []
    for own, s, (low, high) in zip(root.strategies, root.support, boxes, strict=True):
        centre = own[list(s)]
        parts.append(np.maximum(np.abs(high - centre), np.abs(low - centre)))
    return np.concatenate(parts)


def slice_rows(support: Support, relaxation: Relaxation) -> IntArray:
    """All slice rows of a leaf: the first action of each support is no worse than any other, the others than it."""
    rows: list[tuple[int, int, int, int]] = []
    for i, own in enumerate(support):
        first, n_actions = own[0], len(relaxation.values[i])
        for k in range(relaxation.n_corners[i]):
            rows.extend((i, k, first, b) for b in range(n_actions) if b != first)
            rows.extend((i, k, a, first) for a in own[1:])
    return np.array(rows, dtype=np.int64).reshape(-1, 4)
