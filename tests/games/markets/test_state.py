"""Markets and flow terms ask for the state of the market alone: no dates, no plans, no calendar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pytest

from games.catalog.names import named
from games.markets import MARKETS, Market
from games.parts.part import BoolArray, FloatArray, kind_of
from games.parts.paths import Setting, with_settings
from games.release.history import History
from games.release.release_game import ReleaseGame
from games.terms import TERMS
from games.terms.base import FlowTerm

T = TypeVar("T")


@dataclass(frozen=True)
class Standing:
    """Three labs, no coalition: an open and a closed model each (0 for none), and one open model from outside."""

    opens: tuple[float, ...]
    closed: tuple[float, ...]
    outside_model: float
    names: tuple[str, ...] = ("alice", "bob", "monopolist")
    days_per_period: float = 30.0
    switching: float = 0.0

    @property
    def n_labs(self) -> int:
        return len(self.names)

    def capability(self, lab: int) -> FloatArray:
        return np.array(max(self.opens[lab], self.closed[lab]))

    def closed_capability(self, lab: int) -> FloatArray:
        return np.array(self.closed[lab])

    def open_capability(self, lab: int) -> FloatArray:
        return np.array(self.opens[lab])

    def sold(self, lab: int) -> FloatArray:
        return np.array(self.closed[lab])

    def is_first_of_team(self, lab: int) -> BoolArray:
        return np.array(lab in range(self.n_labs))

    def best_other(self, lab: int) -> FloatArray:
        models = [max(self.opens[j], self.closed[j]) for j in range(self.n_labs) if j != lab]
        return np.array(max(self.outside_model, *models))

    @property
    def outside(self) -> FloatArray:
        return np.array(self.outside_model)

    @property
    def best_open(self) -> FloatArray:
        return np.array(max(self.outside_model, *self.opens))

    @property
    def best_closed(self) -> FloatArray:
        return np.array(max(self.closed))

    @property
    def frontier(self) -> FloatArray:
        return np.maximum(self.best_open, self.best_closed)

    def once(self, owner: object, make: Callable[[], T]) -> T:
        assert owner is not None
        return make()


def small() -> ReleaseGame:
    settings = [
        Setting("calendar.slots", 3),
        Setting("calendar.horizon", 5.0),
        Setting("open.capability", 5.5),
        Setting("bob.release", "either"),
    ]
    game = with_settings(named("alice-bob-monopolist"), settings)
    assert isinstance(game, ReleaseGame)
    return game


def states(history: History) -> list[tuple[tuple[int, ...], Standing]]:
    """Every cell and profile of a history, as a state without dates."""
    labs = range(history.n_labs)
    whole = (len(history.start), *history.shape)

    def spread(values: FloatArray) -> FloatArray:
        return np.broadcast_to(values, whole)

    opens = [spread(history.open_capability(i)) for i in labs]
    closed = [spread(history.closed_capability(i)) for i in labs]
    outside = spread(history.outside)
    return [
        (at, Standing(tuple(float(o[at]) for o in opens), tuple(float(c[at]) for c in closed), float(outside[at])))
        for at in np.ndindex(whole)
    ]


OURS = [m for m in MARKETS if m.__module__.startswith("games.")]
FLOWS = [t for t in TERMS if issubclass(t, FlowTerm) and t.__module__.startswith("games.")]


def market_of(kind: type[Market]) -> Market:
    ends = {"left": "alice", "right": "monopolist"} if kind_of(kind) == "hotelling" else {}
    return kind.model_validate({"kind": kind_of(kind), "customers": 0.2, **ends})


@pytest.mark.parametrize("kind", OURS, ids=kind_of)
def test_a_market_gives_the_same_for_a_state_without_dates_as_in_each_cell_of_a_history(kind: type[Market]) -> None:
    history, market = small().history(), market_of(kind)
    whole = (len(history.start), *history.shape)
    revenue = [np.broadcast_to(market.revenue(history, i), whole) for i in range(3)]
    surplus = np.broadcast_to(market.surplus_rate(history), whole)
    for at, state in states(history)[::7]:
        for i in range(3):
            np.testing.assert_allclose(market.revenue(state, i), revenue[i][at], rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(market.surplus_rate(state), surplus[at], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("kind", FLOWS, ids=kind_of)
def test_a_flow_term_gives_the_same_for_a_state_without_dates_as_in_each_cell(kind: type[FlowTerm]) -> None:
    history, market, term = small().history(), small().market, kind()
    whole = (len(history.start), *history.shape)
    rates = [np.broadcast_to(term.rate(history, i, market), whole) for i in range(3)]
    for at, state in states(history)[::5]:
        for i in range(3):
            np.testing.assert_allclose(term.rate(state, i, market), rates[i][at], rtol=1e-12, atol=1e-12)


def test_there_are_flow_terms_and_all_of_them_integrate_their_rate() -> None:
    assert {kind_of(t) for t in FLOWS} == {"revenue", "prestige", "gap_utility", "complement", "slow_progress"}
    history, market = small().history(), small().market
    for kind in FLOWS:
        paid = kind().evaluate(history, 2, market)
        rate = np.broadcast_to(kind().rate(history, 2, market), (len(history.start), *history.shape))
        np.testing.assert_allclose(
            np.broadcast_to(paid, history.shape), (history.length * rate).sum(axis=0), rtol=1e-12, atol=1e-12
        )


@pytest.mark.parametrize("market", list(MARKETS), ids=kind_of)
def test_sellers_with_customers_of_their_own_earn_what_a_monopolist_does(market: type[Market]) -> None:
    state = Standing(opens=(4.0, 0.0, 0.0), closed=(0.0, 9.0, 16.0), outside_model=1.0)
    apart = market.model_validate({"customers": 3.0, "separate": True})
    alone = market.model_validate({"customers": 1.0})
    for lab in range(3):
        closed = tuple(own if i == lab else 0.0 for i, own in enumerate(state.closed))
        monopoly = Standing(opens=state.opens, closed=closed, outside_model=1.0)
        np.testing.assert_allclose(apart.revenue(state, lab), alone.revenue(monopoly, lab))
