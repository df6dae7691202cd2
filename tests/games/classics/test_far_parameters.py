"""Published models at parameters far from their papers': solvers agree with formulas, and with programs apart."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import minimize_scalar
from scipy.stats import norm

import openrace as orc
from games.classics.adoption.rising_quality import DuttaLachRustichini
from games.classics.contests.attrition_rates import HendricksWeissWilson
from openrace.replication.rows import replicate_at
from solver.common.errors import GameError, SolverError

FAR = [
    # The lowest taste just buys, everybody buys gladly, some do not buy.
    ("shaked-sutton", {"theta_low": 1.0, "theta_high": 3.41, "high": 9.572, "low": 0.881, "free": 0.25}),
    ("shaked-sutton", {"theta_low": 1.0, "theta_high": 2.2, "high": 3.0, "low": 2.0}),
    ("shaked-sutton", {"theta_low": 0.1, "theta_high": 4.0, "high": 3.0, "low": 1.0}),
    # Nobody would buy whatever research does.
    ("aspremont-jacquemin", {"intercept": 5.492, "cost": 8.868, "slope": 4.931, "beta": 0.451, "gamma": 1.522}),
    (
        "hendricks-weiss-wilson",
        {"first_prize": 0.013, "second_prize": 202.1, "first_cost": 128.4, "second_cost": 666.2},
    ),
    # Racing because the others do, beside not racing; and firms that would rather be beaten.
    ("beath-katsoulacos-ulph", {"firms": 18, "win": 1.464, "lose": 0.892, "now": 0.456, "r": 0.031}),
    ("beath-katsoulacos-ulph", {"firms": 2, "win": 0.579, "lose": 1.174, "now": 0.051, "r": 0.312}),
    ("beath-katsoulacos-ulph", {"firms": 6, "win": 0.5, "lose": 0.6, "now": 0.2, "r": 0.1}),
    # The capability from which teams are quite safe lies next to the highest.
    ("armstrong-public-information", {"teams": 22, "enmity": 0.239, "top": 6.069, "gap": 0.339}),
    # A zoom that wanders to the end of the interval.
    ("kwa", {"labs": 36, "enmity": 0.368, "decisive": 1.575, "safety_power": 2.117}),
    # A zoom that ends in a valley of small gains, from which Newton's method finds the equilibrium.
    ("partial-openness", {"labs": 3, "prize": 7.461, "spillover": 0.294, "adoption": 0.535, "cost": 0.052}),
    ("partial-openness", {"labs": 2, "prize": 1.0, "spillover": 0.5, "adoption": 1.5}),
    # Nobody buys before the innovation, nor after it.
    ("arrow", {"intercept": 2.546, "cost": 3.148, "fall": 0.471}),
    ("gilbert-newbery", {"intercept": 7.015, "cost": 10.387, "fall": 2.397}),
    ("delbono-denicolo", {"firms": 4, "intercept": 1.195, "cost": 7.151, "fall": 3.481, "r": 0.036}),
    # A drastic innovation, worth as much to incumbent and entrant; and one that pays for selling.
    ("gilbert-newbery", {"intercept": 8.087, "cost": 6.575, "fall": 4.432}),
    ("delbono-denicolo", {"firms": 3, "intercept": 16.596, "cost": 0.477, "fall": 1.882, "market": "quantities"}),
    # The dearer seller cannot sell at its cost.
    ("hotelling", {"transport": 0.27, "first_cost": 0.378, "second_cost": 1.888}),
    ("hotelling", {"transport": 0.5, "first_cost": 4.0, "second_cost": 1.0}),
    # Both may adopt together at any date from the first one on, and never.
    ("fudenberg-tirole", {"p00": 1.854, "p10": 2.717, "p01": -0.517, "p11": 1.2, "K": 28.2, "r": 0.103, "a": 0.158}),
    # Nobody hurries: the first to adopt does so with the other.
    ("fudenberg-tirole", {"p00": 1.72, "p10": 2.725, "p01": 0.0, "p11": 3.607, "K": 132.2, "r": 0.079, "a": 0.458}),
    # The follower would come at once.
    ("fudenberg-tirole", {"p00": 1.574, "p10": 6.967, "p01": -0.963, "p11": 3.352, "K": 7.6, "r": 0.187, "a": 0.32}),
    ("dutta-lach-rustichini", {"growth": 0.0506, "open_quality": 2.0, "r": 0.134}),
    ("armstrong-private-information", {"teams": 50, "top": 5.0}),
    ("armstrong-private-information", {"teams": 5, "top": 3.0, "enmity": 0.05}),
    ("armstrong-public-information", {"teams": 2, "enmity": 0.071, "top": 1.984, "gap": 0.059}),
    ("armstrong-public-information", {"teams": 20, "enmity": 0.4, "top": 3.0}),
    ("kwa", {"labs": 36, "enmity": 0.924, "decisive": 1.781, "safety_power": 0.5}),
    ("dsair", {"B": 18451.552, "W": 38.0, "s": 3.554, "p_fo": 0.651, "p_r": 0.296, "beta": 0.09}),
    ("harris-vickers", {"wins": 5, "prize": 3.358, "lose": 0.203, "exponent": 0.988, "cost": 2.835}),
    ("harris-vickers", {"cost": 1e4}),
    ("klumpp-polborn", {"lose": -1e6}),
    ("dutta-lach-rustichini", {"growth": 0.374, "open_quality": 3.147, "waiting_cost": 0.278, "r": 0.232}),
    ("reinganum", {"p00": 0.928, "p10": 4.371, "p01": 0.2, "p11": 1.516, "K": 77.076, "r": 0.113, "a": 0.109}),
    ("reinganum", {"K": 1e5, "a": 0.01, "r": 0.01}),
    (
        "tan",
        # A coarse grid takes leading late for worth more than it is.
        {
            "p00": 0.346,
            "p10": 4.487,
            "p01": 0.201,
            "p11": 2.244,
            "K": 22.472,
            "r": 0.09,
            "a": 0.289,
            "ruin": 8.52,
            "ruin_decline": 0.224,
            "ruin_private": 0.5,
        },
    ),
    (
        "tan",
        {"p00": 0.623, "p10": 3.226, "p01": 0.32, "p11": 2.452, "K": 74.459, "r": 0.079, "a": 0.311, "ruin": 0.588},
    ),
]


@pytest.mark.parametrize(("name", "settings"), FAR)
def test_solver_and_formula_agree_far_from_the_papers_numbers(name: str, settings: dict[str, Any]) -> None:
    rows = replicate_at(name, settings).rows
    assert any(row.published is not None for row in rows) or name == "dsair"
    assert [row.quantity for row in rows if not row.ok] == []


@pytest.mark.parametrize("name", ["harris-vickers", "tullock"])
@pytest.mark.parametrize("lose", [1.0, 2.0])
def test_nobody_fights_for_a_prize_that_losers_get_too(name: str, lose: float) -> None:
    model = orc.classic(name, prize=1.0, lose=lose)
    for quantity in model.quantities():
        with pytest.raises(GameError, match=f"prize = 1 and lose = {lose:g}; expected prize above lose"):
            model.found(quantity)


def test_the_cheaper_seller_takes_the_whole_line_just_below_the_others_cost() -> None:
    price = orc.classic("hotelling", transport=0.5, first_cost=1.0, second_cost=4.0).found("first_price")
    assert price.value == pytest.approx(3.5, abs=1e-6)
    assert orc.classic("hotelling", transport=0.5, first_cost=4.0, second_cost=1.0).found("first_price").value == 4.0


def test_living_on_what_others_open_leaves_no_equilibrium_in_pure_choices() -> None:
    settings = {"labs": 16, "prize": 3.9, "spillover": 0.893, "adoption": 0.208, "cost": 0.1}
    found = replicate_at("partial-openness", settings)
    assert [row.ours for row in found.rows] == [0.0]
    assert len(found.findings) == 2
    assert all("no choice was found that is best" in text for _, text in found.findings)


def test_efforts_that_are_too_decisive_leave_no_equilibrium_and_say_so() -> None:
    with pytest.raises(GameError, match=r"tullock: .*Lower exponent to players / \(players - 1\) or less"):
        replicate_at("tullock", {"exponent": 1.3, "players": 5})


def test_a_race_for_compute_in_which_dropping_out_gains_has_no_equilibrium() -> None:
    settings = {"A": 2.162, "a": 0.575, "B": 2.169, "b": 0.683, "t": 0.589, "d": 1.405, "r": 0.069409, "prize": 0.671}
    with pytest.raises(GameError, match="jensen: at these parameters no choice was found that is best"):
        replicate_at("jensen", settings)


def test_preemption_beside_late_joint_adoption_is_found_to_a_millionth() -> None:
    late = {"p00": 1.5, "p10": 4.2, "p01": 1.0, "p11": 3.5}
    first = orc.classic("fudenberg-tirole", **late).found("first_date")
    assert first.value == pytest.approx(first.formula, abs=1e-5)


def test_labs_release_what_is_worth_nothing_rather_than_wait_at_too_high_a_cost() -> None:
    game = orc.classic("dutta-lach-rustichini", waiting_cost=2.0)
    assert game.found("first_release").value == game.found("first_release").formula == 0
    assert game.found("second_release").value == pytest.approx(2.0, abs=1e-4)
    # In between each waits for the other to lead, and no date is one that both keep to.
    assert not DuttaLachRustichini(waiting_cost=1.0).dates().settled


@pytest.mark.parametrize(("agents", "error", "prior"), [(14, 1.118, 0.92), (20, 0.3, 2.0), (3, 2.0, 0.3)])
def test_the_common_threshold_is_the_best_one(agents: int, error: float, prior: float) -> None:
    def loss(tau: float) -> float:
        def acting(v: float) -> float:
            return float(v * norm.pdf(v, scale=prior) * (1 - norm.cdf((tau - v) / error) ** agents))

        return -quad(acting, -10 * prior, 10 * prior, epsabs=1e-13, limit=400)[0]

    best = minimize_scalar(loss, bounds=(-3 * error, 6 * error), method="bounded", options={"xatol": 1e-8}).x
    found = orc.classic("unilateralist", agents=agents, error=error, prior=prior).found("threshold")
    assert found.value == pytest.approx(best, abs=1e-6)


def test_a_price_has_no_sign_by_the_formula_where_nobody_buys() -> None:
    settings = {"players": 4, "A": 9.08, "a": 0.712, "B": 10.644, "b": 0.646, "t": 0.404, "d": 1.329, "r": 0.086}
    assert orc.classic("jensen", **settings).found("sign_of_price").formula is None


def test_costs_that_never_let_both_adopt_leave_no_joint_date() -> None:
    flows = {"p00": 1.403, "p10": 5.637, "p01": -0.354, "p11": 1.34, "K": 33.019, "r": 0.195, "a": 0.203}
    model = orc.classic("fudenberg-tirole", **flows)
    assert np.isinf(model.found("last_joint_date").value)
    gain = model.found("joint_value_gain")
    assert gain.value == pytest.approx(gain.formula, abs=1e-9)


def test_a_rate_that_is_found_does_not_go_with_one_that_is_not() -> None:
    model = HendricksWeissWilson(first_prize=1e-3, second_prize=1e3, first_cost=1e2, second_cost=1e-2)
    assert model.found("first_rate").value == pytest.approx(1e-5, rel=1e-5)
    with pytest.raises(SolverError, match="no equilibrium in which all dates are played"):
        model.found("second_rate")
