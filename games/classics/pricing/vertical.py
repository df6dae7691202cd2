"""Quality: Shaked and Sutton 1982, Choi and Shin 1992, Motta 1993.

A customer of taste ``theta``, uniform up to ``theta_high``, gets ``theta s - p`` from quality ``s`` at price ``p``,
or ``theta x`` from what is free: an open model of quality ``x``, nothing where ``x = 0``. Only quality above the open
one counts, so that ``H = s_H - x`` and ``L = s_L - x`` take the place of qualities. Two sellers choose qualities and
then prices or quantities (subgame perfection). Profits of the second stage, at ``theta`` from 0 to 1: with prices ``4
H^2 (H - L) / (4 H - L)^2`` and ``H L (H - L) / (4 H - L)^2``; with quantities ``H ((2 H - L) / (4 H - L))^2`` and ``L
(H / (4 H - L))^2``. Motta: quality costs ``s^2 / 2`` once (his u is our s). Choi and Shin: quality is free, the
better one given.

*An open model of quality x appears*: it is free, and quality up to ``x`` sells for nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, ClassVar

import numpy as np

from games.classics.model import Asked, Changes, Channel, Classic, Found, Published, quantity, reading
from games.classics.numbers import NumbersClassic
from games.parts.part import FloatArray, NonNegative, Positive, Unit
from solver.continuous import ContinuousEquilibrium, ContinuousGame, solve_continuous
from solver.decision.choice import choose
from solver.decision.decision import Decision


def price_profits(high: FloatArray, low: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Profits of the better and the other seller when they choose prices, by qualities above what is free."""
    share = (4 * high - low) ** 2
    return 4 * high**2 * (high - low) / share, high * low * (high - low) / share


def quantity_profits(high: FloatArray, low: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The same when they choose quantities."""
    return high * ((2 * high - low) / (4 * high - low)) ** 2, low * (high / (4 * high - low)) ** 2


NEAR, ANSWERED, BENDS = 1e-2, 1e-11, 1e-7
"""In units of the highest price: next to a bend of a profit, the last change of best replies, and their accuracy."""


def price_game(high: float, low: float, least: float, most: float, free: float) -> ContinuousGame:
    """Both prices at given qualities.

    Args:
        high: the better quality.
        low: the other one.
        least: the lowest taste.
        most: the highest taste.
        free: quality of what is free.
    """

    def sold(i: int, p: FloatArray) -> FloatArray:
        between = np.maximum((p[0] - p[1]) / (high - low), p[0] / (high - free))
        above = np.clip(between, least, most)
        if i == 0:
            return np.asarray(most - above)
        return np.asarray(np.maximum(0.0, above - np.clip(p[1] / (low - free), least, most)))

    return ContinuousGame.of(lambda i, p: p[i] * sold(i, p), [0.0, 0.0], [most * (high - free), most * (low - free)])


class ShakedSutton(NumbersClassic):
    """Prices at given qualities, whether everybody buys or not."""

    name = "shaked-sutton"
    source = "Shaked and Sutton 1982, Review of Economic Studies 49 (as in Tirole 1988, section 7.5.1)"
    concept = "Nash equilibrium in prices"
    published: ClassVar[tuple[Published, ...]] = (
        Published("high_price", 4 / 3, 1e-7, "(2 theta_high - theta_low) (s_H - s_L) / 3", formula=True),
        Published("low_price", 1 / 6, 1e-7, "(theta_high - 2 theta_low) (s_H - s_L) / 3", formula=True),
    )

    theta_low: Annotated[NonNegative, Unit("taste")] = 1.0
    """The lowest taste for quality."""
    theta_high: Annotated[Positive, Unit("taste")] = 2.5
    """The highest taste for quality."""
    high: Annotated[Positive, Unit("quality")] = 2.0
    """The better quality, ``s_H``."""
    low: Annotated[Positive, Unit("quality")] = 1.0
    """The other quality, ``s_L``."""
    free: Annotated[NonNegative, Unit("quality")] = 0.0
    """Quality of the open model, ``x``, below the others."""

    def choices(self) -> ContinuousGame:
        """Both prices."""
        return price_game(self.high, self.low, self.theta_low, self.theta_high, self.free)

    def formula(self) -> tuple[float, float] | None:
        """Prices where some do not buy, where everybody gladly does, and where the lowest taste just does.

        ``None`` where the worse quality sells nothing.
        """
        a, b, step = self.theta_low, self.theta_high, self.high - self.low
        high, low = self.high - self.free, self.low - self.free
        if b * step / (4 * high - low) > a:
            return 2 * b * high * step / (4 * high - low), b * low * step / (4 * high - low)
        prices = (2 * b - a) * step / 3, (b - 2 * a) * step / 3
        if prices[1] > a * low:
            return (b * step + a * low) / 2, a * low
        return prices if prices[1] > 0 else None

    def corner(self) -> tuple[float, float] | None:
        """Prices that are best replies to each other, if the lowest taste just buys at them: there profit bends."""
        game, bend = self.choices(), self.theta_low * (self.low - self.free)
        if bend <= 0:
            return None

        def reply(i: int, other: float) -> float:
            def profit(own: FloatArray) -> FloatArray:
                prices = [own, np.full_like(own, other)]
                return game.deviation(i, own[None], np.stack(prices if i == 0 else prices[::-1]))

            return choose(Decision(profit, 0.0, float(game.high[i]), kinks=(bend,) if i == 1 else ())).leader

        low, last, most = bend, -1.0, float(game.high[1])
        # A price answers less than half of what the other one moves.
        while abs(low - last) > ANSWERED * most:
            last, high = low, reply(0, low)
            low = reply(1, high)
        return (high, low) if abs(low - bend) <= NEAR * most else None

    def readings(self) -> tuple[Found, ...]:
        """Both prices, by grid zoom; where the lowest taste just buys, by best replies."""
        corner, formula = self.corner(), self.formula() or (None, None)
        if corner is not None:
            how = "best replies by the decision solver: the lowest taste just buys"
            accuracies = (BENDS * float(most) for most in self.choices().high)
            return tuple(Found(p, how, a, f) for p, a, f in zip(corner, accuracies, formula, strict=True))
        found = self.equilibrium()
        return tuple(
            Found(p, found.how, found.radius + 1e-8, f) for p, f in zip(found.point.tolist(), formula, strict=True)
        )

    high_price = reading("price of the better quality, money", 0)
    low_price = reading("price of the other quality, money", 1)


class ChoiShin(Classic):
    """The worse seller stays at four sevenths of the better quality where quality is free."""

    name = "choi-shin"
    source = "Choi and Shin 1992, Journal of Industrial Economics 40"
    concept = "subgame-perfect equilibrium"
    published: ClassVar[tuple[Published, ...]] = (
        Published("ratio", 4 / 7, 1e-6, "proposition 1: four sevenths of the better quality"),
    )

    high: Annotated[Positive, Unit("quality")] = 1.0
    """The better quality, ``s_H``."""
    free: Annotated[NonNegative, Unit("quality")] = 0.0
    """Quality of the open model, ``x``."""

    @quantity("the worse quality above what is free, as a share of the better one")
    def ratio(self) -> Found:
        """The best choice of the worse seller, whose price stage grid zoom confirms."""
        high = self.high - self.free

        def profit(low: FloatArray) -> FloatArray:
            return price_profits(np.full_like(low, high), low)[1]

        best = choose(Decision(profit, 0.0, high)).leader
        prices = solve_continuous(price_game(self.high, best + self.free, 0.0, 1.0, self.free)).only
        gap = abs(float(prices.payoffs[1]) - float(profit(np.array([best]))[0]))
        how = f"decision solver over qualities; prices by grid zoom earn the same to {gap:.1e}"
        return Found(best / high, how, 1e-6, 4 / 7)


class Motta(NumbersClassic):
    """Two sellers choose qualities at a cost, and then prices."""

    name = "motta"
    source = "Motta 1993, Journal of Industrial Economics 41"
    concept = "subgame-perfect equilibrium"
    published: ClassVar[tuple[Published, ...]] = (
        Published("high_quality", 0.2533, 5e-5, "section 2, prices, fixed costs of quality"),
        Published("low_quality", 0.0482, 5e-5, "section 2, prices, fixed costs of quality"),
        Published("high_profit", 0.0244, 5e-5, "section 2, prices, fixed costs of quality"),
        Published("low_profit", 0.0015, 5e-5, "section 2, prices, fixed costs of quality"),
    )
    asked = (Asked("effort", "high_quality"),)
    profits: ClassVar[Callable[[FloatArray, FloatArray], tuple[FloatArray, FloatArray]]] = staticmethod(price_profits)

    free: Annotated[NonNegative, Unit("quality")] = 0.0
    """Quality of the open model, ``x``."""
    cost: Annotated[Positive, Unit("money per quality squared")] = 1.0
    """Coefficient ``k`` of the cost ``k s^2 / 2`` of quality."""

    def choices(self) -> ContinuousGame:
        """Both qualities."""

        def payoff(i: int, s: FloatArray) -> FloatArray:
            own, other = s[i] - self.free, s[1 - i] - self.free
            high, low = np.maximum(own, other), np.minimum(own, other)
            with np.errstate(divide="ignore", invalid="ignore"):
                as_high, as_low = (np.nan_to_num(v) for v in type(self).profits(high, low))
            return np.asarray(np.where(own >= other, as_high, as_low) - self.cost * s[i] ** 2 / 2)

        least = self.free + 1e-9
        return ContinuousGame.of(payoff, [least] * 2, [self.free + 0.6 / self.cost] * 2)

    # On a grid of qualities each seller may draw which of the two to be, in very many ways.
    strategic = Classic.strategic

    def equilibrium(self) -> ContinuousEquilibrium:
        """Qualities, the better seller first."""
        return max(self.solution().equilibria, key=lambda e: float(e.point[0]))

    def readings(self) -> tuple[Found, ...]:
        """Both qualities and both profits, by grid zoom over qualities."""
        found = self.equilibrium()
        return tuple(Found(float(v), found.how, found.radius + 1e-8) for v in (*found.point, *found.payoffs))

    high_quality = reading("the better quality", 0)
    low_quality = reading("the other quality", 1)
    high_profit = reading("profit of the better seller, money", 2)
    low_profit = reading("profit of the other seller, money", 3)

    def changes(self, x: float) -> Changes:
        """What is free has quality ``0.005 x``; or quality costs a tenth less per ``x``, built on what is open."""
        return {
            Channel.ALL: {"free": self.free + 0.005 * x},
            Channel.COST: {"cost": self.cost * (1 - 0.1 * x)},
        }


class MottaQuantities(Motta):
    """Two sellers choose qualities at a cost, and then quantities."""

    name = "motta-quantities"
    source = "Motta 1993, Journal of Industrial Economics 41, quantity competition"
    published: ClassVar[tuple[Published, ...]] = (
        Published("high_quality", 0.2519, 5e-5, "section 2, quantities, fixed costs of quality"),
        Published("low_quality", 0.0902, 5e-5, "section 2, quantities, fixed costs of quality"),
    )
    profits: ClassVar[Callable[[FloatArray, FloatArray], tuple[FloatArray, FloatArray]]] = staticmethod(
        quantity_profits
    )
