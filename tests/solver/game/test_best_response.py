"""The best-response graph and play along it."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings

from solver.common.errors import GameError, TooLargeError
from solver.game.best_response import BetterReplies, dynamics, response_graph
from solver.game.normal_form import NormalForm
from solver.n_player.pure import pure_equilibria
from tests.solver.game.test_dominance import small_games

COORDINATION = NormalForm.from_bimatrix([[2, 0], [0, 1]], [[2, 0], [0, 1]])
PENNIES = NormalForm.from_bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])


@settings(deadline=None, max_examples=60)
@given(small_games(players=(1, 4), high=2))
def test_sinks_are_the_pure_equilibria_and_edges_gain_by_one_players_switch(game: NormalForm) -> None:
    graph = response_graph(game)
    assert graph.sinks == pure_equilibria(game)
    for a, b, data in graph.graph.edges(data=True):
        (player,) = [i for i in range(game.n_players) if a[i] != b[i]]
        assert data["player"] == player
        assert game.payoffs[(player, *b)] - game.payoffs[(player, *a)] == data["gain"] > 0
        column = np.moveaxis(game.payoffs[player], player, -1)[tuple(x for i, x in enumerate(a) if i != player)]
        assert game.payoffs[(player, *b)] == column.max()
    better = response_graph(game, BetterReplies())
    assert better.sinks == graph.sinks
    assert set(graph.graph.edges) <= set(better.graph.edges)


@settings(deadline=None, max_examples=60)
@given(small_games(players=(1, 3), high=2))
def test_every_profile_leads_to_a_sink_or_a_cycle_and_play_ends_in_one(game: NormalForm) -> None:
    graph = response_graph(game)
    ends = {*graph.sinks, *[p for cycle in graph.cycles for p in cycle]}
    for node in graph.graph:
        reached: set[tuple[int, ...]] = nx.descendants(graph.graph, node)
        assert node in ends or ends & reached
    for sink in graph.sinks:
        assert all(p == sink or sink in nx.descendants(graph.graph, p) for p in graph.basin(sink))
    for start in np.ndindex(*game.n_actions):
        path = dynamics(game, start)
        assert path.profiles[0] == start
        if len(path.loop) == 1:
            assert path.loop[0] in graph.sinks
        else:
            assert not set(path.loop) & set(graph.sinks)


def test_coordination_has_two_basins_and_who_moves_first_decides() -> None:
    graph = response_graph(COORDINATION)
    assert graph.sinks == ((0, 0), (1, 1))
    assert graph.cycles == ()
    assert graph.basin((0, 0)) == {(0, 0), (0, 1), (1, 0)}
    assert dynamics(COORDINATION, (0, 1)).loop == ((1, 1),)
    assert dynamics(COORDINATION, (0, 1), order=(1, 0)).loop == ((0, 0),)


def test_matching_pennies_is_one_cycle() -> None:
    graph = response_graph(PENNIES)
    assert graph.sinks == ()
    assert graph.cycles == (((0, 0), (0, 1), (1, 0), (1, 1)),)
    assert len(dynamics(PENNIES, (0, 0)).loop) > 1
    assert dynamics(PENNIES, (0, 0)).loop == ((0, 1), (1, 0))


def test_a_player_who_is_indifferent_stays() -> None:
    game = NormalForm.from_payoffs(np.zeros((2, 2, 2)))
    assert response_graph(game).graph.number_of_edges() == 0
    assert dynamics(game, (1, 0)).profiles == ((1, 0),)


def test_a_better_reply_need_not_be_a_best_one() -> None:
    game = NormalForm.from_payoffs([[0.0, 1.0, 2.0]])
    assert set(response_graph(game).graph.edges) == {((0,), (2,)), ((1,), (2,))}
    assert set(response_graph(game, BetterReplies()).graph.edges) == {((0,), (1,)), ((0,), (2,)), ((1,), (2,))}


def test_wrong_starts_orders_and_sizes_are_refused() -> None:
    with pytest.raises(GameError, match="one action index per player"):
        dynamics(PENNIES, (0, 2))
    with pytest.raises(GameError, match="each of 0 to 1 once"):
        dynamics(PENNIES, (0, 0), order=(0, 0))
    with pytest.raises(TooLargeError, match="250,000 pure profiles"):
        response_graph(NormalForm.from_payoffs(np.zeros((2, 500, 500))))


@pytest.mark.parametrize("start", [(0.5, 0), None, "01", (0, [1]), (0,), (2, 0), 7])
def test_a_start_that_is_no_profile_is_refused_with_what_came(start: object) -> None:
    with pytest.raises(GameError, match="the start is"):
        dynamics(PENNIES, start)  # type: ignore[arg-type]


@pytest.mark.parametrize("order", [5, (0.0, 1.0), "01", (0, 0), (0,)])
def test_an_order_that_does_not_name_every_player_once_is_refused_with_what_came(order: object) -> None:
    with pytest.raises(GameError, match="the order is"):
        dynamics(PENNIES, (0, 0), order=order)  # type: ignore[arg-type]


def test_a_rule_of_replies_that_is_none_is_refused() -> None:
    with pytest.raises(GameError, match="expected BestReplies"):
        response_graph(PENNIES, "better")  # type: ignore[arg-type]
