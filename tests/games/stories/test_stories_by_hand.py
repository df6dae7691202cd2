"""Stories against brute force that shares no code with them: grids, simulations, plain sums."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.stories.racing.alice import AliceAnswers, AliceMarketShare
from games.stories.racing.catching_up import CatchUp
from games.stories.racing.founders import SlowNews
from games.stories.scale.access import Selection
from games.stories.scale.draws import Urn
from games.stories.scale.metcalfe import Metcalfe
from games.stories.scale.scaling import Scaling
from games.stories.selling.announced import AnnouncedDate
from games.stories.selling.customers import Niches
from games.stories.selling.room import Complements, Entry
from games.stories.selling.uncertainty import UncertainRelease
from games.stories.telling.number import Values
from games.stories.training.leads import ConcavePenalty, ConvexPenalty, JustBetter, LinearPenalty
from games.stories.training.preferences import ReluctantLab
from games.stories.training.whether import TrainingCost

few = settings(deadline=None, max_examples=8)
some = settings(deadline=None, max_examples=30)


def number(values: Values, name: str) -> float:
    found = values[name]
    assert isinstance(found, int | float)
    return float(found)


halves = st.integers(1, 16).map(lambda k: k / 2)
quarters = st.integers(0, 24).map(lambda k: k / 4)


@few
@given(halves, quarters, quarters)
def test_no_capability_on_a_fine_grid_beats_the_trained_one(n: float, phi: float, x: float) -> None:
    y = np.linspace(0, n**2 + x + 1, 20_001)
    gap = np.maximum(np.sqrt(y) - np.sqrt(x), 0)
    for story, payoff in (
        (TrainingCost(N=n, x=x), n * gap - y),
        (LinearPenalty(N=n, phi=phi, x=x), (n - phi) * gap - y),
        (ConvexPenalty(N=n, phi=phi, x=x), n * gap - phi / 2 * gap**2 - y),
        (ConcavePenalty(N=n, phi=phi, x=x), n * gap - phi * np.sqrt(gap) - y),
    ):
        best = story.best()
        assert best.value >= payoff.max() - 1e-9
        assert best.value <= payoff.max() + 1e-2 * n
        # The grid misses the top by half a step: a tie with staying out is one up to a square of that.
        near = y[payoff >= payoff.max() - 1e-4]
        assert min(abs(near - best.maximisers[-1])) <= 0.5 * (1 + n)


@few
@given(halves, st.integers(1, 4), st.integers(1, 9), quarters)
def test_the_lead_in_just_better_is_best_on_a_grid(n: float, k: int, tenths: int, x: float) -> None:
    story = JustBetter(N=n, k=k, alpha=tenths / 10, x=x)
    g = np.linspace(0, story.widest(), 50_001)[1:]
    payoff = n * g ** (tenths / 10) - k * (x + g)
    best = story.best()
    assert best.value >= max(0.0, payoff.max()) - 1e-9
    assert best.value == pytest.approx(max(0.0, payoff.max()), abs=1e-6 * n * (1 + story.widest()))


@few
@given(
    st.integers(0, 8).map(lambda k: k / 2),
    st.integers(1, 4).map(lambda k: k / 4),
    st.sampled_from([0.05, 0.1, 0.2]),
    st.integers(0, 16).map(lambda k: k / 2),
    st.integers(0, 40).map(float),
)
def test_no_release_date_beats_the_announced_one(q0: float, g: float, r: float, big: float, tau: float) -> None:
    story = AnnouncedDate(q0=q0, g=g, r=r, X=big, tau=tau)
    dates = np.linspace(0, 2 / r + big / g + tau + 1, 30_001)
    q = q0 + g * dates
    # The integral of the flow, split at the open model's date.
    before = np.where(dates < tau, q * (np.exp(-r * dates) - np.exp(-r * tau)) / r, 0.0)
    after = np.maximum(q - big, 0.0) * np.exp(-r * np.maximum(dates, tau)) / r
    best = story.best()
    assert best.value >= (before + after).max() - 1e-9
    assert best.value == pytest.approx((before + after).max(), rel=1e-5, abs=1e-9)


@settings(deadline=None, max_examples=8)
@given(st.sampled_from([1.0, 3.0, 4.0, 4.5]), st.sampled_from([0.05, 0.1]))
def test_the_breakpoints_of_the_announced_date_separate_the_three_signs(big: float, r: float) -> None:
    story = AnnouncedDate(X=big, r=r)
    delay, neutral = (story.values()[key] for key in ("delay_below", "neutral_above"))
    assert isinstance(delay, float)
    alone = story.alone()
    step = 1e-4 / r
    assert story.at(delay - step).best().maximisers[0] > alone
    assert story.at(delay + step).best().maximisers[0] <= alone + 1e-9
    if isinstance(neutral, float):
        assert story.at(neutral + step).best().maximisers[0] == pytest.approx(alone)
        if neutral > delay + 2 * step:
            assert story.at(neutral - step).best().maximisers[0] < alone


@some
@given(*[st.integers(0, 12)] * 3, st.integers(-6, 6), st.integers(0, 24))
def test_the_reluctant_labs_plan_is_the_best_of_two(y: int, z: int, phi: int, leave: int, minimum: int) -> None:
    story = ReluctantLab(N=4, y=y, z=z, phi=phi / 2, R_min=minimum / 4, exit=leave)
    for x in np.linspace(0, 14, 29):
        here = story.at(float(x))
        old, new = (4 * max(0.0, m**0.5 - x**0.5) for m in (y, z))
        worth = {
            ("stay" if old >= minimum / 4 else "exit"): old if old >= minimum / 4 else float(leave),
        }
        plan = "race" if new >= minimum / 4 else "exit"
        raced = (new if new >= minimum / 4 else leave) - phi / 2
        worth[plan] = max(worth.get(plan, -np.inf), raced)
        best = max(worth.values())
        assert worth[str(here.best_plans()[0])] == pytest.approx(best, abs=1e-9)


def test_reluctant_breakpoints_move_with_the_parameters() -> None:
    # Racing begins where staying fails: N (sqrt y - sqrt x) = R_min; it ends where N (sqrt z - sqrt x) - phi = exit.
    for n, y, z, phi, minimum, leave in ((4, 4, 9, 4.5, 1.5, -2), (6, 4, 9, 7, 3, -3), (4, 9, 16, 5, 2, -2.5)):
        story = ReluctantLab(N=n, y=y, z=z, phi=phi, R_min=minimum, exit=leave)
        assert number(story.values(), "race_from") == pytest.approx((y**0.5 - minimum / n) ** 2, abs=1e-8)
        ends = max(minimum, leave + phi)
        assert number(story.values(), "exit_from") == pytest.approx((z**0.5 - ends / n) ** 2, abs=1e-8)


def test_a_lab_that_does_not_mind_races_from_the_start_and_a_hopeless_one_never() -> None:
    assert ReluctantLab(phi=0).values()["race_from"] == 0.0
    assert ReluctantLab(phi=100).values()["race_from"] is None


def test_logit_customers_leave_before_the_open_model_is_as_good() -> None:
    hard, soft = ReluctantLab(), ReluctantLab(sigma=0.5)
    assert number(soft.values(), "exit_from") != pytest.approx(number(hard.values(), "exit_from"), abs=1e-3)
    assert soft.found(soft.seen()).verdict == "yes"
    nearly = ReluctantLab(sigma=1e-4)
    assert number(nearly.values(), "exit_from") == pytest.approx(number(hard.values(), "exit_from"), abs=0.02)


@few
@given(st.integers(1, 8), st.integers(0, 4), st.integers(0, 12), st.integers(0, 9))
def test_alices_dates_are_best_by_the_sum_of_prestige_and_dislike(periods: int, rho: int, sigma: int, tau: int) -> None:
    def worth(date: int | None) -> Fraction:
        topped = min(tau, periods)
        if date is None:
            return Fraction(rho * topped)
        prestige = topped + (periods - date if date >= tau else 0)
        return rho * Fraction(prestige) - sigma * (1 - Fraction(date, periods))

    plans: list[int | None] = [*range(periods), None]
    best = max(worth(p) for p in plans)
    found = AliceAnswers(T=periods, rho=rho, sigma=sigma, tau=tau).dates()
    assert found == tuple(p for p in plans if worth(p) == best)


@few
@given(st.integers(2, 8), st.integers(0, 20), st.integers(1, 12), st.integers(0, 6))
def test_market_share_makes_alice_answer_late(periods: int, rho: int, sigma: int, tau: int) -> None:
    story = AliceMarketShare(T=periods, rho=rho, sigma=sigma, tau=tau)

    def worth(date: int) -> float:
        share = 1.0
        for t in range(periods):
            best = t < tau or (date <= t and date >= tau)
            share = 0.75 * share + 0.25 * best
        return rho * share - (sigma * (1 - date / periods) if date < periods else 0.0)

    plans = range(periods + 1)
    best = max(worth(d) for d in plans)
    found = [periods if d is None else d for d in story.dates()]
    assert all(worth(int(d)) == pytest.approx(best, abs=1e-9) for d in found)


@some
@given(st.integers(0, 5), st.integers(0, 200), st.integers(0, 30))
def test_the_best_scale_is_best_among_all_scales(a: int, b: int, hundredths: int) -> None:
    p = Fraction(hundredths, 100)
    exact = [k * a * (1 - p) ** k - b * (1 - (1 - p) ** k) for k in range(400)]
    story = Scaling(A=a, B=b, p=float(p))
    found = story.values()["best_K"]
    if p == 0 and a > 0:
        assert found is None
        return
    assert isinstance(found, tuple)
    if p > 0:
        best = {k for k, worth in enumerate(exact) if worth == max(exact)}
        if a > 0 or b > 0:
            assert set(found) <= best
            assert max(best) in found or max(best) == 0
    assert story.ev(7) == pytest.approx(float(exact[7]), abs=1e-9)


@some
@given(st.integers(1, 5), st.integers(0, 200), st.integers(1, 60))
def test_the_urns_best_draw_is_best(a: int, b: int, balls: int) -> None:
    n = Fraction(balls)
    exact = [(1 - k / n) * k * a - k / n * b for k in range(balls + 1)]
    found = Urn(A=a, B=b, N=balls, K=0).values()["best_K"]
    assert found == tuple(k for k, worth in enumerate(exact) if worth == max(exact))


@some
@given(st.integers(1, 5), st.integers(0, 60), st.integers(2, 30), st.sampled_from([0.5, 1.0, 1.5, 2.0, 3.0]))
def test_metcalfes_maximum_is_stationary_and_best_near_itself(a: int, b: int, hundredths: int, d: float) -> None:
    story = Metcalfe(A=a, B=b, p=hundredths / 100, d=d, K=0)
    top = story.top()
    if top is None:
        scales = np.linspace(1e-3, 50, 3000)
        values = [story.ev(float(k)) for k in scales]
        assert all(x >= y - 1e-12 for x, y in pairwise(values))
    else:
        assert top > 0
        assert story.ev(top) >= max(story.ev(top * f) for f in (0.98, 0.999, 1.001, 1.02)) - 1e-12


@some
@given(st.lists(st.integers(0, 50), min_size=1, max_size=5))
def test_selection_is_the_expectation_over_all_ways_it_can_go(percents: list[int]) -> None:
    p = [Fraction(k, 100) for k in percents]
    found = Selection(A=2, B=100, p=tuple(float(v) for v in p)).values()["ev"]
    assert isinstance(found, tuple)
    for k in range(1, len(p) + 1):
        total = Fraction(0)
        for ruin in product((False, True), repeat=k):
            chance = Fraction(1)
            for bad, own in zip(ruin, p, strict=False):
                chance *= own if bad else 1 - own
            total += chance * (-100 if any(ruin) else 2 * k)
        assert found[k - 1] == pytest.approx(float(total), abs=1e-9)


@some
@given(st.integers(0, 200), st.integers(1, 20))
def test_one_lab_more_would_not_cover_its_cost(gap: int, fixed: int) -> None:
    n = Entry(n_gap=gap, F=fixed).n_labs()
    assert n == 0 or Fraction(gap, (n + 1) ** 2) >= fixed
    assert Fraction(gap, (n + 2) ** 2) < fixed


@some
@given(st.integers(0, 10), st.integers(0, 20), st.integers(0, 20), st.integers(0, 10))
def test_news_arrives_when_the_belief_does(x0: int, x1: int, level: int, tenths: int) -> None:
    eta, belief, periods = Fraction(tenths, 10), Fraction(x0), 0
    while belief < level and periods < 200:
        belief += eta * (x1 - belief)
        periods += 1
    found = SlowNews(x0=x0, x1=x1, level=level, eta=float(eta)).periods()
    assert found == (periods if belief >= level else None)


@some
@given(st.integers(1, 20), st.integers(0, 8), st.integers(0, 24))
def test_hotelling_prices_answer_each_other(v4: int, t4: int, x4: int) -> None:
    v, t, x = v4 / 4, t4 / 4, x4 / 4
    price = Niches(v=v, t=t, x=x).price()
    if t == 0:
        return
    own = np.linspace(0, v + 1, 8001)

    def demand(p: np.ndarray, rival: float) -> np.ndarray:
        return np.clip(np.minimum((v - p - x) / t, (rival - p + t) / (2 * t)), 0, 1)

    best = (own * demand(own, price)).max()
    here = price * float(demand(np.array([price]), price)[0])
    assert here >= best - 1e-3 * (v + 1)


@some
@given(
    st.integers(0, 12), st.integers(1, 12), st.integers(0, 6), st.integers(0, 3), st.integers(0, 4), st.integers(-2, 4)
)
def test_the_threshold_separates_racing_from_giving_up(v: int, top: int, own: int, k: int, half: int, m: int) -> None:
    story = CatchUp(V=v, T=top, own=own, k=k, eta=half / 2, M=m, x=0)
    threshold = story.values()["threshold"]
    for x in np.linspace(0, 30, 61):
        races = story.at(float(x)).races()
        if threshold is None:
            # A threshold beyond the frontier would need an open model better than what is to be caught up with.
            assert not races
        elif isinstance(threshold, float) and abs(x - threshold) > 1e-6:
            assert races == (x > threshold or threshold == 0.0)


@some
@given(st.integers(0, 6), st.integers(0, 4), st.integers(0, 10), st.integers(0, 6))
def test_no_open_capability_is_better_for_the_closed_lab(n0: int, psi: int, y: int, s: int) -> None:
    found = Complements(n0=n0, psi=psi, y=y, s=s).values()
    x = np.linspace(0, 12, 4801)
    best = ((n0 + psi * x) * np.maximum(0, y - x - s)).max()
    assert number(found, "value") == pytest.approx(best, abs=1e-4)


@few
@given(st.integers(1, 8), st.integers(0, 8), st.integers(0, 8), st.integers(1, 5), st.integers(1, 10))
def test_uncertain_value_is_the_mean_over_arrival_dates(fy: int, fx: int, fx2: int, r10: int, tail10: int) -> None:
    r, rate, tail = r10 / 10, 0.3, tail10 / 10
    story = UncertainRelease(fy=fy, fx=fx, fx2=fx2, r=r, l=rate, tail=tail)
    chances = (np.arange(50_000) + 0.5) / 50_000
    dates = -np.log(1 - chances) / rate
    now, then = max(0, fy - fx), max(0, fy - fx2)
    worth = np.sort((now * (1 - np.exp(-r * dates)) + then * np.exp(-r * dates)) / r)
    assert story.value() == pytest.approx(worth.mean(), abs=1e-3)
    assert story.cvar() == pytest.approx(worth[: int(50_000 * tail)].mean(), abs=1e-3)
