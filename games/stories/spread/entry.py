"""Row 27: open models serve customers, so fewer closed labs find a living.

Customers' willingness is spread evenly over ``[0, 1]`` of the gap; ``N`` closed labs of equal models choose quantities
(Cournot) and earn ``n gap / (N + 1)^2`` each. Labs enter while that covers the fixed cost ``F``: the largest ``N`` with
``(N + 1)^2 <= n gap / F``.

By hand: F = 1: n gap = 36 carries 5 labs (36/36), 16 carries 3, 4 carries 1, and below 4 there is none.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Annotated

from pydantic import Field

from games.markets import Cournot
from games.parts.part import NonNegative, Positive, Unit
from games.parts.reading import write_value
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.stories.telling.base import Story
from games.stories.telling.claim import moves
from games.stories.telling.exports import at_once
from games.stories.telling.number import Quantity, listed, racing, reported
from games.stories.telling.parts import DOWN, NEUTRAL, along
from games.stories.telling.stretches import Stretch
from games.terms import EntryCost, Revenue
from games.values import Linear

ROUNDING = 1e-12
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
INNER = (0.1, 0.5, 0.9)
MOST_LABS = 8
"""Labs in a game that is written to a file, at most."""


class Entry(Story):
    """How many closed labs there is room for."""

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
    less = "open.capability=0"
    options = "--method pure"
    reads = "n_labs is the number that release in a pure equilibrium"

    n_gap: Annotated[NonNegative, Unit("currency")] = 36.0
    """Customers times what the closed models are better by."""
    F: Annotated[Positive, Unit("currency")] = 1.0
    """Fixed cost of a lab."""
    taken: Annotated[float, Field(ge=0, le=1)] = 0.0
    """Share of this that the open model takes."""

    def compute(self) -> tuple[Quantity, ...]:
        """Closed labs, and what they earn."""
        n = self.n_labs()
        return listed(n_labs=n, profit=(1 - self.taken) * self.n_gap / (n + 1) ** 2 if n else 0.0)

    def n_labs(self) -> int:
        """The largest number of labs that all cover their fixed cost."""
        carried = (1 - self.taken) * self.n_gap / self.F * (1 + ROUNDING)
        return max(0, math.isqrt(math.floor(carried)) - 1)

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

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """Whether any lab is left to lose."""
        return "room" if self.n_labs() > 0 else "no room"

    def span(self) -> tuple[float, float]:
        """From an open model that takes nothing to one that takes everything."""
        return 0.0, 1.0

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
