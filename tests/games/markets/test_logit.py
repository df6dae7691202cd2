"""Logit prices against best responses, Lambert's function, published values and each seller's other prices."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import wrightomega

from games.markets.logit import logit
from games.parts.part import FloatArray


def by_best_responses(gaps: FloatArray, sigma: float) -> FloatArray:
    """Prices to which best responses lead from the lowest: the slow way to the equilibrium, one column at a time."""
    worth, markup = gaps / sigma, np.ones(len(gaps))
    for _ in range(5000):
        appeal = worth - markup
        rivals = [np.logaddexp.reduce([0.0, *np.delete(appeal, i)]) for i in range(len(gaps))]
        markup = 1.0 + wrightomega(worth - 1.0 - rivals)
    return np.asarray(sigma * markup)


@given(st.lists(st.integers(-4, 12), min_size=1, max_size=3), st.sampled_from([0.25, 1.0, 5.0]))
@settings(deadline=None, max_examples=15)
def test_logit_prices_are_those_to_which_best_responses_lead(drawn: list[int], sigma: float) -> None:
    g = np.array(drawn, dtype=float)
    np.testing.assert_allclose(logit(g, sigma).price, by_best_responses(g, sigma), rtol=1e-10)


@pytest.mark.parametrize("gap", [-600.0, -5.0, 0.0, 1.0, 30.0, 1e3, 1e6, 1e9])
def test_a_logit_monopolists_price_is_lamberts_function_at_every_size(gap: float) -> None:
    sales = logit(np.array([gap]), 1.0)
    w = wrightomega(gap - 1.0)
    np.testing.assert_allclose(sales.price[0], 1.0 + w, rtol=1e-14)
    np.testing.assert_allclose(sales.profit[0], w, rtol=1e-12)


def test_columns_of_a_logit_market_are_solved_apart() -> None:
    rng = np.random.default_rng(3)
    gaps = rng.integers(-6, 7, size=(3, 40)) * rng.choice([0.01, 1.0, 100.0], size=40)
    gaps[1, ::5] = -np.inf
    together = logit(gaps, 0.5)
    for k in range(40):
        alone = logit(gaps[:, k], 0.5)
        np.testing.assert_allclose(together.profit[:, k], alone.profit, rtol=1e-12)
        np.testing.assert_allclose(together.surplus[k], alone.surplus, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize(("sigma", "price", "profit"), [(1.0, 1.567143, 0.567143), (0.01, 0.954519, 0.944519)])
def test_a_logit_monopolists_price_and_profit(sigma: float, price: float, profit: float) -> None:
    sales = logit(np.array([1.0]), sigma)
    assert abs(sales.price[0] - price) < 5e-7
    assert abs(sales.profit[0] - profit) < 5e-7


def test_a_seller_that_is_behind_still_sells_under_logit_demand() -> None:
    sales = logit(np.array([-1.0, -np.inf]), 0.5)
    assert sales.profit[0] > 0
    assert sales.profit[1] == 0


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=3), st.sampled_from([0.1, 1.0, 10.0]))
@settings(deadline=None, max_examples=40)
def test_no_logit_seller_gains_by_another_price(drawn: list[int], sigma: float) -> None:
    g = np.array(drawn, dtype=float)
    sales = logit(g, sigma)

    def profit(prices: FloatArray, i: int) -> float:
        appeal = (g - prices) / sigma
        return float(prices[i] * np.exp(appeal[i] - np.logaddexp.reduce([0.0, *appeal])))

    for i in range(len(g)):
        here = profit(sales.price, i)
        assert abs(here - sales.profit[i]) <= 1e-9 * (1 + here)
        for step in (-0.2, -0.01, 0.01, 0.2):
            other = sales.price.copy()
            other[i] += step * sigma
            assert profit(other, i) <= here + 1e-12
