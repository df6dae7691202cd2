"""The narrowest choice behind a verdict: which plan is only just the best, and what the verdict is with the next best.

A choice is narrow if the plan of a lab that does not mix is hardly better than the best other plan that no equilibrium
plays; both are measured as shares of the range of the lab's payoffs. Where plans are numbers on a grid, the numbers
next to the best one are always hardly worse, and no other choice: only another peak is one, a plan that no plan one
step of the grid away from it beats. Whether the verdict rests on the choice is
computed: the lab is given its next best plan wherever it plays the other (on the other side of the question only where
that is nearly a tie as well), everybody else is left as they are, and every metric is judged again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from games.parts.direction import Code, Direction
from games.parts.part import BoolArray, FloatArray
from openrace.concepts.concept import Answered
from openrace.concepts.equilibria import CellFlag, of_profiles
from openrace.concepts.plain import Plain
from openrace.questions.verdict import Part, judge_cells
from solver.game.profile import action_values

NEAR = 0.01
"""Share of the payoff range below which the narrowest choice is a near tie."""
SIZE = 1e-12
"""Share of the payoff range below which plans are equally good."""

Directions = Mapping[str, Direction]
Play = tuple[FloatArray, ...]
SIDES = ("before", "after")


@dataclass(frozen=True)
class Nearest(Plain):
    """The narrowest choice behind a verdict.

    Attributes:
        lab: who makes it.
        share: by which share of the range of its payoffs its plan is better than the best other.
        side: ``before`` or ``after``.
        plan: what it does.
        instead: its next best plan.
        directions: the verdict if it took that plan and nobody else changed theirs.
    """

    lab: str
    share: float
    side: str
    plan: str
    instead: str
    directions: Directions

    @property
    def is_near_tie(self) -> bool:
        """Whether it is a near tie."""
        return self.share < NEAR

    def entries(self) -> dict[str, object]:
        """The JSON of ``nearest``."""
        return {**super().entries(), "near_tie": self.is_near_tie}


@dataclass(frozen=True, eq=False)
class _Choice:
    """One choice of a lab with one plan: by how much it is the best, in which equilibrium of which side."""

    share: float
    side: int
    equilibrium: int
    player: int
    instead: int


def narrowest(sides: tuple[Answered, Answered]) -> tuple[Nearest | None, tuple[str, ...]]:
    """The narrowest choice in the equilibria of either side, and the labs for which an exact tie decides.

    Args:
        sides: both games of the question, solved for fixed plans.
    """
    found: list[_Choice] = []
    ties: dict[str, None] = {}
    for side, answer in enumerate(sides):
        for number, player, losses, played in _losses(answer):
            if np.count_nonzero(losses < SIZE) > 1:
                ties[answer.players[player]] = None
            worse = np.where((losses >= SIZE) & ~played & peaks(answer, player, losses), losses, np.inf)
            if np.isfinite(worse).any():
                found.append(_Choice(float(worse.min()), side, number, player, int(worse.argmin())))
    best = min(found, key=lambda choice: choice.share, default=None)
    return (None if best is None else _told(best, sides)), tuple(ties)


def peaks(answer: Answered, player: int, losses: FloatArray) -> BoolArray:
    """``(A,)`` which plans no neighbour on a grid of numbers beats, neighbours that are as good as they are included.

    Where plans are no numbers each of them is a choice by itself.
    """
    numbers = answer.game.plan_numbers(player)
    if numbers is None:
        return np.ones(len(losses), dtype=bool)
    places = np.stack([np.unique(own, return_inverse=True)[1] for own in numbers])
    apart = np.abs(places[:, :, None] - places[:, None, :]).max(axis=0)
    near, better = apart <= 1, losses[:, None] - losses[None, :] > SIZE
    low = (near & better).any(axis=1)
    level = near & (np.abs(losses[:, None] - losses[None, :]) <= SIZE)
    while (wider := low | (level & low).any(axis=1)).sum() > low.sum():
        # A plain from which a step leads up is no peak either.
        low = wider
    return np.asarray(~low)


def _told(choice: _Choice, sides: tuple[Answered, Answered]) -> Nearest:
    answer, i = sides[choice.side], choice.player
    own = answer.plays[choice.equilibrium][i]
    lab, plan, instead = answer.players[i], answer.labels[i][int(own.argmax())], answer.labels[i][choice.instead]
    plays = [_swapped(side, lab, plan, instead, any_loss=side is answer) for side in sides]
    return Nearest(lab, choice.share, SIDES[choice.side], plan, instead, _directions(sides, plays))


def _swapped(answer: Answered, lab: str, plan: str, instead: str, *, any_loss: bool) -> list[Play]:
    """Every equilibrium with a lab's plan exchanged for another, wherever it plays that plan alone.

    Equilibria that differ in what others do rest on the same choice. On the other side of the question it is the same
    choice only where it is nearly a tie as well.
    """
    if lab not in answer.players:
        return list(answer.plays)
    i = answer.players.index(lab)
    labels = answer.labels[i]
    if plan not in labels or instead not in labels:
        return list(answer.plays)
    old, new = (_alone(labels.index(own), len(labels)) for own in (plan, instead))
    payoffs = answer.form.payoffs
    size = float(np.ptp(payoffs[i])) or 1.0
    plays: list[Play] = []
    for play in answer.plays:
        worth = action_values(payoffs, play, i)
        near = any_loss or (worth.max() - worth[labels.index(instead)]) / size < NEAR
        plays.append((*play[:i], new, *play[i + 1 :]) if near and np.array_equal(play[i], old) else play)
    return plays


def _alone(plan: int, of: int) -> FloatArray:
    """One plan for sure; of many plans, so that no square of their number is made."""
    found = np.zeros(of)
    found[plan] = 1.0
    return found


def _directions(sides: tuple[Answered, Answered], plays: Sequence[Sequence[Play]]) -> Directions:
    """The verdict over plays that need not be equilibria."""
    later = {m.name: m for m in sides[1].metrics}
    first = tuple(m for m in sides[0].metrics if m.name in later)
    parts = [
        [Part(np.array([0]), of_profiles(own, answer.form.n_actions, CellFlag(0)), metrics, metrics[0].values.ndim)]
        for answer, own, metrics in zip(sides, plays, (first, tuple(later[m.name] for m in first)), strict=True)
    ]
    ways = judge_cells(parts, 1).direction[0]
    return {m.name: Direction(Code(int(way)).word) for m, way in zip(first, ways, strict=True)}


def _losses(answer: Answered) -> Iterator[tuple[int, int, FloatArray, BoolArray]]:
    """For every lab with one plan in an equilibrium, what each plan loses against the best, and whether any plays it.

    Yields the number of the equilibrium, that of the player, losses as shares of the range of the player's payoffs,
    and which plans are played in some equilibrium.
    """
    payoffs = answer.form.payoffs
    for i, own in enumerate(payoffs):
        # A lab to which nothing matters has payoffs without a range; all its plans tie.
        size = float(np.ptp(own)) or 1.0
        played = np.any([play[i] > 0 for play in answer.plays], axis=0)
        for number, play in enumerate(answer.plays):
            # A lab that mixes is indifferent: what it does is settled by the others' choices, not by its own.
            if np.count_nonzero(play[i]) == 1:
                worth = action_values(payoffs, play, i)
                yield number, i, (worth.max() - worth) / size, played
