"""Row 19: a state too far behind gives up, until an open model lets it catch up.

Reaching the frontier ``T`` costs ``k (T - max(own, eta x))+``: the open model is worth the share ``eta`` of itself as a
place to start from. The prize is ``V``; giving up and protecting oneself is worth ``M``. The state races iff
``V - cost > M``. So an open model brings racers in, and once they are in, it lowers what each of them spends.

By hand: V = 5, T = 10, own = 2, k = 1, eta = 1, M = 0: racing pays iff 10 - x < 5, x > 5; at x = 4 the cost is 6.
"""

from __future__ import annotations

from typing import Annotated

from games.modifiers import CatchUp as HeadStart
from games.parts.part import Finite, NonNegative, Unit
from games.race import Finish, RaceGame, RaceLab
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.stories.telling.base import Story
from games.stories.telling.claim import Rule, moves
from games.stories.telling.exports import at_once
from games.stories.telling.number import Quantity, begins, listed, racing
from games.stories.telling.parts import DOWN, NEUTRAL, UP, Capability, Money, along
from games.stories.telling.races import RATE, climb, left_to_train
from games.terms import Goal, StayingOut, TrainingCost


class CatchUp(Story):
    """Racing from behind."""

    name = "catch-up"
    rows = ("19",)
    who = "Wei Dai"
    claim = "a state that had given up starts to race when an open model lets it catch up"
    numbers = (
        racing("races", "whether the state races", "states that race"),
        racing("cost", "what catching up costs", "spend of a state that races"),
        begins("threshold", "open capability above which it races; 0 if it needs none", "races", "races"),
    )
    rules = (
        *along("races", gives_up=NEUTRAL, races=NEUTRAL),
        Rule("races", "gives up", UP, "races"),
        *along("cost", own_is_better=NEUTRAL, open_helps=DOWN, level=NEUTRAL),
    )
    says = moves(UP, NEUTRAL)
    reads = "it races where the release is the only best plan; cost is what V exceeds the payoff of that by"
    moved_by = "open:{x}@0"
    less = "open.capability=0"
    premise = "the state is too far behind to race without an open model"

    V: Money = 5.0
    """Prize of having caught up."""
    T: Capability = 10.0
    """The frontier."""
    own: Capability = 2.0
    """Capability the state has."""
    k: Annotated[NonNegative, Unit("currency per unit of capability")] = 1.0
    """Cost of capability."""
    eta: Annotated[NonNegative, Unit("share")] = 1.0
    """Share of the open model's capability that can be built upon."""
    M: Annotated[Finite, Unit("currency")] = 0.0
    """Worth of giving up and spending on protection instead."""
    x: Capability = 6.0
    """Capability of the open model."""

    def compute(self) -> tuple[Quantity, ...]:
        """Participation, and what it costs."""
        return listed(races=self.races(), cost=self.cost())

    def granted(self) -> bool:
        """Where the premise holds."""
        return not self.at(0.0).races()

    def cost(self) -> float:
        """Cost of catching up."""
        return self.k * max(0.0, self.T - max(self.own, self.eta * self.x))

    def races(self) -> bool:
        """Whether racing beats giving up; an indifferent state gives up."""
        return self.V - self.cost() > self.M

    def game(self) -> ReleaseGame:
        """The state catches up at once, or never."""
        terms = (Goal(weight=self.V, capability=self.T), TrainingCost(), StayingOut(weight=self.M))
        lab = Lab(name="state", start=self.own, path=(self.T,), terms=terms)
        return at_once(self, lab, x=self.x, modifiers=(HeadStart(price=self.k, eta=self.eta),))

    def race(self) -> RaceGame | None:
        """The state works on the prize; what it has meanwhile is what giving up is worth."""
        if not 0 < self.own < self.T or self.k == 0 or self.eta * self.x >= self.T:
            return None
        lab = RaceLab(name="state", effort_cost=self.k * (self.T - self.own), income=RATE * self.M)
        finish = Finish(rung=1, winner=self.V)
        ease = left_to_train(self.own, self.T, self.eta * self.x)
        return climb(self, (self.own, self.T), lab, x=self.x, ease=ease, finish=finish)

    def regime(self, metric: str) -> str:
        """Whether it races; and on what it would build."""
        if metric == "races":
            return "races" if self.races() else "gives up"
        start = self.eta * self.x
        if max(self.own, start) >= self.T or self.k == 0:
            return "level"
        return "open helps" if start > self.own else "own is better"

    def span(self) -> tuple[float, float]:
        """From no open model to one that leaves nothing to catch up with."""
        top = self.T / self.eta if self.eta > 1e-6 else self.T
        return 0.0, 1.2 * max(self.x, top, 1.0)
