"""Worlds that are looked at together are the same as each on its own, to the last bit."""

from math import prod
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.catalog.names import named
from games.markets import Cournot, Hotelling, LimitPricing, Logit, Market, Niche, Niches, TwoTypes, Vertical
from games.modifiers import MODIFIERS, Modifier
from games.parts.event import Event, NewModel
from games.parts.part import kind_of
from games.parts.paths import Setting, with_settings
from games.release.evaluation import Evaluation
from games.release.release_game import ReleaseGame
from games.release.together.models import different
from games.risk.world_risk import Deployment, Uses, WorldRisk
from games.time.open_path import OpenRelease, Scenario
from tests.games.every_modifier import EVERY_MODIFIER
from tests.games.strategies import games, numbers


def assert_same(game: ReleaseGame, event: Event | None) -> None:
    """Accounts and metrics, with worlds together and apart."""
    fast, slow = (Evaluation(game, together=together) for together in (True, False))
    for believed in (True, False):
        for lab in range(len(game.labs)):
            one, other = (own.account(lab, believed=believed, unweighted=True) for own in (fast, slow))
            np.testing.assert_array_equal(one.outcome(), other.outcome())
            for here, there in zip(one.values, other.values, strict=True):
                np.testing.assert_array_equal(one.expected(here), other.expected(there))
    for one_metric, same in zip(fast.metrics(event, ()), slow.metrics(event, ()), strict=True):
        assert (one_metric.name, one_metric.unit, one_metric.sense) == (same.name, same.unit, same.sense)
        np.testing.assert_array_equal(one_metric.values, same.values, err_msg=same.name)
        if same.never is not None and one_metric.never is not None:
            np.testing.assert_array_equal(one_metric.never, same.never, err_msg=same.name)


MARKETS: tuple[Market, ...] = (
    LimitPricing(),
    LimitPricing(separate=True),
    Logit(),
    Vertical(),
    Cournot(),
    TwoTypes(),
    Hotelling(left="alice", right="bob"),
    Niches(niches=(Niche(share=0.5), Niche(share=0.5))),
)


@st.composite
def uncertain(draw: st.DrawFn) -> ReleaseGame:
    """A game of two labs in which an open model may arrive, in some scenario, at any time, or both."""
    game = draw(games(max_labs=2))
    horizon = game.calendar.horizon
    dates = [date for date in (0.0, 0.25, 0.5, 1.0) if date < horizon]
    releases = st.builds(OpenRelease, capability=numbers, date=st.sampled_from(dates))
    scenarios = draw(
        st.lists(
            st.builds(
                Scenario,
                probability=st.sampled_from([0.0, 0.25, 0.5]),
                releases=st.lists(releases, max_size=2).map(tuple),
            ),
            max_size=2,
        )
    )
    rate = draw(st.sampled_from([0.0, 0.3])) if scenarios else 0.3
    path = game.open.model_copy(
        update={"scenarios": tuple(scenarios), "arrival_rate": rate, "arrival_capability": draw(numbers)}
    )
    market = draw(st.sampled_from(MARKETS[:6]))
    return game.model_copy(update={"open": path, "market": market})


@given(uncertain(), st.sampled_from([None, "open", "lab", "outside"]))
@settings(deadline=None, max_examples=60)
def test_worlds_together_are_worlds_apart(game: ReleaseGame, event: str | None) -> None:
    model = OpenRelease(capability=2.0, date=0.5)
    happens = {
        None: None,
        "open": Event(model=NewModel(model.capability, model.date)),
        "lab": Event(treated=(game.labs[0].name,)),
        "outside": Event(outside=True),
    }[event]
    if event == "open":
        path = game.open.model_copy(update={"releases": (*game.open.releases, model)})
        game = game.model_copy(update={"open": path})
    assert_same(game, happens)


GROUPS = [EVERY_MODIFIER[k::6] for k in range(6)]


def test_every_kind_of_modifier_is_looked_at() -> None:
    assert {modifier.kind for own in GROUPS for modifier in own} == {kind_of(kind) for kind in MODIFIERS}


@pytest.mark.parametrize("modifiers", GROUPS, ids=lambda own: "+".join(m.label for m in own))
@pytest.mark.parametrize("market", MARKETS[:3], ids=lambda market: f"{market.kind}-{market.separate}")
def test_they_are_so_under_every_kind_of_modifier(modifiers: tuple[Modifier, ...], market: Market) -> None:
    game = sellers(market).model_copy(
        update={"modifiers": modifiers, "risk": WorldRisk(hazard=0.01, open=0.02, uses=Uses(), deployment=Deployment())}
    )
    assert_same(game, Event(treated=("alice",)))


@pytest.mark.parametrize("market", MARKETS, ids=lambda market: f"{market.kind}-{market.separate}")
def test_they_are_so_in_every_market(market: Market) -> None:
    assert_same(sellers(market), Event(treated=("bob",)))


def sellers(market: Market) -> ReleaseGame:
    """Alice and Bob sell, with few plans; a model may arrive at any time."""
    game = named("alice-bob")
    closed = [Setting(f"{lab}.{field}", value) for lab in ("alice", "bob") for field, value in SELLS]
    game = with_settings(game, [*closed, Setting("calendar.slots", 4), Setting("calendar.horizon", 6.0)])
    assert isinstance(game, ReleaseGame)
    path = game.open.model_copy(update={"arrival_rate": 0.2, "arrival_capability": 6.0})
    return game.model_copy(update={"open": path, "market": market})


SELLS = (("release", "closed"), ("revenue", 1.0))


@given(
    st.integers(1, 4),
    st.integers(1, 3),
    st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(1, 2)), min_size=1, max_size=3),
    st.randoms(use_true_random=False),
)
@settings(deadline=None, max_examples=60)
def test_different_states_are_all_that_occur_and_each_once(
    n_cells: int, n_worlds: int, shapes: list[tuple[bool, bool, int]], random: Random
) -> None:
    arrays = []
    for by_cell, by_world, plans in shapes:
        shape = (n_cells if by_cell else 1, n_worlds if by_world else 1, plans)
        arrays.append(np.array([random.randint(0, 1) for _ in range(prod(shape))], dtype=float).reshape(shape))
    rows, index = different(arrays)
    for array, own in zip(arrays, rows, strict=True):
        np.testing.assert_array_equal(own[index], np.broadcast_to(array, (*index.shape, array.shape[2])))
    together = {tuple(np.concatenate([own[k] for own in rows])) for k in range(len(rows[0]))}
    assert len(together) == len(rows[0]) == len(np.unique(index))
