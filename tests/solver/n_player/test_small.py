"""Small games of three players settled support by support: against the tree, with ties, and at the edges of boxes."""

from __future__ import annotations

from math import prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from solver.game.normal_form import NormalForm
from solver.game.profile import regret
from solver.game.solution import Solution
from solver.kernels.loader import JOINT, load
from solver.n_player.all_equilibria import AllIsolated, prepare, report
from solver.n_player.conditional_supports import ConditionalSupports
from solver.n_player.relaxation.by_highs import HighsPrograms
from solver.n_player.relaxation.duality import IntegerGame
from solver.n_player.roots.rational import rational_root
from solver.n_player.roots.supports import MOST_SUPPORTS, Settled, is_small, search_after, settle
from solver.n_player.tree.search import Search

SHAPES = [(2, 2, 2), (3, 2, 2), (2, 3, 2), (2, 2, 3), (3, 3, 2), (3, 3, 3), (4, 2, 2), (1, 3, 3), (3, 1, 2)]


@pytest.fixture(autouse=True, scope="module")
def compiled() -> None:
    load(JOINT)


def random_form(shape: tuple[int, ...], largest: int, seed: int) -> NormalForm:
    return NormalForm.from_payoffs(
        np.random.default_rng(seed).integers(0, largest + 1, (len(shape), *shape)).astype(float)
    )


def settled(form: NormalForm) -> Settled:
    out = settle(prepare(form, mixed_dominance=False).core)
    assert out is not None
    return out


def by_tree(form: NormalForm) -> Solution:
    work = prepare(form, mixed_dominance=False)
    search = Search(work.core, HighsPrograms(work.core))
    assert search.run(100_000, 60.0)
    return report(work, search)


def rows(solution: Solution) -> NDArray[np.float64]:
    points = [np.concatenate(e.strategies).round(8).tolist() for e in solution.equilibria]
    return np.array(sorted(points)).reshape(len(points), -1)


@settings(deadline=None, max_examples=25)
@given(shape=st.sampled_from(SHAPES), seed=st.integers(0, 10**6))
def test_without_ties_every_support_is_settled_and_the_tree_finds_the_same(shape: tuple[int, ...], seed: int) -> None:
    # Distinct payoffs everywhere: no exact ties at pure profiles.
    rng = np.random.default_rng(seed)
    payoffs = np.stack([rng.permutation(prod(shape) * 40)[: prod(shape)].reshape(shape) for _ in shape])
    form = NormalForm.from_payoffs(payoffs.astype(float))
    found, solution = settled(form), AllIsolated()(form)
    assert found.left == ()
    assert solution.complete
    assert len(solution.equilibria) == len(found.roots)
    assert len(found.roots) % 2 == 1
    assert sum(root.index for root in found.roots) == 1
    assert np.allclose(rows(solution), rows(by_tree(form)), atol=1e-7)


@pytest.mark.parametrize(("shape", "n_games"), [((2, 2, 2), 2_000), ((3, 3, 3), 150)])
def test_counts_are_odd_and_indices_sum_to_one_in_thousands_of_games(shape: tuple[int, ...], n_games: int) -> None:
    # Wilson (1971) and Shapley (1974). Among so many games some have two roots close together.
    rng = np.random.default_rng(4)
    for _ in range(n_games):
        payoffs = np.stack([rng.choice(10**6, prod(shape), replace=False).reshape(shape) for _ in shape])
        found = settle(IntegerGame.of(list(payoffs.astype(object))))
        assert found is not None
        assert found.left == ()
        assert len(found.roots) % 2 == 1
        assert sum(root.index for root in found.roots) == 1


@settings(deadline=None, max_examples=12)
@given(shape=st.sampled_from(SHAPES[:4]), largest=st.sampled_from([1, 2, 5]), seed=st.integers(0, 10**6))
def test_with_ties_what_is_listed_are_equilibria_and_nothing_the_tree_finds_is_lost(
    shape: tuple[int, ...], largest: int, seed: int
) -> None:
    form = random_form(shape, largest, seed)
    solution = AllIsolated(seconds=2.0)(form)
    listed = [np.concatenate(e.strategies) for e in solution.equilibria]
    for e in solution.equilibria:
        assert regret(form.payoffs, e.strategies) <= 1e-10 * form.payoff_range
    core = prepare(form, mixed_dominance=False).core
    for root in settled(form).roots:
        assert regret(core.normalised, root.strategies) <= 1e-12
    if solution.complete and not solution.continua:
        for e in ConditionalSupports(starts=6)(form).equilibria:
            assert min(np.abs(np.concatenate(e.strategies) - known).max() for known in listed) < 1e-7


def test_a_root_in_the_middle_of_the_box_is_found_once() -> None:
    # Three-player matching pennies: 1 wants to match 2, 2 to match 3, 3 to differ from 1. All mix evenly.
    a, b, c = np.indices((2, 2, 2))
    form = NormalForm.from_payoffs(np.stack([a == b, b == c, c != a]).astype(float))
    (root,) = settled(form).roots
    assert root.support == ((0, 1),) * 3
    assert np.allclose(np.concatenate(root.strategies), 0.5, atol=1e-15)
    assert root.radius < 1e-13
    assert AllIsolated()(form).complete


def test_a_tie_leaves_supports_open_and_a_two_player_game_settles_them() -> None:
    payoffs = np.random.default_rng(7).permutation(24).reshape(3, 2, 2, 2).astype(float)
    # Player 1 is indifferent where 2 and 3 play their first actions.
    payoffs[0, :, 0, 0] = 30.0
    payoffs[1, 0, :, 0] = [9.0, 1.0]
    payoffs[2, 0, 0, :] = [9.0, 1.0]
    form = NormalForm.from_payoffs(payoffs)
    found = settled(form)
    assert found.left
    core = prepare(form, mixed_dominance=False).core
    search = search_after(core, found)
    assert search.products
    assert not search.stack
    solution = AllIsolated()(form)
    assert solution.complete
    assert [c.dimension for c in solution.continua] == [c.dimension for c in by_tree(form).continua] == [1]


@settings(deadline=None, max_examples=25)
@given(shape=st.sampled_from(SHAPES), seed=st.integers(0, 10**6))
def test_rational_roots_solve_the_ties_exactly(shape: tuple[int, ...], seed: int) -> None:
    form = random_form(shape, 40, seed)
    core = prepare(form, mixed_dominance=False).core
    for root in settled(form).roots:
        exact = rational_root(core, root.support)
        assert (exact is None) == (sum(len(own) > 1 for own in root.support) > 2)
        if exact is not None:
            assert all(sum(own) == 1 for own in exact)
            for own, strategy in zip(root.strategies, exact, strict=True):
                assert np.abs(own - np.array([float(p) for p in strategy])).max() <= root.radius + 1e-15


def test_small_is_a_matter_of_supports() -> None:
    assert is_small((3, 3, 3))
    assert not is_small((4, 4, 4))
    assert not is_small((2, 2))
    assert not is_small((2, 2, 2, 2))
    assert 7**3 <= MOST_SUPPORTS < 15**3
