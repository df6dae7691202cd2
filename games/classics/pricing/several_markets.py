"""Markets beside markets: Bulow, Geanakoplos and Klemperer 1985; mergers: Salant, Switzer and Reynolds 1983.

Bulow and others: firm A is alone in one market, where it sells any quantity at a price ``p``, and meets firm B in
another, where the price is ``200 - q_A - q_B``. Costs are half of the square of all that a firm sells. A better price
in the market that A has for itself draws it out of the other one; B answers by selling more, and A may earn less.

Salant and others: of ``n`` firms that are alike and choose quantities, ``m`` merge into one. In units of demand they
earn ``(n - m + 2)^-2`` after it and ``m (n + 1)^-2`` before, so four of five have to merge at least.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from games.classics.model import Asked, Changes, Channel, Classic, Found, Published, quantity, reading
from games.classics.pricing.quantities import Cournot
from games.parts.part import FloatArray, NonNegative, Positive, Unit
from solver.continuous import ContinuousEquilibrium, ContinuousGame, solve_continuous


class BulowGeanakoplosKlemperer(Classic):
    """A firm with a market of its own, and a rival in another one."""

    name = "bulow-geanakoplos-klemperer"
    source = "Bulow, Geanakoplos and Klemperer 1985, Journal of Political Economy 93"
    concept = "Nash equilibrium in quantities"
    published: ClassVar[tuple[Published, ...]] = (
        Published("own_market", 0.0, 1e-6, "at a price of 50: (0, 50, 50)"),
        Published("shared_market", 50.0, 1e-6, "at a price of 50: (0, 50, 50)"),
        Published("rival", 50.0, 1e-6, "at a price of 50: (0, 50, 50)"),
        Published("profit", 3750.0, 1e-4, "at a price of 50: 3,750"),
        Published("own_market", 8.0, 1e-6, "at a price of 55: (8, 47, 51)", {"price": 55.0}),
        Published("shared_market", 47.0, 1e-6, "at a price of 55: (8, 47, 51)", {"price": 55.0}),
        Published("rival", 51.0, 1e-6, "at a price of 55: (8, 47, 51)", {"price": 55.0}),
        Published("profit", 3721.5, 0.5, "at a price of 55: 3,721, less than before", {"price": 55.0}),
    )
    asked = (Asked("effort", "shared_market"),)
    asked_at: ClassVar[dict[str, float]] = {"price": 55.0}

    price: Annotated[NonNegative, Unit("money per unit")] = 50.0
    """Price in A's own market."""
    demand: Annotated[Positive, Unit("money per unit")] = 200.0
    """Price at which nothing is sold in the market of both."""

    def equilibrium(self) -> ContinuousEquilibrium:
        """Quantities of A in its own market and in the market of both, and of B.

        A's quantities are chosen as if by two with A's profit: it is concave in both, so no joint change gains either.
        """

        def payoff(i: int, q: FloatArray) -> FloatArray:
            own, first, second = q
            left = self.demand - first - second
            if i == 2:
                return np.asarray(left * second - second**2 / 2)
            return np.asarray(left * first + self.price * own - (own + first) ** 2 / 2)

        most = max(self.demand, self.price)
        return solve_continuous(ContinuousGame.of(payoff, [0.0] * 3, [most] * 3)).only

    def formula(self) -> tuple[float, float]:
        """Quantities in the market of both, in closed form: with sales in A's own market where they pay, or without."""
        first = (2 * self.demand - 3 * self.price) / 5
        first = max(0.0, first) if first <= self.price else self.demand / 4
        return first, (self.demand - first) / 3

    def readings(self) -> tuple[Found, ...]:
        """All three quantities and A's profit, by grid zoom."""
        found, (first, second) = self.equilibrium(), self.formula()
        own = max(0.0, self.price - first)
        profit = self.price * own + (self.demand - first - second) * first - (first + own) ** 2 / 2
        # What B sells moves the profit by as much as A sells, its own quantities hardly.
        accuracy = max(1e-5, self.demand * found.radius)
        sold = zip(found.point.tolist(), (own, first, second), strict=True)
        return (
            *(Found(q, found.how, found.radius + 1e-7, closed) for q, closed in sold),
            Found(float(found.payoffs[0]), found.how, accuracy, profit),
        )

    own_market = reading("quantity of A in its own market", 0)
    shared_market = reading("quantity of A in the market of both", 1)
    rival = reading("quantity of B", 2)
    profit = reading("profit of A, money", 3)

    def changes(self, x: float) -> Changes:
        """The price in A's own market falls by a tenth per ``x``: there it sells beside an open model."""
        return {Channel.STATUS_QUO: {"price": self.price * (1 - 0.1 * x)}}


class SalantSwitzerReynolds(Classic):
    """Who merges gives up market share, and gains only if nearly everybody does."""

    name = "salant-switzer-reynolds"
    source = "Salant, Switzer and Reynolds 1983, Quarterly Journal of Economics 98"
    concept = "Nash equilibrium in quantities"
    published: ClassVar[tuple[Published, ...]] = (
        Published("least_share", 0.8, 1e-9, "80 % of the firms have to merge, at best"),
        Published("gain", 0.0, 1e-7, "four of five gain just nothing"),
        Published("gain", -1 / 72, 1e-7, "two of three lose", {"firms": 3, "merging": 2}, formula=True),
    )

    firms: Annotated[int, Field(ge=2, le=5), Unit("firms")] = 5
    """How many firms there are before, ``n``."""
    merging: Annotated[int, Field(ge=2, le=5), Unit("firms")] = 4
    """How many of them merge, ``m``; all, if there are not so many."""

    def profits(self, firms: int) -> Found:
        """What each of so many firms earns."""
        return Cournot(costs=(0.0,) * firms).first_profit()

    def gain_of(self, merging: int) -> Found:
        """What so many firms gain together by merging."""
        before, after = self.profits(self.firms), self.profits(self.firms - merging + 1)
        formula = (self.firms - merging + 2) ** -2.0 - merging * (self.firms + 1) ** -2.0
        return Found(after.value - merging * before.value, f"before and after: {before.how}", 1e-7, formula)

    @quantity("what those who merge gain together, money")
    def gain(self) -> Found:
        """By quantities before and after."""
        return self.gain_of(min(self.merging, self.firms))

    @quantity("smallest share of all firms whose merger loses nothing")
    def least_share(self) -> Found:
        """By comparing all sizes of merger."""
        gains = {m: self.gain_of(m) for m in range(2, self.firms + 1)}
        enough = min(m for m, found in gains.items() if found.value >= -found.accuracy)
        closed = min(m for m, found in gains.items() if found.formula is not None and found.formula >= -1e-12)
        how = f"{len(gains)} mergers compared, {gains[2].how}"
        return Found(enough / self.firms, how, 0.0, closed / self.firms)
