"""Row 5: competition lowers the incentive to train.

Each of ``labs`` closed labs may train a model ``y`` at cost ``y``. If one does, it earns ``R = n (f(y) - f(x))+``,
``f = sqrt``; if two do, they undercut each other to nothing. In the symmetric equilibrium each trains with probability
``p``, so that training is worth nothing: ``R (1 - p)^{labs - 1} = y``, ``p = 1 - (y/R)^{1/(labs - 1)}``. A lab alone
trains for sure. With more labs not only does each train less often; that anybody trains becomes less likely as well,
``1 - (y/R)^{labs/(labs - 1)}``.

By hand: n = 4, y = 4, x = 0: R = 8, y/R = 1/2. One lab: 1. Two: p = .5, anybody .75. Three: p = 1 - sqrt(.5) =
.292893, anybody 1 - .5^1.5 = .646447.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated

from pydantic import Field

from games.markets import LimitPricing
from games.parts.part import Unit
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.stories.telling.base import Story
from games.stories.telling.claim import moves
from games.stories.telling.exports import at_once
from games.stories.telling.number import Quantity, level, listed, racing
from games.stories.telling.parts import DOWN, NEUTRAL, Capability, Customerdays, along, lead
from games.stories.telling.stretches import Stretch
from games.terms import Revenue, TrainingCost

MOST_LABS = 4
"""Labs in a game that is written to a file, at most."""


class Competition(Story):
    """Several labs could train the same."""

    name = "competition"
    rows = ("5", "12")
    who = "jessicata (the post)"
    claim = "competition between closed labs tends to lower the incentive to train"
    says = moves(DOWN)
    premise = "training would pay a lab that is alone"
    lever = "labs"
    numbers = (
        racing("p", "probability that a lab trains", "probability"),
        racing("anybody", "probability that anybody trains", "probability"),
        level("revenue", "what training earns a lab that is alone in it"),
    )
    rules = (
        *along("p", pays=DOWN, does_not_pay=NEUTRAL),
        *along("anybody", pays=DOWN, does_not_pay=NEUTRAL),
        *along("revenue", pays=NEUTRAL, does_not_pay=NEUTRAL),
    )
    reads = "p is the mixture in which all labs train equally often"

    labs: Annotated[int, Field(ge=1, le=1000), Unit("labs")] = 2
    """Closed labs that could train the model."""
    n: Customerdays = 4.0
    """Customers times days of sale."""
    y: Capability = 4.0
    """Capability of the model, and its cost."""
    x: Capability = 0.0
    """Capability of the open model."""

    def compute(self) -> tuple[Quantity, ...]:
        """The symmetric equilibrium."""
        revenue = self.n * lead(self.y, self.x)
        if not self.granted():
            return listed(p=0.0, anybody=0.0, revenue=revenue)
        # What is left of the mixture when nobody else may train.
        idle = 0.0 if self.labs == 1 else (self.y / revenue) ** (1 / (self.labs - 1))
        return listed(p=1 - idle, anybody=1 - idle**self.labs, revenue=revenue)

    def granted(self) -> bool:
        """Where the premise holds."""
        return self.n * lead(self.y, self.x) > self.y > 0

    def game(self) -> ReleaseGame:
        """Every lab trains at once, or never."""
        if self.labs > MOST_LABS:
            raise self.without(f"{self.labs} labs are more than the {MOST_LABS} whose equilibria are all found")
        terms = (Revenue(), TrainingCost())
        labs = [Lab(name=f"lab{k + 1}", path=(self.y,), terms=terms) for k in range(self.labs)]
        return at_once(self, *labs, x=self.x, market=LimitPricing(customers=self.n))

    def event(self) -> str:
        """The last of the labs may train as well."""
        return f"allow:lab{self.labs}" if self.labs > 1 else ""

    def regime(self, metric: str) -> str:  # noqa: ARG002 - all measures have the same
        """Whether training pays a lab alone."""
        return "pays" if self.granted() else "does not pay"

    def span(self) -> tuple[float, float]:
        """From one lab to twice as many as here."""
        return 1.0, float(max(4, 2 * self.labs))

    def moves_in(self, stretch: Stretch) -> tuple[tuple[float, float], ...]:
        """From one number of labs to twice as many."""
        doubled = [stretch.lo]
        while 2 * doubled[-1] <= stretch.hi:
            doubled.append(2 * doubled[-1])
        return tuple(pairwise(doubled))

    def at(self, level: float) -> Competition:
        """The story with another number of labs."""
        return self.model_copy(update={"labs": round(level)})
