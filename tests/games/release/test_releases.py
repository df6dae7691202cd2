"""Labs that release more than once: plans are sets of dates, and every term keeps its meaning month by month."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.catalog.names import named
from games.modifiers import CatchUp, Leakage, Spillover
from games.parts.game import Game
from games.parts.paths import with_arrays
from games.release.lab import NEVER, Lab
from games.release.release_game import ReleaseGame
from games.terms import EntryCost, Goal, ScaleBenefit, SharedRuin, StayingOut, Subsidy, Term
from games.time.calendar import Calendar
from openrace.concepts.open_loop import solve
from openrace.concepts.reaction import react
from tests.games.strategies import games

TWICE = {"alice.releases": 2, "bob.releases": 2, "calendar.slots": 4, "calendar.horizon": 8.0}


def single(*terms: Term, releases: int = 2, **fields: object) -> ReleaseGame:
    given = {"name": "alice", "start": 2.0, "growth": 1.0, "releases": releases, "terms": terms, **fields}
    calendar = Calendar(horizon=4, slots=3, days_per_period=1)
    return ReleaseGame(name="g", labs=(Lab.model_validate(given),), calendar=calendar)


def release_game(game: Game) -> ReleaseGame:
    assert isinstance(game, ReleaseGame)
    return game


def test_plans_are_the_sets_of_dates_and_never() -> None:
    plans = Lab(name="alice", releases=3).plans(Calendar(slots=4, horizon=9))
    sets = [frozenset(d for d in plans.dates[:, a].tolist() if math.isfinite(d)) for a in range(len(plans))]
    wanted = {frozenset(some) for n in range(4) for some in itertools.combinations(range(4), n)}
    assert len(sets) == len(wanted) == 15
    assert set(sets) == wanted
    assert plans.labels[0] == "t=0"
    assert plans.labels[4] == "t=0 then t=1"
    assert plans.labels[-1] == "never"
    for a, before in enumerate(plans.extends):
        assert before == NEVER or sets[before] == sets[a] - {max(sets[a])}


@given(games(max_labs=2), st.integers(2, 3))
@settings(deadline=None, max_examples=40)
def test_plans_of_one_release_pay_the_same_bits_however_often_labs_may_release(game: ReleaseGame, more: int) -> None:
    once = game.model_copy(update={"labs": tuple(lab.model_copy(update={"releases": 1}) for lab in game.labs)})
    often = game.model_copy(update={"labs": tuple(lab.model_copy(update={"releases": more}) for lab in game.labs)})
    places = []
    for lab in often.labs:
        plans = lab.plans(often.calendar)
        places.append([a for a in range(len(plans)) if plans.extends[a] == NEVER])
    for own, plainly in zip(often.payoffs(), once.payoffs(), strict=True):
        np.testing.assert_array_equal(own[np.ix_(*places)], plainly)


def test_a_second_model_is_the_one_on_the_market_and_the_first_keeps_its_cost() -> None:
    game = single()
    history = game.history()
    plan = game.actions()[0].index("t=0 then t=2")
    # Models of capability 2 and 4: the better one is on the market from period 2 on.
    np.testing.assert_array_equal(history.capability(0)[:, plan], [2, 2, 4])
    assert np.broadcast_to(history.spending(0), history.shape)[plan] == 6.0
    assert np.broadcast_to(history.frontier_before(0, 1), history.shape)[plan] == 2.0


@pytest.mark.parametrize(
    ("term", "paid"),
    [
        (EntryCost(), {"t=0": -1.0, "t=0 then t=2": -1.0, "never": 0.0}),
        (Subsidy(), {"t=0": 1.0, "t=0 then t=2": 2.0, "never": 0.0}),
        (StayingOut(), {"t=0": 0.0, "t=0 then t=2": 0.0, "never": 1.0}),
        (Goal(capability=2.0), {"t=0": 1.0, "t=0 then t=2": 1.0, "never": 0.0}),
        (Goal(capability=4.0), {"t=0": 0.0, "t=0 then t=2": 1.0, "t=1": 0.0}),
        (SharedRuin(), {"t=0": -1.0, "t=1 then t=2": -1.0, "never": 0.0}),
        (ScaleBenefit(exponent=2.0, kept=True), {"t=0": 0.0, "never": 0.0}),
    ],
)
def test_what_is_paid_once_is_paid_once(term: Term, paid: dict[str, float]) -> None:
    game = single(term)
    values = dict(zip(game.actions()[0], game.payoffs()[0].tolist(), strict=True))
    assert {plan: values[plan] for plan in paid} == paid


def test_the_benefit_of_uses_rises_by_what_the_second_release_adds() -> None:
    game = single(ScaleBenefit(exponent=2.0, kept=True), release="open")
    values = dict(zip(game.actions()[0], game.payoffs()[0].tolist(), strict=True))
    # 50 uses with each open release: 50^2, then 100^2 in all.
    assert (values["t=0"], values["t=0 then t=1"]) == (2500.0, 10_000.0)


def test_a_second_release_starts_from_the_first_and_leaks_the_best_alone() -> None:
    labs = (
        Lab(name="alice", start=2.0, growth=1.0, releases=2, release="open"),
        Lab(name="bob", start=1.0, growth=0.0),
    )
    calendar = Calendar(horizon=4, slots=3, days_per_period=1)
    game = ReleaseGame(name="g", labs=labs, calendar=calendar, modifiers=(CatchUp(eta=0.0), Leakage(beta=0.5)))
    history = game.history()
    alice, bob = game.actions()[0].index("t=0 then t=1"), game.actions()[1].index("t=2")
    # 3 to train for the second model, of which the first one saves 2.
    assert np.broadcast_to(history.cost(0, 1), history.shape)[alice, bob] == 1.0
    # Bob learns half of what the better of Alice's two models took.
    assert np.broadcast_to(history.size(1), history.shape)[alice, bob] == 1.0 + 0.5 * 3.0
    spilled = game.model_copy(update={"modifiers": (Spillover(beta=0.1),)}).history()
    np.testing.assert_allclose(np.broadcast_to(spilled.cost(0, 1), spilled.shape)[alice, bob], 3 * math.exp(-0.2))


def test_pure_equilibria_of_two_releases_each_are_those_of_single_profiles() -> None:
    game = named("alice-bob").with_settings(TWICE)
    payoffs = game.normal_form().payoffs
    assert payoffs.shape == (2, 11, 11)
    best = (payoffs[0] >= payoffs[0].max(axis=0, keepdims=True) - 1e-9) & (
        payoffs[1] >= payoffs[1].max(axis=1, keepdims=True) - 1e-9
    )
    found = {
        tuple(int(np.argmax(own)) for own in play)
        for play in solve(game).plays
        if all(np.count_nonzero(own) == 1 for own in play)
    }
    assert found == {tuple(map(int, place)) for place in np.argwhere(best)}


def test_labs_that_react_release_a_second_time_when_it_pays() -> None:
    game = release_game(named("alice-bob").with_settings({**TWICE, "bob.releases": 1}))
    answer = react(game)
    assert answer.complete
    assert answer.max_regret < 1e-9
    plans = {game.actions()[0][int(np.argmax(play[0]))] for play in answer.plays}
    assert plans
    # What is played pays what the profile pays.
    for play, payoffs in zip(answer.distributions, answer.payoffs, strict=True):
        expected = [(play.sum(axis=0) * own).sum() for own in game.normal_form().payoffs]
        np.testing.assert_allclose(payoffs, expected, atol=1e-9)


def test_alone_reacting_and_fixing_a_plan_are_the_same() -> None:
    game = named("closed-monopolist").with_settings({"monopolist.releases": 3, "calendar.slots": 5})
    fixed, reacting = solve(game), react(game)
    np.testing.assert_allclose(reacting.payoffs.max(axis=0), fixed.payoffs.max(axis=0))


def test_draws_of_the_calibrated_game_are_the_games_at_these_numbers_bit_by_bit() -> None:
    game = release_game(named("frontier-2026"))
    # At a lag of 2 open models follow at the very dates of releases: cells of length 0, which hold nothing back.
    drawn = {
        "open.lag": [1.1, 2.0, 4.5],
        "market.sigma": [0.05, 0.09, 0.3],
        "leader.growth_factor": [1.05, 1.0757, 1.09],
    }
    batch = with_arrays(game, {path: np.array(values) for path, values in drawn.items()}, 2)
    payoffs, metrics = batch.payoffs(), batch.metrics()
    for k in range(3):
        one = game.with_settings({path: values[k] for path, values in drawn.items()})
        np.testing.assert_array_equal(payoffs[:, k], one.payoffs())
        for many, alone in zip(metrics, one.metrics(), strict=True):
            here = many.values if many.values.ndim == alone.values.ndim else many.values[k]
            np.testing.assert_array_equal(here, alone.values, err_msg=alone.name)
