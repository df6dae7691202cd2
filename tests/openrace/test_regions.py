from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.interventions import read_intervention
from games.paths import Setting, with_settings
from games.release_game import ReleaseGame
from openrace.design import Axis, read_axis
from openrace.interval import bisect
from openrace.region_cut import HalfSpace, box, cut, dimension, edges
from openrace.regions import regions
from openrace.sweep import sweep
from solver.errors import OpenraceError
from solver.methods.pure import PureEquilibria
from solver.solve import solve
from tests.openrace.sweeps import QUESTION, small_game

AXES = (read_axis("alice.prestige=0:4:3"), read_axis("alice.slowness=0:20:3"))


def release_game() -> ReleaseGame:
    game = small_game()
    assert isinstance(game, ReleaseGame)
    return game


def pure_at(game: ReleaseGame, values: tuple[float, ...], axes: tuple[Axis, ...] = AXES) -> set[tuple[int, ...]]:
    at = with_settings(game, [Setting(a.path, v) for a, v in zip(axes, values, strict=True)])
    return set(solve(at.normal_form(), PureEquilibria()).pure())


def test_the_regions_that_hold_at_a_point_are_its_pure_equilibria() -> None:
    game = release_game()
    found = regions(game, AXES)
    assert any(r.dimension == 2 for r in found.regions)
    for p, s in product((0.1, 0.9, 1.7, 3.1), (0.3, 5.3, 9.7, 18.1)):
        assert {r.actions for r in found.at((p, s))} == pure_at(game, (p, s))


def test_an_interventions_regions_are_those_of_the_game_after_it() -> None:
    question = read_intervention(QUESTION)
    after = question.pair(release_game())[1]
    assert regions(release_game(), AXES, question).regions == regions(after, AXES).regions


def test_on_every_facet_its_deviation_ties_and_just_beyond_it_pays() -> None:
    game = release_game()
    for region in regions(game, AXES).regions:
        if region.dimension < 2:
            continue
        for facet in region.facets:
            if not facet.lab:
                continue
            ends = [region.corners[i] for i in facet.corners]
            middle = [float(sum(c[k] for c in ends) / len(ends)) for k in range(2)]
            at = with_settings(game, [Setting(a.path, v) for a, v in zip(AXES, middle, strict=True)])
            form = at.normal_form()
            player = form.players.index(facet.lab)
            other = form.actions[player].index(facet.deviation)
            deviated = tuple(other if k == player else a for k, a in enumerate(region.actions))
            gain = form.payoffs[player][deviated] - form.payoffs[player][region.actions]
            assert abs(gain) < 1e-9 * form.payoff_range


def test_a_facet_is_where_bisection_finds_the_end_of_the_equilibrium_to_1e_9() -> None:
    game = release_game()
    checked = 0
    for region in regions(game, AXES).regions:
        if region.dimension < 2:
            continue
        inside = [float(sum(c[k] for c in region.corners) / len(region.corners)) for k in range(2)]
        for facet in region.facets:
            if not facet.lab:
                continue
            ends = [region.corners[i] for i in facet.corners]
            middle = [float(sum(c[k] for c in ends) / len(ends)) for k in range(2)]
            step = [m - i for m, i in zip(middle, inside, strict=True)]

            def holds(share: float, region=region, inside=inside, step=step) -> bool:  # type: ignore[no-untyped-def]  # a closure
                return region.actions in pure_at(game, tuple(i + share * s for i, s in zip(inside, step, strict=True)))

            if min(i + 1.01 * s for i, s in zip(inside, step, strict=True)) < 0:
                continue
            near, beyond = bisect(holds, 0.0, 1.01, 1e-10)
            assert near - 1e-9 <= 1.0 <= beyond + 1e-9
            checked += 1
    assert checked


def assert_agrees_with_a_sweep(n: int, tmp_path) -> None:  # type: ignore[no-untyped-def]  # a path
    from openrace.design import Grid

    game = release_game()
    axes = tuple(Axis(a.path, np.linspace(a.values[0], a.values[-1], n) + 1e-3) for a in AXES)
    found = regions(game, axes)
    dataset = sweep(game, Grid(axes), out=tmp_path / "s", metrics=("n_release",)).dataset()
    supports = dataset["support"].values[:, :, 0, :, 0]
    single = (dataset["n_equilibria"].values[:, :, 0] == 1) & (np.bitwise_count(supports).max(axis=-1) == 1)
    compared = 0
    for i, p in enumerate(axes[0].values):
        for j, s in enumerate(axes[1].values):
            here = {r.actions for r in found.at((float(p), float(s)), slack=0.0)}
            near = {r.actions for r in found.at((float(p), float(s)), slack=1e-6)}
            if here != near:
                continue
            if single[i, j]:
                assert here == {tuple(int(m).bit_length() - 1 for m in supports[i, j])}
                compared += 1
            for actions in here:
                assert all(int(supports[i, j, k]) >> a & 1 for k, a in enumerate(actions))
    assert compared > 0


def test_regions_agree_with_the_sweep_away_from_boundaries(tmp_path) -> None:  # type: ignore[no-untyped-def]  # a path
    assert_agrees_with_a_sweep(24, tmp_path)


@pytest.mark.slow
def test_regions_agree_with_the_sweep_in_every_cell_of_a_fine_grid(tmp_path) -> None:  # type: ignore[no-untyped-def]  # a path
    assert_agrees_with_a_sweep(200, tmp_path)


def test_corners_are_rational_and_the_box_is_respected() -> None:
    found = regions(release_game(), AXES)
    for region in found.regions:
        for corner in region.corners:
            assert all(isinstance(v, Fraction) for v in corner)
            assert all(a <= v <= b for a, v, b in zip(found.low, corner, found.high, strict=True))


def test_one_and_three_weights_work_alike() -> None:
    game = release_game()
    line = (read_axis("bob.prestige=0:3:2"),)
    cube = (*AXES, *line)
    for p in (0.3, 1.9):
        assert {r.actions for r in regions(game, line).at((p,))} == pure_at(game, (p,), line)
        assert {r.actions for r in regions(game, cube).at((1.3, 4.7, p))} == pure_at(game, (1.3, 4.7, p), cube)


@pytest.mark.parametrize("path", ["alice.start=1:3:2", "calendar.discount_rate=0:0.1:2"])
def test_what_is_no_weight_is_refused(path: str) -> None:
    with pytest.raises(OpenraceError, match="no weight"):
        regions(release_game(), (read_axis(path),))


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 3).flatmap(
        lambda n: st.tuples(
            st.just(n),
            st.lists(st.tuples(st.lists(st.integers(-3, 3), min_size=n, max_size=n), st.integers(-3, 3)), max_size=6),
        )
    )
)
def test_a_cut_box_is_the_hull_of_its_corners(case: tuple[int, list[tuple[list[int], int]]]) -> None:
    n, planes = case
    halves, corners = box([Fraction(0)] * n, [Fraction(2)] * n)
    for normal, offset in planes:
        half = HalfSpace(tuple(Fraction(v) for v in normal), Fraction(offset))
        halves.append(half)
        corners = cut(corners, len(halves) - 1, half)
    # By the plain definition: every way to make n inequalities tight, solved, and kept if it satisfies all.
    expected = set()
    for point in product([Fraction(k, 2) for k in range(5)], repeat=n):
        if all(h.at(point) >= 0 for h in halves):
            expected.add(point)
    for corner in corners:
        assert all(h.at(corner.point) >= 0 for h in halves)
        assert corner.tight == {k for k, h in enumerate(halves) if h.at(corner.point) == 0}
        assert _rank([halves[k].normal for k in corner.tight]) == n
    assert bool(expected) <= bool(corners)
    assert len({c.point for c in corners}) == len(corners)
    for point in expected:
        for k in range(n):
            assert min(c.point[k] for c in corners) <= point[k] <= max(c.point[k] for c in corners)
    if n == 2 and dimension(corners) == 2:
        assert len(edges(corners)) == len(corners)


def _rank(rows: list[tuple[Fraction, ...]]) -> int:
    """Of small integers, which floats handle exactly enough."""
    return int(np.linalg.matrix_rank(np.array(rows, dtype=np.float64)))
