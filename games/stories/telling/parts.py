"""Small things that several stories share: values of models, units of their parameters, rules."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Annotated, Any

import numpy as np
from pydantic import BeforeValidator

from games.parts.direction import Direction
from games.parts.part import FloatArray, NonNegative, Positive, Unit
from games.stories.telling.claim import Rule
from solver.common.errors import OpenraceError
from solver.decision.choice import choose
from solver.decision.decision import Choice, Decision

Capability = Annotated[NonNegative, Unit("capability")]
Customers = Annotated[NonNegative, Unit("customers")]
Days = Annotated[NonNegative, Unit("days")]
Money = Annotated[NonNegative, Unit("currency")]
Rate = Annotated[Positive, Unit("per unit of time")]
Customerdays = Annotated[Positive, Unit("customer-days")]


def _or_never(date: Any) -> Any:
    return None if date in ("never", "inf", math.inf) else date


Date = Annotated[Annotated[NonNegative, Unit("periods")] | None, BeforeValidator(_or_never)]
"""A date of the calendar; ``None`` is never, which may be written ``never`` or ``inf``."""

UP, DOWN, NEUTRAL = Direction.UP, Direction.DOWN, Direction.NEUTRAL
MORE, LESS = Direction.MORE, Direction.LESS


def lead(y: float, x: float) -> float:
    """``(f(y) - f(x))+`` at ``f = sqrt``: what a customer pays per day for the better of two models."""
    return max(0.0, math.sqrt(y) - math.sqrt(x))


def leads(y: FloatArray, x: float) -> FloatArray:
    """:func:`lead` for many models ``y``."""
    return np.maximum(0.0, np.sqrt(y) - math.sqrt(x))


def along(*metrics: str, **directions: Direction) -> tuple[Rule, ...]:
    """Rules for whole stretches: one direction per regime, of one metric or of several alike."""
    return tuple(
        Rule(metric, regime.replace("_", " "), direction)
        for metric in metrics
        for regime, direction in directions.items()
    )


def between(bends: tuple[float, ...]) -> tuple[float, ...]:
    """Bends of a formula and the middles between them: no stretch between two bends is missed, however narrow."""
    order = sorted(set(bends))
    return (*order, *((a + b) / 2 for a, b in pairwise(order)))


def best_choice(decision: Decision) -> Choice:
    """Every best choice of one lab.

    Raises:
        OpenraceError: none is best, as where numbers are so far apart that rounding decides.
    """
    found = choose(decision)
    if not found.maximisers:
        where = ", ".join(f"{y:g}" for y in found.approached)
        raise OpenraceError(
            f"no choice is best at these numbers: the largest value is approached at {where} and not attained",
            "parameters closer to each other in size",
            "change the largest or the smallest of them",
        )
    return found
