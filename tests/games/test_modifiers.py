"""Modifiers by hand: training, regulation, beliefs, attitudes, impatience."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.modifiers import (
    Belief,
    CatchUp,
    ConcaveUtility,
    DemandGrowth,
    Hiring,
    Impatience,
    Leakage,
    Modifier,
    OpenDemand,
    Regulation,
    Spillover,
    Survival,
    Talent,
    WorstCases,
)
from games.modifiers.attitudes import worst_mean
from games.modifiers.training import Form, hiring_cost
from games.parts.part import FloatArray
from games.parts.paths import with_arrays
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.terms import FrontierPenalty, Prestige, Revenue, TrainingCost
from games.terms import frontier_penalty as penalty
from games.time.calendar import Calendar
from games.time.open_path import OpenPath, OpenRelease, Scenario
from tests.games.every_modifier import EVERY_MODIFIER
from tests.games.strategies import games
from tests.games.two_days import paid, world


def test_spillovers_save_a_share_or_give_a_head_start() -> None:
    cost = TrainingCost()
    assert math.isclose(paid(world(cost, modifiers=(Spillover(beta=0.5),))), -10 * math.exp(-1))
    ahead = Spillover(beta=0.5, form=Form.HEAD_START)
    assert math.isclose(paid(world(cost, modifiers=(ahead,))), -9)
    assert paid(world(cost, modifiers=(Spillover(beta=9, form=Form.HEAD_START),))) == 0


def test_talent_leaves_and_talent_is_trained() -> None:
    cost = TrainingCost()
    assert math.isclose(paid(world(cost, modifiers=(Talent(drawn=0.1),))), -12)
    assert math.isclose(paid(world(cost, modifiers=(Talent(drawn=0.1, trained=0.05),))), -11)


def test_prestige_halves_the_cost_of_a_lab_that_was_best_for_four_periods() -> None:
    assert hiring_cost(10, 0.25, 4) == 5
    lab = Lab(name="alice", start=5, path=(0, 0, 0, 0, 10), terms=(TrainingCost(),))
    calendar = Calendar(horizon=6, slots=5)
    game = ReleaseGame(name="g", labs=(lab,), calendar=calendar, modifiers=(Hiring(kappa=0.25),))
    assert math.isclose(paid(game, (4,)), -5)


def test_a_lab_that_is_behind_starts_from_the_open_model() -> None:
    for x, left in ((0, 8), (3, 7), (6, 4), (12, 0)):
        game = world(TrainingCost(), modifiers=(CatchUp(price=1, eta=1),), x=x, start=2)
        assert paid(game) == -left


@given(games(max_labs=2), st.permutations(EVERY_MODIFIER), st.integers(2, 4))
@settings(deadline=None, max_examples=10)
def test_the_order_in_which_modifiers_are_listed_changes_no_payoff(
    game: ReleaseGame, shuffled: list[Modifier], n: int
) -> None:
    names = game.lab_names
    some = tuple(m for m in shuffled[:n] if m.label != "hope" or "prestige" in game.term_labels("alice"))
    some = tuple(m for m in some if m.kind != "demand_growth" or not game.is_endless)
    assert "alice" in names
    one, other = (
        game.model_copy(update={"modifiers": own}) for own in (some, tuple(sorted(some, key=lambda m: m.label)))
    )
    np.testing.assert_array_equal(one.payoffs(), other.payoffs())
    for first, second in zip(one.metrics(), other.metrics(), strict=True):
        np.testing.assert_array_equal(first.values, second.values)


def test_a_head_start_comes_before_what_is_dearer_by_a_share() -> None:
    cost, double, ahead = TrainingCost(), Talent(drawn=0.5), Spillover(beta=1, form=Form.HEAD_START)
    for order in ((double, ahead), (ahead, double)):
        assert paid(world(cost, modifiers=order)) == -(10 - 2) * 2


def test_what_open_releases_reveal_makes_later_models_better_for_nothing() -> None:
    labs = (
        Lab(name="alice", release="open", path=(0, 6), terms=(TrainingCost(),)),
        Lab(name="bob", release="open", path=(4, 4), terms=(TrainingCost(),)),
    )
    game = ReleaseGame(name="g", labs=labs, calendar=Calendar(horizon=2, slots=2), modifiers=(Leakage(beta=0.5),))
    ends = {m.name: m.values for m in game.metrics()}["frontier_end"]
    assert ends[1, 0] == 6 + 0.5 * 4
    assert ends[1, 1] == 6  # Bob's comes at the same date
    assert paid(game, (1, 0)) == -6


def test_a_hazard_is_added_to_the_discount_rate_and_falls_with_open_models() -> None:
    calendar = Calendar(horizon=math.inf, slots=1, discount_rate=0.1, days_per_period=1)
    hazard = 0.1 * math.exp(-0.5 * 2)
    game = world(Revenue(), modifiers=(Regulation(hazard=0.1, eta=0.5),), calendar=calendar)
    assert math.isclose(paid(game), 8 / (0.1 + hazard))


def test_a_hazard_that_falls_on_the_way_is_felt_until_then() -> None:
    lab = Lab(name="alice", start=1, dates=(2,), path=(5, 5, 5), terms=(Prestige(), TrainingCost()))
    path = OpenPath(releases=(OpenRelease(capability=1000, date=1),))
    game = ReleaseGame(
        name="g",
        labs=(lab,),
        calendar=Calendar(horizon=3, slots=3, discount_rate=0.1),
        open=path,
        modifiers=(Regulation(hazard=0.4, eta=1.0),),
    )
    # Best for the first period only; pays at 2 after one period of hazard .4 and one of none.
    flow = (1 - math.exp(-0.5)) / 0.5
    assert math.isclose(paid(game), flow - 5 * math.exp(-0.2 - 0.4))


def test_the_present_counts_in_full_and_all_that_is_later_beta_times() -> None:
    calendar = Calendar(horizon=3, slots=3, discount_rate=0.1)
    lab = Lab(name="alice", start=1, path=(5, 5, 5), terms=(Prestige(), TrainingCost()))
    game = ReleaseGame(name="g", labs=(lab,), calendar=calendar, modifiers=(Impatience(beta=0.5, present=0.5),))
    now, later = (1 - math.exp(-0.05)) / 0.1, (math.exp(-0.05) - math.exp(-0.3)) / 0.1
    assert math.isclose(paid(game, (3,)), now + 0.5 * later)
    assert math.isclose(paid(game, (0,)) - paid(game, (3,)), -5)
    assert math.isclose(paid(game, (2,)) - paid(game, (3,)), -5 * 0.5 * math.exp(-0.2))


def test_impatience_is_a_feeling_and_changes_no_outcome() -> None:
    plain = world(Revenue(), TrainingCost())
    felt = plain.model_copy(update={"modifiers": (Impatience(),)})
    assert not np.array_equal(plain.payoffs(), felt.payoffs())
    np.testing.assert_array_equal(plain.payoffs(), felt.payoffs(believed=False))
    for a, b in zip(plain.metrics(), felt.metrics(), strict=True):
        np.testing.assert_array_equal(a.values, b.values)


def test_labs_plan_with_what_they_believe_and_live_with_the_truth() -> None:
    truth = world(Revenue(), x=2)
    believing = truth.model_copy(update={"modifiers": (Belief(path="open.capability", value=6.0),)})
    np.testing.assert_array_equal(believing.payoffs(), world(Revenue(), x=6).payoffs())
    np.testing.assert_array_equal(believing.payoffs(believed=False), truth.payoffs())
    for believed, true in zip(believing.metrics(), truth.metrics(), strict=True):
        np.testing.assert_array_equal(believed.values, true.values)


def test_a_belief_of_one_lab_leaves_the_others_payoffs_alone() -> None:
    labs = tuple(Lab(name=n, start=s, growth=1, terms=(Revenue(),)) for n, s in (("alice", 3.0), ("bob", 2.0)))
    truth = ReleaseGame(name="g", labs=labs, calendar=Calendar(horizon=2, slots=2))
    sure = truth.model_copy(update={"modifiers": (Belief(path="alice.revenue", factor=3.0, only=("alice",)),)})
    np.testing.assert_array_equal(sure.payoffs()[0], 3 * truth.payoffs()[0])
    np.testing.assert_array_equal(sure.payoffs()[1], truth.payoffs()[1])


def test_learning_takes_four_periods_from_0_to_a_belief_of_1_about_2() -> None:
    """x' = x + .2 (2 - x): 0, .4, .72, .976, 1.1808."""
    belief = [float(Belief(value=0.0, learning=0.2, periods=k).believed(2.0)) for k in range(5)]
    np.testing.assert_allclose(belief, [0, 0.4, 0.72, 0.976, 1.1808])


@pytest.mark.parametrize(
    ("belief", "complaint"),
    [
        (Belief(path="alice.luck"), "unknown path"),
        (Belief(path="alice.release"), "no number"),
        (Belief(path="calendar.step", value=2), "which plans there are"),
        (Belief(path="market.customers", value=-1), "market.customers"),
    ],
)
def test_beliefs_about_nothing_or_the_impossible_are_refused(belief: Belief, complaint: str) -> None:
    labs = (Lab(name="alice", terms=(Revenue(),)),)
    with pytest.raises(ValueError, match=complaint):
        ReleaseGame(name="g", labs=labs, calendar=Calendar(horizon=9, slots=3), modifiers=(belief,))


def reluctant(x: float, minimum: float = 1.5) -> FloatArray:
    """RobertM's lab: sqrt value, N = 4, y = 4 or 9, a penalty of 4.5 for advancing, exit worth -2 below R_min."""
    lab = Lab(
        name="alice",
        start=4,
        path=(9,),
        terms=(Revenue(), FrontierPenalty(weight=4.5, form=penalty.Form.INDICATOR)),
    )
    game = ReleaseGame(
        name="row15",
        labs=(lab,),
        calendar=Calendar(horizon=1, slots=1, days_per_period=4),
        open=OpenPath(capability=x),
        modifiers=(Survival(minimum=minimum, exit=-2, keeps=("frontier_penalty",)),),
    )
    return np.asarray(game.payoffs()[0], dtype=np.float64)


def test_a_reluctant_lab_stays_then_races_then_gives_up() -> None:
    np.testing.assert_allclose(reluctant(0), [12 - 4.5, 8])
    np.testing.assert_allclose(reluctant(4), [4 - 4.5, -2])
    np.testing.assert_allclose(reluctant(8.5), [-2 - 4.5, -2])


def test_survival_keeps_only_terms_that_exist() -> None:
    with pytest.raises(ValueError, match="gratitude"):
        world(Revenue(), modifiers=(Survival(keeps=("gratitude",)),))


def test_wrapped_totals_say_that_they_are_not_linear() -> None:
    assert world(Revenue()).linear
    for wrapper in (Survival(), ConcaveUtility(), WorstCases()):
        assert not world(Revenue(), modifiers=(wrapper,)).linear
    for other in (Spillover(), Belief(), Impatience(), Regulation()):
        assert world(Revenue(), modifiers=(other,)).linear


def test_concave_utility_is_a_power_of_gains_and_of_losses() -> None:
    gain = world(Revenue(), modifiers=(ConcaveUtility(exponent=0.5),), calendar=Calendar(horizon=2, slots=1))
    assert math.isclose(paid(gain), math.sqrt(8 * 2 * 30))
    loss = world(TrainingCost(), modifiers=(ConcaveUtility(exponent=0.5),), y=9)
    assert math.isclose(paid(loss), -3)


def risky(level: float) -> ReleaseGame:
    path = OpenPath(
        capability=1,
        scenarios=(
            Scenario(probability=0.25, releases=(OpenRelease(capability=10),)),
            Scenario(probability=0.5, releases=(OpenRelease(capability=4),)),
        ),
    )
    return world(Revenue(), modifiers=(WorstCases(level=level),)).model_copy(update={"open": path})


def test_worst_cases_weigh_the_worst_scenarios_only() -> None:
    # Revenue over two days: 0, 12 and 18 with chances 1/4, 1/2 and 1/4.
    for level, mean in ((0.25, 0), (0.5, 6), (0.75, 8), (1.0, 10.5)):
        assert math.isclose(paid(risky(level)), mean)


@given(
    st.lists(st.integers(-3, 3), min_size=1, max_size=5),
    st.integers(1, 5),
    st.sampled_from([0.05, 0.3, 0.7, 1.0]),
)
@settings(max_examples=60)
def test_the_mean_of_the_worst_solves_rockafellar_and_uryasevs_program(
    drawn: list[int], seed: int, level: float
) -> None:
    outcomes = np.array(drawn, dtype=float)
    chance = np.random.default_rng(seed).dirichlet(np.ones(len(outcomes)))
    best = max(z - np.sum(chance * np.maximum(z - outcomes, 0)) / level for z in outcomes)
    assert abs(worst_mean(outcomes, chance, level) - best) < 1e-9


@given(games(max_labs=2))
@settings(deadline=None, max_examples=30)
def test_modifiers_at_their_neutral_point_change_nothing(game: ReleaseGame) -> None:
    neutral: tuple[Modifier, ...] = (
        Spillover(beta=0),
        Talent(drawn=0.3, trained=0.3),
        Hiring(kappa=0),
        Leakage(beta=0),
        OpenDemand(psi=0),
        DemandGrowth(rate=0),
        Regulation(hazard=0),
        Belief(factor=1.0),
        Impatience(beta=1),
        Survival(minimum=0),
        ConcaveUtility(exponent=1),
        WorstCases(level=1),
    )
    plain = game.payoffs()
    for modifier in neutral:
        changed = game.model_copy(update={"modifiers": (modifier,)})
        np.testing.assert_allclose(changed.payoffs(), plain, rtol=1e-12, atol=1e-12, err_msg=modifier.kind)


def test_a_batch_goes_through_beliefs_scenarios_and_wrappers() -> None:
    game = risky(0.5).model_copy(
        update={"modifiers": (Belief(path="alice.revenue", factor=2.0), WorstCases(level=0.5))}
    )
    values = np.array([1.0, 3.0, 5.0])
    batch = with_arrays(game, {"alice.revenue": values, "open.scenarios.0.probability": values / 20}, 1).payoffs()
    for k, v in enumerate(values.tolist()):
        single = with_arrays(
            game, {"alice.revenue": np.array([v]), "open.scenarios.0.probability": np.array([v / 20])}, 1
        )
        np.testing.assert_allclose(batch[:, k], single.payoffs()[:, 0])
