"""A gap that wins everything."""

from __future__ import annotations

import math
from typing import Annotated

from pydantic import Field, model_validator

from games.modifiers import CatchUp
from games.parts.part import NonNegative, Unit
from games.race import RaceGame, RaceLab
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.stories.telling.base import BesideOpen
from games.stories.telling.claim import Kind, Rule, moves
from games.stories.telling.exports import at_once, climb
from games.stories.telling.number import Values, begins, listed, racing, reported
from games.stories.telling.parts import DOWN, NEUTRAL, UP, Capability, Money, along
from games.terms import GapPrize, TrainingCost

CERTAIN = 1e-14
"""Chances this close to 1 are certain."""
LEVEL = 1e-12
"""Leads and prizes that agree to this share are equal."""


class GapWins(BesideOpen):
    """The first country or coalition that is ahead of everybody by a gap ``X`` wins.

    With capabilities ``y`` the best wins iff its lead over the second best and over the open model reaches ``X``. In
    the fuzzy version it wins with probability ``1 / (1 + e^{-(gap - X)/s})``, one half at ``X``. Countries that form a
    coalition count as one, with the best capability among them. The leader may train: the gap is worth ``V`` to it, and
    a unit of capability costs ``k``. Where an open model has closed the gap it trains ``max(second, x) + X - first``,
    one for one with the open model, as long as that costs no more than ``V``, and then gives up.

    By hand: y = (10, 6), X = 3: at x = 5 the gap is 4 and the leader wins; at x = 8 it is 2 and training 1 restores it.
    With V = 5 and k = 1 it does so until 5 = x + 3 - 10, x = 12.
    """

    name = "gap-wins"
    rows = ("22", "12")
    who = "Wei Dai"
    claim = "states race for a gap over everybody else, so open models raise their incentive to race"
    says = moves(UP)
    reads = "trained is the capability of the best plan less the first of y, 0 at never"
    premise = "the open model closes the gap that wins"
    kind = Kind.CHOICE
    numbers = (
        racing("trained", "what the leader trains to restore its gap", "capability", over="best_training"),
        racing("wins", "whether the leader's gap wins before anybody trains", "leaders that win"),
        racing("chance", "probability of that if the gap is fuzzy", "probability"),
        reported("winner", "who wins, counted from 0; none if nobody does"),
        reported("gap", "lead of the best over everybody and the open model"),
        begins("restores_from", "open capability from which the leader trains", "trained", "restores"),
        begins("gives_up_from", "open capability from which it gives up", "trained", "gives up"),
    )
    rules = (
        *along("trained", ahead=NEUTRAL, restores=UP, gives_up=NEUTRAL, rival_is_too_close=NEUTRAL),
        Rule("trained", "restores", DOWN, "gives up"),
        *along("wins", wins=NEUTRAL, in_reach=NEUTRAL),
        Rule("wins", "wins", DOWN, "in reach"),
        *along("chance", rival_is_next=NEUTRAL, open_is_next=DOWN, certain=NEUTRAL),
    )

    y: Annotated[tuple[NonNegative, ...], Field(min_length=1), Unit("capability")] = (10.0, 6.0)
    """Capabilities of the states."""
    X: Annotated[NonNegative, Unit("capability")] = 3.0
    """The gap that wins."""
    x: Capability = 5.0
    """Capability of the open model."""
    s: Annotated[float, Field(gt=0), Unit("capability")] = 1.0
    """How fuzzy the gap is."""
    V: Money = 5.0
    """What winning is worth to the leader."""
    k: Annotated[NonNegative, Unit("currency per unit of capability")] = 1.0
    """Cost of capability."""
    coalition: tuple[Annotated[int, Field(ge=0)], ...] = ()
    """States that act as one, counted from 0."""

    @model_validator(mode="after")
    def _known(self) -> GapWins:
        wrong = [i for i in self.coalition if i >= len(self.y)]
        if wrong:
            raise ValueError(f"the coalition names state {wrong[0]}, and there are {len(self.y)}, counted from 0")
        return self

    def compute(self) -> Values:
        """The gap as it stands, and what the leader makes of it."""
        gap = self.gap()
        odds = math.exp(-abs(gap - self.X) / self.s)
        choices = self.best_training()
        return listed(
            trained=choices[-1],
            best_training=choices,
            wins=gap >= self.X,
            chance=(1.0 if gap >= self.X else odds) / (1 + odds),
            winner=max(range(len(self.y)), key=lambda i: self.y[i]) if gap >= self.X else None,
            gap=gap,
        )

    def powers(self) -> list[float]:
        """Capabilities of the independent powers, best first."""
        alone = [y for i, y in enumerate(self.y) if i not in self.coalition]
        merged = [max(self.y[i] for i in self.coalition)] if self.coalition else []
        return sorted(alone + merged, reverse=True)

    def gap(self) -> float:
        """Lead of the best over everybody and the open model."""
        first, *others = self.powers()
        return first - max([*others, self.x])

    def best_training(self) -> tuple[float, ...]:
        """Every best amount of training: none, what restores the gap, or both at a tie."""
        missing = max(0.0, self.X - self.gap())
        worth = self.V - self.k * missing
        if missing == 0 or worth < -LEVEL * self.V or self.V == 0:
            return (0.0,)
        return (missing,) if worth > LEVEL * self.V else (0.0, missing)

    def granted(self) -> bool:
        """Where the open model, and no rival, is what is too close."""
        return self.gap() < self.X and self.x >= max([*self.powers()[1:], 0.0])

    def game(self) -> ReleaseGame:
        """The leader may train before the others do anything; it pays for what it adds."""
        first, *others = self.powers()
        wanted = max([*others, self.x]) + self.X
        while wanted - max([*others, self.x]) < self.X:
            wanted = math.nextafter(wanted, math.inf)
        top = wanted if wanted > first else first + self.X
        efforts = (*((first + (top - first) * k / 4) / top for k in (1, 2, 3)), 1.0)
        terms = (GapPrize(weight=self.V, gap=self.X), TrainingCost())
        leader = Lab(name="leader", start=first, path=(top,), efforts=efforts, terms=terms)
        rivals = [Lab(name=f"rival{k}", start=y, dates=()) for k, y in enumerate(others, start=1)]
        return at_once(self, leader, *rivals, x=self.x, modifiers=(CatchUp(price=self.k, eta=0.0),))

    def race(self) -> RaceGame | None:
        """The two best powers climb; the first that is ahead of everybody by the gap wins."""
        powers = [y for y in self.powers() if y > 0][:2]
        if len(set(powers)) < 2 or self.X == 0 or self.k == 0 or self.V == 0:
            return None
        first, second = powers
        prize = (GapPrize(weight=self.V, gap=self.X),)
        leader = RaceLab(name="leader", rung=1, effort_cost=self.k, terms=prize)
        rival = RaceLab(name="rival", rung=0, effort_cost=self.k, terms=prize)
        rungs = (second, first, first + self.X, first + 2 * self.X)
        return climb(self, rungs, leader, rival, x=self.x)

    def regime_of(self, metric: str) -> str:
        """Whether the leader wins; who is next; and what it trains."""
        rival = max([*self.powers()[1:], 0.0])
        if metric == "wins":
            return "wins" if self.gap() >= self.X else "in reach"
        if metric == "trained":
            if self.gap() >= self.X:
                return "ahead"
            if self.best_training()[-1] == 0:
                return "gives up"
            return "restores" if self.x >= rival else "rival is too close"
        chance = self.compute()["chance"]
        if not isinstance(chance, float) or not 0 < chance < 1 - CERTAIN:
            return "certain"
        return "rival is next" if self.x <= rival else "open is next"

    def span(self) -> tuple[float, float]:
        """From no open model to one that is well ahead, and beyond what the leader would train for."""
        far = max(self.y) + (self.V / self.k if self.k > 0 else 0.0)
        return 0.0, 1.2 * max(self.x, min(far, 3 * max(self.y) + 3 * self.X), *self.y, 1.0)
