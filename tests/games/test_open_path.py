"""The open path: steps, reactions, scenarios, random arrivals."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.markets import LimitPricing
from games.modifiers import WorstCases
from games.parts.paths import with_arrays
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.terms import Revenue
from games.time.calendar import Calendar
from games.time.open_path import OpenPath, OpenRelease, Scenario, level
from games.time.scenarios import outlooks
from games.values import Linear

FOREVER = Calendar(horizon=math.inf, slots=1, discount_rate=0.1, days_per_period=1)


def seller(path: OpenPath, calendar: Calendar = FOREVER, y: float = 3.0) -> ReleaseGame:
    """A lab that sells its starting model at linear value and never releases."""
    lab = Lab(name="alice", start=y, dates=(), terms=(Revenue(),))
    return ReleaseGame(name="g", labs=(lab,), calendar=calendar, open=path, market=LimitPricing(value=Linear()))


def worth(game: ReleaseGame) -> float:
    return float(game.payoffs().ravel()[0])


def test_the_best_step_so_far_is_the_level_and_date_0_counts_as_before() -> None:
    steps = (OpenRelease(capability=2), OpenRelease(capability=5, date=3), OpenRelease(capability=4, date=1))
    at = np.array([0.0, 1.0, 2.0, 3.0])
    np.testing.assert_array_equal(level(steps, at), [2, 4, 4, 5])
    np.testing.assert_array_equal(level(steps, at, before=True), [2, 2, 4, 4])


def test_a_random_arrival_is_worth_what_the_formula_says() -> None:
    """V = n g/(r+l) + l/(r+l) n (f(y)-f(x2))/r with f(y)=3, f(x)=1, f(x2)=2.5, r=.1, l=.3: 8.75."""
    path = OpenPath(capability=1, arrival_rate=0.3, arrival_capability=2.5)
    assert math.isclose(worth(seller(path)), 8.75, rel_tol=1e-12)


@given(
    st.sampled_from([0.0, 0.1, 1.0]),
    st.sampled_from([0.01, 0.3, 2.0]),
    st.integers(1, 4),
    st.sampled_from([0.5, 1.0, 2.0]),
)
@settings(deadline=None, max_examples=30)
def test_over_a_finite_horizon_arrivals_between_slots_are_worth_their_integral(
    rate: float, hazard: float, slots: int, step: float
) -> None:
    horizon = slots * step + 1.0
    calendar = Calendar(horizon=horizon, slots=slots, step=step, discount_rate=rate, days_per_period=1)
    got = worth(seller(OpenPath(capability=1, arrival_rate=hazard, arrival_capability=2.5), calendar))

    def length(r: float) -> float:
        return horizon if r == 0 else (1 - math.exp(-r * horizon)) / r

    early = 2.0 * length(rate + hazard)
    late = 0.5 * (length(rate) - length(rate + hazard))
    assert math.isclose(got, early + late, rel_tol=1e-9)


def test_chances_of_all_outlooks_add_up_to_1() -> None:
    path = OpenPath(
        arrival_rate=0.2,
        arrival_capability=5,
        scenarios=(Scenario(probability=0.25, releases=(OpenRelease(capability=3),)), Scenario(probability=0.25)),
    )
    found = outlooks(path, Calendar(horizon=6, slots=4), believed=True)
    assert math.isclose(sum(float(o.probability) for o in found), 1.0)
    assert len(found) == 3 * (6 + 1)


def test_a_sure_scenario_is_a_release() -> None:
    release = OpenRelease(capability=2, date=1)
    calendar = Calendar(horizon=3, slots=2, discount_rate=0.1)
    sure = OpenPath(scenarios=(Scenario(probability=1.0, releases=(release,)),))
    assert worth(seller(sure, calendar)) == worth(seller(OpenPath(releases=(release,)), calendar))


def test_scenarios_are_averaged_and_what_is_missing_to_1_is_none_of_them() -> None:
    scenario = Scenario(probability=0.25, releases=(OpenRelease(capability=2),))
    calendar = Calendar(horizon=1, slots=1, days_per_period=1)
    game = seller(OpenPath(capability=1, scenarios=(scenario,)), calendar)
    assert worth(game) == 0.25 * 1 + 0.75 * 2
    gap = {m.name: m.values for m in game.metrics()}["gap"]
    assert gap.ravel()[0] == 0.25 * 1 + 0.75 * 2


def test_a_cautious_lab_values_an_uncertain_path_less() -> None:
    path = OpenPath(capability=1, arrival_rate=0.3, arrival_capability=2.5)
    calendar = Calendar(horizon=12, slots=12, discount_rate=0.1)
    neutral = seller(path, calendar)
    cautious = neutral.model_copy(update={"modifiers": (WorstCases(level=0.2),)})
    assert worth(cautious) < worth(neutral)


def test_probabilities_outside_their_range_are_refused() -> None:
    with pytest.raises(ValueError, match="expected 1 or less"):
        Scenario(probability=1.5)
    with pytest.raises(ValueError, match="expected 0 or more"):
        Scenario(probability=-0.5)
    with pytest.raises(ValueError, match=r"add up to 1\.25"):
        OpenPath(scenarios=(Scenario(probability=0.75), Scenario(probability=0.5)))


def test_open_models_follow_the_labs_after_the_lag() -> None:
    lab = Lab(name="alice", start=2, path=(8, 8), terms=(Revenue(),))
    path = OpenPath(reaction=0.5, lag=0.75)
    calendar = Calendar(horizon=3, slots=2, days_per_period=1)
    game = ReleaseGame(name="g", labs=(lab,), calendar=calendar, open=path, market=LimitPricing(value=Linear()))
    # Plan t=1: 2 - 1 for one period, 8 - 1 until 1.75, 8 - 4 for the rest.
    np.testing.assert_allclose(game.payoffs()[0], [7 * 0.75 + 4 * 2.25, 1 + 7 * 0.75 + 4 * 1.25, 3])


def test_open_models_follow_a_starting_model_of_some_age_when_the_lag_is_over() -> None:
    lab = Lab(name="alice", start=2, start_age=0.25, path=(8, 8), dates=(), terms=(Revenue(),))
    path = OpenPath(capability=1, reaction=1, lag=0.75)
    calendar = Calendar(horizon=3, slots=2, days_per_period=1)
    game = ReleaseGame(name="g", labs=(lab,), calendar=calendar, open=path, market=LimitPricing(value=Linear()))
    # 2 - 1 until .75 - .25, when open models have reached 2.
    np.testing.assert_allclose(game.payoffs()[0], [0.5])
    long_ago = game.with_settings({"alice.start_age": 5.0})
    np.testing.assert_allclose(long_ago.payoffs()[0], [0.0])


def test_what_a_lab_can_release_grows_by_a_factor() -> None:
    lab = Lab(name="alice", start=3, growth=1, growth_factor=2)
    sizes = lab.attainable(np.array([0.0, 1.0, 2.0, np.inf]), Calendar(slots=3))
    np.testing.assert_array_equal(sizes, [3, 8, 20, 0])


def test_an_announced_release_is_planned_for_and_does_not_come() -> None:
    calendar = Calendar(horizon=2, slots=1, days_per_period=1)
    game = seller(OpenPath(announced=(OpenRelease(capability=3),)), calendar)
    assert worth(game) == 0
    assert float(game.payoffs(believed=False).ravel()[0]) == 6


def test_dates_outside_the_calendar_are_refused() -> None:
    late = OpenRelease(capability=1, date=9)
    calendar = Calendar(horizon=3, slots=1)
    for path in (
        OpenPath(releases=(late,)),
        OpenPath(announced=(late,)),
        OpenPath(date=9),
        OpenPath(scenarios=(Scenario(probability=1, releases=(late,)),)),
    ):
        with pytest.raises(ValueError, match="outside the calendar"):
            seller(path, calendar)


@pytest.mark.parametrize("path", ["open.arrival_rate", "open.arrival_capability", "open.reaction", "open.lag"])
def test_a_batch_over_the_open_path_equals_the_games_one_by_one(path: str) -> None:
    base = OpenPath(capability=1, reaction=0.5, lag=0.25, arrival_rate=0.3, arrival_capability=2)
    labs = tuple(Lab(name=n, start=2, growth=1, terms=(Revenue(),)) for n in ("alice", "bob"))
    calendar = Calendar(horizon=4, slots=3, discount_rate=0.1)
    game = ReleaseGame(name="g", labs=labs, calendar=calendar, open=base, market=LimitPricing(value=Linear()))
    values = np.array([0.25, 0.5, 1.0])
    batch = with_arrays(game, {path: values}, 2).payoffs()
    for k, value in enumerate(values.tolist()):
        field = path.removeprefix("open.")
        single = game.model_copy(update={"open": base.model_copy(update={field: value})})
        np.testing.assert_allclose(batch[:, k], single.payoffs(), rtol=1e-12)
