"""What modifiers do to the world, collected before terms are evaluated."""

from __future__ import annotations

from dataclasses import dataclass, replace

from games.parts.part import FloatArray
from games.time.discounting import Curve, Number


@dataclass(frozen=True)
class Patience:
    """Quasi-hyperbolic preferences of one lab: what comes after the present counts ``beta`` times."""

    beta: Number = 1.0
    present: Number = 0.0


@dataclass(frozen=True)
class Shocks:
    """The world's changes so far; each modifier returns a new one.

    Attributes:
        cost: per lab, training cost of its release, ``[*batch, *profile]``; empty for ``C(y) = y``.
        gain: per lab, capability that its release gets for nothing, ``[*batch, *profile]``; empty for none.
        hazard: per lab, what is added to its discount rate in each cell, ``[cell, *batch, *profile]``; empty for none.
        patience: per lab, quasi-hyperbolic preferences; empty for none.
        demand: customers relative to the market's number, ``[cell, *batch, *profile]`` or a number.
        growth: continuous growth rate of the number of customers.
        curves: customers at a date relative to the market's number, multiplied.
        switching: cost to a customer of leaving the open model for a seller, per day.
    """

    cost: tuple[FloatArray, ...] = ()
    gain: tuple[FloatArray, ...] = ()
    hazard: tuple[Number, ...] = ()
    patience: tuple[Patience, ...] = ()
    demand: Number = 1.0
    growth: Number = 0.0
    curves: tuple[Curve, ...] = ()
    switching: Number = 0.0

    def with_cost(self, cost: tuple[FloatArray, ...]) -> Shocks:
        """The same world at other training costs."""
        return replace(self, cost=cost)
