"""Row 20: what helps a state that lags helps a firm that lags as well; but the firm's revenue falls.

A firm with capability ``own`` that catches up with ``T`` earns ``w_profit N (T - x)+`` (value linear in capability) and
pays ``k (T - max(own, eta x))+``. Each unit of ``x`` saves ``k eta`` once the open model is the better start, and costs
``w_profit N`` of revenue. Its incentive to catch up rises with ``x`` iff ``k eta > w_profit N``.

By hand: k = 3, eta = 1, w_profit = 1, N = 2, own = 2, T = 10: at x = 0: 20 - 24 = -4; at x = 2: 16 - 24 = -8; at x = 6:
8 - 12 = -4; at x = 10: 0.
"""

from __future__ import annotations

from typing import Annotated

from games.markets import LimitPricing
from games.modifiers import CatchUp
from games.parts.part import NonNegative, Unit
from games.race import RaceGame, RaceLab
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.stories.telling.base import Story
from games.stories.telling.claim import moves
from games.stories.telling.exports import at_once
from games.stories.telling.number import Quantity, listed, racing, reported
from games.stories.telling.parts import DOWN, NEUTRAL, UP, Capability, along, between
from games.stories.telling.races import RATE, climb, left_to_train
from games.terms import Revenue, TrainingCost
from games.values import Linear


class EasierTraining(Story):
    """A lagging firm's incentive to catch up."""

    name = "easier-training"
    rows = ("20", "7")
    who = "jessicata; Wei Dai"
    claim = "open models make it easier to catch up for firms as for states, so firms race more as well"
    numbers = (
        racing("incentive", "revenue of catching up less its cost", "currency"),
        reported("net", "what a unit of open capability saves less what it takes"),
        reported("gains", "whether that is a gain"),
    )
    rules = along(
        "incentive",
        only_revenue_falls=DOWN,
        cost_falls_faster=UP,
        revenue_falls_faster=DOWN,
        both_fall_alike=NEUTRAL,
        only_cost_falls=UP,
        nothing_left=NEUTRAL,
    )
    says = moves(UP)
    reads = "incentive is the payoff of a release"
    moved_by = "open:{x}@0"
    less = "open.capability=0"

    k: Annotated[NonNegative, Unit("currency per unit of capability")] = 3.0
    """Cost of capability."""
    eta: Annotated[NonNegative, Unit("share")] = 1.0
    """Share of the open model's capability that can be built upon."""
    w_profit: Annotated[NonNegative, Unit("currency per currency")] = 1.0
    """Weight of profit."""
    N: Annotated[NonNegative, Unit("customer-days")] = 2.0
    """Customers times days."""
    T: Capability = 10.0
    """The frontier."""
    own: Capability = 2.0
    """Capability the firm has."""
    x: Capability = 6.0
    """Capability of the open model."""

    def compute(self) -> tuple[Quantity, ...]:
        """What catching up is worth."""
        net = self.k * self.eta - self.w_profit * self.N
        cost = self.k * max(0.0, self.T - max(self.own, self.eta * self.x))
        return listed(incentive=self.w_profit * self.N * max(0.0, self.T - self.x) - cost, net=net, gains=net > 0)

    def game(self) -> ReleaseGame:
        """The firm catches up at once, or never and sells what it has."""
        terms = (Revenue(weight=self.w_profit), TrainingCost())
        lab = Lab(name="firm", start=self.own, path=(self.T,), terms=terms)
        market = LimitPricing(customers=self.N, value=Linear())
        return at_once(self, lab, x=self.x, market=market, modifiers=(CatchUp(price=self.k, eta=self.eta),))

    def race(self) -> RaceGame | None:
        """The firm works on catching up, and sells what it has."""
        if not 0 < self.own < self.T or self.k == 0 or self.eta * self.x >= self.T:
            return None
        lab = RaceLab(name="firm", effort_cost=self.k * (self.T - self.own), terms=(Revenue(weight=self.w_profit),))
        market = LimitPricing(customers=RATE * self.N, value=Linear())
        ease = left_to_train(self.own, self.T, self.eta * self.x)
        return climb(self, (self.own, self.T), lab, x=self.x, ease=ease, market=market)

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """What an open model that is a little better changes."""
        saves = self.k * self.eta if self.own < self.eta * self.x < self.T else 0.0
        loses = self.w_profit * self.N if self.x < self.T else 0.0
        if saves == 0:
            return "only revenue falls" if loses > 0 else "nothing left"
        if loses == 0:
            return "only cost falls"
        return "cost falls faster" if saves > loses else "revenue falls faster" if saves < loses else "both fall alike"

    def span(self) -> tuple[float, float]:
        """From no open model to one that leaves nothing to catch up with."""
        top = self.T / self.eta if self.eta > 1e-6 else self.T
        return 0.0, 1.2 * max(self.x, self.T, top, 1.0)

    def marks(self) -> tuple[float, ...]:
        """Where the open model overtakes the own one, the frontier is built, or is there; and between them."""
        bends = [self.own / self.eta, self.T / self.eta] if self.eta > 1e-6 else []
        return between((0.0, *bends, self.T))
