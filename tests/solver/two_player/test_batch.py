"""Batches of two-player games: the same answers as exact arithmetic, and the same however they are asked for."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.families import timing_games
from solver.common.errors import GameError
from solver.game.solution import Solution, StatusCode
from solver.kernels.loader import load
from solver.two_player.batch.by_class import solve_by_class
from solver.two_player.batch.by_tree import solve_by_tree
from solver.two_player.batch.found import merged
from solver.two_player.batch.solution import BatchSolution
from solver.two_player.batch.solving import solve_batch
from tests.solver.two_player.batch_twin import differences, same

FloatArray = NDArray[np.float64]


def degenerate(seed: int, count: int, m: int, n: int, largest: int) -> FloatArray:
    rng = np.random.default_rng(seed)
    return rng.integers(0, largest + 1, size=(count, 2, m, n)).astype(np.float64)


def arrays(batch: BatchSolution) -> list[NDArray[np.generic]]:
    return [
        batch.x,
        batch.y,
        batch.equilibria,
        batch.regret,
        batch.flags,
        batch.word_offsets,
        batch.words,
        batch.x_offsets,
        batch.offsets,
    ]


@pytest.fixture(autouse=True, scope="module")
def compiled() -> None:
    """Without kernels, exact arithmetic would be compared with itself."""
    load()


def faces(solution: Solution) -> int:
    return sum(len(component.subsets) for component in solution.components)


@pytest.mark.parametrize("m", range(1, 7))
def test_no_equilibrium_face_or_component_differs_from_exact_arithmetic(m: int) -> None:
    for n in range(1, 7):
        for largest in (1, 2, 5):
            assert differences(degenerate(10 * m + n, 3 if m * n > 12 else 6, m, n, largest)) == []


@pytest.mark.slow
@pytest.mark.parametrize("m", range(2, 7))
def test_nothing_differs_from_exact_arithmetic_on_twenty_thousand_degenerate_games(m: int) -> None:
    for n in range(2, 7):
        for largest in (1, 2, 5):
            assert differences(degenerate(1000 + 10 * m + n, 267, m, n, largest)) == []


def rounded_timing_games(count: int) -> None:
    for k in (3, 4, 5, 8):
        assert differences(np.round(timing_games(k, count), 6)) == []


def test_release_games_rounded_to_a_millionth_agree_with_exact_arithmetic() -> None:
    rounded_timing_games(8)


def test_large_games_whose_nodes_compare_actions_agree_with_exact_arithmetic() -> None:
    # Dominance leaves more than 60 actions of two of the three; no game goes to exact arithmetic.
    games = np.round(timing_games(53, 3), 6)
    assert not solve_batch(games).proven.any()
    assert differences(games) == []


@pytest.mark.slow
def test_two_thousand_rounded_release_games_agree_with_exact_arithmetic() -> None:
    rounded_timing_games(500)


def test_all_81_classes_of_2x2_games_have_the_equilibria_of_exact_arithmetic() -> None:
    grid = np.array(np.meshgrid(*[[-1.0, 0.0, 2.0]] * 4)).reshape(4, -1).T
    games = np.zeros((81, 2, 2, 2))
    games[:, 0, 0], games[:, 1, 0, 0], games[:, 1, 1, 0] = grid[:, :2], grid[:, 2], grid[:, 3]
    # A common part of the payoffs changes no best reply.
    games += np.random.default_rng(0).integers(-3, 4, size=(81, 2, 1, 1))
    assert differences(games) == []
    assert not solve_batch(games).proven.any()


def test_random_games_of_three_and_four_actions_agree_with_exact_arithmetic() -> None:
    rng = np.random.default_rng(7)
    for k in (3, 4):
        assert differences(rng.normal(size=(60, 2, k, k))) == []


@pytest.mark.parametrize("exponent", range(3, 15))
def test_ties_broken_by_little_are_answered_as_exact_arithmetic_answers_them(exponent: int) -> None:
    rng = np.random.default_rng(exponent)
    for m, n in ((2, 2), (3, 3), (4, 4), (3, 5)):
        games = degenerate(exponent, 8, m, n, 2) + 10.0**-exponent * rng.normal(size=(8, 2, m, n))
        # Corners move by up to the resolution over the size of the broken tie.
        assert differences(games, tolerance=0.02) == []


def test_scale_and_constants_per_column_change_no_count() -> None:
    games = degenerate(3, 60, 4, 5, 2)
    counts = solve_batch(games).counts
    rng = np.random.default_rng(0)
    for exponent in range(-6, 7):
        np.testing.assert_array_equal(solve_batch(games * 10.0**exponent).counts, counts)
    shifted = games.copy()
    shifted[:, 0] += rng.uniform(-1e3, 1e3, size=(60, 1, 5))
    shifted[:, 1] += rng.uniform(-1e3, 1e3, size=(60, 4, 1))
    np.testing.assert_array_equal(solve_batch(shifted).counts, counts)


def test_renaming_actions_and_exchanging_players_changes_no_count() -> None:
    games = degenerate(4, 60, 4, 3, 2)
    solved = solve_batch(games)
    turned = solve_batch(games[:, :, ::-1, ::-1])
    exchanged = solve_batch(games[:, ::-1].transpose(0, 1, 3, 2))
    for other in (turned, exchanged):
        np.testing.assert_array_equal(other.counts, solved.counts)
        assert [faces(one) for one in other] == [faces(one) for one in solved]
        np.testing.assert_array_equal(other.n_components, solved.n_components)


@pytest.mark.parametrize("shape", [(2, 2), (3, 3), (4, 4), (5, 4)])
def test_the_other_games_of_a_batch_change_no_bit(shape: tuple[int, int]) -> None:
    games = np.concatenate([degenerate(5, 90, *shape, 2), np.random.default_rng(1).normal(size=(90, 2, *shape))])
    games = games[np.random.default_rng(2).permutation(180)]
    whole = solve_batch(games)
    for size in (1, 7, 50):
        parts = [solve_batch(games[k : k + size]) for k in range(0, 180, size)]
        for name in ("x", "y", "equilibria", "regret", "words", "flags"):
            joined = np.concatenate([getattr(part, name) for part in parts])
            np.testing.assert_array_equal(joined, getattr(whole, name))
        for name in ("counts", "n_components"):
            np.testing.assert_array_equal(np.concatenate([getattr(part, name) for part in parts]), getattr(whole, name))


@pytest.mark.parametrize("generic", [True, False])
def test_the_classes_of_2x2_games_list_what_the_tree_lists(generic: bool) -> None:
    games = np.random.default_rng(3).normal(size=(300, 2, 2, 2)) if generic else degenerate(3, 300, 2, 2, 2)
    # Differences that are neither ties nor clearly none are left to others, wherever they are.
    unsure = [0, 1, 150, 299]
    games[unsure] = [[[1.0, 0.0], [1.0 + 1e-13, 2.0]], [[2.0, 1.0], [0.0, 3.0]]]
    kernels = load()
    found, left = solve_by_class(kernels, games)
    assert left.tolist() == unsure
    classes = BatchSolution.of(games[found.games], found)
    tree = BatchSolution.of(games[found.games], merged(solve_by_tree(kernels, games, found.games)[0]))
    assert classes.regret.max() < 1e-14
    assert all(same(one, other, 1e-9) for one, other in zip(classes, tree, strict=True))
    np.testing.assert_array_equal(classes.flags, tree.flags)
    whole = solve_batch(games)
    assert np.flatnonzero(whole.proven).tolist() == unsure
    assert all(len(whole[g].equilibria) for g in unsure)
    assert not generic or not len(whole.words) or whole.degenerate.any()


@pytest.mark.parametrize("k", [3, 4])
def test_support_enumeration_lists_what_the_tree_lists(k: int) -> None:
    games = np.random.default_rng(k).normal(size=(500, 2, k, k))
    solved = solve_batch(games)
    tree = BatchSolution.of(games, merged(solve_by_tree(load(), games, np.arange(500))[0]))
    assert all(same(one, other, 1e-9) for one, other in zip(solved, tree, strict=True))
    assert solved.regret.max() < 1e-12


def test_lists_that_turn_out_longer_than_expected_are_all_there() -> None:
    # One equilibrium each, then 31.
    games = np.tile(np.eye(5), (3_000, 2, 1, 1))
    games[:2_000, :, 0] = 2.0
    counts = solve_batch(games).counts
    assert (counts[2_000:] == 31).all()
    assert (counts[:2_000] == counts[0]).all()
    assert counts[0] < 31
    # As many equilibria as three actions can have without ties.
    cycle = np.array([[4.0, 1, 0], [0, 4, 1], [1, 0, 4]])
    many = solve_batch(np.tile(np.stack([cycle, cycle]), (4_000, 1, 1, 1)))
    assert (many.counts == 7).all()
    np.testing.assert_array_equal(many.strategies(0)[:7], many.strategies(0)[-7:])


@pytest.mark.parametrize(("m", "n"), [(1, 3), (2, 2), (3, 3), (4, 2), (5, 6)])
def test_compiled_regrets_are_those_of_numpy_at_any_profiles(m: int, n: int) -> None:
    batch = solve_batch(degenerate(7, 60, m, n, 5) * 1e3)
    # Corners moved by hand: at equilibria all regrets are rounding, and nothing would be compared.
    rng = np.random.default_rng(0)
    moved = replace(batch, x=rng.dirichlet(np.ones(m), len(batch.x)), y=rng.dirichlet(np.ones(n), len(batch.y)))
    assert load() is not None
    assert moved.regret.max() > 100
    np.testing.assert_allclose(moved.regret, moved._regret(), atol=1e-9)
    assert solve_batch(np.zeros((0, 2, m, n))).regret.shape == (0,)


def test_regrets_are_rounding_and_parity_is_odd_in_regular_games() -> None:
    games = np.random.default_rng(2).normal(size=(300, 2, 6, 6))
    solved = solve_batch(games)
    assert solved.regret.max() < 1e-11
    assert (solved.counts % 2 == 1).all()
    assert not solved.degenerate.any()
    payoffs = solved.expected_payoffs()
    x, y = solved.strategies(0), solved.strategies(1)
    k = int(solved.offsets[17])
    np.testing.assert_allclose(payoffs[k], [x[k] @ games[17, i] @ y[k] for i in (0, 1)])


def test_one_game_of_a_batch_reads_like_a_solution() -> None:
    games = degenerate(6, 5, 3, 3, 1)
    solved = solve_batch(games)
    for g in range(5):
        solution = solved[g]
        assert solution.status.code is StatusCode.COMPLETE
        assert solution.complete
        assert len(solution.equilibria) == solved.counts[g]
        assert len(solution.components) == solved.n_components[g]
        assert solution.to_dict()["complete"]
    assert len(list(solved)) == 5
    with pytest.raises(IndexError):
        solved[5]


def test_payoffs_of_zeros_and_ones_are_answered_whole() -> None:
    for k in (8, 10, 12):
        solved = solve_batch(degenerate(k, 12, k, k, 1))
        assert solved.complete.all()
        assert solved.regret.max() < 1e-12


def test_constant_payoffs_are_one_face() -> None:
    solved = solve_batch(np.full((1, 2, 12, 9), 3.5))
    assert faces(solved[0]) == 1
    assert solved.counts.tolist() == [108]


def test_identical_actions_multiply_corners_and_not_subsets() -> None:
    game = np.array([[[2.0, 0.0], [0.0, 1.0]], [[1.0, 0.0], [0.0, 2.0]]])
    copies = np.repeat(np.repeat(game, 5, axis=1), 5, axis=2)[None]
    solved = solve_batch(copies)
    assert solved.counts.tolist() == [25 + 25 + 625]
    assert solved.n_components.tolist() == [3]


def test_a_game_that_fills_the_pools_is_searched_again_with_larger_ones() -> None:
    solved = solve_batch(np.stack([[np.eye(10), np.eye(10)]]))
    assert solved.counts.tolist() == [2**10 - 1]
    assert solved.complete.all()


def test_more_than_sixty_labels_fit() -> None:
    size = 33
    ahead = (np.arange(size)[:, None] - np.arange(size)[None]) % size
    cycle = np.where(ahead == 0, 0.0, np.where(ahead <= size // 2, 1.0, -1.0))
    solved = solve_batch(np.stack([[cycle, -cycle]]))
    assert solved.counts.tolist() == [1]
    np.testing.assert_allclose(solved.x, 1 / size)


@pytest.mark.parametrize("bad", [np.nan, np.inf, 1e200])
@pytest.mark.parametrize("k", [2, 3, 5])
def test_a_payoff_that_is_no_number_is_refused_with_its_game(bad: float, k: int) -> None:
    games = np.zeros((9, 2, k, k))
    games[6, 1, 0, 1] = bad
    with pytest.raises(GameError, match=r"payoffs\[6, 1, 0, 1\] of game 6"):
        solve_batch(games)


def test_wrong_shapes_are_refused() -> None:
    for shape in ((3, 2, 2), (3, 3, 2, 2), (3, 2, 0, 2)):
        with pytest.raises(GameError):
            solve_batch(np.zeros(shape))
    assert len(solve_batch(np.zeros((0, 2, 3, 3)))) == 0
    assert len(solve_batch(np.zeros((0, 2, 2, 2)))) == 0


@pytest.mark.parametrize("k", [2, 3, 5])
def test_payoffs_that_cannot_be_written_to_are_solved_all_the_same(k: int) -> None:
    games = np.random.default_rng(5).normal(size=(7, 2, k, k))
    known = solve_batch(games)
    games.flags.writeable = False
    frozen = solve_batch(games)
    assert all(np.array_equal(a, b) for a, b in zip(arrays(known), arrays(frozen), strict=True))
    assert (frozen.expected_payoffs() == known.expected_payoffs()).all()


def test_importing_the_batch_solver_loads_no_compiler() -> None:
    code = (
        "import sys, solver.two_player.batch.solving, solver.two_player.certify;"
        "print([m for m in ('numba', 'scipy', 'llvmlite') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.slow
def test_a_million_games_of_four_actions_stay_below_a_gibibyte() -> None:
    code = (
        "import resource, numpy as np; from solver.two_player.batch.solving import solve_batch;"
        "b = solve_batch(np.random.default_rng(0).normal(size=(10**6, 2, 4, 4)));"
        "print(len(b.equilibria), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    points, kib = (int(word) for word in done.stdout.split())
    assert points > 2_000_000
    assert kib < 1024**2
