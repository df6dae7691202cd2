"""What an innovation is worth in a market: Arrow 1962; Gilbert and Newbery 1982; Delbono and Denicolo 1990.

Customers demand ``a - p``; the unit cost is ``c``, and ``c - d`` after the innovation. Concepts: a monopolist's or an
innovator's best price (Arrow), an auction between the incumbent and an entrant (Gilbert and Newbery), a race in
continuous time whose flows a market sets (Delbono and Denicolo: prices, where only the innovator earns, or
quantities, where all do). Closed forms are beside the quantities.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import numpy as np
from pydantic import Field

from games.classics.model import Asked, Changes, Channel, Classic, Found, Published, quantity, reading
from games.classics.patents.flow_races import BeathKatsoulacosUlph
from games.classics.patents.patent_race import FlowRace
from games.classics.pricing.quantities import Cournot
from games.parts.part import FloatArray, NonNegative, Positive, Unit
from games.race.race_game import RaceGame
from solver.decision.choice import choose
from solver.decision.decision import Decision
from solver.game.normal_form import NormalForm
from solver.n_player.pure import pure_equilibria

BIDS = 61
"""Bids on the grid of an auction."""


def best_profit(intercept: float, cost: float, most: float) -> float:
    """The largest profit per unit of time at a price from the cost to ``most``."""

    def profit(p: FloatArray) -> FloatArray:
        return np.asarray((p - cost) * np.maximum(0.0, intercept - p))

    return choose(Decision(profit, cost, most)).value if most > cost else 0.0


def monopoly(intercept: float, cost: float) -> float:
    """Profit of a monopolist in closed form."""
    return max(0.0, intercept - cost) ** 2 / 4


def ahead(intercept: float, cost: float, fall: float) -> float:
    """Profit at ``fall`` below the unit cost of all others in closed form: at their cost, or a monopolist's."""
    return fall * (intercept - cost) if fall < intercept - cost else monopoly(intercept, cost - fall)


class _Innovation(Classic):
    """A market, and what an innovation saves in it."""

    intercept: Annotated[Positive, Unit("money per unit")] = 2.0
    """Price at which nothing is sold, ``a``."""
    cost: Annotated[Positive, Unit("money per unit")] = 1.0
    """Unit cost before the innovation, ``c``."""
    fall: Annotated[Positive, Unit("money per unit")] = 0.2
    """By how much the innovation lowers it, ``d``."""

    def changes(self, x: float) -> Changes:
        """What everybody can build lowers the old cost by ``0.05 x`` and not the innovation's; or both fall alike."""
        less = 0.05 * x
        old = {"cost": self.cost - less, "fall": max(1e-9, self.fall - less)}
        return {
            Channel.STATUS_QUO: old,
            Channel.COST: {"cost": self.cost - less},
        }


class Arrow(_Innovation):
    """An innovation is worth more where there was competition than where there was a monopoly."""

    name = "arrow"
    source = "Arrow 1962, in The Rate and Direction of Inventive Activity"
    concept = "best price"
    published: ClassVar[tuple[Published, ...]] = (
        Published("monopolist", 0.11, 1e-9, "monopoly: profit after less profit before", formula=True),
        Published("competitor", 0.2, 1e-9, "competition: royalty d on the quantity sold before", formula=True),
        Published("planner", 0.22, 1e-9, "society: the area under demand", formula=True),
    )
    asked = (Asked("effort", "competitor"),)

    def readings(self) -> tuple[Found, ...]:
        """What it earns a monopolist at its best prices, a competitor below its rivals' cost, and all in all."""
        from scipy.integrate import quad

        a, c, d = self.intercept, self.cost, self.fall
        monopolist = best_profit(a, c - d, a) - best_profit(a, c, a)
        competitor = best_profit(a, c - d, min(c, a))
        # The area under demand between both unit costs; demand ends at the intercept, so that the area does.
        planner, error = quad(lambda p: a - p, min(c - d, a), min(c, a))
        area = (max(0.0, a - c + d) ** 2 - max(0.0, a - c) ** 2) / 2
        return (
            Found(monopolist, "decision solver", 1e-9, monopoly(a, c - d) - monopoly(a, c)),
            Found(competitor, "decision solver", 1e-9, ahead(a, c, d)),
            Found(planner, "integral of demand between both unit costs", max(error, 1e-12), area),
        )

    monopolist = reading("what the innovation earns a monopolist, money per unit of time", 0)
    competitor = reading("what the innovation earns a competitor, money per unit of time", 1)
    planner = reading("what the innovation is worth to society, money per unit of time", 2)


class GilbertNewbery(_Innovation):
    """An incumbent outbids an entrant for the innovation that would make it a rival."""

    name = "gilbert-newbery"
    source = "Gilbert and Newbery 1982, American Economic Review 72"
    concept = "Nash equilibrium of an auction, then of a market in quantities"
    published: ClassVar[tuple[Published, ...]] = (
        Published("incumbent", 0.2888889, 1e-6, "monopoly less duopoly profit", formula=True),
        Published("entrant", 0.2177778, 1e-6, "duopoly profit", formula=True),
        Published("incumbent_wins", 1.0, 0.0, "condition (1): the incumbent pre-empts"),
    )
    asked = (Asked("effort", "incumbent"),)

    fall: Annotated[NonNegative, Unit("money per unit")] = 0.2
    """By how much the innovation is cheaper, ``d``."""

    def duopoly(self) -> Cournot:
        """The incumbent at its old cost against the entrant with the innovation."""
        return Cournot(costs=(self.cost, self.cost - self.fall), intercept=self.intercept)

    def readings(self) -> tuple[Found, ...]:
        """To the incumbent monopoly profit with it less duopoly profit without it, to the entrant duopoly profit."""
        duopoly, a = self.duopoly(), self.intercept
        found, formula = duopoly.equilibrium(), duopoly.formula()
        alone = best_profit(a, self.cost - self.fall, a)
        closed = monopoly(a, self.cost - self.fall) - float(formula[0]) ** 2
        return (
            Found(alone - float(found.payoffs[0]), f"decision solver and {found.how}", 1e-8, closed),
            Found(float(found.payoffs[1]), found.how, 1e-8, float(formula[1]) ** 2),
        )

    incumbent = reading("what the innovation is worth to the incumbent, money per unit of time", 0)
    entrant = reading("what the innovation is worth to the entrant, money per unit of time", 1)

    @quantity("whether the incumbent wins the auction, 1 or 0")
    def incumbent_wins(self) -> Found:
        """In every pure equilibrium of a first-price auction in undominated bids; the incumbent wins ties."""
        incumbent, entrant = self.incumbent(), self.entrant()
        stakes = (incumbent.value, entrant.value)
        most = stakes
        if abs(stakes[0] - stakes[1]) <= incumbent.accuracy + entrant.accuracy:
            # A drastic innovation is worth as much to both, and no bid of all that it is worth gains anything.
            stakes = (max(stakes), max(stakes))
            most = (stakes[0] * (1 - 1 / BIDS), stakes[1] * (1 - 1 / BIDS))
        bids = np.linspace(0, max(stakes), BIDS)
        own, other = bids[:, None], bids[None, :]
        wins = own >= other
        game = NormalForm.from_bimatrix(
            np.where(wins, stakes[0] - own, 0.0) + 0 * other, np.where(wins, 0.0, stakes[1] - other) + 0 * own
        )
        played = [(a, b) for a, b in pure_equilibria(game) if bids[a] <= most[0] and bids[b] <= most[1]]
        won = {bool(wins[a, b]) for a, b in played}
        how = f"all pure equilibria of the auction on {BIDS} bids, {len(played)} of them undominated"
        return Found(float(won == {True}), how, 0.0, float(stakes[0] >= stakes[1]))


class DelbonoDenicolo(_Innovation):
    """The race for an innovation whose flows a market sets."""

    name = "delbono-denicolo"
    source = "Delbono and Denicolo 1990, International Journal of Industrial Organization 8"
    concept = "Markov-perfect equilibrium, then Nash equilibrium of the market"
    published: ClassVar[tuple[Published, ...]] = (
        Published("effort", 1.364390, 1e-6, "prices: W = d (a - c) / r, L = pi0 = 0", formula=True),
        Published("effort", 0.983421, 1e-5, "quantities: flows of a Cournot market", {"market": "quantities"},
                  formula=True),
    )  # fmt: skip
    asked = (Asked("effort", "effort"),)

    firms: Annotated[int, Field(ge=2, le=4), Unit("firms")] = 2
    """How many firms race, ``n``."""
    r: Annotated[Positive, Unit("per unit of time")] = 0.1
    """Discount rate."""
    market: Literal["prices", "quantities"] = "prices"
    """What firms choose in the market."""

    def before(self) -> Cournot:
        """The market in quantities before the innovation."""
        return Cournot(costs=(self.cost,) * self.firms, intercept=self.intercept)

    def after(self) -> Cournot:
        """The same after it; the first firm has it."""
        return Cournot(costs=(self.cost - self.fall, *[self.cost] * (self.firms - 1)), intercept=self.intercept)

    def flows(self) -> tuple[float, float, float]:
        """Flows of the innovator, of another firm afterwards, and of each firm before, by solvers."""
        a, c, d = self.intercept, self.cost, self.fall
        if self.market == "prices":
            return best_profit(a, c - d, min(c, a)), 0.0, 0.0
        after, before = self.after().equilibrium().payoffs, self.before().equilibrium().payoffs
        return float(after[0]), float(after[1]), float(before[0])

    def formula(self) -> float:
        """Effort from the flows in closed form."""
        a, c, d, n = self.intercept, self.cost, self.fall, self.firms
        if self.market == "prices":
            win, lose, now = ahead(a, c, d), 0.0, 0.0
        else:
            after, before = self.after().formula(), self.before().formula()
            win, lose, now = float(after[0]) ** 2, float(after[1]) ** 2, float(before[0]) ** 2
        return FlowRace(firms=n, win=win / self.r, lose=lose / self.r, now=now, r=self.r).hazard()

    def race(self) -> BeathKatsoulacosUlph:
        """The race over the market's flows."""
        win, lose, now = self.flows()
        return BeathKatsoulacosUlph(firms=self.firms, win=win / self.r, lose=lose / self.r, now=now, r=self.r)

    def strategic(self) -> RaceGame:
        """The race over the market's flows."""
        return self.race().strategic()

    @quantity("effort of each firm, its hazard of innovating per unit of time")
    def effort(self) -> Found:
        """By the directional engine, over flows from the market's equilibrium."""
        found = self.race().effort()
        return Found(found.value, f"market by its solver; {found.how}", 1e-7, self.formula())
