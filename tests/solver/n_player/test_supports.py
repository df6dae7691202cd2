"""Support enumeration with conditional dominance against the complete search, with which it shares no code."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from solver.answer.solving import METHODS, method_named
from solver.common.errors import TooLargeError
from solver.game.normal_form import NormalForm
from solver.game.profile import regret
from solver.game.solution import Equilibrium, Solution, StatusCode
from solver.n_player.all_equilibria import AllIsolated, prepare
from solver.n_player.conditional_supports import ConditionalSupports, undominated_supports
from solver.n_player.tree.findings import gather
from solver.n_player.tree.search import Search

Profile = tuple[NDArray[np.float64], ...]

NEAR = 1e-5


def is_quasi_strict(game: NormalForm, e: Equilibrium) -> bool:
    """Whether no action that a player leaves out is as good as those that it plays."""
    for i, own in enumerate(e.strategies):
        worth = game.payoffs[i]
        for j in reversed([j for j in range(len(e.strategies)) if j != i]):
            worth = np.tensordot(worth, e.strategies[j], axes=(j, 0))
        if (worth[own == 0] > worth.max() - 1e-9).any():
            return False
    return True


def is_covered(solution: Solution, profile: Profile) -> bool:
    """Whether a complete solution lists the profile or describes a continuum that contains it.

    Newton's method is right to about the square root of the last place where a root is a double one.
    """
    flat = np.concatenate(profile)
    if any(np.abs(np.concatenate(e.strategies) - flat).max() < NEAR for e in solution.equilibria):
        return True
    work = prepare(solution.game)
    search = Search(work.core)
    search.run(100_000, 60.0)
    core = [own[list(kept)] for own, kept in zip(profile, work.left.kept, strict=True)]
    merged = [
        np.array([own[list(g)].sum() for g in groups]) for own, groups in zip(core, work.duplicates.groups, strict=True)
    ]
    found = gather(search)
    return any(c.holds(merged, NEAR) for c in found.continua) or any(
        max(np.abs(a - b).max() for a, b in zip(p.profile, merged, strict=True)) < NEAR for p in found.points
    )


@settings(deadline=None, max_examples=12)
@given(seed=st.integers(0, 10**6), shape=st.sampled_from([(2, 2, 2), (2, 3, 2), (3, 3, 1), (2, 2, 3)]))
def test_two_methods_that_share_nothing_find_the_same_equilibria_of_generic_games(
    seed: int, shape: tuple[int, ...]
) -> None:
    game = NormalForm.from_payoffs(np.random.default_rng(seed).uniform(0, 1, (3, *shape)))
    whole, points = AllIsolated()(game), ConditionalSupports()(game)
    assert whole.complete
    first, second = (sorted(np.concatenate(e.strategies).tolist() for e in s.equilibria) for s in (whole, points))
    assert np.allclose(first, second, atol=1e-8)


@settings(deadline=None, max_examples=10)
@given(seed=st.integers(0, 10**6), shape=st.sampled_from([(2, 2, 2), (2, 3, 2), (2, 2, 2, 1)]))
@example(10676, (2, 3, 2))
@example(2484, (2, 3, 2))
def test_whatever_support_enumeration_finds_where_payoffs_tie_the_complete_search_covers(
    seed: int, shape: tuple[int, ...]
) -> None:
    payoffs = np.random.default_rng(seed).integers(0, 4, (len(shape), *shape)).astype(float)
    game = NormalForm.from_payoffs(payoffs)
    whole, points = AllIsolated()(game), ConditionalSupports()(game)
    if whole.complete:
        for e in points.equilibria:
            assert is_covered(whole, e.strategies), (seed, e.strategies)
    # Where at most two players mix the equations are linear, and one start finds an isolated root. It is one of these
    # equations where no action left out ties; else a single equilibrium may lie on a line of roots.
    listed = [np.concatenate(e.strategies) for e in points.equilibria]
    for e in whole.equilibria:
        if e.radius is not None and sum(len(s) > 1 for s in e.support) <= 2 and is_quasi_strict(game, e):
            assert min(np.abs(np.concatenate(e.strategies) - known).max() for known in listed) < 1e-7


def test_a_support_with_a_conditionally_dominated_action_is_skipped() -> None:
    payoffs = np.zeros((3, 2, 2, 2))
    # Against player 2's first action player 1's first is better, against the second its second.
    payoffs[0, 0, 0], payoffs[0, 1, 1] = 1, 1
    supports = set(undominated_supports(payoffs))
    assert ((0, 1), (0,), (0,)) not in supports
    assert ((0, 1), (0, 1), (0,)) in supports
    assert ((0,), (0,), (0, 1)) in supports
    assert len(supports) == 3 * (1 + 1 + 3)


@settings(deadline=None, max_examples=10)
@given(seed=st.integers(0, 10**6))
def test_no_support_of_an_equilibrium_is_skipped(seed: int) -> None:
    payoffs = np.random.default_rng(seed).integers(0, 5, (3, 2, 2, 3)).astype(float)
    supports = set(undominated_supports(payoffs))
    for e in AllIsolated(node_budget=60)(NormalForm.from_payoffs(payoffs)).equilibria:
        assert e.support in supports


def test_it_never_says_complete_and_shows_few_points_of_a_continuum() -> None:
    nothing_matters = NormalForm.from_payoffs(np.zeros((3, 2, 2, 2)))
    solution = ConditionalSupports()(nothing_matters)
    assert solution.status.code == StatusCode.NOT_PROVEN
    assert not solution.complete
    assert solution.continua == ()
    assert len(solution.equilibria) >= 8
    assert all(regret(nothing_matters.payoffs, e.strategies) == 0 for e in solution.equilibria)


def test_too_many_supports_are_refused_with_a_way_out() -> None:
    with pytest.raises(TooLargeError, match=r"1,000,0.. supports|max_supports"):
        ConditionalSupports()(NormalForm.from_payoffs(np.zeros((3, 7, 7, 7))))


def test_it_has_a_name() -> None:
    assert isinstance(method_named("conditional-supports"), ConditionalSupports)
    assert "not complete" in METHODS["conditional-supports"].summary
