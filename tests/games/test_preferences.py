"""What commenters say labs want: a gap that wins, a concave penalty, slower progress, customers at the end; by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings

from games.parts.part import PartError
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.terms import FrontierPenalty, GapPrize, MarketShare, Revenue, Slowness, SlowProgress, TrainingCost
from games.terms.frontier_penalty import Base, Form, Units
from games.time.calendar import Calendar
from games.time.open_path import OpenPath
from tests.games.strategies import games


@given(games())
@settings(deadline=None, max_examples=80)
def test_all_labs_together_never_win_more_than_one_prize(game: ReleaseGame) -> None:
    def prize(lab: Lab) -> Lab:
        return lab.model_copy(update={"terms": tuple(t for t in lab.terms if isinstance(t, GapPrize))})

    def free(lab: Lab) -> Lab:
        return lab.model_copy(update={"terms": tuple(t.model_copy(update={"loss": 0.0}) for t in lab.terms)})

    plain = tuple(free(prize(lab)) for lab in game.labs)
    won = [values[0] for values in game.model_copy(update={"labs": plain}).basis().values]
    assert all((w >= 0).all() for w in won)
    assert (np.add.reduce(won) <= 1 + 1e-12).all()


def contest(**prize: object) -> ReleaseGame:
    """Alice can be 3 ahead of Bob from date 1 on, and Bob 3 ahead of Alice from date 2 on."""
    terms = (GapPrize.model_validate({"gap": 3.0, **prize}),)
    alice = Lab(name="alice", start=2, path=(5, 5, 5), dates=(1,), terms=terms)
    bob = Lab(name="bob", start=2, path=(8, 8, 8), dates=(2,), terms=terms)
    return ReleaseGame(name="contest", labs=(alice, bob), calendar=Calendar(horizon=3, slots=3))


def test_only_the_first_lab_that_opens_the_gap_wins_and_the_other_one_has_its_loss() -> None:
    alice, bob = contest(loss=0.5).payoffs()
    # Rows: Alice releases, or never. Columns: Bob releases, or never. Alice is first; alone, Bob wins.
    np.testing.assert_array_equal(alice, [[1.0, 1.0], [-0.5, 0.0]])
    np.testing.assert_array_equal(bob, [[-0.5, -0.5], [1.0, 0.0]])


def test_a_rival_without_the_term_ends_the_contest_as_well() -> None:
    game = contest()
    careless = game.labs[0].model_copy(update={"terms": ()})
    bob = game.model_copy(update={"labs": (careless, game.labs[1])}).payoffs()[1]
    np.testing.assert_array_equal(bob, [[0.0, 0.0], [1.0, 0.0]])


def test_a_rival_wins_by_the_gap_of_its_own_term() -> None:
    game = contest()
    farther = game.labs[0].model_copy(update={"terms": (GapPrize(gap=4.0),)})
    alice, bob = game.model_copy(update={"labs": (farther, game.labs[1])}).payoffs()
    np.testing.assert_array_equal(alice, np.zeros((2, 2)))
    np.testing.assert_array_equal(bob, [[1.0, 0.0], [1.0, 0.0]])


def test_a_coalition_wins_one_prize_and_its_labs_lose_nothing_by_it() -> None:
    merged = contest(loss=0.5).model_copy(update={"coalitions": (("alice", "bob"),)})
    # Both release, one of them, nobody: the coalition wins once, whoever of them opens the gap.
    np.testing.assert_array_equal(merged.payoffs()[0], [1.0, 1.0, 1.0, 0.0])


@pytest.mark.parametrize(("head_start", "payoffs"), [(True, [1.0, 1.0]), (False, [math.exp(-0.1), 0.0])])
def test_a_head_start_counts_or_not_as_stated(head_start: bool, payoffs: list[float]) -> None:
    seller = Lab(name="seller", start=9, growth=1, dates=(1,), terms=(GapPrize(gap=3.0, head_start=head_start),))
    calendar = Calendar(horizon=3, slots=2, discount_rate=0.1)
    game = ReleaseGame(name="g", labs=(seller, Lab(name="rival", start=5, dates=())), calendar=calendar)
    np.testing.assert_allclose(game.payoffs()[0].ravel(), payoffs)


def test_fuzzy_chances_of_two_equal_labs_are_equal_and_add_up_to_that_of_either() -> None:
    terms = (GapPrize(gap=1.0, softness=2.0),)
    labs = tuple(Lab(name=n, start=4, dates=(), terms=terms) for n in ("alice", "bob"))
    first, second = ReleaseGame(name="g", labs=labs, calendar=Calendar(horizon=1, slots=1)).payoffs().ravel()
    chance = 1 / (1 + math.exp(0.5))
    assert first == second
    np.testing.assert_allclose(first + second, 1 - (1 - chance) ** 2)


def test_under_a_concave_penalty_a_better_open_model_lowers_what_is_trained() -> None:
    """Row 17's lab with sqrt(g): the best y of ``4 g - sqrt(g) - y``, ``g = sqrt(y) - sqrt(x)``, on a fine grid."""
    terms = (Revenue(weight=4.0), TrainingCost(), FrontierPenalty(form=Form.CONCAVE, base=Base.OPEN, units=Units.VALUE))
    grid = np.linspace(2.9, 3.5, 601)
    lab = Lab(name="alice", path=(4.0,), efforts=tuple(float(y) for y in grid / 4), terms=terms)
    calendar = Calendar(horizon=1, slots=1, days_per_period=1)
    found = []
    for x in (0.0, 0.1, 0.2, 0.3, 0.5):
        game = ReleaseGame(name="row-17", labs=(lab,), calendar=calendar, open=OpenPath(capability=x))
        found.append(float(grid[np.argmax(game.payoffs()[0, :-1])]))
    np.testing.assert_allclose(found, [3.292, 3.220, 3.182, 3.148, 3.083], atol=1e-3)


def test_a_lab_that_dislikes_progress_minds_the_frontier_and_not_who_moves_it() -> None:
    alice = Lab(name="alice", start=1, path=(3,), terms=(SlowProgress(weight=2.0),))
    labs = (alice, Lab(name="bob", start=2, path=(5,)))
    payoffs = ReleaseGame(name="g", labs=labs, calendar=Calendar(horizon=2, slots=1)).payoffs()[0]
    np.testing.assert_array_equal(payoffs, [[-20.0, -12.0], [-20.0, -8.0]])


def test_slowness_over_an_infinite_horizon_is_the_limit_of_long_ones() -> None:
    def early(horizon: float) -> list[float]:
        calendar = Calendar(horizon=horizon, slots=3, discount_rate=0.1)
        game = ReleaseGame(name="g", labs=(Lab(name="alice", terms=(Slowness(),)),), calendar=calendar)
        return [float(v) for v in game.payoffs()[0]]

    np.testing.assert_allclose(early(math.inf), [-1.0, -math.exp(-0.1), -math.exp(-0.2), 0.0])
    np.testing.assert_allclose(early(2e4), early(math.inf), atol=2e-4)


def test_customers_at_the_end_of_an_infinite_horizon_are_refused() -> None:
    calendar = Calendar(horizon=math.inf, slots=2, discount_rate=0.1)
    with pytest.raises(PartError, match=r"alice\.market_share: customers are counted at the end"):
        ReleaseGame(name="g", labs=(Lab(name="alice", terms=(MarketShare(),)),), calendar=calendar)
    ReleaseGame(name="g", labs=(Lab(name="alice", terms=(MarketShare(weight=0.0),)),), calendar=calendar)
