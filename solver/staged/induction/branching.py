"""A state with several movers, or of chance: stage games made of solutions of its successors, and their ties.

Where one mover is indifferent while the others keep to their play, the equilibria of one stage game form a *flat*: a
cell. Where several are, they form a surface.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from solver.common.arrays import FloatArray, IntArray
from solver.common.tolerances import STAGE_RESOLUTION
from solver.staged.explore import NO_STATE
from solver.staged.game import Chance, Stage
from solver.staged.induction.combine import Gathered, Promises
from solver.staged.induction.run import Run
from solver.staged.stages import StageEquilibria, equilibria_of
from solver.staged.strategy import Play, Profile, play_value


@dataclass(eq=False)
class Branching:
    """One state while it is solved: ``run`` is the computation, ``found`` holds the solutions of the state so far."""

    run: Run
    index: int
    node: Stage | Chance
    found: Gathered

    def outcomes(self, links: IntArray) -> FloatArray:
        """``(C, R, profiles or P)``: rewards plus the values of the solutions ``links`` ``(C, children)``."""
        rewards = self.node.rewards.reshape(len(self.node.rewards), -1)
        out = np.repeat(rewards[None], len(links), axis=0)
        below = self.run.below(self.index)
        for flat, place in enumerate(self.run.explored.branches[self.index]):
            if place != NO_STATE:
                out[:, :, flat] += below[place].values[links[:, place]]
        return out


@dataclass(eq=False)
class Lottery(Branching):
    """A move of chance."""

    node: Chance

    def settle(self, links: IntArray, promises: Sequence[Promises]) -> list[int]:
        """The solutions that count on ``links`` ``(C, children)``."""
        at = self.run.method.valuation.at
        return [
            self.found.add(at(self.node, lottery), None, tuple(link.tolist()), promised)
            for link, lottery, promised in zip(links, self.outcomes(links), promises, strict=True)
        ]


@dataclass(eq=False)
class Moves(Branching):
    """A stage with several movers, or with one that counts on promises.

    Attributes:
        games: stage games met, ``(C, k, A_0, ...)`` each.
        largest: ``(k,)``: the largest payoffs in them.
        unproven: whether some stage game's equilibria are not proven complete.
    """

    node: Stage
    games: list[FloatArray] = field(default_factory=list)
    largest: FloatArray | float = 0.0
    unproven: bool = False

    def settle(self, links: IntArray, promises: Sequence[Promises]) -> None:
        """All solutions that count on ``links`` ``(C, children)``; none if of those kept no two keep their promises."""
        if not len(links):
            return
        outcomes = self.outcomes(links)
        games = self.payoffs(outcomes)
        alike: defaultdict[tuple[float, ...], list[int]] = defaultdict(list)
        for k, flat in enumerate(games.reshape(len(games), -1).tolist()):
            alike[tuple(flat)].append(k)
        for _, places in sorted(alike.items()):
            stage = self.solve(games[places[0]])
            for k in places:
                self.add(stage, outcomes[k], links[k], promises[k])

    def payoffs(self, outcomes: FloatArray) -> FloatArray:
        """``(C, k, A_0, ...)``: the stage games of ``outcomes`` ``(C, R, profiles)``."""
        games = np.ascontiguousarray(outcomes[:, list(self.node.rows)])
        games = games.reshape(len(games), len(self.node.movers), *self.node.shape)
        self.games.append(games)
        self.largest = np.maximum(self.largest, np.abs(games).max(axis=(0, *range(2, games.ndim))))
        return games

    def solve(self, payoffs: FloatArray) -> StageEquilibria:
        """All equilibria of one stage game ``(k, A_0, ...)``."""
        self.run.stage_games += 1
        stage = equilibria_of(payoffs, self.run.floor[list(self.node.rows)])
        self.unproven |= not stage.complete
        return stage

    def add(self, stage: StageEquilibria, outcomes: FloatArray, links: IntArray, promised: Promises) -> None:
        """Solutions that play the equilibria of one stage game, worth ``outcomes`` ``(R, profiles)``; its ties."""
        payoffs = outcomes[list(self.node.rows)].reshape(len(self.node.movers), *self.node.shape)
        numbers = [
            self.found.add(play_value(self.node, play, outcomes), play, tuple(links.tolist()), promised)
            for play in self.run.method.selection.pick(stage.points, payoffs)
        ]
        if not stage.continuum:
            return
        values = np.array([self.value(point, outcomes) for point in stage.points])
        if not self.run.tie(self.index, values, stage.points):
            return
        own = frozenset({self.index})
        if not stage.corners:
            self.run.faces.lost.add(self.index)
        if not self.run.method.takes_all:
            self.run.surface(self.index, values, own)
            return
        if len(self.node.movers) > 2 or not stage.flats or stage.has_square:
            self.run.surface(self.index, values, own)
        for flat in stage.flats:
            self.run.close(self.index, self.found, [numbers[k] for k in flat], own)

    def point(self, profile: Profile, outcomes: FloatArray, links: IntArray, promised: Promises) -> int:
        """The solution in which ``profile`` is played."""
        return self.found.add(self.value(profile, outcomes), Play.of(*profile), tuple(links.tolist()), promised)

    def value(self, profile: Profile, outcomes: FloatArray) -> FloatArray:
        """``(R,)``: what ``profile`` is worth."""
        return play_value(self.node, Play.of(*profile), outcomes)

    def tie(self) -> FloatArray:
        """``(k,)``: differences between payoffs of the stage games met that are none."""
        return np.asarray(np.maximum(STAGE_RESOLUTION * self.largest, self.run.floor[list(self.node.rows)]))

    def report(self) -> None:
        """Note whether play is the same whatever is played further down, and whether all of it is proven."""
        if self.games:
            self.run.faces.note_games(self.index, np.concatenate(self.games), self.tie())
        if self.unproven:
            self.run.unproven.append(self.index)
