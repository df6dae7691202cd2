"""Impatient labs that react: each self decides for itself, as recursions that share nothing with the solver say."""

from __future__ import annotations

from math import inf, log

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from games.modifiers import Impatience
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.terms import EntryCost, Prestige
from games.time.calendar import Calendar
from openrace.concepts.choice import Choice
from openrace.concepts.concept import Foresight
from openrace.concepts.open_loop import solve
from openrace.concepts.reaction import Reaction, react
from openrace.questions.load import load
from solver.common.errors import OpenraceError

MOMENT = 1e-9
"""A present so short that only what is paid at once falls into it."""


def one_lab(beta: float, delta: float, slots: int, cost: float = 1.0, worth: float = 3.0) -> ReleaseGame:
    """A release costs ``cost`` at once and is worth ``worth`` later, as valued at the release by an even mind."""
    rate = -log(delta)
    lab = Lab(name="solo", path=(1.0,) * slots, terms=(EntryCost(weight=cost), Prestige(weight=worth * rate)))
    calendar = Calendar(horizon=inf, slots=slots, discount_rate=rate)
    return ReleaseGame(name="solo", labs=(lab,), calendar=calendar, modifiers=(Impatience(beta=beta, present=MOMENT),))


def worth_now(date: float, at: int, beta: float, delta: float, cost: float, worth: float) -> float:
    """What a release at ``date`` is worth to the self of ``at``."""
    if date == inf:
        return 0.0
    later = beta if date > at else 1.0
    return float(delta ** (date - at) * (beta * worth - later * cost))


def date_of(reaction: Reaction) -> float:
    """The only date at which the lab releases."""
    (play,) = {tuple(own[0].tolist()) for own in reaction.plays}
    label = reaction.labels[0][play.index(1.0)]
    return inf if label == "never" else float(label.removeprefix("t="))


numbers = st.tuples(
    st.integers(1, 19).map(lambda k: k / 20),
    st.sampled_from([0.5, 0.8, 0.9, 0.97]),
    st.integers(1, 6),
    st.integers(1, 4).map(float),
    st.integers(1, 8).map(float),
)


@settings(deadline=None, max_examples=200)
@given(numbers)
def test_sophisticated_selves_release_when_a_recursion_over_selves_says_so(
    drawn: tuple[float, float, int, float, float],
) -> None:
    beta, delta, slots, cost, worth = drawn
    expected = inf
    for at in reversed(range(slots)):
        now, wait = (worth_now(date, at, beta, delta, cost, worth) for date in (at, expected))
        assume(abs(now - wait) > 1e-6)
        expected = at if now > wait else expected
    reaction = react(one_lab(beta, delta, slots, cost, worth))
    assert date_of(reaction) == expected
    assert reaction.max_regret < 1e-9


@settings(deadline=None, max_examples=50)
@given(numbers)
def test_naive_selves_release_at_the_first_date_that_its_self_likes_best(
    drawn: tuple[float, float, int, float, float],
) -> None:
    beta, delta, slots, cost, worth = drawn
    expected = inf
    for at in reversed(range(slots)):
        values = [worth_now(date, at, beta, delta, cost, worth) for date in (*range(at, slots), inf)]
        assume(sorted(values)[-1] - sorted([*values, -inf])[-2] > 1e-6)
        expected = at if values[0] == max(values) else expected
    naive = react(one_lab(beta, delta, slots, cost, worth), foresight=Foresight.NAIVE)
    assert date_of(naive) == expected
    assert naive.complete


def test_a_lab_that_puts_its_release_off_for_ever_if_it_is_naive_releases_if_it_knows_itself() -> None:
    """delta .9, cost 1, worth 2.7 when released: at beta .7 waiting one period beats now, waiting three does not."""
    game = one_lab(0.7, 0.9, 9, 1.0, 2.7)
    assert date_of(react(game)) == 2.0
    assert date_of(react(game, foresight=Foresight.NAIVE)) == 8.0
    # Fixed at the start: the self of date 0 would like to pay tomorrow.
    assert solve(game).plays[0][0].tolist().index(1.0) == 1


def test_no_self_does_better_than_the_one_that_may_bind_all_others() -> None:
    for beta in (0.3, 0.6, 0.9):
        game = one_lab(beta, 0.9, 6, 1.0, 2.7)
        assert react(game).payoffs[0, 0] <= solve(game).payoffs[0, 0] + 1e-12


def test_patient_selves_are_of_one_mind() -> None:
    game = load("alice-bob", ["calendar.slots=4", "calendar.discount_rate=0.1"])
    assert isinstance(game, ReleaseGame)
    even = game.model_copy(update={"modifiers": (Impatience(beta=1.0),)})
    for foresight in Foresight:
        found, plain = react(even, foresight=foresight), react(game)
        assert np.unique(found.payoffs.round(9), axis=0).tolist() == np.unique(plain.payoffs.round(9), axis=0).tolist()


@pytest.mark.parametrize("order", [(), ("bob", "alice")])
def test_every_self_of_two_impatient_labs_is_content_with_what_it_does(order: tuple[str, ...]) -> None:
    game = load("alice-bob", ["calendar.slots=5", "calendar.discount_rate=0.05", "alice.slowness=3"])
    assert isinstance(game, ReleaseGame)
    impatient = game.model_copy(update={"modifiers": (Impatience(beta=0.5),)})
    reaction = react(impatient, order=order, speaker="bob")
    assert reaction.solution.equilibria
    assert reaction.max_regret < 1e-9
    assert reaction.timing.selves[0][0] == 0
    assert len(set(reaction.timing.selves[0] + reaction.timing.selves[1])) == 10


def test_selves_that_do_not_fit_are_refused_in_a_sentence() -> None:
    with pytest.raises(OpenraceError, match="no lab is impatient"):
        react(load("alice-bob", ["calendar.slots=3"]), foresight=Foresight.NAIVE)
    with pytest.raises(OpenraceError, match="sophisticated or naive"):
        Choice("reaction", selves="wise")
    with pytest.raises(OpenraceError, match="--selves came with the concept open loop"):
        Choice("open-loop", selves="naive").solver()
