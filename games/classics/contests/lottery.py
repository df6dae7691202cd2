"""Lottery contests between contestants who value the prize differently: Hillman and Riley 1989; Stein 2002.

Contestant ``i`` values the prize at ``v_i``, spends ``x_i`` and wins with probability ``x_i / sum_j x_j``. The
concept is Nash equilibrium. Of the ``m`` contestants who are active, ``sum x = (m - 1) / sum (1 / v)`` and ``x_i = S
(1 - S / v_i)`` with ``S`` that sum; whoever values the prize at ``S`` or less stays out. Ours beside Stein's:
``values`` V_i.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from games.classics.model import Asked, Changes, Channel, Found, Published, reading
from games.classics.numbers import NumbersClassic
from games.parts.part import FloatArray, Positive, Share, Unit
from solver.continuous import ContinuousGame

LEAST = 1e-12
"""Least effort, in units of the largest value: at no effort by anybody the chances are not defined."""


class Stein(NumbersClassic):
    """Any number of contestants, some of whom may stay out."""

    name = "stein"
    source = "Stein 2002, Public Choice 113"
    concept = "Nash equilibrium in efforts"
    published: ClassVar[tuple[Published, ...]] = (
        Published("total_effort", 1.5, 1e-8, "proposition 1: (m - 1) / sum (1 / v)", {"values": (2.0, 1.5, 6.0)},
                  formula=True),
        Published("first_effort", 2 / 9, 1e-8, "proposition 1", {"values": (1.0, 1.0, 1.0)}, formula=True),
        Published("active", 2.0, 0.0, "who values the prize at less than what is spent stays out",
                  {"values": (1.0, 1.0, 0.4)}, formula=True),
    )  # fmt: skip
    asked = (Asked("effort", "total_effort"),)

    counted = "values"
    most_players = 3

    values: Annotated[tuple[Positive, ...], Field(min_length=2, max_length=5), Unit("money")] = (2.0, 1.0, 0.9)
    """What each contestant values the prize at, ``v``."""
    exponent: Annotated[Share, Unit("power")] = 1.0
    """How decisive effort is, ``r``, at most 1: a contestant wins in proportion to ``x^r``."""

    def choices(self) -> ContinuousGame:
        """Efforts of all."""
        values, most = np.array(self.values), max(self.values)

        def payoff(i: int, x: FloatArray) -> FloatArray:
            powers = x**self.exponent
            return np.asarray(values[i] * powers[i] / powers.sum(axis=0) - x[i])

        n = len(values)
        return ContinuousGame.of(payoff, [LEAST * most] * n, [most] * n)

    def read(self, chosen: FloatArray) -> dict[str, FloatArray]:
        """What all spend together."""
        return {"total_effort": chosen[:, 0].sum(axis=0)}

    def formula(self) -> FloatArray | None:
        """Efforts in closed form; ``None`` for several contestants at another exponent than 1."""
        r = self.exponent
        if r != 1:
            if len(self.values) > 2:
                return None
            v, w = self.values
            scale = r * (v * w) ** r / (v**r + w**r) ** 2
            return np.array([scale * v, scale * w])
        order = np.argsort(-np.array(self.values), kind="stable")
        ranked = np.array(self.values)[order]
        total, active = 0.0, 0
        for m in range(2, len(ranked) + 1):
            spent = (m - 1) / float(np.sum(1 / ranked[:m]))
            if ranked[m - 1] > spent:
                total, active = spent, m
        efforts = np.zeros(len(ranked))
        efforts[order[:active]] = total * (1 - total / ranked[:active])
        return efforts

    def readings(self) -> tuple[Found, ...]:
        """Efforts, a chance to win and how many are active, by grid zoom and in closed form."""
        found, formula = self.equilibrium(), self.formula()
        values = self._numbers(found.point)
        closed = [None] * len(values) if formula is None else self._numbers(formula)
        accuracy = found.radius + 1e-9 * max(self.values)
        return tuple(Found(value, found.how, accuracy, f) for value, f in zip(values, closed, strict=True))

    def _numbers(self, x: FloatArray) -> tuple[float, ...]:
        chance = x[0] ** self.exponent / (x**self.exponent).sum()
        active = np.sum(x > 1e-6 * max(self.values))
        return float(x.sum()), float(x[0]), float(x[1]), float(chance), float(active)

    total_effort = reading("effort of all contestants together", 0)
    first_effort = reading("effort of the first contestant", 1)
    second_effort = reading("effort of the second contestant", 2)
    first_chance = reading("the first contestant's chance to win", 3)
    active = reading("contestants who spend something", 4)

    def changes(self, x: float) -> Changes:
        """The prize is worth a tenth less per ``x`` to the first alone, or to everybody."""
        share = 1 - 0.1 * x
        first = (self.values[0] * share, *self.values[1:])
        return {
            Channel.WIN: {"values": first},
            Channel.ALL: {"values": tuple(v * share for v in self.values)},
        }


class HillmanRiley(Stein):
    """Two contestants, of whom one values the prize more."""

    name = "hillman-riley"
    source = "Hillman and Riley 1989, Economics and Politics 1"
    published: ClassVar[tuple[Published, ...]] = (
        Published("first_effort", 4 / 9, 1e-8, "section 3: v1^2 v2 / (v1 + v2)^2", {"values": (2.0, 1.0)},
                  formula=True),
        Published("second_effort", 2 / 9, 1e-8, "section 3: v1 v2^2 / (v1 + v2)^2", {"values": (2.0, 1.0)},
                  formula=True),
        Published("first_chance", 2 / 3, 1e-8, "section 3: v1 / (v1 + v2)", {"values": (2.0, 1.0)}, formula=True),
    )  # fmt: skip

    values: Annotated[tuple[Positive, ...], Field(min_length=2, max_length=5), Unit("money")] = (2.0, 1.0)
