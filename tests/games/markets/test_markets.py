"""Markets against published formulas, brute force over prices, and each other."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.markets import (
    MARKETS,
    Cournot,
    Hotelling,
    LimitPricing,
    Logit,
    Market,
    Niche,
    Niches,
    Pricing,
    Strength,
    TwoTypes,
    Vertical,
)
from games.markets.cournot import n_entrants, quantities
from games.markets.hotelling import line
from games.markets.logit import logit
from games.markets.niches import effective
from games.markets.sales import lead_over_others
from games.markets.two_types import two_types
from games.markets.vertical import discriminating, one_price
from games.parts.part import FloatArray
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.terms import Revenue
from games.time.calendar import Calendar
from games.time.open_path import OpenPath
from games.values import Linear

gaps = st.lists(st.integers(0, 4).map(float), min_size=1, max_size=4).map(np.array)


def game(market: Market, models: tuple[float, ...], x: float, days: float = 1.0) -> ReleaseGame:
    """Labs that sell their starting models for one period and never release."""
    names = ("alice", "bob", "carol")
    labs = tuple(Lab(name=n, start=y, dates=(), terms=(Revenue(),)) for n, y in zip(names, models, strict=False))
    calendar = Calendar(horizon=1, slots=1, days_per_period=days)
    return ReleaseGame(name="market", labs=labs, calendar=calendar, open=OpenPath(capability=x), market=market)


def earned(market: Market, models: tuple[float, ...], x: float) -> list[float]:
    return [float(v) for v in game(market, models, x).payoffs().ravel()]


def surplus(market: Market, models: tuple[float, ...], x: float) -> float:
    metrics = {m.name: m.values for m in game(market, models, x).metrics()}
    return float(metrics["consumer_surplus"].ravel()[0])


def test_limit_pricing_pays_the_leader_its_lead_and_customers_the_rest() -> None:
    market = LimitPricing(value=Linear())
    assert earned(market, (9, 4), 2) == [5, 0]
    assert surplus(market, (9, 4), 2) == 4
    assert earned(market, (9, 4), 6) == [3, 0]
    assert earned(market, (9, 9), 2) == [0, 0]
    assert surplus(market, (9, 9), 2) == 9


def test_serving_costs_and_efficiency_enter_the_lead() -> None:
    market = LimitPricing(value=Linear(), serving_cost=2, open_serving_cost=0.5)
    assert earned(market, (9,), 4) == [9 - 4 - 1.5]
    assert earned(LimitPricing(value=Linear(), efficiency=2), (9,), 4) == [14]


def test_the_leaders_price_and_the_customers_surplus_exhaust_the_value_of_its_model() -> None:
    for models in ((9.0, 4.0, 1.0), (9.0,), (1.0, 1.0)):
        for x in (0.0, 4.0, 16.0):
            total = sum(earned(LimitPricing(), models, x)) + surplus(LimitPricing(), models, x)
            assert total == max(math.sqrt(max(models)), math.sqrt(x))


def test_a_monopolist_facing_uniform_willingness_earns_a_quarter_of_the_gap_and_leaves_an_eighth() -> None:
    sales = one_price(np.array([8.0]))
    assert [sales.profit[0], float(sales.surplus)] == [2.0, 1.0]
    perfect = discriminating(np.array([8.0]))
    assert [perfect.profit[0], float(perfect.surplus)] == [4.0, 0.0]


@given(st.integers(1, 20), st.integers(1, 20))
def test_two_sellers_of_different_quality_earn_what_the_published_formulas_say(a: int, b: int) -> None:
    low, high = sorted((float(a), float(b)))
    sales = one_price(np.array([high, low]))
    below = (4 * high - low) ** 2
    want = [4 * high**2 * (high - low) / below, high * low * (high - low) / below]
    np.testing.assert_allclose(sales.profit, want, atol=1e-12)
    price = [2 * high * (high - low) / (4 * high - low), low * (high - low) / (4 * high - low)]
    np.testing.assert_allclose(sales.price, price, atol=1e-12)


def vertical_profit(g: FloatArray, p: FloatArray, seller: int) -> float:
    """Profit of one seller by asking a fine line of customers; distinct gaps."""
    theta = (np.arange(20_000) + 0.5) / 20_000
    worth = np.concatenate([np.zeros((1, len(theta))), theta * g[:, None] - p[:, None]])
    return float(p[seller] * np.mean(np.argmax(worth, axis=0) == seller + 1))


@given(st.lists(st.integers(1, 12), min_size=1, max_size=3, unique=True))
@settings(deadline=None, max_examples=25)
def test_no_seller_of_different_quality_gains_by_another_price(drawn: list[int]) -> None:
    g = np.array(drawn, dtype=float)
    sales = one_price(g)
    for i in range(len(g)):
        for factor in (0.5, 0.9, 0.97, 1.03, 1.1, 2.0):
            other = sales.price.copy()
            other[i] *= factor
            assert vertical_profit(g, other, i) <= sales.profit[i] + 2e-3


@given(gaps)
@settings(deadline=None, max_examples=40)
def test_formulas_of_gaps_keep_their_promises_whatever_ties(g: FloatArray) -> None:
    outcomes = [one_price(g), discriminating(g), quantities(g), logit(g, 0.3)]
    outcomes += [two_types(g, 0.3, 1.0, 0.5, p) for p in Pricing]
    order = np.argsort(-g, kind="stable")
    again = [one_price(g[order]), discriminating(g[order]), quantities(g[order]), logit(g[order], 0.3)]
    again += [two_types(g[order], 0.3, 1.0, 0.5, p) for p in Pricing]
    for sales, moved in zip(outcomes, again, strict=True):
        assert (sales.profit >= 0).all()
        assert sales.surplus >= -1e-12
        assert sales.share.sum() <= 1 + 1e-9
        np.testing.assert_allclose(sales.profit[order], moved.profit, atol=1e-9)
    for sales in outcomes[:2]:
        tied = [i for i in range(len(g)) if np.sum(g == g[i]) > 1]
        assert (sales.profit[tied] == 0).all()


@given(gaps, st.sampled_from([0.5, 3.0]))
@settings(deadline=None, max_examples=25)
def test_money_has_no_unit_in_any_formula(g: FloatArray, scale: float) -> None:
    for plain, scaled in (
        (one_price(g), one_price(scale * g)),
        (discriminating(g), discriminating(scale * g)),
        (quantities(g), quantities(scale * g)),
        (logit(g, 0.3), logit(scale * g, 0.3 * scale)),
        (line(g[0], g[-1], 1.0), line(scale * g[0], scale * g[-1], scale)),
    ):
        np.testing.assert_allclose(scaled.profit, scale * plain.profit, rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(scaled.surplus, scale * plain.surplus, rtol=1e-9, atol=1e-9)


def test_two_types_pay_one_price_or_their_own() -> None:
    one = two_types(np.array([10.0]), 0.4, 1.0, 0.5, Pricing.ONE_PRICE)
    assert [one.profit[0], float(one.surplus)] == [max(0.4 * 10, 5), 0.4 * 5]
    few = two_types(np.array([10.0]), 0.8, 1.0, 0.5, Pricing.ONE_PRICE)
    assert [few.profit[0], float(few.surplus)] == [8, 0]
    own = two_types(np.array([10.0]), 0.4, 1.0, 0.5, Pricing.DISCRIMINATING)
    assert [own.profit[0], float(own.surplus)] == [0.4 * 10 + 0.6 * 5, 0]


def test_types_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ValueError, match="above high"):
        TwoTypes(high=0.5, low=1.0)


def test_heterogeneity_lowers_revenue_and_raises_surplus() -> None:
    same = LimitPricing(value=Linear())
    for market in (
        Vertical(value=Linear(scale=2.0)),  # mean willingness 1, as before
        TwoTypes(value=Linear(), share_high=0.5, high=1.2, low=0.8),
    ):
        assert earned(market, (8,), 2)[0] < earned(same, (8,), 2)[0]
        assert surplus(market, (8,), 2) > surplus(same, (8,), 2)


def test_types_so_different_that_one_is_left_out_lower_revenue_and_leave_surplus_where_it_was() -> None:
    same, apart = LimitPricing(value=Linear()), TwoTypes(value=Linear(), share_high=0.5, high=1.5, low=0.5)
    assert earned(apart, (8,), 2)[0] < earned(same, (8,), 2)[0]
    assert surplus(apart, (8,), 2) == surplus(same, (8,), 2)


def test_logit_tends_to_limit_pricing_as_tastes_vanish() -> None:
    sharp = earned(Logit(value=Linear(), sigma=1e-3), (9,), 4)[0]
    assert abs(sharp - earned(LimitPricing(value=Linear()), (9,), 4)[0]) < 0.02


def test_hotelling_prices_by_the_open_model() -> None:
    """Worth 5 at each end, transport 1: t until x = 3.5, then v - x - t/2 until 4, then (v - x)/2."""
    for x, price in ((0, 1), (3, 1), (3.5, 1), (3.75, 0.75), (4, 0.5), (4.5, 0.25), (5, 0)):
        sales = line(np.array(5.0 - x), np.array(5.0 - x), 1.0)
        np.testing.assert_allclose(sales.price, [price, price])
        assert sales.share.sum() <= 1 + 1e-12


@given(st.integers(0, 16), st.integers(0, 16))
@settings(deadline=None, max_examples=60)
def test_no_seller_at_an_end_of_the_line_gains_by_another_price(a: int, b: int) -> None:
    left, right = a / 4, b / 4
    sales = line(np.array(left), np.array(right), 1.0)
    place = (np.arange(4000) + 0.5) / 4000

    def profit(prices: FloatArray, i: int) -> float:
        worth = np.stack([left - place - prices[0], right - (1 - place) - prices[1]])
        other = np.maximum(worth[1 - i], 0.0)
        return float(prices[i] * np.mean(worth[i] >= other))

    for i in (0, 1):
        here = profit(sales.price, i)
        for price in np.linspace(0, 4, 161):
            changed = sales.price.copy()
            changed[i] = price
            assert profit(changed, i) <= here + 2e-3


def test_a_lab_without_a_place_on_the_line_sells_nothing() -> None:
    market = Hotelling(value=Linear(), left="alice", right="carol")
    assert earned(market, (5, 9, 5), 0) == [0.5, 0, 0.5]


def test_equal_labs_that_fix_quantities_share_the_market_as_cournot_says() -> None:
    for n in (1, 2, 5):
        np.testing.assert_allclose(quantities(np.full(n, 36.0)).profit, 36 / (n + 1) ** 2)


def test_as_many_labs_enter_as_the_market_feeds() -> None:
    assert [n_entrants(size, 1.0) for size in (36, 16, 4, 3.99, 0)] == [5, 3, 1, 0, 0]
    assert n_entrants(0.1 * 36, 0.1) == 5


@given(gaps)
@settings(deadline=None, max_examples=40)
def test_no_seller_gains_by_another_quantity(g: FloatArray) -> None:
    q = quantities(g).share
    for i in range(len(g)):
        for factor in (0.0, 0.9, 1.1, 2.0):
            other = q.copy()
            other[i] = factor * q[i]
            prices = g - np.minimum(g[:, None], g) @ other
            here = (g - np.minimum(g[:, None], g) @ q)[i] * q[i]
            assert prices[i] * other[i] <= here + 1e-12


def test_each_niche_is_won_by_whoever_is_best_there() -> None:
    essays = Niche(share=2.0, strengths=(Strength(lab="alice", factor=0.5),))
    maths = Niche(share=1.0, value=Linear(scale=3.0), open_strength=0.0)
    market = Niches(value=Linear(), niches=(essays, maths))
    # Essays: alice 4, bob 6, open 5 -> bob leads by 1. Maths: 8, 6 and no open model -> alice leads by 2.
    assert earned(market, (8, 6), 5) == [3 * 2, 2 * 1]
    # The best alternative is worth 5 in essays, and 6 at three a unit in maths.
    assert surplus(market, (8, 6), 5) == 2 * 5 + 3 * 6


def test_niches_without_strengths_are_limit_pricing() -> None:
    for models in ((9.0, 4.0), (9.0, 9.0)):
        assert earned(Niches(niches=(Niche(),)), models, 1) == earned(LimitPricing(), models, 1)
        assert surplus(Niches(), models, 1) == surplus(LimitPricing(), models, 1)


def test_substitution_carries_strength_from_one_niche_to_another() -> None:
    matrix = ((1, 0.5), (0.25, 1))
    assert [float(effective(row, (8.0, 4.0))) for row in matrix] == [10.0, 6.0]
    none = Niche(strengths=(Strength(lab="alice", factor=0.0),))
    without = Niches(value=Linear(), niches=(Niche(), none))
    carried = Niches(value=Linear(), niches=(Niche(), none), substitution=((1.0, 0.0), (0.5, 0.0)))
    assert earned(without, (8,), 0) == [8]
    assert earned(carried, (8,), 0) == [8 + 4]


def test_a_substitution_matrix_that_is_not_square_is_refused() -> None:
    with pytest.raises(ValueError, match="square, 2 x 2"):
        Niches(niches=(Niche(), Niche()), substitution=((1.0, 0.5),))


def test_a_strength_of_nobody_is_refused() -> None:
    market = Niches(niches=(Niche(strengths=(Strength(lab="zoe", factor=1.0),)),))
    with pytest.raises(ValueError, match="zoe"):
        game(market, (4,), 0)


def test_negative_serving_costs_and_spreads_are_refused() -> None:
    for bad in (lambda: LimitPricing(serving_cost=-1), lambda: Logit(sigma=0), lambda: Hotelling(transport=-1)):
        with pytest.raises(ValueError, match="came, expected"):
            bad()


@pytest.mark.parametrize("market", list(MARKETS), ids=lambda m: m.__name__)
def test_a_better_open_model_never_raises_a_monopolists_revenue(market: type[Market]) -> None:
    earnings = [earned(market(), (9.0,), x)[0] for x in (0.0, 1.0, 4.0, 8.0, 9.0)]
    assert all(a >= b - 1e-12 for a, b in pairwise(earnings))


@pytest.mark.parametrize("market", list(MARKETS), ids=lambda m: m.__name__)
def test_twice_the_customers_or_the_days_is_twice_the_money(market: type[Market]) -> None:
    plain = game(market(customers=1.0), (9.0, 4.0), 1.0).payoffs()
    np.testing.assert_allclose(game(market(customers=2.0), (9.0, 4.0), 1.0).payoffs(), 2 * plain)
    np.testing.assert_allclose(game(market(customers=1.0), (9.0, 4.0), 1.0, days=2).payoffs(), 2 * plain)


@pytest.mark.parametrize("market", [LimitPricing, Vertical, TwoTypes, Logit, Niches, Hotelling, Cournot])
def test_a_coalition_sells_its_best_model_and_does_not_undercut_itself(market: type[Market]) -> None:
    alone = earned(market(), (9.0,), 1.0)[0]
    for models in ((9.0, 4.0), (4.0, 9.0), (9.0, 9.0)):
        together = game(market(), models, 1.0).model_copy(update={"coalitions": (("alice", "bob"),)})
        np.testing.assert_allclose(together.payoffs().ravel(), [alone])


def test_leads_are_over_the_best_other_and_the_free_model() -> None:
    np.testing.assert_array_equal(lead_over_others(np.array([5.0, 3.0, 5.0])), [0, 0, 0])
    np.testing.assert_array_equal(lead_over_others(np.array([5.0, 3.0])), [2, 0])
