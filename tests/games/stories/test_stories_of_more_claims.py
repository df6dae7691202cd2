"""Stories of competition, news and access against programs that share no code with them."""

from __future__ import annotations

from fractions import Fraction
from math import comb
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.parts.paths import Setting
from games.stories import story_named
from openrace.claims.story import StoryResult, run_story
from solver.common.errors import OpenraceError

some = settings(deadline=None, max_examples=20)


def ran(name: str, **chosen: Any) -> StoryResult:
    result = run_story(name, [Setting(k, v) for k, v in chosen.items()])
    assert result.holds, result.to_dict()["expected"]
    return result


def number(result: StoryResult, name: str) -> float:
    value = result.value(name)
    assert isinstance(value, int | float)
    return float(value)


@some
@given(st.integers(2, 6), st.integers(1, 9), st.integers(0, 16))
def test_a_lab_that_mixes_is_indifferent_whatever_the_others_do(labs: int, n: int, quarters: int) -> None:
    x = quarters / 4
    found = ran("competition", labs=labs, n=n, x=x)
    p, revenue = number(found, "p"), n * max(0.0, 2 - x**0.5)
    # Revenue is earned only if none of the others trains as well.
    alone = sum(comb(labs - 1, k) * p**k * (1 - p) ** (labs - 1 - k) * (k == 0) for k in range(labs))
    if revenue > 4:
        assert revenue * alone == pytest.approx(4, rel=1e-9)
        none = float(np.prod([1 - p] * labs))
        assert number(found, "anybody") == pytest.approx(1 - none)
    else:
        assert p == 0


@some
@given(st.integers(1, 10), st.integers(0, 30), st.integers(0, 30), st.integers(1, 5))
def test_a_wider_spread_of_the_date_is_worth_less_by_a_sum_over_days(fx2: int, m: int, d: int, r10: int) -> None:
    d, r = min(d, m), r10 / 10
    found = ran("spread-of-dates", fx2=fx2 / 2, m=m, d=d, r=r)
    t = np.arange(0, 400 / r, 1e-2) + 5e-3
    weight = np.exp(-r * t) * 1e-2
    worth = [float((np.where(t < tau, 2.0, max(0.0, 3 - max(1.0, fx2 / 2))) * weight).sum()) for tau in (m - d, m + d)]
    assert number(found, "value") == pytest.approx(sum(worth) / 2, rel=2e-3, abs=1e-3)


@settings(deadline=None, max_examples=6)
@given(st.integers(0, 8), st.integers(1, 4), st.integers(0, 8), st.integers(0, 20))
def test_a_surprise_is_met_by_the_best_date_that_is_left(q0: int, quarters: int, big: int, tau: int) -> None:
    g, r = quarters / 4, 0.1
    found = ran("surprise-release", q0=q0, g=g, X=big, tau=tau)
    dates = np.linspace(0, 60 + big / g, 40_001)
    alone = dates[np.argmax((q0 + g * dates) * np.exp(-r * dates))]
    date = number(found, "first_release")
    if tau >= alone + 1e-2:
        assert date == pytest.approx(alone, abs=5e-3)
    elif tau <= alone - 1e-2:
        later = dates[dates >= tau]
        left = np.maximum(q0 + g * later - big, 0) * np.exp(-r * later)
        assert np.maximum(q0 + g * date - big, 0) * np.exp(-r * date) == pytest.approx(left.max(), rel=1e-5, abs=1e-9)
    assert number(found, "forgone") >= -1e-9


@some
@given(st.integers(0, 4), st.integers(0, 6), st.integers(0, 5), st.integers(1, 9), st.integers(0, 12))
def test_spending_follows_the_belief_period_by_period(x0: int, x1: int, level: int, tenths: int, t: int) -> None:
    x1 = max(x0, x1)
    belief, spent = Fraction(x0), Fraction(3 * (x0 + 1))
    for _ in range(t + 1):
        spent = Fraction(0) if belief >= level else Fraction(3 * (x1 + 1))
        belief += Fraction(tenths, 10) * (x1 - belief)
    assert number(ran("up-then-down", x0=x0, x1=x1, level=level, eta=tenths / 10, t=t), "spending") == spent


@some
@given(st.integers(1, 12), st.integers(0, 6), st.integers(1, 6), st.integers(0, 12))
def test_founders_are_those_of_a_crowd_who_believe_enough(prize: int, cost: int, most: int, taken: int) -> None:
    found = ran("selected-believers", V=prize, C=cost, K=most, x=taken)
    beliefs = (np.arange(200_000) + 0.5) / 200_000 * most
    starts = beliefs * max(0, prize - taken) / 2 > cost
    assert number(found, "founders") == pytest.approx(starts.mean(), abs=1e-4)
    if starts.any():
        assert number(found, "overrating") == pytest.approx(beliefs[starts].mean() / (most / 2), abs=1e-4)


@some
@given(st.integers(0, 12), st.integers(0, 9), st.integers(0, 10), st.integers(0, 10))
def test_harm_is_done_by_those_of_a_crowd_to_whom_it_is_worth_more(w: int, tenths: int, c10: int, void10: int) -> None:
    m, c, void = tenths / 10, c10 / 10, void10 / 10
    likes = (np.arange(200_000) + 0.5) / 200_000 * 10
    share = ((1 - m) * likes > (1 - c) * w).mean()
    for name in ("much-to-lose", "watched", "closed-door"):
        found = ran(name, w=w, m=m, c=c, void=void)
        assert number(found, "harm") == pytest.approx(void + (1 - void) * share, abs=1e-4)


def worth(uses: int, p: Fraction) -> Fraction:
    """Expected value of so many uses, over whether the first bad one comes at any of them."""
    bad = sum(((1 - p) ** k * p for k in range(uses)), Fraction(0))
    return (1 - bad) * 2 * uses - bad * 100


@some
@given(st.integers(1, 40), st.integers(0, 120), st.integers(1, 9))
def test_worths_of_uses_are_sums_over_the_first_bad_one(staff: int, more: int, hundredths: int) -> None:
    p = Fraction(hundredths, 100)
    made = ran("making-or-releasing", staff=staff, dK=more, p=float(p))
    assert number(made, "made") == pytest.approx(float(worth(staff, p)))
    assert number(made, "released") == pytest.approx(float(worth(staff + more, p)))
    cat = ran("cat-out-of-the-bag", K0=staff, dK=more, p=float(p))
    assert number(cat, "gain") == pytest.approx(float(worth(staff + more, p) - worth(staff, p)), abs=1e-9)
    dakka = ran("more-dakka", K=staff, p=float(p))
    assert number(dakka, "missed") >= float(max(worth(k, p) for k in range(80)) - worth(staff, p)) - 1e-9
    few = ran("few-or-many", few=staff, many=staff + more, p_few=float(p) / 10, p_many=float(p))
    assert number(few, "difference") == pytest.approx(float(worth(staff, p / 10) - worth(staff + more, p)), abs=1e-9)


@some
@given(st.integers(0, 10), st.integers(0, 10), st.integers(0, 10), st.integers(0, 4))
def test_prices_for_each_win_back_what_one_price_loses(s10: int, a: int, b: int, told: int) -> None:
    a, b, s = max(a, b), min(a, b), s10 / 10
    found = ran("telling-apart", s=s, a=a, b=b, told=told / 4)
    one = max(s * a, b)
    assert number(found, "revenue") == pytest.approx(one + told / 4 * (s * a + (1 - s) * b - one))


@pytest.mark.parametrize(
    ("name", "chosen", "holds"),
    [
        ("competition", {"n": 1}, "no"),
        ("spread-of-dates", {"fx2": 1}, "no"),
        ("up-then-down", {"eta": 0}, "no"),
        ("up-then-down", {"level": 0}, "no"),
        ("up-then-down", {"x1": 0}, "no"),
        ("selected-believers", {"C": 0}, "conditional"),
        ("making-or-releasing", {"B": 1e4}, "yes"),
        ("making-or-releasing", {}, "no"),
        ("cat-out-of-the-bag", {}, "yes"),
        ("more-dakka", {}, "conditional"),
        ("few-or-many", {"p_many": 0.9}, "yes"),
        ("closed-door", {"w": 0}, "no"),
        ("watched", {"w": 0}, "no"),
        ("concave-penalty", {"phi": 0}, "yes"),
        ("oligopoly-hurries", {}, "yes"),
    ],
)
def test_the_verdicts_follow_the_numbers(name: str, chosen: dict[str, Any], holds: str) -> None:
    result = ran(name, **chosen)
    assert result.claim_holds == holds, result.finding.because


def test_a_surprise_never_makes_a_lab_hurry_where_an_announcement_does() -> None:
    result = ran("surprise-release")
    told = {m.metric: str(m.direction) for m in result.verdict}
    assert told == {"first_release": "neutral", "announced": "up"}


@pytest.mark.parametrize("name", ["marginal", "cat-out-of-the-bag", "making-or-releasing"])
def test_a_game_of_uses_refuses_parts_of_a_use_in_the_words_of_the_parameter(name: str) -> None:
    with pytest.raises(OpenraceError, match=r"^dK is 10\.5, and a game has whole numbers of uses"):
        story_named(name).model_validate({"dK": 10.5}).game()
