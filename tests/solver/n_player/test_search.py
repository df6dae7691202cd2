"""Every equilibrium of games of three and more players: published games, odd numbers, symmetries, honesty."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from solver.common.errors import GameError
from solver.game.normal_form import NormalForm
from solver.game.profile import action_values, regret
from solver.game.solution import Solution, StatusCode
from solver.n_player.all_equilibria import AllIsolated, prepare, report
from solver.n_player.paths.multilinear import normalise, offsets
from solver.n_player.paths.newton import search as newton_search
from solver.n_player.relaxation.duality import is_empty
from solver.n_player.relaxation.rows import Relaxation
from solver.n_player.roots.enclose import enclose, pairs
from solver.n_player.roots.krawczyk import certify_root
from solver.n_player.tree.findings import gather
from solver.n_player.tree.search import Search


def first_actions(solution: Solution) -> list[tuple[float, ...]]:
    return sorted(tuple(float(s[0]) for s in e.strategies) for e in solution.equilibria)


def profiles_first_player_fastest(shape: Sequence[int], rows: Sequence[Sequence[int]]) -> NormalForm:
    payoffs = np.stack([np.array(column, dtype=float).reshape(shape, order="F") for column in zip(*rows, strict=True)])
    return NormalForm.from_payoffs(payoffs)


def random_game(shape: Sequence[int], seed: int) -> NormalForm:
    return NormalForm.from_payoffs(np.random.default_rng(seed).uniform(0, 1, (len(shape), *shape)))


def correlated_rows(shape: Sequence[int]) -> NDArray[np.int64]:
    return np.array([(i, a, a, b) for i, n in enumerate(shape) for a in range(n) for b in range(n) if b != a])


def indices(game: NormalForm) -> list[int]:
    """Of all equilibria; they are an alarm inside the solver and no part of its answer for three and more players."""
    work = prepare(game)
    search = Search(work.core)
    assert search.run(100_000, 60.0)
    # A pure equilibrium is found once for every pair of players who may be said to choose.
    found: dict[tuple[float, ...], int] = {}
    for p in gather(search).points:
        key = tuple((np.concatenate(p.profile).round(7) + 0.0).tolist())
        found[key] = found.get(key) or p.index or 0
    return list(found.values())


def assert_every_point_is_certified(solution: Solution) -> None:
    for e in solution.equilibria:
        assert regret(solution.game.payoffs, e.strategies) < 1e-10 * solution.game.payoff_range
        assert e.radius is not None
        assert e.radius < 1e-12


def test_a_game_whose_third_equilibrium_other_solvers_lose_has_exactly_three() -> None:
    payoffs = np.array(
        [[31, 83, 26, 59, 97, 2, 11, 59], [13, 39, 24, 17, 51, 59, 64, 44], [7, 27, 13, 40, 96, 59, 44, 71]]
    ).reshape(3, 2, 2, 2)
    solution = AllIsolated()(NormalForm.from_payoffs(payoffs))
    assert solution.status.code == StatusCode.COMPLETE
    expected = [(0.358892, 0.620075, 0.587768), (0.649123, 1, 0.551020), (1, 1, 0)]
    assert np.allclose(first_actions(solution), expected, atol=1e-6)
    assert sum(indices(solution.game)) == 1
    assert_every_point_is_certified(solution)


def test_mckelvey_and_mclennan_1996_nine_equilibria() -> None:
    rows = [(9, 8, 12), (0, 0, 0), (0, 0, 0), (9, 8, 2), (0, 0, 0), (3, 4, 6), (3, 4, 6), (0, 0, 0)]
    solution = AllIsolated()(profiles_first_player_fastest((2, 2, 2), rows))
    assert solution.complete
    third = 1 / 3
    expected = [
        (0, 0, 1), (0, 0.25, third), (0, 1, 0), (third, 1, 0.25), (0.4, 0.5, third), (0.5, 0.4, 0.25), (0.5, 0.5, 1),
        (1, 0, 0), (1, 1, 1),
    ]  # fmt: skip
    assert np.allclose(first_actions(solution), expected, atol=1e-12)
    assert sum(indices(solution.game)) == 1


def test_an_equilibrium_that_is_irrational_comes_with_an_enclosure() -> None:
    # With probabilities y, z of the next two players' first actions, a player gains 3 - 5 y z - 2 y - 2 z from its own
    # first action. All are indifferent where 5 p^2 + 4 p = 3, that is at p = (sqrt(19) - 2) / 5.
    payoffs = np.zeros((3, 2, 2, 2))
    for player in range(3):
        for profile in np.ndindex(2, 2, 2):
            y, z = (1 - profile[(player + 1) % 3], 1 - profile[(player + 2) % 3])
            payoffs[(player, *profile)] = (3 - 5 * y * z - 2 * y - 2 * z) * (profile[player] == 0)
    solution = AllIsolated()(NormalForm.from_payoffs(payoffs))
    assert solution.complete
    inner = [e for e in solution.equilibria if all(0.4 < s[0] < 0.5 for s in e.strategies)]
    assert len(inner) == 1
    assert inner[0].radius is not None
    for own in inner[0].strategies:
        assert abs(own[0] - (np.sqrt(19) - 2) / 5) <= inner[0].radius + 1e-16
    assert inner[0].radius < 1e-13


@pytest.mark.parametrize("seed", range(25))
def test_generic_two_by_two_by_two_games_have_an_odd_number(seed: int) -> None:
    solution = AllIsolated()(random_game((2, 2, 2), seed))
    assert solution.complete
    assert len(solution.equilibria) % 2 == 1
    assert sum(indices(solution.game)) == 1
    assert_every_point_is_certified(solution)


@pytest.mark.parametrize("shape", [(3, 3, 3), (3, 2, 4), (2, 2, 2, 2), (4, 1, 3)])
@pytest.mark.parametrize("seed", range(2))
def test_generic_games_of_other_shapes_have_an_odd_number(shape: tuple[int, ...], seed: int) -> None:
    solution = AllIsolated()(random_game(shape, seed))
    assert solution.complete
    assert len(solution.equilibria) % 2 == 1
    assert_every_point_is_certified(solution)


@pytest.mark.slow
def test_five_hundred_two_by_two_by_two_and_a_hundred_three_by_three_by_three_games_have_odd_numbers() -> None:
    for shape, count in [((2, 2, 2), 500), ((3, 3, 3), 100)]:
        for seed in range(count):
            solution = AllIsolated()(random_game(shape, 1000 + seed))
            assert solution.complete, (shape, seed, solution.status.message)
            assert len(solution.equilibria) % 2 == 1
            assert_every_point_is_certified(solution)


@settings(deadline=None, max_examples=12)
@given(seed=st.integers(0, 10**6), order=st.permutations([0, 1, 2]))
def test_renaming_players_and_scaling_payoffs_renames_the_equilibria(seed: int, order: list[int]) -> None:
    game = random_game((2, 3, 2), seed)
    moved = game.payoffs[order].transpose(0, *[1 + i for i in order])
    shifted = 3.0 * np.ascontiguousarray(moved)
    shifted[0] += np.random.default_rng(seed).uniform(-5, 5, (1, *shifted.shape[2:]))
    before = AllIsolated()(game)
    after = AllIsolated()(NormalForm.from_payoffs(shifted))
    assert before.complete
    assert after.complete
    expected = sorted(np.concatenate([e.strategies[i] for i in order]).tolist() for e in before.equilibria)
    found = sorted(np.concatenate(e.strategies).tolist() for e in after.equilibria)
    assert np.allclose(expected, found, atol=1e-7)


@settings(deadline=None, max_examples=20)
@given(seed=st.integers(0, 10**6))
def test_every_pure_equilibrium_of_a_game_with_ties_is_listed_or_lies_in_a_region_that_is_reported(seed: int) -> None:
    payoffs = np.random.default_rng(seed).integers(0, 4, (3, 2, 2, 2)).astype(float)
    solution = AllIsolated()(NormalForm.from_payoffs(payoffs))
    listed = solution.pure()
    for choice in np.ndindex(2, 2, 2):
        profile = [np.eye(2)[a] for a in choice]
        if regret(payoffs, profile) == 0 and choice not in listed:
            assert solution.continua
            assert solution.status.code in {StatusCode.PARTIAL, StatusCode.COMPLETE}
    for continuum in solution.continua:
        for point in continuum.points:
            assert regret(payoffs, point) < 1e-9


def test_duplicate_actions_make_a_continuum_whose_corners_are_one_component() -> None:
    payoffs = np.zeros((3, 2, 2, 2))
    for a, b, c in np.ndindex(2, 2, 2):
        payoffs[:, a, b, c] = [a == b, b == c, c != a]
    doubled = payoffs[:, :, :, [0, 1, 1]]
    solution = AllIsolated()(NormalForm.from_payoffs(doubled))
    assert solution.complete
    assert len(solution.equilibria) == 2
    assert len(solution.components) == 1
    assert len(solution.continua) == 1
    assert solution.continua[0].dimension == 1
    assert len(solution.continua[0].points) == 2
    for point in solution.continua[0].points:
        assert regret(doubled, point) < 1e-12


def test_a_game_in_which_nothing_matters_is_one_continuum_of_full_dimension() -> None:
    solution = AllIsolated()(NormalForm.from_payoffs(np.zeros((3, 2, 3, 2))))
    assert solution.complete
    assert [c.dimension for c in solution.continua] == [4]


def test_a_spent_budget_says_so_and_the_search_goes_on_where_it_stopped() -> None:
    game = random_game((4, 4, 3), 2)
    short = AllIsolated(node_budget=5)(game)
    assert short.status.code == StatusCode.NOT_PROVEN
    assert "parts of the game are open" in short.status.message
    assert short.equilibria
    work = prepare(game)
    search = Search(work.core)
    while not search.run(7, 60.0):
        assert search.stack
    whole, portions = AllIsolated()(game), report(work, search)
    assert portions.complete
    assert np.allclose(sorted(first_actions(portions)), sorted(first_actions(whole)))


def test_a_false_proof_of_emptiness_is_refused() -> None:
    game = random_game((2, 2, 2), 3)
    relaxation = Relaxation.of_game(prepare(game, mixed_dominance=False).core)
    rows, columns = correlated_rows((2, 2, 2)), np.arange(8)
    rng = np.random.default_rng(0)
    for _ in range(200):
        # Every game has an equilibrium, so no multipliers can prove the whole game empty.
        multipliers = rng.exponential(size=len(rows)) * rng.integers(0, 2, len(rows))
        assert not is_empty(relaxation, rows, multipliers, columns)


def test_one_player_is_sent_elsewhere() -> None:
    with pytest.raises(GameError, match="two or more players"):
        AllIsolated()(NormalForm.from_payoffs([[1.0, 2.0]]))


def test_the_certificate_is_about_original_payoffs() -> None:
    game = random_game((3, 3, 2), 4)
    solution = AllIsolated()(game)
    for e in solution.equilibria:
        gains = [float(action_values(game.payoffs, e.strategies, i).max() - e.payoffs[i]) for i in range(3)]
        assert max(gains) <= solution.certificate.max_regret + 1e-15


def test_a_tie_of_one_player_is_an_edge_of_equilibria_with_both_ends_and_the_list_is_complete() -> None:
    # Players 1 and 2 coordinate on their second actions whatever happens; player 3 does not care.
    payoffs = np.zeros((3, 2, 2, 2))
    payoffs[0, 1], payoffs[1, :, 1] = 1, 1
    solution = AllIsolated()(NormalForm.from_payoffs(payoffs))
    assert solution.complete
    assert len(solution.equilibria) == 2
    assert len(solution.components) == 1
    assert [c.dimension for c in solution.continua] == [1]
    ends = sorted(tuple(p[2]) for p in solution.continua[0].points)
    assert ends == [(0.0, 1.0), (1.0, 0.0)]


def test_a_fixed_player_who_would_rather_move_cuts_a_face_of_equilibria() -> None:
    # Players 1 and 2 are indifferent throughout; player 3 prefers its first action exactly when player 1 plays its
    # first with probability at least one quarter.
    payoffs = np.zeros((3, 2, 1, 2))
    payoffs[2, 0, 0], payoffs[2, 1, 0] = [3, 0], [-1, 0]
    solution = AllIsolated(mixed_dominance=False)(NormalForm.from_payoffs(payoffs))
    assert solution.complete
    edges = sorted(sorted((p[0][0], p[2][0]) for p in c.points) for c in solution.continua)
    assert np.allclose(edges, [[(0, 0), (0.25, 0)], [(0.25, 0), (0.25, 1)], [(0.25, 1), (1, 1)]])


def test_rational_equilibria_are_given_exactly() -> None:
    payoffs = np.zeros((3, 2, 2, 2))
    payoffs[0] = np.array([[2, 0], [0, 1]])[:, :, None]
    payoffs[1] = np.array([[0, 1], [2, 0]])[:, :, None]
    payoffs[2, :, :, 1] = 1
    solution = AllIsolated(mixed_dominance=False)(NormalForm.from_payoffs(payoffs))
    assert solution.complete
    assert len(solution.equilibria) == 1
    exact = solution.equilibria[0].exact
    assert exact is not None
    assert exact.strategies == (
        (Fraction(2, 3), Fraction(1, 3)),
        (Fraction(1, 3), Fraction(2, 3)),
        (Fraction(0), Fraction(1)),
    )
    assert exact.payoffs == (Fraction(2, 3), Fraction(2, 3), Fraction(1))


@pytest.mark.parametrize("shape", [(3, 3, 3), (4, 3, 2), (2, 2, 2, 2)])
def test_no_equilibrium_that_newton_meets_from_random_starts_is_missing(shape: tuple[int, ...]) -> None:
    for seed in range(2):
        game = NormalForm.from_payoffs(np.random.default_rng(seed).integers(0, 1000, (len(shape), *shape)))
        solution = AllIsolated()(game)
        assert solution.complete
        listed = [np.concatenate(e.strategies) for e in solution.equilibria]
        payoffs, cuts = normalise(game.payoffs), offsets(shape)
        rng = np.random.default_rng(seed)
        for _ in range(40):
            start = np.concatenate([rng.dirichlet(np.full(n, 0.5)) for n in shape])
            found = newton_search(payoffs, start, cuts)
            if found.residual < 1e-9:
                assert min(float(np.abs(found.flat - known).max()) for known in listed) < 1e-6


def test_a_box_test_of_uniqueness_refuses_a_box_with_two_roots() -> None:
    rows = [(9, 8, 12), (0, 0, 0), (0, 0, 0), (9, 8, 2), (0, 0, 0), (3, 4, 6), (3, 4, 6), (0, 0, 0)]
    core = prepare(profiles_first_player_fastest((2, 2, 2), rows)).core
    everything = ((0, 1), (0, 1), (0, 1))
    roots = [
        certify_root(core, everything, np.array([x, 1 - x, y, 1 - y, z, 1 - z]))
        for x, y, z in [(0.4, 0.5, 1 / 3), (0.5, 0.4, 0.25)]
    ]
    for root in roots:
        assert root is not None
        assert root.is_only_root_within(np.full(6, 0.03))
        # The other root is a tenth away in two coordinates and a twelfth in the third.
        assert not root.is_only_root_within(np.full(6, 0.101))


def test_linear_enclosures_contain_the_root_they_are_computed_for() -> None:
    for seed in range(6):
        game = random_game((3, 3, 2), seed)
        for e in AllIsolated()(game).equilibria:
            support = e.support
            if min(len(s) for s in support) < 2:
                continue
            payoffs = list(normalise(game.payoffs))
            own = [s[list(which)] for s, which in zip(e.strategies, support, strict=True)]
            split = int(np.argmin([len(s) for s in support]))
            pair = next(pair for pair in pairs(support) if split not in pair)
            corners = own[split] + 1e-3 * (np.eye(len(own[split])) - own[split])
            boxes = enclose(payoffs, support, pair, {split: corners})
            assert boxes is not None
            for s, (low, high) in zip(own, boxes, strict=True):
                assert np.all(low <= s + 1e-12)
                assert np.all(s <= high + 1e-12)
                assert np.all(high - low < 0.5)
