"""Functions that make parameters of quantities. Each is written for arrays, so that draws of quantities become draws.

Time in quantities is in years where a source says "a year", in months elsewhere; games count in months of ``DAYS``
days. Money is in millions of dollars. Capability is training expense.
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, floor
from typing import Any

import numpy as np

from games.parts.part import FloatArray

DAYS = 30.0
"""Days in a month of a game."""
MONTHS = 12.0
"""Months in a year."""
Number = float | FloatArray


def as_is(value: Number) -> Number:
    """The quantity is the parameter."""
    return value


def factor_per_month(yearly: Number) -> Number:
    """A factor a year is its twelfth root a month: ``(g^(1/12))^12 = g``."""
    return yearly ** (1.0 / MONTHS)


def growth_rate(yearly: Number) -> Number:
    """A factor ``g`` a year is growth at the continuous rate ``log(g) / 12`` a month."""
    return np.log(yearly) / MONTHS


def discount_rate(yearly: Number) -> Number:
    """A return ``r`` a year is discounting at the continuous rate ``log(1 + r) / 12`` a month."""
    return np.log1p(yearly) / MONTHS


def chance_per_month(yearly: Number) -> Number:
    """A chance ``p`` a year of an event with a constant hazard is ``1 - (1 - p)^(1/12)`` a month."""
    return 1.0 - (1.0 - yearly) ** (1.0 / MONTHS)


def trailing(lag: Number, cost: Number, yearly: Number) -> Number:
    """What the frontier was ``lag`` months ago: ``cost * g^(-lag/12)``."""
    return cost * yearly ** (-lag / MONTHS)


def trailing_weeks(weeks: Number, cost: Number, yearly: Number) -> Number:
    """What the frontier was some weeks ago."""
    return trailing(months_of_weeks(weeks), cost, yearly)


def months_of_weeks(weeks: Number) -> Number:
    """Weeks in months of 30 days."""
    return weeks * 7.0 / DAYS


def whole_months(weeks: float) -> float:
    """Weeks in months, rounded up: labs of the game decide once in that time."""
    return float(ceil(months_of_weeks(weeks)))


def slots_in_a_year(weeks: float) -> int:
    """How often that time fits into a year."""
    return floor(MONTHS / whole_months(weeks))


def per_year(months: float) -> int:
    """How often an interval of some months fits into a year, one at least."""
    return max(1, floor(MONTHS / months))


def logit_spread(open_share: Number, lag: Number, cost: Number, yearly: Number) -> Number:
    """The spread of tastes at which two equal sellers leave the open model its observed share.

    Each sells to ``s = (1 - open share) / 2`` at the best price ``sigma / (1 - s)``, and logit demand has
    ``log(s / open share) = (g - price) / sigma``. So ``sigma = g / (log(s / open share) + 1 / (1 - s))``, where the gap
    is ``g = log(1 + cost) - log(1 + cost * growth^(-lag/12))``.
    """
    sold = (1.0 - open_share) / 2.0
    gap = np.log1p(cost) - np.log1p(trailing(lag, cost, yearly))
    return gap / (np.log(sold / open_share) + 1.0 / (1.0 - sold))


def customers(revenue: Number, open_share: Number, lag: Number, cost: Number, yearly: Number) -> Number:
    """The number of customers at which one of those two sellers earns its observed revenue.

    A customer-day brings it ``s * sigma / (1 - s)``, so there are ``revenue / 12 / (DAYS * s * sigma / (1 - s))``.
    """
    sold = (1.0 - open_share) / 2.0
    daily = sold * logit_spread(open_share, lag, cost, yearly) / (1.0 - sold)
    return revenue / MONTHS / (DAYS * daily)


def development_multiple(spending: Number, interval: Number, cost: Number) -> Number:
    """What a release costs to develop, per dollar of its final training run: ``spending * interval / 12 / cost``."""
    return spending * interval / MONTHS / cost


def effort_cost(spending: Number, interval: Number, exponent: Number) -> Number:
    """The coefficient ``c`` at which the observed pace costs the observed spending.

    A lab that climbs once in ``interval`` months works at the hazard ``h = 1 / interval``, and pays ``c h^g / g`` a
    month: ``c = g * spending / 12 * interval^g``.
    """
    return exponent * spending / MONTHS * interval**exponent


def frontier_rung(cost: float) -> int:  # noqa: ARG001 - on a ladder of generations the frontier is a rung at any cost
    """The rung of today's frontier."""
    return FRONTIER_RUNG


def rung_behind(lag: float, interval: float) -> int:
    """The rung nearest to where the frontier was ``lag`` months ago, on a ladder of release intervals."""
    return max(0, FRONTIER_RUNG - round(lag / interval))


def rung_weeks_behind(weeks: float, interval: float) -> int:
    """The same for a lag in weeks."""
    return rung_behind(float(months_of_weeks(weeks)), interval)


def ladder(interval: float, cost: float, yearly: float) -> tuple[float, ...]:
    """Rungs one release interval of the trend apart, around today's frontier."""
    rungs = range(-FRONTIER_RUNG, RUNGS - FRONTIER_RUNG)
    return tuple(float(trailing(-interval * k, cost, yearly)) for k in rungs)


def catching_up(lag: Number) -> Number:
    """A model that climbs one rung after an exponential time of mean ``lag`` does so at the hazard ``1 / lag``."""
    return 1.0 / lag


RUNGS = 4
"""Rungs of a ladder: the generation before, today's frontier, and two to come."""
FRONTIER_RUNG = 1
"""The rung of today's frontier."""

VARYING: tuple[Callable[..., Any], ...] = (
    as_is,
    factor_per_month,
    growth_rate,
    discount_rate,
    chance_per_month,
    trailing,
    trailing_weeks,
    months_of_weeks,
    logit_spread,
    customers,
    development_multiple,
    effort_cost,
    catching_up,
)
"""Functions of parameters that vary in draws of quantities."""
SHAPES: dict[str, Callable[..., Any]] = {
    "shape": as_is,
    **{
        function.__name__: function
        for function in (whole_months, slots_in_a_year, per_year, ladder, frontier_rung, rung_behind, rung_weeks_behind)
    },
}
"""Functions of parameters that shape the game (dates, counts, ladders), so that they do not vary in draws."""
FUNCTIONS = {**{function.__name__: function for function in VARYING}, **SHAPES}
"""Every function by its name: from the values of quantities to the parameter."""
