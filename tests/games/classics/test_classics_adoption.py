"""Adoption: published dates in continuous time, and the same dates out of the staged game on a grid."""

from __future__ import annotations

from math import exp, inf

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from games.classics.adoption.adoption_game import AdoptionGame
from games.classics.adoption.dates import adoption_dates, following, joining, leading
from games.classics.adoption.flows import AdoptionFlows
from solver.common.errors import GameError
from solver.staged.backward import solve_staged
from solver.staged.induction.run import BackwardInduction
from solver.staged.ordered import Ordered
from solver.staged.selection import SELECTIONS
from solver.staged.solution import StagedSolution
from solver.staged.timing import Answers, Ended, TimingGame
from tests.games.classics.timing_plays import dates_of_pure_play, staged


def test_adoption_dates_are_the_published_ones() -> None:
    found = adoption_dates(AdoptionFlows())
    assert (found.t1, found.t1_star, found.t2) == pytest.approx((1.936961, 5.493061, 12.424533), abs=5e-7)
    assert found.rent == pytest.approx(1.924501, abs=5e-7)
    assert found.t1 is not None
    assert following(AdoptionFlows(), found.t1) == pytest.approx(1.924501, abs=5e-7)
    assert found.joint is None


@pytest.mark.parametrize(
    ("changed", "first"),
    [
        (AdoptionFlows(p10=3), 3.786),
        (AdoptionFlows(p10=3, p11=0.5), 2.934),
        (AdoptionFlows(p00=-1, p01=-1), 1.549),
        (AdoptionFlows(K=30), 0.499),
    ],
)
def test_preemption_comes_earlier_or_later_as_the_change_has_it(changed: AdoptionFlows, first: float) -> None:
    assert adoption_dates(changed).t1 == pytest.approx(first, abs=5e-4)


@pytest.mark.parametrize(
    ("changed", "first"),
    [
        (AdoptionFlows(), "2"),
        (AdoptionFlows(p10=3), "3.8"),
        (AdoptionFlows(p10=3, p11=0.5), "3"),
        (AdoptionFlows(p00=-1, p01=-1), "1.6"),
        (AdoptionFlows(K=30), "0.5"),
        (AdoptionFlows(ruin=5, ruin_decline=0.1), "2"),
    ],
)
def test_the_staged_game_adopts_at_the_first_grid_point_after_each_of_these_dates(
    changed: AdoptionFlows, first: str
) -> None:
    labels, payoffs = dates_of_pure_play(staged(AdoptionGame(**changed.model_dump(), step=0.1)))
    assert labels[0] == first
    date = adoption_dates(changed).t1
    assert date is not None
    assert 0 <= float(first) - date < 0.1
    gains = leading(changed, float(first)), following(changed, float(first))
    assert payoffs == pytest.approx([changed.status_quo() + gain for gain in gains])


def test_a_private_ruin_puts_the_staged_preemption_off_and_a_shared_one_does_not() -> None:
    plain, shared, private = (
        dates_of_pure_play(staged(AdoptionGame(step=0.25, ruin=h, ruin_decline=0.1, ruin_private=own)))
        for h, own in ((0.0, 0.0), (5.0, 0.0), (5.0, 1.0))
    )
    assert plain[0] == shared[0]
    assert shared[1] == pytest.approx([v - 5 * exp(-0.2 * float(plain[0][0])) for v in plain[1]])
    assert float(private[0][0]) > float(plain[0][0]) + 0.5


def test_a_shared_ruin_moves_payoffs_and_a_private_one_the_preemption_date() -> None:
    plain = adoption_dates(AdoptionFlows())
    shared = adoption_dates(AdoptionFlows(ruin=5, ruin_decline=0.1))
    private = adoption_dates(AdoptionFlows(ruin=5, ruin_decline=0.1, ruin_private=1))
    assert shared.t1 == pytest.approx(plain.t1, abs=1e-9)
    assert shared.rent is not None
    assert plain.rent is not None
    assert plain.t1 is not None
    assert shared.rent == pytest.approx(plain.rent - 5 * exp(-0.2 * plain.t1))
    assert private.t1 is not None
    assert private.t1 > plain.t1 + 0.5


@settings(deadline=None, max_examples=60)
@given(st.integers(-2, 2), st.integers(1, 6), st.integers(-2, 2), st.integers(1, 6), st.integers(10, 60))
def test_leading_and_following_are_worth_the_same_at_the_preemption_date(
    p00: int, lead: int, p01: int, follow: int, cost: int
) -> None:
    assume(lead >= p01 - p00)
    flows = AdoptionFlows(p00=p00, p10=p00 + lead, p01=p01, p11=p01 + follow, K=cost)
    found = adoption_dates(flows)
    if found.t1 is None or found.t1 == 0:
        return
    assert leading(flows, found.t1) == pytest.approx(following(flows, found.t1), abs=1e-9)
    before = np.linspace(0, found.t1, 50)[:-1]
    assert all(leading(flows, t) < following(flows, t) for t in before)


@settings(deadline=None, max_examples=60)
@given(st.integers(-2, 3), st.integers(1, 6), st.integers(-2, 2), st.integers(1, 6), st.integers(10, 60))
def test_closed_form_dates_are_best_dates(p00: int, lead: int, p01: int, follow: int, cost: int) -> None:
    flows = AdoptionFlows(p00=p00, p10=p00 + lead, p01=p01, p11=p01 + follow, K=cost)
    found = adoption_dates(flows)
    grid = np.linspace(0, 40, 2001)
    as_second = flows.payoff(grid, np.zeros_like(grid))
    assert float(flows.payoff(np.array(found.t2), np.array(0.0))) >= as_second.max() - 1e-9
    as_leader = flows.payoff(grid, np.full_like(grid, inf))
    assert float(flows.payoff(np.array(found.t1_star), np.array(inf))) >= as_leader.max() - 1e-9


def test_nobody_leads_without_a_gain_from_leading() -> None:
    with pytest.raises(GameError, match="nobody ever leads"):
        adoption_dates(AdoptionFlows(p00=4))


def test_with_ordered_moves_the_adoption_games_equilibrium_is_proven_unique() -> None:
    assert solve_staged(Ordered(staged(AdoptionGame(step=0.5)), (0, 1))).complete


@pytest.mark.parametrize(("step", "first"), [(1.0, "2"), (0.5, "2"), (0.1, "2")])
def test_ordered_moves_adopt_at_the_first_grid_point_after_the_preemption_date(step: float, first: str) -> None:
    game = staged(AdoptionGame(step=step))
    labels, payoffs = dates_of_pure_play(game)
    assert labels[0] == first
    assert float(labels[1]) == pytest.approx(12.424533, abs=1e-6)
    assert payoffs[1] == pytest.approx(1.924501, abs=5e-7)


def test_whoever_moves_first_within_a_period_leads() -> None:
    game = staged(AdoptionGame(step=0.5))
    assert dates_of_pure_play(game, (1, 0))[0] == ("12.42453325", "2")


def test_a_coarse_grid_that_rounds_the_follower_puts_preemption_off() -> None:
    # At step 1 the follower comes at 12 instead of 12.42, and leading from 2 on is worth less than following.
    labels, payoffs = dates_of_pure_play(staged(AdoptionGame(step=1.0, with_free_dates=False)))
    assert labels == ("3", "12")
    assert payoffs[0] == pytest.approx(4.334116, abs=1e-6)


@pytest.mark.parametrize("step", [0.4, 0.1, 0.05])
def test_the_leaders_rent_falls_in_proportion_to_the_step(step: float) -> None:
    # L rises by e^{-r T1} (K (r+a) e^{-a T1} - p10) = 3.416 per unit of time at T1, missed by one step at most.
    _, payoffs = dates_of_pure_play(staged(AdoptionGame(step=step, last=14)))
    assert 0 <= payoffs[0] - 1.924501 <= 3.42 * step


def test_at_a_hundredth_the_first_adoption_is_at_1_94() -> None:
    # The follower's own date joins the grid, which may therefore end before it.
    labels, payoffs = dates_of_pure_play(staged(AdoptionGame(step=0.01, last=8)))
    assert labels == ("1.94", "12.42453325")
    assert payoffs == pytest.approx([1.934875, 1.924501], abs=5e-7)


def test_a_public_coin_equalises_rents() -> None:
    solution = solve_staged(staged(AdoptionGame(step=0.5)), BackwardInduction(selection=SELECTIONS["coin"]))
    (equilibrium,) = solution.equilibria
    assert equilibrium.payoffs[0] == pytest.approx(equilibrium.payoffs[1])
    assert equilibrium.check.gain < 1e-12
    assert {o.probability for o in equilibrium.outcomes} == {0.5}


CASE_B = AdoptionFlows(p00=1.5, p10=4.2, p01=1, p11=3.5)
"""Joint late adoption is worth more than the best lead: case B of Fudenberg and Tirole."""


def joint_dates(solution: StagedSolution) -> list[float]:
    """Dates of equilibria in which both adopt together for sure."""
    found = []
    for equilibrium in solution.equilibria:
        (ending, *others) = (o.ending for o in equilibrium.outcomes)
        assert isinstance(ending, Ended)
        if not others and ending.profile[0] == ending.profile[1]:
            game = solution.explored.game
            assert isinstance(game, TimingGame)
            label = game.labels[0][ending.profile[0]]
            found.append(inf if label == "never" else float(label))
    return sorted(found)


def test_answers_within_the_slot_bring_back_joint_late_adoption_and_keep_preemption() -> None:
    dates = adoption_dates(CASE_B)
    assert dates.joint == pytest.approx((7.925766, 8.958797), abs=1e-6)
    game = AdoptionGame(**CASE_B.model_dump(), step=0.25, last=12)
    within, following = (solve_staged(staged(game, answers)) for answers in (Answers.WITHIN, Answers.NEXT))
    assert joint_dates(within) == pytest.approx([8, 8.25, 8.5, 8.75, 8.958797], abs=1e-6)
    assert joint_dates(following) == []
    # The first to adopt does so at the first date at or after T1 = 5.549, in either game.
    for solution in (within, following):
        first = min(float(staged(game).labels[0][min(o.ending.profile)]) for e in solution.equilibria
                    for o in e.outcomes if isinstance(o.ending, Ended))  # fmt: skip
        assert first == 5.75


def test_on_a_coarse_grid_joint_late_dates_are_those_of_the_continuous_game_that_it_has() -> None:
    within = solve_staged(staged(AdoptionGame(**CASE_B.model_dump(), step=1, last=12)))
    # No date between T1 = 5.549 and T2 makes leading worth more than adopting together at T2 = 7.843.
    assert joint_dates(within) == pytest.approx([7.843080, 8, 8.958797], abs=1e-6)
    assert within.complete


flow = st.integers(-2, 6)


@settings(deadline=None, max_examples=40)
@given(flow, st.integers(1, 6), flow, st.integers(1, 6), st.sampled_from([0.0, 10.0]))
def test_joint_dates_of_the_staged_game_are_those_of_continuous_time(
    p00: int, lead: int, p01: int, follow: int, ruin: float
) -> None:
    flows = AdoptionFlows(
        p00=p00 / 2, p10=(p00 + lead) / 2, p01=p01 / 2, p11=(p01 + follow) / 2, ruin=ruin, ruin_decline=0.1
    )
    dates, last = adoption_dates(flows), 24.0
    if max(d for d in (dates.t2, flows.joint_date()) if d < inf) > last or dates.waiting:
        return
    game = AdoptionGame(**flows.model_dump(), step=0.5, last=last)
    found = joint_dates(solve_staged(staged(game), BackwardInduction(selection=SELECTIONS["pure"])))
    low, high = dates.joint or (inf, -inf)
    assert all(t >= dates.t2 - 1e-6 for t in found)
    # On the grid fewer leads threaten, so that dates just before the first one may be joint ones too.
    inside = [t for t in game.by_slot().dates().tolist() if low <= t <= high and t <= last]
    assert all(any(abs(t - f) < 1e-6 for f in found) for t in inside)
    assert all(f <= high + 1e-6 for f in found) or high < 0


@settings(derandomize=True, deadline=None, max_examples=30)
@given(st.integers(0, 2), st.integers(1, 6), st.integers(1, 4), st.integers(1, 60), st.sampled_from([0.25, 0.5, 1.0]))
def test_with_private_ruin_nobody_adopts_together_and_a_first_date_is_given_only_where_somebody_leads(
    p00: int, lead: int, follow: int, ruin: int, share: float
) -> None:
    flows = AdoptionFlows(p00=p00, p10=p00 + lead, p11=follow, ruin=ruin, ruin_decline=0.1, ruin_private=share, K=20)
    found = adoption_dates(flows)
    if found.joint is not None:
        # Nobody ever adopts.
        assert found.joint == (inf, inf)
        return
    # A leader at the last dates of the grid would never be followed.
    assume(flows.joint_date() < 35 or flows.joint_date() == inf)
    # On a coarser grid a leader who is followed a step later than at once may not pay.
    step = 0.125
    game = staged(AdoptionGame(**flows.model_dump(), step=step, last=40), Answers.NEXT)
    for order in ((0, 1), (1, 0)):
        labels, payoffs = dates_of_pure_play(game, order)
        first, second = sorted((0, 1), key=lambda i: float(labels[i]))
        if found.t1 is None:
            # Each would rather be the second, who bears less of the ruin.
            assert found.waiting
            alone = (flows.p10 - flows.p01) * step * exp(-flows.r * float(labels[first]))
            assert payoffs[first] <= payoffs[second] + alone
        else:
            assert 0 <= float(labels[first]) - found.t1 <= 2 * step + 1e-9


def test_an_adoption_nobody_wants_to_lead_has_no_first_date() -> None:
    found = adoption_dates(AdoptionFlows(ruin=200, ruin_decline=0.1, ruin_private=0.5))
    assert (found.t1, found.rent, found.joint) == (None, None, None)
    assert found.waiting
    # Following at once, a moment later, is worth what the other's private part of the ruin is.
    flows = AdoptionFlows(ruin=200, ruin_decline=0.1, ruin_private=0.5)
    late = 20.0
    assert following(flows, late) - joining(flows, late) == pytest.approx(100 * exp(-0.2 * late))


def test_precommitment_and_preemption_part_in_the_same_game() -> None:
    assert dates_of_pure_play(staged(AdoptionGame(step=1.0)))[0][0] == "2"
    assert round(adoption_dates(AdoptionFlows()).t1_star) == 5
