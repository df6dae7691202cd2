"""Verdicts are statements about whole sets of equilibria."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.parts.direction import Direction, combine, direction
from games.parts.metric import Sense
from games.release.release_game import ReleaseGame
from openrace.concepts.equilibria import of_solution
from openrace.concepts.expectations import intervals
from openrace.concepts.open_loop import solve
from openrace.questions.load import load
from openrace.questions.shift import compare, shift
from solver.game.normal_form import NormalForm
from solver.two_player.all_equilibria import AllEquilibria
from solver.two_player.nashpy_methods import LemkeHowson

ends = st.integers(-3, 3).map(float)
pairs = st.tuples(ends, ends).map(lambda p: (min(p), max(p)))


@given(pairs, pairs)
def test_reversing_an_intervention_reverses_its_direction(
    before: tuple[float, float], after: tuple[float, float]
) -> None:
    opposite = {Direction.UP: Direction.DOWN, Direction.DOWN: Direction.UP}
    there = direction(before, after, Sense.MORE, 6.0)
    back = direction(after, before, Sense.MORE, 6.0)
    assert back is opposite.get(there, there)


@given(pairs, pairs)
def test_earlier_is_up_and_later_is_down(before: tuple[float, float], after: tuple[float, float]) -> None:
    opposite = {Direction.UP: Direction.DOWN, Direction.DOWN: Direction.UP}
    more = direction(before, after, Sense.MORE, 6.0)
    assert direction(before, after, Sense.EARLIER, 6.0) is opposite.get(more, more)


def test_one_end_up_and_the_other_down_is_ambiguous() -> None:
    assert direction((0, 1), (-1, 2), Sense.MORE, 3.0) is Direction.AMBIGUOUS
    assert direction((0, 1), (0, 2), Sense.MORE, 3.0) is Direction.UP
    assert direction((0, 1), (0, 1 + 1e-12), Sense.MORE, 3.0) is Direction.NEUTRAL
    assert direction((0, 1), (0, 2), Sense.LEVEL, 3.0) is Direction.MORE


def test_distributions_that_cross_are_ambiguous() -> None:
    sooner, later = (0.2, 0.2), (0.4, 0.4)
    assert combine([(sooner, later), (later, sooner)], Sense.MORE, 1.0) is Direction.AMBIGUOUS
    assert combine([(sooner, later), (later, later)], Sense.MORE, 1.0) is Direction.UP


def test_a_metric_is_an_interval_over_faces_not_only_over_listed_points() -> None:
    """All-zero payoffs: every profile is an equilibrium, so a metric ranges over all of its values."""
    game = NormalForm.from_payoffs(np.zeros((2, 3, 4)))
    values = np.arange(12.0).reshape(3, 4)
    for cap in (1, 10_000):
        assert intervals(of_solution(AllEquilibria(max_extremes=cap)(game)), [values]) == [(0.0, 11.0)]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 2), min_size=18, max_size=18), st.lists(st.integers(-3, 3), min_size=9, max_size=9))
def test_the_interval_holds_every_random_point_of_every_subset(payoffs: list[int], metric: list[int]) -> None:
    game = NormalForm.from_payoffs(np.reshape(np.array(payoffs, dtype=float), (2, 3, 3)))
    solution = AllEquilibria()(game)
    values = np.reshape(np.array(metric, dtype=float), (3, 3))
    ((low, high),) = intervals(of_solution(solution), [values])
    rng = np.random.default_rng(0)
    assert solution.vertices is not None
    for component in solution.components:
        for rows, columns in component.subsets:
            x = rng.dirichlet(np.ones(len(rows))) @ solution.vertices[0][list(rows)]
            y = rng.dirichlet(np.ones(len(columns))) @ solution.vertices[1][list(columns)]
            assert low - 1e-9 <= x @ values @ y <= high + 1e-9


def test_a_game_compared_with_itself_is_neutral_in_every_metric() -> None:
    game = load("alice-bob", ["calendar.slots=4"])
    result = compare(game, game)
    assert {m.direction for m in result.verdict} == {Direction.NEUTRAL}
    assert result.proven


def test_ban_is_the_reverse_of_allow() -> None:
    game = load("alice-bob", ["calendar.slots=5"])
    there, back = shift(game, "allow:bob"), shift(game, "ban:bob")
    for one, other in zip(there.verdict, back.verdict, strict=True):
        assert one.before == other.after
        assert one.after == other.before


def test_an_infinite_horizon_compares_distributions() -> None:
    words = ["calendar.horizon=inf", "calendar.discount_rate=0.1", "calendar.slots=5", "alice.slowness=20"]
    result = shift(load("alice-bob", words), "ban:bob")
    first = result.metric("first_release.bob")
    assert first.direction is Direction.DOWN
    assert first.after is None
    assert first.p_never_after == (1.0, 1.0)


@pytest.mark.parametrize("do", ["allow:bob", "fix:bob@3", "fix:bob@never", "open:9@2", "announce:9@2"])
def test_terms_add_up_to_payoffs_and_incentives_follow_from_them(do: str) -> None:
    game = load("alice-bob", ["calendar.slots=4"])
    result = shift(game, do)
    for side, answer in (("before", result.before), ("after", result.after)):
        for i, lab in enumerate(answer.players):
            shares = [getattr(line, side) for line in result.why if line.lab == lab]
            if all(low == high for low, high in shares):
                assert sum(low for low, _ in shares) == pytest.approx(float(answer.payoffs[0][i]))
    for then, _ in result.incentives:
        assert then.win[0] <= then.win[1]


def test_status_quo_is_the_payoff_when_nobody_releases() -> None:
    game = load("alice-bob", ["calendar.slots=4"])
    assert isinstance(game, ReleaseGame)
    form = game.normal_form()
    result = shift(game, "fix:bob@2")
    for i, (then, _) in enumerate(result.incentives):
        assert then.status_quo == pytest.approx((float(form.payoffs[i, -1, -1]),) * 2)


def test_labs_that_merge_are_compared_with_what_they_got_together() -> None:
    # The seller sells nothing worth waiting for, so both of the others release in equilibrium, and mix.
    game = load("alice-bob-monopolist", ["calendar.slots=3", "monopolist.dates=[1]", "monopolist.training_cost=30"])
    assert isinstance(game, ReleaseGame)
    result = shift(game, "merge:alice+bob")
    apart, own = result.before, game.normal_form().payoffs
    assert [then.lab for then, _ in result.incentives] == ["alice+bob", "monopolist"]
    (then, now), (seller, _) = result.incentives
    together = own[0] + own[1]
    # Nobody releases; both members never do; the outsider never does.
    assert then.status_quo == pytest.approx((together[-1, -1, -1],) * 2)
    plays = [[np.asarray(x, dtype=float) for x in profile] for profile in apart.plays]
    lost = [float(np.einsum("k,k->", together[-1, -1, :], p[2])) for p in plays]
    won = [float(np.einsum("ij,i,j->", together[:, :, -1], p[0], p[1])) for p in plays]
    assert then.lose == pytest.approx((min(lost), max(lost)))
    assert then.win == pytest.approx((min(won), max(won)))
    assert not np.allclose(won, [float(own[0][-1, -1, -1] + own[1][-1, -1, -1])] * len(won))
    assert now.lab == "alice+bob"
    assert seller == next(i for i, _ in shift(game, "open:9@1").incentives if i.lab == "monopolist")


def test_an_announcement_that_does_not_come_moves_plans_and_not_the_world_by_itself() -> None:
    game = load("closed-monopolist")
    announced, came = shift(game, "announce:19@6"), shift(game, "open:19@6")
    assert announced.after.plays[0][0].tolist() == came.after.plays[0][0].tolist()
    assert announced.metric("gap").after != came.metric("gap").after


def test_unproven_sets_make_unproven_verdicts() -> None:
    game = load("alice-bob", ["calendar.slots=3"])
    result = shift(game, "allow:bob", lambda g: solve(g, LemkeHowson()))
    assert not result.proven
    assert not any(m.proven for m in result.verdict)
