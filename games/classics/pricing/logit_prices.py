"""Prices when customers choose by logit: Anderson, de Palma and Thisse 1992.

A customer's utility from seller ``i`` is ``(a - p_i) / mu`` plus noise, so that it buys there with a probability in
proportion to ``exp((a - p_i) / mu)``; not buying has the value ``a0`` where there is that possibility. The concept is
Nash equilibrium in prices. Closed forms: ``p = c + mu n / (n - 1)`` where everybody buys; ``p = c + mu (1 + W(exp((a
- a0 - c) / mu - 1)))`` for one seller beside not buying, with Lambert's W.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from games.classics.model import Found, Published, quantity
from games.classics.numbers import NumbersClassic
from games.parts.part import Finite, FloatArray, NonNegative, Positive, Unit
from solver.continuous import ContinuousGame


class AndersonDePalmaThisse(NumbersClassic):
    """Sellers who are alike, with or without the possibility not to buy."""

    name = "anderson-de-palma-thisse"
    source = "Anderson, de Palma and Thisse 1992, Discrete Choice Theory of Product Differentiation"
    concept = "Nash equilibrium in prices"
    published: ClassVar[tuple[Published, ...]] = (
        Published("price", 2.0, 1e-8, "section 7.2: c + mu n / (n - 1)", formula=True),
        Published("price", 1.75, 1e-8, "section 7.2: c + mu n / (n - 1)", {"sellers": 4, "cost": 0.75, "noise": 0.75},
                  formula=True),
        Published("price", 2.0, 1e-8, "one seller: 1 + W(exp(a - 1)) with W(1 e) = 1",
                  {"sellers": 1, "quality": 2.0, "outside": 0.0}, formula=True),
    )  # fmt: skip
    counted = "sellers"

    sellers: Annotated[int, Field(ge=1, le=100), Unit("sellers")] = 2
    """How many sellers there are, ``n``."""
    quality: Annotated[Finite, Unit("money")] = 1.0
    """What the good is worth, ``a``."""
    cost: Annotated[NonNegative, Unit("money per unit")] = 0.0
    """Unit cost, ``c``."""
    noise: Annotated[Positive, Unit("money")] = 1.0
    """How much customers differ, ``mu``."""
    outside: Annotated[Finite | None, Unit("money")] = None
    """What not buying is worth, ``a0``; left out, everybody buys."""

    def choices(self) -> ContinuousGame:
        """Prices of sellers who are alike."""
        n, mu = self.sellers, self.noise
        stay = 0.0 if self.outside is None else np.exp((self.outside - self.quality + self.cost) / mu)

        def payoff(own: FloatArray, other: FloatArray) -> FloatArray:
            mine, theirs = np.exp(-(own[0] - self.cost) / mu), np.exp(-(other[0] - self.cost) / mu)
            return np.asarray((own[0] - self.cost) * mine / (mine + (n - 1) * theirs + stay))

        gain = 0.0 if self.outside is None else max(0.0, self.quality - self.cost - self.outside)
        return ContinuousGame.symmetric(payoff, [self.cost], [self.cost + 6 * mu + 2 * gain])

    @quantity("price, money")
    def price(self) -> Found:
        """By grid zoom."""
        found = self.equilibrium()
        return Found(float(found.point[0]), found.how, found.radius + 1e-8, self.formula())

    def formula(self) -> float | None:
        """The price in closed form."""
        n, mu = self.sellers, self.noise
        if self.outside is None:
            return self.cost + mu * n / (n - 1) if n > 1 else None
        if n > 1:
            return None
        from scipy.special import lambertw

        return float(self.cost + mu * (1 + lambertw(np.exp((self.quality - self.outside - self.cost) / mu - 1)).real))
