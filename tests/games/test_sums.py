from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.modifiers.attitudes import ConcaveUtility
from games.parts.paths import Setting
from games.stories.racing.alice import AliceAnswers
from games.terms.sums import weighted_sum
from openrace.claims.story import run_story
from openrace.sweeps.axis import read_axis
from openrace.sweeps.design import Grid
from openrace.sweeps.sweep import sweep

TENTHS = st.integers(-30, 30)


@given(st.lists(st.tuples(TENTHS, st.tuples(TENTHS, TENTHS)), max_size=5))
@settings(max_examples=60)
def test_a_sum_of_decimals_is_zero_exactly_where_it_is_zero_in_fractions(
    parts: list[tuple[int, tuple[int, int]]],
) -> None:
    exact = [sum(Fraction(w, 10) * Fraction(values[k], 10) for w, values in parts) for k in (0, 1)]
    found = weighted_sum([(w / 10, np.array(values) / 10) for w, values in parts], (2,))
    assert [value == 0 for value in found] == [value == 0 for value in exact]
    np.testing.assert_allclose(found, [float(value) for value in exact], rtol=1e-12)


def test_what_is_too_large_to_be_counted_with_is_not_taken_for_nothing() -> None:
    with np.errstate(over="ignore", invalid="ignore"):
        found = weighted_sum([(1e200, np.array([1e200, 1e200, 1.0])), (-1e200, np.array([0.0, 1e200, 0.0]))], (3,))
    assert found[0] == np.inf
    assert np.isnan(found[1])
    assert found[2] == 1e200


@pytest.mark.parametrize(("sigma", "rho", "periods", "tau"), [(3.5, 0.7, 5, 0), (2.1, 0.3, 7, 1), (5.4, 0.9, 6, 2)])
def test_alice_who_gains_as_much_as_she_loses_finds_every_date_from_bobs_on_equally_good(
    sigma: float, rho: float, periods: int, tau: int
) -> None:
    sets = [Setting("T", periods), Setting("rho", rho), Setting("sigma", sigma), Setting("tau", tau)]
    found = run_story("alice-answers", sets)
    assert found.value("dates") == (*(float(t) for t in range(tau, periods)), None)
    assert found.holds


def test_payoffs_that_cancel_are_zero_after_a_root_too_and_tie_in_a_sweep() -> None:
    game = AliceAnswers(T=5, rho=0.7, sigma=3.5, tau=0.0).game()
    assert (game.payoffs() == 0).all()
    assert (game.model_copy(update={"modifiers": (ConcaveUtility(),)}).payoffs() == 0).all()
    cells = sweep(game, Grid((read_axis("alice.prestige=0.6,0.7,0.8"),))).dataset()
    assert cells["n_equilibria"].values.ravel().tolist() == [1, 6, 1]
