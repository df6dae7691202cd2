"""How much room open models leave to closed ones, and how much they make."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated

import numpy as np
from pydantic import Field

from games.markets import Cournot, LimitPricing
from games.markets.cournot import n_entrants
from games.modifiers import OpenDemand
from games.parts.part import NonNegative, Positive, Unit
from games.parts.reading import write_value
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.stories.telling.base import Story
from games.stories.telling.claim import Kind, moves
from games.stories.telling.exports import at_once, chosen
from games.stories.telling.lever import Stretch
from games.stories.telling.number import Values, listed, racing, reported
from games.stories.telling.parts import DOWN, NEUTRAL, UP, Capability, Customers, along, best_choice
from games.terms import EntryCost, Revenue
from games.values import Linear
from solver.decision.decision import Choice, Decision

SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
INNER = (0.1, 0.5, 0.9)
MOST_LABS = 8
"""Labs in a game that is written to a file, at most."""


class Entry(Story):
    """Open models serve customers, so fewer closed labs find a living.

    Customers' willingness is spread evenly over ``[0, 1]`` of the gap; ``N`` closed labs of equal models choose
    quantities (Cournot) and earn ``n gap / (N + 1)^2`` each. Labs enter while that covers the fixed cost ``F``: the
    largest ``N`` with ``(N + 1)^2 <= n gap / F``.

    By hand: F = 1: n gap = 36 carries 5 labs (36/36), 16 carries 3, 4 carries 1, and below 4 there is none.
    """

    name = "entry"
    rows = ("27",)
    who = "Mikhail Samin"
    claim = "what customers get from open models they do not pay for, so fewer closed labs are worth it"
    lever = "taken"
    numbers = (
        racing("n_labs", "closed labs that cover their fixed cost", "closed labs"),
        reported("profit", "what each earns before its fixed cost"),
    )
    rules = along("n_labs", room=DOWN, no_room=NEUTRAL)
    says = moves(DOWN, NEUTRAL)
    less = ("open.capability=0",)
    options = "--method pure"
    reads = "n_labs is the number that release in a pure equilibrium"

    n_gap: Annotated[NonNegative, Unit("currency")] = 36.0
    """Customers times what the closed models are better by."""
    F: Annotated[Positive, Unit("currency")] = 1.0
    """Fixed cost of a lab."""
    taken: Annotated[float, Field(ge=0, le=1)] = 0.0
    """Share of this that the open model takes."""

    def compute(self) -> Values:
        """Closed labs, and what they earn."""
        n = self.n_labs()
        return listed(n_labs=n, profit=(1 - self.taken) * self.n_gap / (n + 1) ** 2 if n else 0.0)

    def n_labs(self) -> int:
        """The largest number of labs that all cover their fixed cost."""
        return n_entrants((1 - self.taken) * self.n_gap, self.F)

    def game(self) -> ReleaseGame:
        """As many labs as there is room for without an open model, and one more, enter at once or never."""
        n = self.at(0.0).n_labs() + 1
        if n > MOST_LABS:
            raise self.without(f"{n} labs are more than the {MOST_LABS} whose equilibria are all found")
        terms = (Revenue(), EntryCost(weight=self.F))
        labs = [Lab(name=f"lab{k + 1}", path=(self.n_gap,), terms=terms) for k in range(n)]
        return at_once(self, *labs, x=self.taken * self.n_gap, market=Cournot(value=Linear()))

    def event(self) -> str:
        """The open model that takes so much of what customers pay, or half where nothing is taken."""
        return f"open:{write_value(self.move()[1] * self.n_gap)}@0"

    def regime(self) -> str:
        """Whether any lab is left to lose."""
        return "room" if self.n_labs() > 0 else "no room"

    def moves_in(self, stretch: Stretch) -> tuple[tuple[float, float], ...]:
        """Through the stretch and out of it: the number of labs falls in steps, the last one at its end."""
        beyond = min(1.0, stretch.hi * (1 + 1e-6)) if stretch.regime == "room" else stretch.hi
        points = [
            stretch.lo + share * (beyond - stretch.lo) for share in (SHARES if stretch.regime == "room" else INNER)
        ]
        return tuple(pairwise(points))

    def move(self) -> tuple[float, float]:
        """From nothing taken to what is taken here, or half if nothing is."""
        return 0.0, self.taken or 0.5


class Complements(Story):
    """Infrastructure built on open models later pays the closed ones.

    An open model of capability ``x`` brings ``psi x`` further customers into the habit of using models. A closed model
    ``y`` then sells to all ``n0 + psi x`` of them at what it is better by, less the cost ``s`` of switching: ``(y - x -
    s)+``, value linear in capability. The product is largest at ``x = ((y - s) - n0/psi)/2``: a weak open model helps
    the closed lab, a strong one hurts it.

    By hand: n0 = 1, psi = 1, y = 10, s = 1: x = (9 - 1)/2 = 4, worth 5 * 5 = 25; without an open model 9.
    """

    name = "complements"
    rows = ("32",)
    who = "Mikhail Samin"
    claim = "infrastructure around open models may later be switched to closed ones and pay them"
    kind = Kind.CHOICE
    numbers = (
        racing("earned", "what the closed lab earns beside this open model", "currency"),
        reported("best_x", "open capability that is best for it"),
        reported("value", "what it then earns"),
        reported("alone", "what it earns without an open model"),
        reported("maximisers", "every best open capability"),
    )
    rules = along("earned", brings_customers=UP, takes_customers=DOWN, nothing_sold=NEUTRAL)
    says = moves(UP)
    moved_by = "allow:builder"
    reads = "best_x is the capability of the best plan, and value its payoff"

    n0: Customers = 1.0
    """Customers without an open model."""
    psi: Annotated[NonNegative, Unit("customers per unit of open capability")] = 1.0
    """Customers that the open model brings."""
    y: Capability = 10.0
    """Capability of the closed model."""
    s: Annotated[NonNegative, Unit("currency per customer")] = 1.0
    """Cost of switching."""
    x: Capability = 4.0
    """Capability of the open model whose effect is asked for."""

    def compute(self) -> Values:
        """Earnings beside the open model, and at best."""
        best = self.best()
        return listed(
            earned=self.worth(self.x),
            best_x=best.maximisers[0],
            value=best.value,
            alone=self.worth(0.0),
            maximisers=best.maximisers,
        )

    def worth(self, x: float) -> float:
        """What the closed lab earns beside an open model ``x``."""
        return (self.n0 + self.psi * x) * max(0.0, self.y - x - self.s)

    def best(self) -> Choice:
        """Every open capability that is best for the closed lab."""
        room = self.y - self.s
        return best_choice(
            Decision(
                lambda x: (self.n0 + self.psi * x) * np.maximum(0.0, room - x),
                low=0.0,
                high=max(room, 0.0) + 1.0,
                kinks=(room,),
                derivative=lambda x: np.where(x < room, self.psi * (room - x) - (self.n0 + self.psi * x), 0.0),
            )
        )

    def game(self) -> ReleaseGame:
        """Who sells the closed model also chooses the open one."""
        if self.n0 == 0:
            raise self.without("without customers of its own (n0 = 0) there is no market to add to")
        best = (*self.best().maximisers, self.x)
        builder = chosen("builder", best, max(self.y, self.x), release="open")
        seller = Lab(name="seller", start=self.y, dates=(), terms=(Revenue(),))
        habits = OpenDemand(psi=self.psi / self.n0, switching_cost=self.s)
        market = LimitPricing(customers=self.n0, value=Linear())
        return at_once(self, builder, seller, market=market, modifiers=(habits,), coalitions=(("builder", "seller"),))

    def regime(self) -> str:
        """On which side of the best open capability."""
        if self.x >= self.y - self.s or self.n0 + self.psi * self.x == 0:
            return "nothing sold"
        rising = self.psi * (self.y - self.x - self.s) > self.n0 + self.psi * self.x
        return "brings customers" if rising else "takes customers"

    def span(self) -> tuple[float, float]:
        """From no open model to one that leaves nothing to sell."""
        return 0.0, 1.2 * max(self.y, self.x, 1.0)
