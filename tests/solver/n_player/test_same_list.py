"""Methods that claim the same set of equilibria give the same list, and a reason that fits it."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.answer.solving import method_named, solve
from solver.game.nfg_read import parse_nfg
from solver.game.normal_form import NormalForm
from solver.game.profile import regret
from solver.game.solution import Solution
from solver.n_player.all_equilibria import AllIsolated
from solver.n_player.any_size import ReduceThenSearch

SHAPES = st.sampled_from([(2, 2, 2), (2, 3, 2), (3, 2, 2), (2, 1, 2), (2, 2, 2, 2)])

THREE_TO_TWO = """NFG 1 R "" { "player 1" "player 2" "player 3" }

{ { "0" "1" }
{ "0" "1" }
{ "0" "1" }
}
""

-9 5 3
2 8 -6
-4 -6 3
-9 5 -5
8 5 -9
6 -1 -6
7 -2 3
-2 -7 9
"""
"""Dominance leaves 2 x 1 x 2 actions."""


def integers(shape: tuple[int, ...], largest: int, seed: int) -> NormalForm:
    payoffs = np.random.default_rng(seed).integers(0, largest + 1, (len(shape), *shape))
    return NormalForm.from_payoffs(payoffs.astype(float))


def listing(solution: Solution) -> list[tuple[int, list[float]]]:
    return [(e.component, np.concatenate(e.strategies).round(8).tolist()) for e in solution.equilibria]


def spreads(solution: Solution) -> list[tuple[int, list[list[float]]]]:
    return sorted(
        (c.dimension, sorted(np.concatenate(p).round(8).tolist() for p in c.points)) for c in solution.continua
    )


@settings(deadline=None, max_examples=25)
@given(shape=SHAPES, largest=st.sampled_from([1, 2, 4, 30]), seed=st.integers(0, 10**6))
def test_methods_that_are_complete_give_one_list_with_one_reason(
    shape: tuple[int, ...], largest: int, seed: int
) -> None:
    game = integers(shape, largest, seed)
    every, reduced = AllIsolated(node_budget=150)(game), ReduceThenSearch(node_budget=150)(game)
    assert every.complete == reduced.complete
    if not every.complete:
        return
    assert listing(every) == listing(reduced) == listing(solve(game))
    assert spreads(every) == spreads(reduced)
    assert len(every.components) == len(reduced.components)
    assert every.certificate.reason == reduced.certificate.reason
    assert every.status == reduced.status


@settings(deadline=None, max_examples=15)
@given(shape=SHAPES, largest=st.sampled_from([1, 2, 4]), seed=st.integers(0, 10**6))
def test_corners_of_continua_are_listed_and_pure_equilibria_lie_in_the_list_or_in_a_continuum(
    shape: tuple[int, ...], largest: int, seed: int
) -> None:
    game = integers(shape, largest, seed)
    solution = AllIsolated(node_budget=150)(game)
    listed = [row for _, row in listing(solution)]
    for continuum in solution.continua:
        for point in continuum.points:
            assert regret(game.payoffs, point) < 1e-9
            assert np.concatenate(point).round(8).tolist() in listed
    assert {e.component for e in solution.equilibria} == set(range(len(solution.components)))
    if solution.complete:
        for choice in product(*map(range, shape)):
            profile = [np.eye(n)[a] for a, n in zip(choice, shape, strict=True)]
            # A pure profile is a corner of every product it lies in.
            if regret(game.payoffs, profile) == 0:
                assert np.concatenate(profile).tolist() in listed


def test_a_game_that_dominance_leaves_to_two_players_has_one_list_by_every_complete_method() -> None:
    game = parse_nfg(THREE_TO_TWO)
    found = [solve(game), solve(game, "all"), solve(game, "reduce")]
    for solution in found:
        assert solution.complete
        assert len(solution.equilibria) == 2
        assert len(solution.components) == 1
        assert "Krawczyk" not in solution.certificate.reason
    assert listing(found[0]) == listing(found[1]) == listing(found[2])


@pytest.mark.parametrize("method", ["all", "reduce"])
def test_with_three_players_no_component_has_an_index_in_any_form_of_the_answer(method: str) -> None:
    solution = method_named(method)(integers((2, 2, 2), 30, 3))
    assert all(c.index is None for c in solution.components)
    assert all(c["index"] is None for c in solution.to_dict()["components"])
