"""Certain games that are evaluated together are what they are one by one, to the last bit."""

from collections.abc import Sequence
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.modifiers import Belief, ConcaveUtility, DemandGrowth, Hiring, Modifier, Regulation
from games.parts.event import Event
from games.release.release_game import ReleaseGame
from games.release.together.alike import are_alike, metrics_of_each, payoffs_of_each
from games.time.open_path import OpenRelease
from tests.games.strategies import games, numbers

MODIFIERS: tuple[tuple[Modifier, ...], ...] = (
    (),
    (DemandGrowth(), Hiring()),
    (Belief(path="open.arrival_rate", value=0.5),),
    (Belief(path="market.customers", value=2.0, only=("alice",)),),
    (ConcaveUtility(),),
    (Regulation(hazard=0.2),),
)

ALIKE = (True, True, True, True, False, False)
"""Whether games with these modifiers may be evaluated together."""


@st.composite
def certain_games(draw: st.DrawFn) -> list[ReleaseGame]:
    """Games that differ in the releases on their open path."""
    game = draw(games(max_labs=2)).model_copy(update={"modifiers": draw(st.sampled_from(MODIFIERS))})
    if draw(st.booleans()) and len(game.labs) == 2:
        game = game.model_copy(update={"coalitions": (game.lab_names,)})
    game = game.under(draw(st.sampled_from([Event(), Event(treated=("alice",)), Event(outside=True)])))
    dates = [date for date in (0.0, 0.25, 0.5, 1.0) if date < game.calendar.horizon]
    releases = st.lists(st.builds(OpenRelease, capability=numbers, date=st.sampled_from(dates)), max_size=2)
    found = []
    for steps in draw(st.lists(releases, min_size=1, max_size=4)):
        path = game.open.model_copy(update={"releases": tuple(steps)})
        found.append(game.model_copy(update={"open": path}))
    return found


@given(certain_games())
@settings(deadline=None, max_examples=60)
def test_games_evaluated_together_are_the_games_one_by_one(each: Sequence[ReleaseGame]) -> None:
    np.testing.assert_array_equal(payoffs_of_each(each), np.stack([game.payoffs() for game in each]))
    for k, game in enumerate(each):
        for together, own in zip(metrics_of_each(each), game.metrics(), strict=True):
            assert together.name == own.name
            np.testing.assert_array_equal(together.values[k], own.values)
            if own.never is not None and together.never is not None:
                np.testing.assert_array_equal(together.never[k], own.never)


@pytest.mark.parametrize(("modifiers", "alike"), list(zip(MODIFIERS, ALIKE, strict=True)))
def test_what_makes_several_worlds_of_one_or_looks_at_all_is_left_to_each_game(
    modifiers: tuple[Modifier, ...], alike: bool
) -> None:
    from games.catalog.names import named

    game = named("alice-bob")
    assert isinstance(game, ReleaseGame)
    game = game.model_copy(update={"modifiers": modifiers})
    path = game.open.model_copy(update={"releases": (OpenRelease(capability=3.0, date=2.0),)})
    each = [game, game.model_copy(update={"open": path})]
    assert are_alike(each) is alike
    others = game.open.model_copy(update={"reaction": 0.5}), game.open.model_copy(update={"arrival_rate": 0.1})
    for other in others:
        assert not are_alike([game, game.model_copy(update={"open": other})])
    assert not are_alike([game, game.under(Event(treated=("bob",)))])


def test_games_that_are_alike_are_not_built_one_by_one() -> None:
    from games.catalog.names import named

    game = named("alice-bob")
    assert isinstance(game, ReleaseGame)
    with (
        patch.object(ReleaseGame, "payoffs", side_effect=AssertionError),
        patch.object(ReleaseGame, "metrics", side_effect=AssertionError),
    ):
        assert payoffs_of_each([game, game]).shape == (2, 2, 13, 13)
        assert metrics_of_each([game, game])[0].values.shape == (2, 13, 13)
