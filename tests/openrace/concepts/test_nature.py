"""Open releases at random dates, seen when they happen."""

from __future__ import annotations

import numpy as np
import pytest

from games.modifiers import Belief, WorstCases
from games.release.release_game import ReleaseGame
from games.time.open_path import OpenRelease, Scenario
from openrace.concepts.nature import resolve
from openrace.concepts.open_loop import solve
from openrace.concepts.reaction import react
from openrace.questions.load import load
from openrace.questions.shift import compare


def seller(**path: object) -> ReleaseGame:
    game = load("closed-monopolist", ["calendar.slots=6"])
    assert isinstance(game, ReleaseGame)
    return game.model_copy(update={"open": game.open.model_copy(update=path)})


def test_a_scenario_that_is_sure_is_the_release_itself() -> None:
    release = OpenRelease(capability=12, date=3)
    sure = seller(scenarios=(Scenario(probability=1.0, releases=(release,)),))
    known = seller(releases=(release,))
    assert react(sure).payoffs == pytest.approx(react(known).payoffs)
    assert react(known).payoffs == pytest.approx(solve(known).payoffs)


@pytest.mark.parametrize("rate", [0.05, 0.3, 2.0])
def test_seeing_what_comes_is_worth_something_and_never_costs(rate: float) -> None:
    """One lab alone: it may ignore what it sees, so reacting pays at least what fixing the plan does."""
    game = seller(arrival_rate=rate, arrival_capability=14.0)
    assert float(react(game).payoffs[0, 0]) >= float(solve(game).payoffs[0, 0]) - 1e-9


def test_scenarios_have_the_probabilities_of_the_open_path_and_their_slots() -> None:
    early, late = OpenRelease(capability=12, date=1.5), OpenRelease(capability=12, date=4)
    game = seller(scenarios=(Scenario(probability=0.2, releases=(early,)), Scenario(probability=0.3, releases=(late,))))
    found = resolve(game).scenarios
    assert found.probabilities.tolist() == pytest.approx([0.2, 0.3, 0.5])
    assert found.reveal == (2, 4, 6)


def test_the_distribution_over_scenarios_and_profiles_is_one() -> None:
    reaction = react(seller(arrival_rate=0.2, arrival_capability=10.0))
    chances = reaction.distributions[0].sum(axis=1)
    assert chances == pytest.approx(reaction.read.resolved.scenarios.probabilities)
    expected = float((reaction.distributions[0] * reaction.read.resolved.payoffs[:, 0]).sum())
    assert expected == pytest.approx(float(reaction.payoffs[0, 0]))


def test_wrong_beliefs_move_plans_and_the_truth_moves_outcomes() -> None:
    """A seller that wrongly fears an early open model plans as in the feared world; metrics are of the true one."""
    calm = seller(arrival_rate=0.01, arrival_capability=19.0)
    afraid = calm.model_copy(update={"modifiers": (Belief(path="open.arrival_rate", value=2.0),)})
    result = compare(calm, afraid, solver=react)
    views = resolve(afraid).scenarios
    assert views.beliefs is not None
    assert views.beliefs[0].argmax() != views.probabilities.argmax()
    assert np.isfinite(result.after.max_regret)
    assert result.metric("gap").after is not None


def late_seller(rate: float, discount: float, *modifiers: Belief | WorstCases) -> ReleaseGame:
    settings = ("calendar.slots=8", "monopolist.growth=0.5", "open.arrival_capability=12")
    game = load("closed-monopolist", [*settings, f"open.arrival_rate={rate}", f"calendar.discount_rate={discount}"])
    assert isinstance(game, ReleaseGame)
    return game.model_copy(update={"modifiers": (*game.modifiers, *modifiers)})


def chance_of_release(game: ReleaseGame) -> float:
    return 1.0 - float(react(game).plays[0][0][-1])


def test_a_lab_releases_last_if_nothing_came_and_not_at_all_if_it_fears_the_worst() -> None:
    """Risk-neutral, it waits for the last slot and sees: nothing has come by then with probability e^{-0.7}."""
    assert chance_of_release(late_seller(0.1, 0.05)) == pytest.approx(np.exp(-0.7))
    assert chance_of_release(late_seller(0.1, 0.05, WorstCases(level=1.0))) == pytest.approx(np.exp(-0.7))
    for level in (0.3, 0.1):
        assert chance_of_release(late_seller(0.1, 0.05, WorstCases(level=level))) == pytest.approx(0.0)


def test_wrong_beliefs_about_the_hazard_make_a_lab_release_or_keep_it_from_it() -> None:
    hopes, fears = (Belief(path="open.arrival_rate", value=rate) for rate in (0.001, 1.5))
    assert chance_of_release(late_seller(0.1, 0.05, fears)) == pytest.approx(0.0)
    assert chance_of_release(late_seller(0.3, 0.15)) == pytest.approx(0.0)
    # It plans by what it believes, and what happens has true probabilities.
    assert chance_of_release(late_seller(0.3, 0.15, hopes)) == pytest.approx(np.exp(-2.1))
