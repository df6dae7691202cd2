"""Modifiers of the market by hand: open demand, growth and the curve by which customers come."""

import math

import numpy as np
import pytest

from games.modifiers import (
    Bass,
    DemandGrowth,
    OpenDemand,
)
from games.modifiers.customers import bass
from games.terms import Revenue
from games.time.calendar import Calendar
from tests.games.two_days import paid, world


def test_more_customers_come_with_open_models_at_a_cost_of_switching() -> None:
    """(n0 + psi x)(y - x - s) with n0 = psi = s = 1, y = 10: best at x = 4, worth 25."""
    worth = []
    for x in range(10):
        game = world(
            Revenue(), modifiers=(OpenDemand(psi=1, switching_cost=1),), x=x, calendar=Calendar(horizon=1, slots=1)
        )
        worth.append(paid(game) / 30)
    assert int(np.argmax(worth)) == 4
    assert math.isclose(worth[4], 25)


def test_growing_demand_is_less_discounting() -> None:
    calendar = Calendar(horizon=math.inf, slots=1, discount_rate=0.1, days_per_period=1)
    game = world(Revenue(), modifiers=(DemandGrowth(rate=0.06),), calendar=calendar)
    assert math.isclose(paid(game), 8 / 0.04)


@pytest.mark.parametrize("rate", [0.1, 0.2])
def test_growth_at_or_above_the_discount_rate_is_refused_over_an_infinite_horizon(rate: float) -> None:
    calendar = Calendar(horizon=math.inf, slots=1, discount_rate=0.1)
    with pytest.raises(ValueError, match="infinite horizon"):
        world(modifiers=(DemandGrowth(rate=rate),), calendar=calendar)
    with pytest.raises(ValueError, match="infinite horizon"):
        world(modifiers=(DemandGrowth(rate=rate / 2), DemandGrowth(name="more", rate=rate / 2)), calendar=calendar)
    world(modifiers=(DemandGrowth(rate=rate),))


def test_the_bass_rate_peaks_where_it_should() -> None:
    p, q = 0.03, 0.38
    t = np.linspace(0, 20, 2_000_001)
    rate = np.diff(bass(t, p, q))
    assert abs(t[int(np.argmax(rate))] - 6.192619) < 1e-4
    assert math.isclose(math.log(q / p) / (p + q), 6.192619, abs_tol=5e-7)


@pytest.mark.parametrize("rate", [0.0, 0.05])
@pytest.mark.parametrize("horizon", [5.0, 30.0, 700.0, 3000.0, math.inf])
def test_sales_that_follow_a_curve_are_integrated_to_many_digits(rate: float, horizon: float) -> None:
    if rate == 0 and math.isinf(horizon):
        return
    calendar = Calendar(horizon=horizon, slots=1, step=1.0, discount_rate=rate, days_per_period=1)
    game = world(Revenue(), modifiers=(Bass(),), calendar=calendar)
    end = 600.0 if math.isinf(horizon) else horizon
    t, h = np.linspace(0, end, 600_001, retstep=True)
    integrand = np.exp(-rate * t) * bass(t, 0.03, 0.38)
    simpson = h / 3 * (integrand[0] + integrand[-1] + 4 * integrand[1:-1:2].sum() + 2 * integrand[2:-1:2].sum())
    assert math.isclose(paid(game), 8 * simpson, rel_tol=1e-6)
