"""Closing a leaf: all roots of one support's equations that are equilibria, proven, or what stays unresolved.

At a leaf every action is out or known to have no regret, so an equilibrium solves the polynomial system of the support
(``solver.n_player.roots.support_system``) and lies in the relaxation of slice rows. One *cell* is worked on at a time:

1. the relaxation is proven empty, and the cell is done; or
2. Newton from a point of the relaxation finds a root, exact arithmetic proves it and gives a box in which it is the
   only root, and linear algebra (``solver.n_player.roots.enclose``) shows that all roots of the cell lie inside that
   box, or that there are none: done; or
3. exact algebra solves the whole support, where one number is free (``solver.n_player.roots.one_parameter``): small
   supports at once, larger ones when halving does not help; or
4. it is halved; below ``SMALLEST_CELL`` or where roots visibly form a continuum it is kept as *unresolved*, never
   dropped.

Letters: ``S_i`` the support; a pair of players keep their simplex, all others' are halved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from solver.common.arrays import FloatArray, IntArray
from solver.common.clock import Clock
from solver.common.tolerances import CERTIFIED_REGRET, SMALLEST_CELL, TOUCHING, ZERO_PROBABILITY
from solver.game.profile import regret
from solver.n_player.relaxation.bound import Frame, jitter, judge
from solver.n_player.relaxation.integers import IntegerGame, Profile, Support
from solver.n_player.relaxation.lp import Solver
from solver.n_player.relaxation.rows import Relaxation
from solver.n_player.roots.cell import Simplex
from solver.n_player.roots.enclose import Box, Pair, enclose, pairs, steady_pair
from solver.n_player.roots.krawczyk import CertifiedRoot, certify_root
from solver.n_player.roots.one_parameter import Solved, solve_support
from solver.n_player.roots.support_system import SupportSystem, over_actions
from solver.n_player.tree.log import CellNote, Dropped, End

STUCK_DEPTH, QUICK_ACTIONS = 3, 3
"""Exact algebra is tried for cells halved this often, and where players have at most this many actions in play."""

_ROUNDED = 1e-14
"""More than the ends of boxes change when they become doubles."""

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
    def depth(self) -> int:
        """How often one simplex was halved at most."""
        return max(s.bits for s in self.simplices)

    def split(self, pair: Pair | None) -> dict[int, Simplex]:
        """The simplices, over the supports, of all players but those of ``pair``."""
        return {c: s.within(self.support[c]) for c, s in enumerate(self.simplices) if c not in (pair or ())}

    def holds(self, root: CertifiedRoot) -> bool:
        """Whether a root is among the corners of the simplices, coordinate by coordinate."""
        return all(
            bool((low - TOUCHING <= own).all() and (own <= high + TOUCHING).all())
            for own, (low, high) in zip(root.strategies, (s.ends for s in self.simplices), strict=True)
        )

    def halved(self, player: int) -> list[Cell]:
        """Two cells, between which the simplex of ``player`` is divided."""
        before, after = self.simplices[:player], self.simplices[player + 1 :]
        return [Cell(self.support, (*before, half, *after)) for half in self.simplices[player].bisected()]


@dataclass(frozen=True, eq=False)
class Region:
    """A cell that could not be closed.

    Attributes:
        support: what is played in it.
        lower, upper: ``(M,)`` bounds on the probabilities of the equilibria in it, player by player.
        points: equilibria found in it (regret zero up to rounding), possibly none.
        dimension: of a continuum witnessed by two or more points; 0 if none was.
    """

    support: Support
    lower: FloatArray
    upper: FloatArray
    points: tuple[Profile, ...] = ()
    dimension: int = 0


@dataclass(eq=False)
class LeafCloser:
    """Works on the cells of one game; what is known of supports is kept.

    Attributes:
        closed: roots in whose boxes cells were closed, feasible or not.
        regions: cells that could not be closed.
        roots: proven ones, each with the pair of players whose equations are steady there, if there is one.
        witnesses: equilibria seen where equations are singular, and the dimension of a continuum that they show.
        solved: what exact algebra found.
        solver: of the cells' programs.
    """

    game: IntegerGame
    clock: Clock = field(default_factory=Clock)
    closed: list[CertifiedRoot] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    roots: dict[Support, list[tuple[CertifiedRoot, Pair | None]]] = field(default_factory=dict)
    witnesses: dict[Support, tuple[tuple[Profile, ...], int]] = field(default_factory=dict)
    solved: dict[Support, Solved | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.solver = Solver(self.clock)

    def work(self, cell: Cell) -> tuple[CellNote, list[Cell]]:
        """One step on one cell: how it ended, and the cells that replace it."""
        # Exact algebra answers for the whole support, so its other cells have nothing left to say.
        if self._is_solved(cell):
            return CellNote(End.SOLVED), []
        dropped = self._emptiness(cell)
        if dropped is not None:
            return CellNote(End.DROPPED, dropped=dropped), []
        known = self.roots.get(cell.support, [])
        pair = next((pair for root, pair in known if cell.holds(root)), pairs(cell.support)[0])
        corners = {c: own.floats for c, own in cell.split(pair).items()}
        boxes = enclose(list(self.game.normalised), cell.support, pair, corners)
        if boxes == []:
            return CellNote(End.OUTSIDE, pair=pair), []
        for root, _ in known if boxes else []:
            if root.is_only_root_within(reach(root, boxes or [])):
                self.closed.extend([root] if root not in self.closed else [])
                return CellNote(End.BOXED, pair=pair, root=root.flat), []
        points, dimension = self.witnesses.get(cell.support, ((), 0))
        # Halving the longest edge makes every cell small in the end, which is what boxes need.
        widest = max(corners, key=lambda i: cell.simplices[i].size)
        is_located = dimension > 0 and cell.depth >= CONTINUUM_DEPTH
        if is_located or cell.simplices[widest].size < SMALLEST_CELL:
            n_actions = self.game.normalised.shape[1:]
            ends = zip(*(boxes or [s.ends for s in cell.split(None).values()]), strict=True)
            lower, upper = (np.concatenate(over_actions(np.concatenate(own), cell.support, n_actions)) for own in ends)
            self.regions.append(Region(cell.support, lower, upper, points, dimension))
            return CellNote(End.UNRESOLVED), []
        return CellNote(End.HALVED, halved=widest), cell.halved(widest)

    def _emptiness(self, cell: Cell) -> Dropped | None:
        """The proof that the cell's relaxation is empty; if it is not, a root is sought from a point of it."""
        relaxation = Relaxation.of_cell(self.game, cell.simplices)
        n_columns = int(np.prod(relaxation.n_corners))
        frame = Frame(slice_rows(cell.support, relaxation), np.arange(n_columns))
        found = judge(relaxation, frame, np.ones(n_columns, dtype=bool), jitter(n_columns), self.solver)
        if isinstance(found, Dropped):
            return found
        # Where the relaxation is not empty its point is the best guess of a root there is.
        if found is not None and found.weights is not None:
            joint = [relaxation.joint(found.weights, frame.columns, i) for i in range(len(cell.simplices))]
            self._seek(cell, [own.sum(axis=1) @ s.floats for own, s in zip(joint, cell.simplices, strict=True)])
        return None

    def _is_solved(self, cell: Cell) -> bool:
        """Whether exact algebra has all equilibria of the support; tried where it is quick or nothing else helps."""
        support = cell.support
        if support not in self.solved:
            _, dimension = self.witnesses.get(support, ((), 0))
            # A singular root is never boxed, however small the cell: after a few halvings, or where a continuum shows,
            # algebra is the only way to an end.
            stuck = cell.depth >= STUCK_DEPTH or dimension > 0
            if not stuck and max(map(len, support)) > QUICK_ACTIONS:
                return False
            self.solved[support] = solve_support(self.game, support, self.clock)
        return self.solved[support] is not None

    def _seek(self, cell: Cell, start: Sequence[FloatArray]) -> None:
        """Newton from ``start``; remember a new proven root, or a continuum."""
        support = cell.support
        system = SupportSystem.of(self.game.normalised, support)
        guess = np.concatenate([own[list(s)] for own, s in zip(start, support, strict=True)])
        x = system.newton(guess)
        if x is None:
            return
        known = self.roots.setdefault(support, [])
        for root, _ in known:
            # Newton came to a root that is known: half the radius leaves room for its rounding.
            if np.abs(np.array(root.flat) - x).max() < root.unique_radius / 2:
                return
        certified = certify_root(self.game, support, x)
        if certified is not None:
            mixes = np.split(x, system.starts[1:-1])
            known.append((certified, steady_pair(list(self.game.normalised), support, mixes)))
        elif support not in self.witnesses:
            witness = self._continuum(support, system, x)
            if witness[0]:
                self.witnesses[support] = witness

    def _continuum(self, support: Support, system: SupportSystem, x: FloatArray) -> tuple[tuple[Profile, ...], int]:
        """The singular root ``x`` and others next to it, as far as they are equilibria; the dimension they show."""
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
        return tuple(points), dimension if len(points) > 1 else 0

    def _equilibrium(self, support: Support, x: FloatArray) -> Profile | None:
        if x.min() < -ZERO_PROBABILITY:
            return None
        kept = over_actions(np.maximum(x, 0.0), support, self.game.normalised.shape[1:])
        profile = tuple(own / own.sum() for own in kept)
        return profile if regret(self.game.normalised, profile) <= CERTIFIED_REGRET else None


def reach(root: CertifiedRoot, boxes: Sequence[Box]) -> FloatArray:
    """``(n,)``: how far a point of the boxes can be from ``root``, in each unknown."""
    parts = []
    for own, s, (low, high) in zip(root.strategies, root.support, boxes, strict=True):
        ends = np.array([low, high], dtype=np.float64)
        parts.append(np.abs(ends - own[list(s)]).max(axis=0) + _ROUNDED)
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
