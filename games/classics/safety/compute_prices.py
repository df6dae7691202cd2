"""Safety and performance bought with compute: Jensen, Emery-Xu and Trager 2023.

Player ``i`` buys ``X_s`` and ``X_p`` at the price ``r``. Performance is ``p = B X_p^b``, safety ``s = A X_s^a
p^(-t)``. It wins with probability ``p_i / sum p``; all is safe with probability ``s / (1 + s)`` of the winner
(*winner only*), or the product of all players' (*multiplicative*). It gets 1 if it wins and all is safe, loses ``d``
if not. The concept is Nash equilibrium, symmetric here; the paper computes it by iterating best replies, and ours
is by grid zoom. Ours beside theirs: ``a``, ``b``, ``t`` are their alpha, beta, theta. *Claim*: a higher price makes all
safer if and only if ``b t > a`` (abstract, result 1).
"""

from __future__ import annotations

from math import exp, log
from typing import Annotated, ClassVar, Literal

import numpy as np
from pydantic import Field

from games.classics.model import Asked, Changes, Channel, Found, Published, quantity, reading
from games.classics.numbers import NumbersClassic
from games.parts.part import FloatArray, NonNegative, Positive, Unit
from solver.continuous import ContinuousEquilibrium, ContinuousGame

LEAST, MOST = 1e-6, 0.8
"""Least and largest purchase, in units of what a whole prize and loss would buy."""
STEP = 0.01
"""Step of the logarithm of the price in the effect of a price."""


class Jensen(NumbersClassic):
    """A race in which safety competes with performance for compute."""

    name = "jensen"
    source = "Jensen, Emery-Xu and Trager 2023, arXiv 2302.11436"
    concept = "Nash equilibrium in purchases"
    # Where others race, racing little may be best, and the other way round.
    may_fail = "raise A, B or the prize, or lower the price r"
    published: ClassVar[tuple[Published, ...]] = (
        Published("sign_of_price", 1.0, 0.0, "result 1: b t > a", {"a": 0.3, "t": 1.0}, formula=True),
        Published("sign_of_price", -1.0, 0.0, "result 1: b t < a", formula=True),
        Published("sign_of_price", 0.0, 0.0, "result 1: b t = a", {"t": 1.0}, formula=True),
    )
    asked = (Asked("risk", "risk"), Asked("effort", "performance_input"))
    counted = "players"

    players: Annotated[int, Field(ge=2, le=20), Unit("players")] = 2
    """How many players there are, ``n``."""
    A: Annotated[Positive, Unit("")] = 10.0
    """Productivity of safety, ``A``."""
    a: Annotated[Positive, Unit("")] = 0.5
    """Elasticity of safety in compute, ``a``."""
    B: Annotated[Positive, Unit("")] = 10.0
    """Productivity of performance, ``B``."""
    b: Annotated[Positive, Unit("")] = 0.5
    """Elasticity of performance in compute, ``b``."""
    t: Annotated[NonNegative, Unit("")] = 0.25
    """How much performance costs safety, ``t``."""
    d: Annotated[NonNegative, Unit("prizes")] = 1.0
    """Loss in a disaster, ``d``."""
    r: Annotated[Positive, Unit("prizes per compute")] = 0.05
    """Price of compute, ``r``."""
    prize: Annotated[Positive, Unit("prizes")] = 1.0
    """What winning pays."""
    shared: Literal["winner only", "multiplicative"] = "multiplicative"
    """Whose safety counts."""

    def most(self) -> float:
        """What a whole prize and loss would buy."""
        return (self.prize + self.d) / self.r

    def made(self, bought: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Probability that one player is safe, and its performance, from the logarithms of its purchases."""
        x = np.exp(bought) * self.most()
        performance = self.B * x[1] ** self.b
        safety = self.A * x[0] ** self.a * performance**-self.t
        return safety / (1 + safety), performance

    def choices(self) -> ContinuousGame:
        """Logarithms of purchases of safety and performance, in units of what a whole prize and loss would buy."""
        rivals, most = self.players - 1, self.most()

        def payoff(own: FloatArray, other: FloatArray) -> FloatArray:
            safe, mine = self.made(own)
            others_safe, theirs = self.made(other)
            wins = mine / (mine + rivals * theirs)
            paid = self.r * most * (np.exp(own[0]) + np.exp(own[1]))
            if self.shared == "multiplicative":
                all_safe = safe * others_safe**rivals
                return np.asarray(all_safe * wins * self.prize - (1 - all_safe) * self.d - paid)
            harm = wins * (1 - safe) + (1 - wins) * (1 - others_safe)
            return np.asarray(wins * safe * self.prize - harm * self.d - paid)

        return ContinuousGame.symmetric(payoff, [log(LEAST)] * 2, [log(MOST)] * 2)

    def equilibrium(self) -> ContinuousEquilibrium:
        """The symmetric equilibrium; of several that with the most safety."""
        return self.some().equilibria[-1]

    def read(self, chosen: FloatArray) -> dict[str, FloatArray]:
        """Probability of a disaster, and the mean of what is bought for performance."""
        first, second = chosen
        (safe, mine), (other_safe, theirs) = self.made(first), self.made(second)
        won = mine / (mine + theirs)
        all_safe = safe * other_safe if self.shared == "multiplicative" else won * safe + (1 - won) * other_safe
        bought = (np.exp(first[1]) + np.exp(second[1])) / 2 * self.most()
        return {"risk": 1 - all_safe, "performance_input": bought}

    def safe(self) -> float:
        """Probability that all is safe."""
        one = float(self.made(self.equilibrium().point)[0])
        return one**self.players if self.shared == "multiplicative" else one

    def readings(self) -> tuple[Found, ...]:
        """Both purchases and the risk, by grid zoom over both purchases."""
        found, most = self.equilibrium(), self.most()
        bought = (Found(exp(float(x)) * most, found.how, (found.radius + 1e-9) * most) for x in found.point)
        return *bought, Found(1 - self.safe(), found.how, 1e-8)

    safety_input = reading("compute that each buys for safety", 0)
    performance_input = reading("compute that each buys for performance", 1)
    risk = reading("probability of a disaster", 2)

    @quantity("effect of a price higher by a hundredth on the probability that all is safe, per hundredth")
    def price_effect(self) -> Found:
        """By two equilibria."""
        up, down = (self.model_copy(update={"r": self.r * (1 + side * STEP)}) for side in (0.5, -0.5))
        value = (up.safe() - down.safe()) / (100 * (log(1 + STEP / 2) - log(1 - STEP / 2)))
        return Found(value, f"two equilibria by grid zoom at prices {STEP:g} apart", 1e-5)

    @quantity("sign of the effect of the price on safety: 1 safer, -1 less safe, 0 neither")
    def sign_of_price(self) -> Found:
        """By two equilibria, beside the sign of ``b t - a`` where both kinds of compute are bought."""
        effect, least = self.price_effect().value, float(self.equilibrium().point.min())
        formula = float(np.sign(round(self.b * self.t - self.a, 12))) if least > log(LEAST) + 1e-6 else None
        value = 0.0 if abs(effect) < 1e-10 * self.safe() else float(np.sign(effect))
        return Found(value, f"effect {effect:.1e} per hundredth between two equilibria by grid zoom", 0.0, formula)

    def changes(self, x: float) -> Changes:
        """Performance, or safety, comes a tenth cheaper per ``x``; or winning pays a tenth less."""
        more = 1 + 0.1 * x
        return {
            Channel.STATUS_QUO: {"B": self.B * more},
            Channel.HAZARD: {"A": self.A * more},
            Channel.WIN: {"prize": self.prize * (1 - 0.1 * x)},
            Channel.COST: {"r": self.r * (1 - 0.1 * x)},
        }
