"""Published finite games: what is read off their equilibria, at parameters that no paper prints."""

from __future__ import annotations

from itertools import permutations
from typing import ClassVar

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.classics.contests.escalation import ONeillAuction
from games.classics.listing import MODELS
from games.classics.model import Published
from games.classics.play.commitment import Bagwell
from games.classics.play.constant_sum import Kuhn, TwoPosts
from games.classics.play.finite import ALIKE, MIXED, PURE, FiniteClassic, chance
from games.classics.play.laboratory import AradRubinstein, McKelveyPalfrey, Ochs
from games.classics.play.shared_links import Braess, costs_of
from games.classics.pricing.several_markets import BulowGeanakoplosKlemperer, SalantSwitzerReynolds
from games.parts.part import PartError
from solver.common.errors import SolverError
from solver.game.normal_form import NormalForm


class Meeting(FiniteClassic):
    """Two places to meet, at one of which it is nicer."""

    name = "meeting"
    source = "nobody"
    published: ClassVar[tuple[Published, ...]] = ()

    nicer: int = 3

    def strategic(self) -> NormalForm:
        """Both get 1 or ``nicer``."""
        table = np.diag([self.nicer, 1])
        return NormalForm.from_bimatrix(table, table)

    nice = chance("probability of the nicer place", 0, 0)
    nice_if_mixed = chance("probability of the nicer place where both mix", 0, 0, MIXED)


def test_a_number_that_differs_between_equilibria_is_the_highest_and_says_so() -> None:
    found = Meeting().found("nice")
    assert found.value == 1
    assert "the highest among all equilibria" in found.how
    assert Meeting().found("nice_if_mixed").value == 0.25
    assert "highest" not in Meeting().found("nice_if_mixed").how


def test_what_no_equilibrium_says_is_refused() -> None:
    with pytest.raises(SolverError, match="equilibria in which everybody mixes"):
        Meeting(nicer=-1).read(lambda e: float(e.payoffs[0]), MIXED)


def test_equilibria_are_counted_and_sorted_by_kind() -> None:
    assert (Meeting().found("equilibria").value, Meeting().found("pure_equilibria").value) == (3, 2)
    assert [len([e for e in Meeting().solution().equilibria if kind.holds(e)]) for kind in (PURE, ALIKE)] == [2, 3]


def test_more_than_sixty_values_of_more_than_thirty_sources_are_printed_in_them() -> None:
    printed = [(model.source, one) for model in MODELS for one in model.published if not one.formula]
    assert len(printed) >= 60
    assert len({source for source, _ in printed}) >= 30


@settings(deadline=None, max_examples=40)
@given(st.integers(2, 12), st.integers(1, 25))
def test_the_first_bid_leaves_nothing_to_escalate_for(prize: int, bankroll: int) -> None:
    model = ONeillAuction(prize=prize, bankroll=bankroll)
    found = model.found("first_bid")
    assert found.value == found.formula
    assert model.found("bids").value == (found.value > 0)


@settings(deadline=None, max_examples=20)
@given(st.integers(1, 24))
def test_a_leader_who_is_seen_badly_leads_less(percent: int) -> None:
    model = Bagwell(noise=percent / 100)
    for name in ("best", "leads"):
        found = model.found(name)
        assert found.value == pytest.approx(found.formula, abs=1e-9)
    assert model.found("in_pure").value == 4
    assert model.found("best").value < model.found("seen_for_sure").value


def test_whoever_must_ask_for_fifteen_at_least_asks_as_in_the_paper() -> None:
    for name in ("ask_15", "ask_20", "undercutting"):
        assert AradRubinstein(low=15).found(name).value == pytest.approx(AradRubinstein().found(name).value)
    with pytest.raises(PartError, match="16 came, expected 15 or less"):
        AradRubinstein(low=16)


@pytest.mark.parametrize("moves", [2, 3, 4, 5, 6])
def test_nobody_passes_a_pot_of_which_the_smaller_part_stays_below_the_larger(moves: int) -> None:
    model = McKelveyPalfrey(moves=moves, growth=1.5)
    assert model.found("passes").value == 0
    assert model.found("first_payoff").value == pytest.approx(0.4)


def test_all_pass_where_what_is_left_grows_beyond_what_is_taken() -> None:
    assert McKelveyPalfrey(growth=5.0).found("passes").value == 4


@settings(deadline=None, max_examples=20)
@given(st.integers(1, 30))
def test_what_one_player_gains_the_other_mixes(stake: int) -> None:
    model = Ochs(stake=float(stake))
    assert model.found("second").value == pytest.approx(1 / (1 + stake))
    assert model.found("first").value == 0.5


def test_posts_are_worth_the_same_whoever_is_counted_first() -> None:
    forward, back = TwoPosts(first=3, second=2).strategic().payoffs, TwoPosts(first=2, second=3).strategic().payoffs
    np.testing.assert_array_equal(forward[0], back[1].T)


def test_the_plans_of_poker_pay_what_hands_played_one_by_one_pay() -> None:
    form = Kuhn().strategic()
    for first, second in ((0, 0), (13, 21), (26, 63), (5, 40), (19, 7)):
        mine, theirs = (form.actions[i][k] for i, k in enumerate((first, second)))
        total = sum(hand(card, other, int(mine[card]), int(theirs[other])) for card, other in permutations(range(3), 2))
        assert form.payoffs[0, first, second] == pytest.approx(total / 6)


def hand(card: int, other: int, mine: int, theirs: int) -> int:
    """What the first player wins with its card, when it passes and folds (0), passes and calls (1) or bets (2)."""
    raises, calls = theirs >= 2, theirs % 2 == 1
    higher = 1 if card > other else -1
    if mine == 2:
        return 2 * higher if calls else 1
    if raises:
        return 2 * higher if mine == 1 else -1
    return higher


def test_links_cost_by_the_number_of_their_users() -> None:
    choices = [[frozenset("a"), frozenset("ab")], [frozenset("b"), frozenset()]]
    costs = costs_of(choices, lambda link, users: {"a": 10, "b": 1}[link] * users)
    np.testing.assert_array_equal(costs, [[[10, 10], [12, 11]], [[1, 0], [2, 0]]])


@pytest.mark.parametrize("travelers", [1, 2, 5, 6])
def test_a_road_helps_few_travelers_and_delays_many(travelers: int) -> None:
    without, beside = (Braess(travelers=travelers, link=link).found("time").value for link in (False, True))
    assert (beside < without) == (travelers < 3)


def test_profits_of_large_markets_claim_no_more_digits_than_they_have() -> None:
    found = BulowGeanakoplosKlemperer(demand=2e6, price=3e5).found("profit")
    assert found.value == pytest.approx(found.formula, abs=found.accuracy, rel=0)


@pytest.mark.parametrize("price", [10.0, 40.0, 50.0, 52.0, 70.0, 130.0, 150.0])
def test_a_firm_leaves_the_shared_market_for_a_better_price_elsewhere(price: float) -> None:
    model = BulowGeanakoplosKlemperer(price=price)
    for name in model.quantities():
        found = model.found(name)
        assert found.value == pytest.approx(found.formula, abs=found.accuracy), name


@pytest.mark.parametrize(("firms", "share"), [(2, 1.0), (3, 1.0), (4, 1.0), (5, 0.8)])
def test_nearly_all_firms_have_to_merge(firms: int, share: float) -> None:
    assert SalantSwitzerReynolds(firms=firms).found("least_share").value == pytest.approx(share)
