"""The war of attrition in continuous time, with prizes and costs that differ: Hendricks, Weiss and Wilson 1988.

Player ``i`` pays ``c_i`` per unit of time while both hold out, and gets ``V_i`` when the other one gives up. The
concept is Nash equilibrium in dates of giving up. Closed form: in the mixed equilibrium each gives up at the rate
that makes the *other* indifferent, ``c_j / V_j`` for player ``i``; with costs and prizes alike the war lasts ``V / (2
c)`` on average.

Ours is the exact mixed equilibrium of the game in periods of length ``d`` (:mod:`games.classics.contests.attrition`);
its first period's chance ``h`` is a rate ``-ln(1 - h) / d``, and two lengths of period take the error of the first
order away.
"""

from __future__ import annotations

from math import log
from typing import Annotated, ClassVar

import numpy as np

from games.classics.model import Asked, Changes, Channel, Classic, Found, Published, quantity, solved_once
from games.parts.part import Positive, Unit
from solver.answer.solving import solve
from solver.common.errors import SolverError
from solver.game.normal_form import NormalForm

PERIODS = 2
"""Periods of the game in discrete time; the first one's chances do not depend on how many follow."""
LENGTH = 1e-3
"""Length of a period, in units of what the other one's ``V / c`` is."""


class HendricksWeissWilson(Classic):
    """Two players, each waiting for the other to give up."""

    name = "hendricks-weiss-wilson"
    source = "Hendricks, Weiss and Wilson 1988, International Economic Review 29"
    concept = "Nash equilibrium in mixed dates"
    published: ClassVar[tuple[Published, ...]] = (
        Published("first_rate", 0.2, 1e-5, "theorem 3: hazard c / V", formula=True),
        Published("first_rate", 0.25, 1e-5, "theorem 3: the other's cost over the other's prize",
                  {"second_cost": 3.0, "second_prize": 12.0}, formula=True),
        Published("length", 2.5, 1e-4, "both give up at c / V", formula=True),
    )  # fmt: skip
    asked = (Asked("date", "length"), Asked("effort", "first_rate"))

    first_prize: Annotated[Positive, Unit("money")] = 10.0
    """What the first player gets when the other gives up, ``V_1``."""
    second_prize: Annotated[Positive, Unit("money")] = 10.0
    """What the second player gets when the other gives up, ``V_2``."""
    first_cost: Annotated[Positive, Unit("money per unit of time")] = 2.0
    """What holding out costs the first player, ``c_1``."""
    second_cost: Annotated[Positive, Unit("money per unit of time")] = 2.0
    """What holding out costs the second player, ``c_2``."""

    def rates(self, length: float) -> tuple[float, float]:
        """Rates at which both give up in the first of the game's periods."""
        dates = np.arange(PERIODS + 1)
        own, other = dates[:, None], dates[None, :]
        held = np.minimum(own, other) * length
        first = np.where(own > other, self.first_prize, 0.0) - self.first_cost * held
        second = np.where(other > own, self.second_prize, 0.0) - self.second_cost * held
        mixed = [
            e
            for e in solve(NormalForm.from_bimatrix(first, second)).equilibria
            if all(min(s) > 0 for s in e.strategies)
        ]
        if not mixed:
            raise SolverError("the war of attrition in periods has no equilibrium in which all dates are played")
        x, y = (-log(1 - float(s[0])) / length for s in mixed[0].strategies)
        return x, y

    def _rate(self, k: int, formula: float) -> Found:
        length = LENGTH / formula
        coarse, fine = self.rates(length)[k], self.rates(length / 2)[k]
        how = f"exact solver in periods of {length:.1e}, change {abs(fine - coarse):.1e} when halved, extrapolated"
        return Found(2 * fine - coarse, how, 1e-5 * max(1.0, formula), formula)

    # Each rate is found in periods of its own length: where both are far apart there may be one without the other.
    @quantity("rate at which the first player gives up, per unit of time")
    @solved_once
    def first_rate(self) -> Found:
        """By the exact two-player solver."""
        return self._rate(0, self.second_cost / self.second_prize)

    @quantity("rate at which the second player gives up, per unit of time")
    @solved_once
    def second_rate(self) -> Found:
        """By the exact two-player solver."""
        return self._rate(1, self.first_cost / self.first_prize)

    @quantity("expected length of the war, in units of time")
    def length(self) -> Found:
        """One over the sum of both rates."""
        first, second = self.first_rate(), self.second_rate()
        formula = 1 / (self.first_cost / self.first_prize + self.second_cost / self.second_prize)
        return Found(1 / (first.value + second.value), first.how, 1e-4 * max(1.0, formula), formula)

    def changes(self, x: float) -> Changes:
        """Prizes shrink by a tenth per ``x``, or holding out costs a tenth less."""
        share = 1 - 0.1 * x
        prizes = {"first_prize": self.first_prize * share, "second_prize": self.second_prize * share}
        costs = {"first_cost": self.first_cost * share, "second_cost": self.second_cost * share}
        return {
            Channel.WIN: prizes,
            Channel.COST: costs,
            Channel.ALL: prizes | costs,
        }
