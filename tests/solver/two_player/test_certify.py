"""Certificates: true claims are proven, and every planted mistake is found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from solver.answer.solving import solve
from solver.common.clock import Clock
from solver.game.nfg import read_nfg
from solver.game.normal_form import NormalForm
from solver.game.solution import UNFINISHED, Component, Solution
from solver.kernels.loader import load
from solver.two_player.batch.solving import solve_batch
from solver.two_player.certify import certify
from solver.two_player.proof import Empty, Node, Proof, Split, Vanishing, Witness, prove


@pytest.fixture(autouse=True, scope="module")
def compiled() -> None:
    """Without kernels, lists would be those of exact arithmetic, with payoffs rounded to the resolution."""
    load()


def solved(seed: int, m: int, n: int, largest: int | None) -> Solution:
    rng = np.random.default_rng(seed)
    games = rng.normal(size=(1, 2, m, n)) if largest is None else rng.integers(0, largest + 1, size=(1, 2, m, n))
    return solve_batch(games)[0]


@pytest.mark.parametrize(("m", "n", "largest"), [(2, 2, 1), (3, 3, None), (3, 4, 2), (4, 4, 1), (5, 5, None)])
def test_complete_lists_are_proven_complete(m: int, n: int, largest: int | None) -> None:
    for seed in range(3):
        certificate = certify(solved(seed, m, n, largest))
        assert certificate.complete, certificate.reason
        assert certificate.max_regret < 1e-12


def proof_of(solution: Solution) -> Proof:
    log = prove(*(own.tolist() for own in solution.game.integers().values))
    assert log is not None
    return log


def coordination() -> Solution:
    return solve_batch(np.stack([[np.diag([2.0, 1.0, 3.0]), np.diag([1.0, 4.0, 2.0])]]))[0]


def test_a_dropped_subset_is_missed() -> None:
    solution = coordination()
    assert len(solution.components) == 7
    for k in range(7):
        short = replace(solution, components=solution.components[:k] + solution.components[k + 1 :])
        certificate = certify(short)
        assert not certificate.complete
        assert "missing" in certificate.reason


def test_a_dropped_leaf_of_the_log_is_noticed() -> None:
    solution = coordination()
    log = proof_of(solution)
    leaves = [k for k, node in enumerate(log) if node.end is None]
    for leaf in leaves:
        assert not certify(solution, log[:leaf] + log[leaf + 1 :]).complete
    assert not certify(solution, log[:-1]).complete


def test_a_branch_pruned_without_reason_is_noticed() -> None:
    solution = coordination()
    log = proof_of(solution)
    for k, node in enumerate(log):
        if node.end is None:
            for end in (
                Empty(0, Witness((1, 0, -1), 1)),
                Empty(1, Witness((0, 0, 0), 1)),
                Empty(1, Witness((1, 0, 0), 1)),
            ):
                pruned = (*log[:k], Node(node.claims, end), *log[k + 1 :])
                assert not certify(solution, pruned).complete


def test_a_log_that_leaves_it_to_the_solver_which_faces_are_empty_is_no_proof() -> None:
    solution = coordination()
    log = [Node((), None)]
    for label in reversed(range(6)):
        log = [Node((), Split(label)), *log, *log]
    assert "no witness" in certify(solution, tuple(log)).reason


def test_a_split_called_a_leaf_is_noticed() -> None:
    solution = coordination()
    log = proof_of(solution)
    assert isinstance(log[0].end, Split)
    assert "not all labels" in certify(solution, (Node(log[0].claims, None),)).reason


def test_a_wrong_witness_is_noticed() -> None:
    solution = solved(1, 4, 4, None)
    log = proof_of(solution)
    k, node = next((k, node) for k, node in enumerate(log) if node.claims)
    claim = node.claims[0]
    wrong = replace(claim, witness=Witness(tuple(-v for v in claim.witness.u), claim.witness.t))
    certificate = certify(solution, (*log[:k], Node((wrong, *node.claims[1:]), node.end), *log[k + 1 :]))
    assert "witness does not show it" in certificate.reason


def test_a_variable_that_is_wrongly_said_to_vanish_is_noticed() -> None:
    # Payoffs of 0 and 1: variables vanish which nobody has fixed.
    solution = solved(3, 5, 5, 1)
    log = proof_of(solution)
    assert certify(solution, log).complete
    k, node = next((k, n) for k, n in enumerate(log) if any(isinstance(c, Vanishing) for c in n.claims))
    place = next(c for c, claim in enumerate(node.claims) if isinstance(claim, Vanishing))
    claim = node.claims[place]
    u = claim.witness.u
    for wrong in (Witness(tuple(-v for v in u), 0), Witness(u, 1), Witness((*u[:-1], u[-1] + 1), 0), Witness(u[1:], 0)):
        claims = (*node.claims[:place], replace(claim, witness=wrong), *node.claims[place + 1 :])
        assert "vanish" in certify(solution, (*log[:k], Node(claims, node.end), *log[k + 1 :])).reason


@pytest.mark.parametrize(("size", "largest"), [(10, 2), (12, 1000), (9, 1)])
def test_games_of_a_dozen_actions_are_proven_complete_with_ties_and_without(size: int, largest: int) -> None:
    rng = np.random.default_rng(size)
    certificate = certify(solve(*rng.integers(0, largest + 1, size=(2, size, size))))
    assert certificate.complete, certificate.reason


def test_a_proof_ends_with_the_clock_within_a_branch() -> None:
    class Late(Clock):
        looks = 0

        @property
        def is_over(self) -> bool:
            self.looks += 1
            return self.looks > 3

    game = solved(3, 5, 5, None).game.integers()
    first, second = (own.tolist() for own in game.values)
    assert len(prove(first, second) or ()) == 1
    late = Late()
    assert prove(first, second, late) is None
    assert late.looks == 4


def test_a_check_ends_with_its_budget() -> None:
    certificate = certify(solved(3, 5, 5, 1), budget=1e-9)
    assert not certificate.complete
    assert UNFINISHED in certificate.reason


def test_a_point_that_is_no_equilibrium_is_noticed() -> None:
    solution = coordination()
    assert solution.vertices is not None
    x = solution.vertices[0].copy()
    x[-1] = [0.5, 0.25, 0.25]
    certificate = certify(replace(solution, vertices=(x, solution.vertices[1])))
    assert not certificate.complete
    assert "no equilibrium" in certificate.reason


def test_a_face_listed_without_one_of_its_corners_is_noticed() -> None:
    solution = solve_batch(np.zeros((1, 2, 3, 2)))[0]
    assert certify(solution).complete
    ((x, y),) = solution.components[0].subsets
    short = replace(solution, components=(Component(((x[:-1], y),)),))
    assert not certify(short).complete


def test_the_exact_solver_is_certified_too() -> None:
    from solver.two_player.all_equilibria import AllEquilibria

    game = NormalForm.from_bimatrix([[3, 3], [2, 5], [0, 6]], [[3, 2], [2, 6], [3, 1]])
    assert certify(AllEquilibria()(game)).complete


def from_file(payoffs: str, place: Path) -> NormalForm:
    (place / "game.nfg").write_text(f'NFG 1 R "t" {{ "a" "b" }} {{ 2 2 }} {payoffs}')
    return read_nfg(place / "game.nfg")


@pytest.mark.parametrize("small", ["1e-5", "1e-7", "1e-9", "1e-12", "1e-15", "1e-40", "1e-400"])
def test_what_is_nearly_a_tie_is_no_tie_for_the_check(small: str, tmp_path: Path) -> None:
    solution = solve(from_file(f"{small} 1 0 0 0 0 1 1", tmp_path))
    assert len(solution.equilibria) == 3
    certificate = certify(solution)
    assert certificate.complete, certificate.reason


@pytest.mark.parametrize("small", [1e-5, 1e-7, 1e-8, 1e-9])
def test_near_ties_of_corners_known_as_floats_are_settled_in_exact_arithmetic(small: float) -> None:
    solution = solve([[small, 0.0], [0.0, 1.0]], [[1.0, 0.0], [0.0, 1.0]])
    as_floats = replace(solution, equilibria=tuple(replace(e, exact=None) for e in solution.equilibria))
    certificate = certify(as_floats)
    assert certificate.complete, certificate.reason


def test_payoffs_that_span_more_than_floats_do_are_checked(tmp_path: Path) -> None:
    assert certify(solve(from_file("1e-300 1 0 0 0 0 1e300 1", tmp_path))).complete
