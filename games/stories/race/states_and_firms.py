"""Row 21: profit falls for firms, and much less so for states, which race for something else.

A racer's incentive is ``U = w_profit N (T - x)+ + w_strategic P - k (T - max(own, eta x))+``: profit, a strategic prize
``P`` that the open model does not touch, and the cost of catching up. A firm has ``w_strategic = 0``, a state hardly
any ``w_profit``. Once the open model is the better place to start from, a state's incentive rises by ``k eta - w_profit
N`` per unit with its own small ``w_profit``, a firm's by the same with 1.

By hand: N = 4, k = 3, eta = 1, T = 10, own = 2, P = 20, x = 6. Firm: 16 - 12 = 4, at x = 0 it was 40 - 24 = 16.
State with w_profit = .1: 1.6 + 20 - 12 = 9.6, at x = 0 it was 4 + 20 - 24 = 0.
"""

from __future__ import annotations

from typing import Annotated

from games.markets import Niche, Niches, Strength
from games.modifiers import CatchUp
from games.parts.part import NonNegative, Unit
from games.race import Finish, RaceGame, RaceLab
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.stories.telling.base import Story
from games.stories.telling.claim import moves
from games.stories.telling.exports import at_once
from games.stories.telling.number import Quantity, listed, racing
from games.stories.telling.parts import DOWN, NEUTRAL, UP, Capability, Money, along, between
from games.stories.telling.races import climb, left_to_train
from games.terms import Goal, Revenue, TrainingCost
from games.values import Linear


class StatesAndFirms(Story):
    """Incentives of a state and of a firm."""

    name = "states-and-firms"
    rows = ("21",)
    who = "Wei Dai"
    claim = "profit falls for firms and hardly counts for states, so open models make states race more"
    numbers = (
        racing("state", "incentive of the state", "currency"),
        racing("firm", "incentive of the firm", "currency"),
    )
    rules = tuple(
        rule
        for who in ("state", "firm")
        for rule in along(who, cost_falls_faster=UP, profit_falls_faster=DOWN, balanced=NEUTRAL)
    )
    says = moves(UP)
    reads = "state and firm are what their releases pay"
    moved_by = "open:{x}@0"
    less = "open.capability=0"
    premise = "the open model is what the state would start from, own < eta x < T"

    w_profit: Annotated[NonNegative, Unit("currency per currency")] = 0.1
    """Weight of profit to the state; a firm's is 1."""
    w_strategic: Annotated[NonNegative, Unit("currency per prize")] = 1.0
    """Weight of the strategic prize to the state; a firm's is 0."""
    P: Money = 20.0
    """The strategic prize."""
    N: Annotated[NonNegative, Unit("customer-days")] = 4.0
    """Customers times days."""
    k: Annotated[NonNegative, Unit("currency per unit of capability")] = 3.0
    """Cost of capability."""
    eta: Annotated[NonNegative, Unit("share")] = 1.0
    """Share of the open model's capability that can be built upon."""
    T: Capability = 10.0
    """The frontier."""
    own: Capability = 2.0
    """Capability of either at the start."""
    x: Capability = 6.0
    """Capability of the open model."""

    def compute(self) -> tuple[Quantity, ...]:
        """Profit, prize and cost of both."""
        return listed(state=self.incentive("state"), firm=self.incentive("firm"))

    def granted(self) -> bool:
        """Where the premise holds."""
        return self.own < self.eta * self.x < self.T and self.x < self.T

    def weight(self, who: str) -> float:
        """How much profit counts."""
        return self.w_profit if who == "state" else 1.0

    def incentive(self, who: str) -> float:
        """Profit, prize and cost."""
        prize = self.w_strategic * self.P if who == "state" else 0.0
        cost = self.k * max(0.0, self.T - max(self.own, self.eta * self.x))
        return self.weight(who) * self.N * max(0.0, self.T - self.x) + prize - cost

    def game(self) -> ReleaseGame:
        """A state and a firm with customers of their own catch up at once, or never."""
        prize = Goal(weight=self.w_strategic * self.P, capability=self.T)
        state, firm = (
            Lab(name=name, start=self.own, path=(self.T,), terms=terms)
            for name, terms in (
                ("state", (Revenue(weight=self.w_profit), prize, TrainingCost())),
                ("firm", (Revenue(), TrainingCost())),
            )
        )
        niches = tuple(Niche(strengths=(Strength(lab=other, factor=0.0),)) for other in ("firm", "state"))
        market = Niches(customers=self.N, value=Linear(), niches=niches)
        return at_once(self, state, firm, x=self.x, market=market, modifiers=(CatchUp(price=self.k, eta=self.eta),))

    def race(self) -> RaceGame | None:
        """The state works on its prize, and on what profit is worth to it."""
        if not 0 < self.own < self.T or self.k == 0 or self.eta * self.x >= self.T:
            return None
        profit = self.w_profit * self.N * max(0.0, self.T - self.x)
        lab = RaceLab(name="state", effort_cost=self.k * (self.T - self.own))
        finish = Finish(rung=1, winner=self.w_strategic * self.P + profit)
        ease = left_to_train(self.own, self.T, self.eta * self.x)
        return climb(self, (self.own, self.T), lab, x=self.x, ease=ease, finish=finish)

    def regime(self, metric: str) -> str:
        """What an open model that is a little better changes."""
        saves = self.k * self.eta if self.own < self.eta * self.x < self.T else 0.0
        loses = self.weight(metric) * self.N if self.x < self.T else 0.0
        return "balanced" if saves == loses else "cost falls faster" if saves > loses else "profit falls faster"

    def span(self) -> tuple[float, float]:
        """From no open model to one that leaves nothing to catch up with."""
        top = self.T / self.eta if self.eta > 1e-6 else self.T
        return 0.0, 1.2 * max(self.x, self.T, top, 1.0)

    def marks(self) -> tuple[float, ...]:
        """Where the open model overtakes the own one, the frontier is built, or is there; and between them."""
        bends = [self.own / self.eta, self.T / self.eta] if self.eta > 1e-6 else []
        return between((0.0, *bends, self.T))
