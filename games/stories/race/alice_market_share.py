"""Row 24 with future market share instead of prestige: models are not interchangeable, and customers stay.

Each period a quarter of the customers chooses anew and goes to whoever has the best open model; Alice is paid ``rho``
times her share at the horizon ``T``. After Bob's release at ``tau`` she loses a quarter of what she has per period;
an answer with ``n`` periods left is worth ``rho (1 - .75^n)`` for ``sigma n/T``. The last customers count as much as
the first, so she answers, but not at once: with ``.75^n = sigma / (T rho ln(4/3))`` left.

By hand: T = 10, rho = 10, sigma = 6, tau = 2: 10 (1 - .75^n) - .6 n is 4.63 at n = 5, 4.62 at n = 6: she answers at 5.
"""

from __future__ import annotations

import math
from typing import Annotated

from games.parts.part import NonNegative, Unit
from games.race import RaceGame
from games.stories.race.alice_answers import AliceAnswers
from games.stories.telling.claim import Ingredient
from games.terms import MarketShare, Term
from games.terms.standing import Among

KEPT = 0.75
"""Share of customers who stay, per period."""


class AliceMarketShare(AliceAnswers):
    """Alice wants customers at the end."""

    name = "alice-market-share"
    rows = ("24",)
    claim = "if models are not interchangeable, Bob's release makes Alice release sooner for market share"
    ingredients = (
        Ingredient("alice.market_share", "rho", 0.0, "Alice does not care about customers"),
        Ingredient("alice.slowness", "sigma", 0.0, "Alice does not mind speed"),
        Ingredient("open", "tau", None, "Bob never releases"),
    )

    rho: Annotated[NonNegative, Unit("currency")] = 10.0
    """Worth of all customers at the horizon."""

    def term(self) -> Term:
        """Why Alice wants to be best."""
        return MarketShare(weight=self.rho, churn=1 - KEPT, initial=1.0, among=Among.OPEN)

    def race(self) -> RaceGame | None:
        """None: shares of customers who stay are counted by dates."""
        return None

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """What Alice makes of Bob's release, by the argument above."""
        if self.tau is None or self.tau > self.T - 1:
            return "too late to answer"
        if self.rho == 0:
            return "lets it be"
        if self.sigma == 0:
            return "does not mind speed"
        left = range(1, self.T - math.ceil(self.tau) + 1)
        best = max(self.rho * (1 - KEPT**n) - self.sigma * n / self.T for n in left)
        if abs(best) <= 1e-12 * self.sigma:
            return "indifferent"
        return "answers" if best > 0 else "lets it be"
