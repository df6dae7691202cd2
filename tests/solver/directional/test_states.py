"""Solutions of single states: both searches, the rational twin, and many starts of a plain method agree."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

import numpy as np
import pytest
from scipy.optimize import least_squares

from solver.common.arrays import FloatArray
from solver.directional.boxes import solve_boxes
from solver.directional.intervals import Interval
from solver.directional.pairs import Found, distinct, solve_pairs
from solver.directional.state import Systems
from tests.solver.directional.ladders import random_systems
from tests.solver.directional.resultant import PairState, solutions


def efforts_of(found: Found, row: int) -> list[FloatArray]:
    return sorted(found.efforts.mid[found.rows == row], key=tuple)


def rest(systems: Systems, row: int, h: FloatArray) -> FloatArray:
    """``min(h_i, F_i)``: 0 at a solution and nowhere else."""
    g, out = systems.exponent, np.zeros(len(h))
    for i in range(len(h)):
        others = [j for j in range(len(h)) if j != i]
        c = systems.cost[row, i]
        f = c * (1 - 1 / g) * h[i] ** g + (systems.rate.lo[row] + h[others].sum()) * c * h[i] ** (g - 1)
        f += sum(h[j] * (systems.other.lo[row, i, j] - systems.other.lo[row, i, i]) for j in others)
        f += systems.pay.lo[row, i] - systems.rate.lo[row] * systems.other.lo[row, i, i]
        out[i] = min(h[i], f)
    return out


@pytest.mark.parametrize("exponent", [2.0, 1.5, 3.0])
def test_intervals_and_boxes_find_the_same_solutions(exponent: float) -> None:
    systems = random_systems(np.random.default_rng(3), 300 if exponent == 2.0 else 40, 2, exponent)
    first, second = solve_pairs(systems), solve_boxes(systems)
    both = first.complete & second.complete
    assert both.mean() > 0.9
    for row in np.flatnonzero(both).tolist():
        mine, theirs = efforts_of(first, row), efforts_of(second, row)
        assert len(mine) == len(theirs) > 0
        assert np.allclose(mine, theirs, atol=1e-4)
    assert np.bincount(first.rows[both[first.rows]]).max() >= (2 if exponent == 2.0 else 1)


def test_the_rational_twin_finds_the_same_solutions() -> None:
    systems = random_systems(np.random.default_rng(4), 100, 2)
    found = solve_pairs(systems)
    several = 0
    for row in np.flatnonzero(found.complete).tolist():
        exact = PairState(
            Fraction(1, 2),
            *(
                tuple(Fraction(float(v)) for v in part)  # type: ignore[arg-type]  # pairs of numbers
                for part in (
                    systems.pay.lo[row],
                    np.diag(systems.other.lo[row]),
                    (systems.other.lo[row, 0, 1], systems.other.lo[row, 1, 0]),
                    systems.cost[row],
                )
            ),
        )
        expected = [(float(a), float(b)) for a, b in solutions(exact)]
        assert np.allclose(efforts_of(found, row), expected, atol=1e-9), (row, expected)
        several += len(expected) > 1
    assert several > 0


@pytest.mark.parametrize("n_players", [2, 3])
def test_no_start_of_a_plain_method_finds_a_solution_that_is_missing(n_players: int) -> None:
    rng = np.random.default_rng(5)
    systems = random_systems(rng, 25, n_players)
    found = solve_pairs(systems) if n_players == 2 else solve_boxes(systems)
    reached = 0
    for row in range(len(systems)):
        known = efforts_of(found, row)
        if not found.complete[row]:
            continue
        for _ in range(15):
            start = rng.exponential(2.0, n_players)
            ended = least_squares(partial(rest, systems, row), start, bounds=(0, np.inf), xtol=1e-15, ftol=1e-15)
            point = ended.x
            if np.abs(rest(systems, row, point)).max() < 1e-11:
                reached += 1
                assert min(np.abs(k - point).max() for k in known) < 1e-4, (row, point, known)
    assert reached > 60


def test_every_enclosure_holds_a_solution() -> None:
    for exponent in (2.0, 1.5, 3.0):
        systems = random_systems(np.random.default_rng(6), 60, 2, exponent)
        found = solve_pairs(systems)
        for row, low, high in zip(found.rows, found.efforts.lo, found.efforts.hi, strict=True):
            assert np.all(low <= high)
            assert np.abs(rest(systems, row, 0.5 * (low + high))).max() < 1e-6 + 1e3 * (high - low).max()


def test_uncertain_values_above_widen_the_solutions_and_lose_none() -> None:
    systems = random_systems(np.random.default_rng(7), 100, 2)
    error = 1e-7 * np.eye(2)
    wide = Systems.of(
        systems.rate,
        systems.pay,
        Interval(systems.other.lo - error, systems.other.hi + error),
        systems.cost,
        systems.can,
        2.0,
    )
    exact, found = solve_pairs(systems), solve_pairs(wide)
    for row in np.flatnonzero(found.complete & exact.complete).tolist():
        mine, theirs = efforts_of(exact, row), efforts_of(found, row)
        assert len(mine) == len(theirs)
    inside = [
        any(np.all((low - 1e-12 <= h) & (h <= high + 1e-12)) for low, high in zip(
            found.efforts.lo[found.rows == row], found.efforts.hi[found.rows == row], strict=True))
        for row in np.flatnonzero(found.complete & exact.complete).tolist()
        for h in efforts_of(exact, row)
    ]  # fmt: skip
    assert all(inside)


def test_a_player_that_cannot_climb_does_nothing_and_the_other_solves_a_quadratic() -> None:
    systems = Systems.of(
        Interval.point(np.array([0.1])),
        Interval.point(np.zeros((1, 2))),
        Interval.point(np.array([[[1.0, 0.0], [0.0, 0.0]]])),
        np.ones((1, 2)),
        np.array([[True, False]]),
        2.0,
    )
    found = solve_pairs(systems)
    assert found.complete.all()
    # h**2 / 2 + .1 h - .1 = 0.
    assert np.allclose(found.efforts.mid, [[-0.1 + np.sqrt(0.01 + 0.2), 0.0]])


def test_of_enclosures_in_a_chain_those_that_do_not_meet_both_stay() -> None:
    ends = np.array([[0.0, 1.0], [0.9, 2.0], [1.9, 3.0], [0.0, 1.0]])
    enclosures = Interval(np.repeat(ends[:, :1], 3, axis=1), np.repeat(ends[:, 1:], 3, axis=1))
    found = distinct(np.array([0, 0, 0, 1]), enclosures, np.ones(2, dtype=bool))
    assert found.rows.tolist() == [0, 0, 1]
    assert found.efforts.lo[:, 0].tolist() == [0.0, 1.9, 0.0]
