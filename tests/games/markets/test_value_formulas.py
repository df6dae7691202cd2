"""A formula of value is real and finite for every capability of the game, or refused in one sentence."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.catalog.names import named
from games.parts.paths import Setting, SettingError, with_settings
from games.release.release_game import ReleaseGame
from games.values import Expression
from solver.common.errors import GameError, OpenraceError


def valued(formula: str, *changes: Setting) -> ReleaseGame:
    kind = [Setting("market.value.kind", "expression"), Setting("market.value.expression", formula)]
    small = [Setting("calendar.slots", 3), Setting("calendar.horizon", 5.0)]
    game = with_settings(named("alice-bob-monopolist"), [*small, *kind, *changes])
    assert isinstance(game, ReleaseGame)
    return game


@pytest.mark.parametrize(
    ("formula", "complaint"),
    [
        ("0**-1", "inf at y = 0"),
        ("(-2)**.5", "nan at y = 0"),
        ("log(y)", "-inf at y = 0"),
        ("y/0", "nan at y = 0"),
        ("2**10000", "inf at y = 0"),
        ("(y-1)**(1/3)", "nan at y = 0"),
        ("9" * 400, "too large"),
        ("9" * 600, "600 characters"),
        ("２*y", "not arithmetic in y"),
        ("", "not arithmetic in y"),
        ("\x00", "not arithmetic in y"),
        ("-y", "falls after y = 0"),
        ("y if y else 2", "not allowed"),
    ],
)
def test_a_formula_that_is_no_value_is_refused_when_it_is_read(formula: str, complaint: str) -> None:
    with pytest.raises(SettingError, match=complaint):
        valued(formula)


@pytest.mark.parametrize("formula", ["y**.5", "1_000*y", "min(y, 3)", "exp(y)", "1/(2000-y)", "y**y"])
def test_a_formula_that_is_finite_where_the_game_looks_is_taken(formula: str) -> None:
    game = valued(formula)
    assert np.isfinite(game.payoffs()).all()


@pytest.mark.parametrize(("formula", "capability"), [("exp(y)", 800.0), ("(1200-y)**.5*0+y", 1500.0)])
def test_a_formula_that_is_not_finite_at_a_capability_of_the_game_is_refused_with_the_capability(
    formula: str, capability: float
) -> None:
    game = valued(formula, Setting("open.capability", capability))
    with pytest.raises(GameError, match=f"no finite real number at y = {capability:g}"):
        game.payoffs()


def test_a_formula_that_falls_beyond_what_was_looked_at_when_it_was_read_is_refused() -> None:
    game = valued("y - 1e-7 * y**2 / 2 * max(y - 1000, 0)", Setting("open.capability", 9000.0))
    with pytest.raises(GameError, match="falls after y ="):
        game.metrics()


tokens = st.sampled_from(["y", "0", "2", "1e3", "+", "-", "*", "/", "**", "(", ")", ",", "sqrt(", "log(", "max(", "_"])


@given(st.lists(tokens, max_size=8).map("".join))
@settings(deadline=None, max_examples=150)
def test_whatever_is_written_as_a_formula_gives_real_finite_values_or_one_sentence(text: str) -> None:
    told, found = "", np.zeros(4)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            found = Expression(expression=text)(np.array([0.0, 1.0, 7.0, 50.0]))
        except OpenraceError as error:
            told = str(error)
    assert len(told) < 500
    assert found.dtype == np.float64
    assert np.isfinite(found).all()
