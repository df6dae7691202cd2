"""Timing classics: published dates in continuous time, and the same dates out of the staged game on a grid."""

from __future__ import annotations

from math import exp, inf

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from games.classics.adoption import Adoption, AdoptionFlows
from games.classics.adoption_dates import adoption_dates, follower_value, joint_value, leader_value
from games.classics.attrition import Attrition
from games.classics.imitation import Firm, Imitation
from games.classics.patent_race import FlowRace, LumpRace
from games.classics.rising_quality import RisingQuality
from solver.errors import GameError
from solver.normal_form import NormalForm
from solver.staged.backward import BackwardInduction, solve_staged
from solver.staged.bridge import profile_distribution, staged_from_timing
from solver.staged.ordered import Ordered
from solver.staged.selection import PublicCoin, Symmetric
from solver.staged.timing import NEVER, Ended, TimingGame


def dates_of_pure_play(game: TimingGame, order: tuple[int, ...] = (0, 1)) -> tuple[tuple[str, ...], list[float]]:
    """Labels of what is played in the only equilibrium with ordered moves, and its payoffs."""
    solution = solve_staged(Ordered(game, order))
    (equilibrium,) = solution.equilibria
    assert equilibrium.check.gain == 0
    (outcome,) = equilibrium.outcomes
    assert isinstance(outcome.ending, Ended)
    labels = tuple(names[a] for names, a in zip(game.labels, outcome.ending.profile, strict=True))
    return labels, equilibrium.payoffs.tolist()


def test_adoption_dates_are_the_published_ones() -> None:
    found = adoption_dates(AdoptionFlows())
    assert (found.t1, found.t1_star, found.t2) == pytest.approx((1.936961, 5.493061, 12.424533), abs=5e-7)
    assert found.rent == pytest.approx(1.924501, abs=5e-7)
    assert found.t1 is not None
    assert follower_value(AdoptionFlows(), found.t1) == pytest.approx(1.924501, abs=5e-7)
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
    labels, payoffs = dates_of_pure_play(Adoption(**changed.model_dump(), step=0.1).staged())
    assert labels[0] == first
    date = adoption_dates(changed).t1
    assert date is not None
    assert 0 <= float(first) - date < 0.1
    assert payoffs == pytest.approx([leader_value(changed, float(first)), follower_value(changed, float(first))])


def test_a_private_ruin_puts_the_staged_preemption_off_and_a_shared_one_does_not() -> None:
    plain, shared, private = (
        dates_of_pure_play(Adoption(step=0.25, ruin=h, ruin_decline=0.1, ruin_private=own).staged())
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
    assert leader_value(flows, found.t1) == pytest.approx(follower_value(flows, found.t1), abs=1e-9)
    before = np.linspace(0, found.t1, 50)[:-1]
    assert all(leader_value(flows, t) < follower_value(flows, t) for t in before)


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
    assert solve_staged(Ordered(Adoption(step=0.5).staged(), (0, 1))).complete


@pytest.mark.parametrize(("step", "first"), [(1.0, "2"), (0.5, "2"), (0.1, "2")])
def test_ordered_moves_adopt_at_the_first_grid_point_after_the_preemption_date(step: float, first: str) -> None:
    game = Adoption(step=step).staged()
    labels, payoffs = dates_of_pure_play(game)
    assert labels[0] == first
    assert float(labels[1]) == pytest.approx(12.424533, abs=1e-6)
    assert payoffs[1] == pytest.approx(1.924501, abs=5e-7)


def test_whoever_moves_first_within_a_period_leads() -> None:
    game = Adoption(step=0.5).staged()
    assert dates_of_pure_play(game, (1, 0))[0] == ("12.42453325", "2")


def test_a_coarse_grid_that_rounds_the_follower_puts_preemption_off() -> None:
    # At step 1 the follower comes at 12 instead of 12.42, and leading from 2 on is worth less than following.
    labels, payoffs = dates_of_pure_play(Adoption(step=1.0, with_follower_date=False).staged())
    assert labels == ("3", "12")
    assert payoffs[0] == pytest.approx(4.334116, abs=1e-6)


@pytest.mark.parametrize("step", [0.4, 0.1, 0.05])
def test_the_leaders_rent_falls_in_proportion_to_the_step(step: float) -> None:
    # L rises by e^{-r T1} (K (r+a) e^{-a T1} - p10) = 3.416 per unit of time at T1, missed by one step at most.
    _, payoffs = dates_of_pure_play(Adoption(step=step, last=14).staged())
    assert 0 <= payoffs[0] - 1.924501 <= 3.42 * step


def test_at_a_hundredth_the_first_adoption_is_at_1_94() -> None:
    # The follower's own date joins the grid, which may therefore end before it.
    labels, payoffs = dates_of_pure_play(Adoption(step=0.01, last=8).staged())
    assert labels == ("1.94", "12.42453325")
    assert payoffs == pytest.approx([1.934875, 1.924501], abs=5e-7)


def test_a_public_coin_equalises_rents() -> None:
    solution = solve_staged(Adoption(step=0.5).staged(), BackwardInduction(selection=PublicCoin()))
    (equilibrium,) = solution.equilibria
    assert equilibrium.payoffs[0] == pytest.approx(equilibrium.payoffs[1])
    assert equilibrium.check.gain < 1e-12
    assert {o.probability for o in equilibrium.outcomes} == {0.5}


def test_joint_late_adoption_comes_out_of_the_same_code() -> None:
    flows = AdoptionFlows(p00=2.0, p10=2.5, p01=0.0, p11=3.0)
    found = adoption_dates(flows)
    assert found.joint is not None
    assert found.joint[1] == pytest.approx(12.424533, abs=1e-6)
    assert joint_value(flows, found.joint[0]) >= found.best_lead - 1e-9
    labels, payoffs = dates_of_pure_play(Adoption(**flows.model_dump(), step=0.5).staged())
    assert labels == ("12.5", "12.5")
    assert payoffs == pytest.approx([found.joint_value] * 2, abs=1e-3)


def test_precommitment_and_preemption_part_in_the_same_game() -> None:
    assert dates_of_pure_play(Adoption(step=1.0).staged())[0][0] == "2"
    assert round(adoption_dates(AdoptionFlows()).t1_star) == 5


@settings(deadline=None, max_examples=15)
@given(st.integers(1, 12), st.integers(1, 5), st.integers(1, 6))
def test_staged_attrition_has_a_constant_hazard_and_the_normal_forms_mixture(
    prize: int, cost: int, periods: int
) -> None:
    model = Attrition(prize=prize, cost=cost, periods=periods)
    game = model.staged()
    solution = solve_staged(game, BackwardInduction(selection=Symmetric()))
    (equilibrium,) = solution.equilibria
    assert equilibrium.check.gain < 1e-12
    alive = [m for m in equilibrium.timeline() if len(m.moves) == 2]
    assert len(alive) == periods
    for moment in alive:
        for move in moment.moves:
            assert move.probabilities[0] == pytest.approx(cost / (prize + cost))
    # Who is left alone does whatever it likes, so the plans' probabilities are read off the date of the first act.
    survival = (1 - model.hazards()) ** 2
    ends_without_concession = profile_distribution(game, equilibrium.outcomes)[0][-1, -1]
    assert ends_without_concession == pytest.approx(float(np.prod(survival)))


def test_attrition_staged_equals_the_normal_forms_mixed_equilibrium() -> None:
    model = Attrition()
    (equilibrium,) = solve_staged(model.staged(), BackwardInduction(selection=Symmetric())).equilibria
    hazard = [m.moves[0].probabilities[0] for m in equilibrium.timeline() if len(m.moves) == 2]
    stay = np.cumprod([1.0, *(1 - np.array(hazard))])
    np.testing.assert_allclose(np.append(np.array(hazard) * stay[:-1], stay[-1]), model.mixed(), atol=1e-12)


def test_rising_quality_has_the_published_dates() -> None:
    found = RisingQuality().dates()
    assert (found.first, found.second) == pytest.approx((7.11243, 15.71564), abs=5e-6)
    assert found.payoff == pytest.approx(5.680301, abs=5e-7)


@settings(deadline=None, max_examples=8)
@given(st.integers(0, 6), st.integers(1, 4), st.integers(5, 20))
def test_a_constant_open_model_shifts_both_releases_by_its_quality_over_growth(x: int, growth: int, rate: int) -> None:
    r = rate / 100
    without = RisingQuality(growth=growth, r=r).dates()
    with_open = RisingQuality(growth=growth, r=r, open_quality=x).dates()
    shift = x / growth
    assert with_open.first - without.first == pytest.approx(shift, abs=1e-8)
    assert with_open.second - without.second == pytest.approx(shift, abs=1e-8)
    assert with_open.payoff == pytest.approx(without.payoff * exp(-r * shift), rel=1e-8)


def test_costly_waiting_brings_releases_forward() -> None:
    free, costly = RisingQuality().dates(), RisingQuality(waiting_cost=0.1).dates()
    assert costly.first < free.first
    assert costly.second < free.second
    assert costly.payoff < free.payoff


def test_the_second_release_is_a_best_reply() -> None:
    model = RisingQuality(waiting_cost=0.2)
    grid = np.linspace(3, 60, 5001)
    best = model.payoff(grid, np.full_like(grid, 3.0)).max()
    second = model.follower_date(3.0)
    assert float(model.payoff(np.array(second), np.array(3.0))) >= best - 1e-9


def test_rising_quality_on_a_grid_with_ordered_moves_comes_close() -> None:
    labels, payoffs = dates_of_pure_play(RisingQuality(step=0.25, last=20).staged())
    assert sorted(float(label) for label in labels) == pytest.approx([7.11243, 15.71564], abs=0.25)
    assert payoffs == pytest.approx([5.680301] * 2, abs=0.1)


def test_equal_qualities_earn_nothing_and_never_pays_for_waiting() -> None:
    game = RisingQuality(waiting_cost=0.5, last=4).build()
    assert game.payoffs[0, 4, 4] == pytest.approx(-0.5 * (1 - exp(-0.4)) / 0.1)
    assert game.payoffs[0, -1, -1] == pytest.approx(-5.0)


def test_beath_katsoulacos_ulph_effort_and_what_erosion_does_to_it() -> None:
    race = FlowRace()
    assert race.effort() == pytest.approx(0.950806, abs=5e-7)
    assert race.eroded(0.03, winner_only=False).effort() - race.effort() == pytest.approx(0.0, abs=1e-12)
    assert race.eroded(0.03, winner_only=True).effort() - race.effort() == pytest.approx(-0.203817, abs=5e-7)


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 5), st.integers(1, 40), st.integers(0, 20), st.integers(-2, 10), st.integers(1, 30))
def test_race_efforts_are_best_replies(firms: int, win: int, lose: int, now: int, rate: int) -> None:
    race = FlowRace(firms=firms, win=win / 10, lose=lose / 10, now=now / 100, r=rate / 100)
    own = np.linspace(0, 8, 4001)
    for h in race.efforts():
        others = (firms - 1) * h
        assert race.value(h, others) >= max(race.value(float(o), others) for o in own) - 1e-9


def test_lee_wilde_effort_solves_its_equation_and_rises_with_rivals() -> None:
    efforts = []
    for n in (1, 2, 3, 6):
        h = FlowRace(firms=n, win=2.0, lose=0.0, now=0.0, r=0.1).effort()
        assert (n - 0.5) * h * h + (0.1 - (n - 1) * 2.0) * h - 0.2 == pytest.approx(0.0, abs=1e-12)
        efforts.append(h)
    assert efforts == sorted(efforts)


def test_loury_effort_is_a_best_reply_and_falls_with_rivals() -> None:
    efforts = []
    own = np.linspace(0, 3, 3001)
    for n in (2, 3, 6):
        race = LumpRace(firms=n)
        h = race.effort()
        assert 2.0 * (0.1 + (n - 1) * h) == pytest.approx(h * (0.1 + n * h) ** 2)
        assert race.value(h, (n - 1) * h) >= max(race.value(float(o), (n - 1) * h) for o in own) - 1e-9
        efforts.append(h)
    assert efforts == sorted(efforts, reverse=True)


def one_development_game(model: Imitation, step: float, n_dates: int, quick: int) -> NormalForm:
    """Katz and Shapiro's race on a grid: the first to develop ends it, ``quick`` when both would at one date."""
    dates = np.append(np.arange(n_dates) * step, inf)
    own, rival = dates[:, None], dates[None, :]
    s, r = model.imitation, model.r
    rows = []
    for i, (firm, mine, theirs) in enumerate(((model.first, own, rival), (model.second, rival, own))):
        wins = (mine <= theirs) if i == quick else (mine < theirs)
        win, lose = (1 - s) * firm.win + s * firm.both, (1 - s) * firm.lose + s * firm.both
        after = np.where(wins, win, lose)
        end = np.exp(-r * np.minimum(mine, theirs))
        paid = np.where(wins, model.K * np.exp(-(r + model.a) * mine), 0.0)
        rows.append((firm.today * (1 - end) + after * end) / r - paid)
    labels = (*(f"{d:g}" for d in dates[:-1]), "never")
    return NormalForm.from_payoffs(np.array(rows), actions=(labels, labels))


@pytest.mark.parametrize(
    "model",
    [
        Imitation(),
        Imitation(first=Firm(win=6.0)),
        Imitation(second=Firm(win=9.0, lose=0.9), first=Firm(lose=0.9, win=1.5)),
        Imitation(first=Firm(win=6.0), imitation=0.2),
    ],
)
def test_development_dates_come_out_of_backward_induction(model: Imitation) -> None:
    expected = model.dates()
    assert not expected.waiting
    assert expected.date is not None
    step, n_dates = 0.5, 30
    slots = [[*range(n_dates), NEVER]] * 2
    order = (1, 0) if expected.developer == 1 else (0, 1)
    game = one_development_game(model, step, n_dates, order[0])
    solution = solve_staged(Ordered(staged_from_timing(game, slots, last_at_once=True), order))
    for equilibrium in solution.equilibria:
        for outcome in equilibrium.outcomes:
            assert isinstance(outcome.ending, Ended)
            first = min(outcome.ending.profile)
            assert first * step == pytest.approx(expected.date, abs=2 * step)
            if expected.developer is not None:
                assert outcome.ending.profile[expected.developer] == first


def test_imitation_puts_development_off_until_nobody_preempts() -> None:
    dates = [Imitation(first=Firm(both=1.5), second=Firm(both=1.5), imitation=s).dates() for s in (0.0, 0.2, 0.4)]
    assert [d.preemption[0] for d in dates] == sorted(d.preemption[0] for d in dates)
    assert [d.stand_alone[0] for d in dates] == sorted(d.stand_alone[0] for d in dates)
    perfect = Imitation(first=Firm(both=1.0), second=Firm(both=1.0), imitation=1.0).dates()
    assert perfect.preemption == (inf, inf)
    assert perfect.date == inf


def test_where_being_beaten_pays_no_date_is_claimed() -> None:
    found = Imitation(imitation=0.8).dates()
    assert found.waiting
    assert found.date is None
