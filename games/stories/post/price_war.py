"""Row 5: two labs with equal models undercut each other.

One customer, whole prices, no cost, ties split the sale. At a common price ``p`` undercutting by one earns ``p - 1``
instead of ``p/2``: worth it from ``p = 3`` on, a matter of indifference at 2, a loss at 1. At different prices the
dearer lab earns nothing and would come down. So (0,0), (1,1) and (2,2) are the equilibria, whatever customers would
pay.

By hand, prices 0 to 10: at (2,2) each earns 1; asking 1 earns 1 as well, asking 3 nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import numpy as np
from pydantic import Field, field_validator

from games.classics.catalogued import BertrandGame
from games.parts.part import NonNegative, Unit
from games.stories.telling.claim import moves
from games.stories.telling.game_story import GameStory
from games.stories.telling.number import Quantity, level, listed, reported
from games.stories.telling.parts import NEUTRAL, along
from games.stories.telling.stretches import Stretch

if TYPE_CHECKING:
    from solver.answer.solving import Method

MOST_PRICES = 13
"""With more prices than this only pure equilibria are compared: the proof for all others takes too long."""


class PriceWar(GameStory):
    """Undercutting."""

    name = "price-war"
    rows = ("5",)
    who = "jessicata (the post)"
    claim = "equal closed models undercut each other to almost nothing, whatever customers would pay"
    lever = "prices"
    numbers = (
        level("price", "what the customer pays"),
        reported("n_equilibria", "number of equilibria"),
        reported("equilibria", "their pairs of prices"),
        reported("proven", "whether no other is proven to exist"),
    )
    rules = along("price", undercut=NEUTRAL)
    says = moves(NEUTRAL)
    reads = "equilibria lists the prices of every equilibrium"
    sets = ("highest_price",)

    prices: Annotated[int, Field(ge=1, le=200), Unit("currency")] | tuple[NonNegative, ...] = 10
    """The highest of the whole prices 0, 1, 2, ... that may be asked; or the list of prices."""

    @field_validator("prices")
    @classmethod
    def _several(cls, prices: int | tuple[float, ...]) -> int | tuple[float, ...]:
        if isinstance(prices, tuple) and len(set(prices)) < max(2, len(prices)):
            raise ValueError(f"{len(prices)} prices came, {len(set(prices))} of them different; give two or more")
        return prices

    def compute(self) -> tuple[Quantity, ...]:
        """Number of equilibria, the equilibria as pairs of prices, and whether no other is proven to exist."""
        from solver.answer.solving import solve

        game = self.game()
        solution = solve(game.normal_form(), self.method())
        asked = np.array(game.listed())
        found = tuple(tuple(float(s @ asked) for s in e.strategies) for e in solution.equilibria)
        return listed(n_equilibria=len(found), equilibria=found, proven=solution.complete)

    def method(self) -> Method | None:
        """All equilibria where that is quick, the pure ones beyond."""
        from solver.n_player.pure import PureEquilibria

        return PureEquilibria() if len(self.game().listed()) > MOST_PRICES else None

    def game(self) -> BertrandGame:
        """The game with these prices."""
        own = {"highest_price": self.prices} if isinstance(self.prices, int) else {"prices": self.prices}
        return BertrandGame(name=self.name, **own)

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """From the highest price 3 on there is something to undercut."""
        return "undercut" if isinstance(self.prices, int) else "own list of prices"

    def span(self) -> tuple[float, float]:
        """Highest prices."""
        return 3.0, float(max(self.prices, 4)) if isinstance(self.prices, int) else 4.0

    def moves_in(self, stretch: Stretch) -> tuple[tuple[float, float], ...]:
        """From the lowest to the highest price looked at."""
        return ((stretch.lo, stretch.hi),)

    def move(self) -> tuple[float, float]:
        """From whole prices up to 3 to those here."""
        return 3.0, float(self.prices) if isinstance(self.prices, int) else 3.0

    def at(self, level: float) -> PriceWar:
        """The story with another highest price; a list of prices stays as it is."""
        return self if isinstance(self.prices, tuple) else self.model_copy(update={"prices": round(level)})
