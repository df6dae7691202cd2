"""The one verdict path: cells together, cells alone, and a twin that follows the rule word by word."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.parts.direction import Code, Direction
from games.parts.metric import Metric, Sense
from games.parts.part import FloatArray
from openrace.concepts.equilibria import CellFlag, EquilibriumSets, join, marginals, of_profiles, of_solution, supports
from openrace.concepts.expectations import expectations, extents, intervals, plain
from openrace.concepts.many import solve_many
from openrace.questions.verdict import Part, judge_cells
from solver.answer.solving import solve
from solver.game.normal_form import NormalForm
from solver.kernels.loader import load as load_kernels

Point = tuple[FloatArray, ...]


def points_of(found: EquilibriumSets, game: int) -> list[Point]:
    rows = found.points[found.offsets[game] : found.offsets[game + 1]]
    return [tuple(c[r] for c, r in zip(found.corners, row, strict=True)) for row in rows.tolist()]


def mean(values: FloatArray, point: Point) -> float:
    """Sum over profiles of value times chance."""
    total = 0.0
    for profile in product(*[range(len(own)) for own in point]):
        chance = 1.0
        for own, action in zip(point, profile, strict=True):
            chance *= own[action]
        if chance > 0:
            total += chance * values[profile]
    return total


def hull(numbers: list[float]) -> tuple[float, float]:
    return min(numbers), max(numbers)


def plain_verdict(then: list[Point], now: list[Point], first: FloatArray, second: FloatArray, sense: Sense) -> Code:
    """The rule as the model states it, one sentence a line."""
    if not then or not now:
        return Code.UNKNOWN
    if np.isinf(first).any() or np.isinf(second).any():
        dates = sorted({float(d) for d in (*first.ravel(), *second.ravel()) if np.isfinite(d)})
        pairs = [
            (
                hull([mean((first <= d).astype(float), p) for p in then]),
                hull([mean((second <= d).astype(float), p) for p in now]),
            )
            for d in dates
        ]
        tolerance, sign, level = 1e-9, 1.0, False
    else:
        pairs = [(hull([mean(first, p) for p in then]), hull([mean(second, p) for p in now]))]
        tolerance = 1e-9 * (max(first.max(), second.max()) - min(first.min(), second.min()))
        sign, level = (-1.0 if sense is Sense.EARLIER else 1.0), sense is Sense.LEVEL
    moves = [sign * (b - a) for before, after in pairs for a, b in zip(before, after, strict=True)]
    rises, falls = any(m > tolerance for m in moves), any(m < -tolerance for m in moves)
    if rises and falls:
        return Code.AMBIGUOUS
    if rises:
        return Code.MORE if level else Code.UP
    if falls:
        return Code.LESS if level else Code.DOWN
    return Code.NEUTRAL


def random_side(draws: np.random.Generator, cells: int, shape: tuple[int, ...], dates: tuple[float, ...]) -> Part:
    """Games with ties, one metric of each sense that is the same everywhere, and one that varies over cells."""
    payoffs = draws.integers(0, 3, (cells, len(shape), *shape)).astype(float)
    metrics = [Metric(str(s), "1", s, draws.integers(0, 4, shape).astype(float)) for s in Sense]
    metrics.append(Metric("date", "periods", Sense.EARLIER, draws.choice(dates, (cells, *shape))))
    return Part(np.arange(cells), solve_many(payoffs), tuple(metrics), len(shape))


def one_cell(part: Part, cell: int) -> Part:
    metrics = tuple(
        Metric(m.name, m.unit, m.sense, m.values if m.values.ndim == part.n_axes else m.values[cell : cell + 1])
        for m in part.metrics
    )
    return Part(np.array([0]), part.found.part(cell, cell + 1), metrics, part.n_axes)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([(3, 2), (2, 3), (4,)]), st.booleans())
def test_every_cell_has_the_verdict_of_the_plain_rule(seed: int, shape: tuple[int, ...], endless: bool) -> None:
    draws = np.random.default_rng(seed)
    dates = (0.0, 1.0, 2.0, np.inf) if endless else (0.0, 1.0, 2.0)
    sides = [random_side(draws, 6, shape, dates) for _ in range(2)]
    verdicts = judge_cells([[side] for side in sides], 6)
    for cell in range(6):
        then, now = (points_of(side.found, cell) for side in sides)
        for k, metric in enumerate(sides[0].metrics):
            first, second = (one_cell(side, cell).metrics[k].values for side in sides)
            if metric.name == "date":
                first, second = first[0], second[0]
            assert verdicts.direction[cell, k] == plain_verdict(then, now, first, second, metric.sense)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.booleans())
def test_a_cell_has_the_same_bits_alone_and_in_any_batch(seed: int, endless: bool) -> None:
    draws = np.random.default_rng(seed)
    dates = (0.0, 1.0, np.inf) if endless else (0.0, 1.0, 2.5)
    sides = [random_side(draws, 5, (3, 3), dates) for _ in range(2)]
    together = judge_cells([[side] for side in sides], 5)
    for cell in range(5):
        alone = judge_cells([[one_cell(side, cell)] for side in sides], 1)
        np.testing.assert_array_equal(alone.values[0], together.values[cell])
        np.testing.assert_array_equal(alone.direction[0], together.direction[cell])


def test_only_cells_in_which_a_date_may_be_infinite_are_compared_by_distribution() -> None:
    # Both cells mix halves. In the first cell the date is 0 or 4 and then 1 or 2: means fall, distributions cross.
    half = of_profiles([(np.array([0.5, 0.5]),)], (2,), CellFlag.COMPLETE)
    then = Metric("date", "periods", Sense.EARLIER, np.array([[0.0, 4.0], [0.0, np.inf]]))
    now = Metric("date", "periods", Sense.EARLIER, np.array([[1.0, 2.0], [1.0, 2.0]]))
    cells = join([half, half])
    verdicts = judge_cells([[Part(np.arange(2), cells, (m,), 1)] for m in (then, now)], 2)
    assert [Code(c) for c in verdicts.direction[:, 0].tolist()] == [Code.UP, Code.AMBIGUOUS]
    np.testing.assert_array_equal(verdicts.values[:, 0], [[[2, 2], [1.5, 1.5]], [[0, 0], [1.5, 1.5]]])


def test_a_side_without_any_equilibrium_has_no_direction() -> None:
    none = of_profiles([], (2,), CellFlag(0))
    some = of_profiles([(np.array([1.0, 0.0]),)], (2,), CellFlag.COMPLETE)
    metric = Metric("m", "1", Sense.MORE, np.array([1.0, 2.0]))
    verdicts = judge_cells([[Part(np.array([0]), found, (metric,), 1)] for found in (some, none)], 1)
    assert verdicts.direction[0, 0] == Code.UNKNOWN
    np.testing.assert_array_equal(verdicts.values[0, 0], [[1, 1], [np.nan, np.nan]])


@pytest.mark.parametrize("shape", [(4,), (3, 2), (2, 2, 2)])
def test_expectations_are_sums_over_profiles(shape: tuple[int, ...]) -> None:
    draws = np.random.default_rng(3)
    found = solve_many(draws.integers(0, 3, (8, len(shape), *shape)).astype(float))
    for games in (1, 8):
        values = draws.normal(size=(5, games, *shape))
        numbers = iter(expectations(found, values))
        for game in range(8):
            for point in points_of(found, game):
                expected = [mean(own[game if games > 1 else 0], point) for own in values]
                np.testing.assert_allclose(next(numbers), expected, atol=1e-13)


def test_compiled_and_plain_expectations_have_the_same_bits() -> None:
    load_kernels()
    draws = np.random.default_rng(7)
    found = solve_many(draws.integers(0, 3, (60, 2, 4, 3)).astype(float))
    assert (found.corners[0] % 1 > 0).any()
    for games in (1, 60):
        values = draws.normal(size=(5, games, 4, 3))
        np.testing.assert_array_equal(expectations(found, values), plain(found, values))


def test_distributions_over_profiles_are_sets_on_one_axis() -> None:
    draws = np.random.default_rng(4)
    chances = draws.dirichlet(np.ones(12), 3).reshape(3, 2, 3, 2)
    found = of_profiles([(d.ravel(),) for d in chances], (12,), CellFlag(0))
    values = draws.normal(size=(2, 3, 2))
    numbers = [float((d * values).sum()) for d in chances]
    assert intervals(found, [values]) == [pytest.approx((min(numbers), max(numbers)))]
    assert [float(m.sum()) for m in marginals(chances[0])] == pytest.approx([1.0, 1.0, 1.0])


def test_sets_of_one_game_are_the_same_from_its_solution_and_from_the_batch() -> None:
    draws = np.random.default_rng(5)
    payoffs = draws.integers(0, 3, (20, 2, 3, 3)).astype(float)
    batch = solve_many(payoffs)
    alone = join([of_solution(solve(NormalForm.from_payoffs(game))) for game in payoffs])
    np.testing.assert_array_equal(batch.n_components, alone.n_components)
    np.testing.assert_array_equal(supports(batch, 1), supports(alone, 1))
    values = draws.normal(size=(4, 20, 3, 3))
    np.testing.assert_allclose(extents(batch, values), extents(alone, values), atol=1e-12)


def test_a_cell_that_is_a_part_of_its_own_on_each_side_is_found_by_its_position() -> None:
    draws = np.random.default_rng(6)
    then, now = (random_side(draws, 4, (2, 2), (0.0, 1.0)) for _ in range(2))
    apart = [Part(np.array([cell]), *_rest(one_cell(now, cell))) for cell in (2, 0, 3, 1)]
    whole, cut = judge_cells([[then], [now]], 4), judge_cells([[then], apart], 4)
    np.testing.assert_array_equal(whole.values, cut.values)
    np.testing.assert_array_equal(whole.direction, cut.direction)


def _rest(part: Part) -> tuple[EquilibriumSets, tuple[Metric, ...], int]:
    return part.found, part.metrics, part.n_axes


def test_every_direction_has_a_code() -> None:
    assert {Code.of(d).word for d in Direction} == {str(d) for d in Direction}
