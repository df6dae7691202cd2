"""A stage with a single mover, with faces of its successors followed.

There are no combinations to try: a branch can be supported if and only if it is at least as good as the worst solution
of every other branch, because each branch's solution can be chosen freely as the threat. Of a cell of solutions that
is the part on which the mover gets so much, a cell again. Branches that are worth the same may be mixed: of each the
part on which the mover gets that much, and all means of them. Only where two branches share an interval of worths are
their mixtures no cell but a surface, each mixture at its own worth.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations, product
from math import prod

import numpy as np

from solver.common.arrays import FloatArray
from solver.common.tolerances import STAGE_RESOLUTION
from solver.staged.explore import NO_STATE
from solver.staged.game import Stage
from solver.staged.induction.combine import Cell, Gathered
from solver.staged.induction.points import at_least, at_level, mean
from solver.staged.induction.run import Run, Weights
from solver.staged.strategy import MixedAction, Play

MOST_CELLS = 64
"""Cells of mixtures at one worth followed at most; more are a surface."""

NOTHING = Cell((0,))
"""The one thing that can follow where play ends."""


@dataclass(frozen=True, eq=False)
class Piece:
    """What one place and one cell of its solutions offer the mover.

    Attributes:
        place: the successor, or ``NO_STATE``.
        actions: those that lead there and are best among them.
        numbers: solutions of the successor at the corners of the supported part of the cell.
        worth: what the mover gets at each of these ``K`` corners.
        ties: the states whose ties make the cell.
    """

    place: int
    actions: tuple[int, ...]
    numbers: tuple[int, ...]
    worth: tuple[float, ...]
    ties: frozenset[int]

    @property
    def low(self) -> float:
        """The least worth."""
        return min(self.worth)

    @property
    def high(self) -> float:
        """The greatest worth."""
        return max(self.worth)


@dataclass(eq=False)
class LoneMover:
    """One state's stage."""

    run: Run
    index: int
    node: Stage

    def __post_init__(self) -> None:
        # Lists: most stages have a few actions, for which arrays take longer.
        below = self.run.below(self.index)
        self.mover = self.node.rows[0]
        self.own: list[float] = self.node.rewards[self.mover].tolist()
        worths: list[list[float]] = [s.distinct[:, self.mover].tolist() for s in below]
        # A last entry of 0 is what NO_STATE, -1, picks: nothing follows.
        low, high = ([*map(end, worths), 0.0] for end in (min, max))
        branches: list[int] = self.run.explored.branches[self.index].tolist()
        self.worst = [own + low[place] for own, place in zip(self.own, branches, strict=True)]
        self.best = [own + high[place] for own, place in zip(self.own, branches, strict=True)]
        self.tie = max(STAGE_RESOLUTION * max(map(abs, self.worst)), float(self.run.floor[self.mover]))
        self.threat = [own.index(min(own)) for own in worths]
        # Where play ends comes last.
        places = sorted(set(branches), key=lambda place: (place == NO_STATE, place))
        self.actions: dict[int, list[int]] = {place: [] for place in places}
        for action, place in enumerate(branches):
            self.actions[place].append(action)
        self.found = Gathered(len(self.node.rewards), len(below))

    def solve(self) -> Gathered:
        """All solutions, and what is known of ties."""
        self.run.stage_games += 1
        pieces = self._pieces()
        for piece in pieces:
            self._mix([piece])
        self._levels(pieces)
        if self._is_forced():
            self.run.faces.forced.add(self.index)
        return self.found

    def _pieces(self) -> list[Piece]:
        pieces = []
        offered = self.run.cells(self.index)
        threats = {place: max(self.worst[a] for a in actions) for place, actions in self.actions.items()}
        for place, actions in self.actions.items():
            top = max(self.own[a] for a in actions)
            # Actions that lead to the same state meet the same solution there.
            bundle = tuple(a for a in actions if self.own[a] >= top - self.tie)
            rival = max((worst for other, worst in threats.items() if other != place), default=-np.inf)
            cells = [NOTHING] if place == NO_STATE else offered[place]
            after = [0.0] if place == NO_STATE else self.run.below(self.index)[place].values[:, self.mover].tolist()
            for cell in cells:
                worth = [top + after[k] for k in cell.corners]
                corners = at_least(worth, rival, self.tie)
                if corners:
                    pieces.append(
                        Piece(
                            place,
                            bundle,
                            tuple(self._number(place, cell.corners, weights) for weights in corners),
                            tuple(sum(w * worth[k] for k, w in weights) for weights in corners),
                            cell.ties,
                        )
                    )
        return pieces

    def _number(self, place: int, numbers: tuple[int, ...], weights: Weights) -> int:
        """The solution of a successor at a mean of its solutions ``numbers``."""
        if place == NO_STATE:
            return NOTHING.corners[0]
        child = self.run.explored.children[self.index][place]
        return mean(self.run, child, [(numbers[k], w) for k, w in weights])

    def _mix(self, pieces: list[Piece]) -> None:
        """Solutions in which the mover mixes over pieces of the same worth (or takes one): a cell."""
        corners = []
        for piece, action, number in _corners(pieces):
            links = list(self.threat)
            if piece.place != NO_STATE:
                links[piece.place] = number
            value = self._value(piece.place, action, number)
            corners.append(self.found.add(value, Play.of(MixedAction.pure(action)), tuple(links)))
        if len(corners) > 1:
            values = np.array([self.found.values[k] for k in corners])
            self.run.close(self.index, self.found, corners, self._ties(pieces, values))

    def _value(self, place: int, action: int, number: int) -> FloatArray:
        reward: FloatArray = self.node.rewards[:, action]
        return reward if place == NO_STATE else reward + self.run.below(self.index)[place].values[number]

    def _ties(self, pieces: list[Piece], values: FloatArray) -> frozenset[int]:
        """The states whose ties make a continuum with these values at its corners; notes the one made here."""
        ties: frozenset[int] = frozenset().union(*(piece.ties for piece in pieces))
        actions = [(MixedAction.pure(a),) for piece in pieces for a in piece.actions]
        own = len(actions) > 1 and self.run.tie(self.index, values, actions)
        return ties | {self.index} if own else ties

    def _levels(self, pieces: list[Piece]) -> None:
        """Mixtures of pieces of several places, at each worth that one of them is confined to; and surfaces."""
        if len({piece.place for piece in pieces}) < 2:
            return
        levels = [piece.low for piece in pieces if piece.high - piece.low <= self.tie]
        for first, second in combinations([p for p in pieces if p.high - p.low > self.tie], 2):
            low, high = max(first.low, second.low), min(first.high, second.high)
            if first.place == second.place or low > high + self.tie:
                continue
            if high - low > self.tie:
                self._surface([self._slice(piece, level) for piece in (first, second) for level in (low, high)])
            else:
                levels.append(low)
        last = -np.inf
        for level in sorted(levels):
            if level - last > self.tie:
                self._level([p for p in pieces if p.low <= level + self.tie and p.high >= level - self.tie], level)
                last = level

    def _level(self, crossing: list[Piece], level: float) -> None:
        places = list(dict.fromkeys(piece.place for piece in crossing))
        if len(places) < 2:
            return
        slices = [self._slice(piece, level) for piece in crossing]
        choices = [[piece for piece in slices if piece.place == place] for place in places]
        apart = self.run.apart(np.array([self._value(p.place, a, k) for p, a, k in _corners(slices)]))
        if bool((apart & self.run.watched[self.index]).any()) and prod(map(len, choices)) <= MOST_CELLS:
            for chosen in product(*choices):
                self._mix(list(chosen))
        else:
            self._surface(slices)

    def _slice(self, piece: Piece, level: float) -> Piece:
        """The part of a piece that is worth ``level``."""
        corners = at_level(piece.worth, level, self.tie)
        numbers = tuple(self._number(piece.place, piece.numbers, weights) for weights in corners)
        return replace(piece, numbers=numbers, worth=(level,) * len(corners))

    def _surface(self, pieces: list[Piece]) -> None:
        """Mixtures of pieces that are not followed: what is least and greatest on them is so on one of the pieces."""
        values = np.array([self._value(piece.place, a, k) for piece, a, k in _corners(pieces)])
        self.run.surface(self.index, values, self._ties(pieces, values))

    def _is_forced(self) -> bool:
        """Whether each action is chosen whatever follows it, or never: no point of a face further down decides it."""
        best, second = (*sorted(self.worst)[:-3:-1], -np.inf)[:2]
        return all(
            at_worst >= (rival := (second if at_worst == best else best) - self.tie) or at_best < rival
            for at_worst, at_best in zip(self.worst, self.best, strict=True)
        )


def _corners(pieces: list[Piece]) -> list[tuple[Piece, int, int]]:
    """All corners: pieces with an action and the number of a successor's solution."""
    return [(piece, a, k) for piece in pieces for a in piece.actions for k in dict.fromkeys(piece.numbers)]
