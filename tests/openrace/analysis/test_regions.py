from fractions import Fraction
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.events.written import read_intervention
from games.parts.part import FloatArray
from games.parts.paths import Setting, with_settings
from games.release.release_game import ReleaseGame
from openrace.analysis.interval import bisect
from openrace.analysis.region_cut import HalfSpace, box, cut, dimension, edges
from openrace.analysis.regions import Region, regions
from openrace.questions.load import load
from openrace.questions.question import Question
from openrace.sweeps.axis import Axis, read_axis
from openrace.sweeps.design import Grid
from openrace.sweeps.sweep import sweep
from solver.answer.solving import solve
from solver.common.errors import OpenraceError
from solver.game.normal_form import NormalForm
from solver.n_player.pure import PureEquilibria
from tests.openrace.sweeps.sweeps import QUESTION, SETTINGS, cells_of_plans, small_game

AXES = (read_axis("alice.prestige=0:4:3"), read_axis("alice.slowness=0:20:3"))


def release_game() -> ReleaseGame:
    game = small_game()
    assert isinstance(game, ReleaseGame)
    return game


def catalogued(name: str, *words: str) -> ReleaseGame:
    game = load(name, words)
    assert isinstance(game, ReleaseGame)
    return game


CASES = (
    (release_game(), AXES),
    (catalogued("closed-monopolist"), (read_axis("monopolist.revenue=0:2:2"), read_axis("monopolist.slowness=0:60:2"))),
    (
        catalogued("alice-bob-monopolist", *SETTINGS, "bob.may_wait=false", "bob.dates=[2]"),
        (read_axis("alice.slowness=0:30:2"), read_axis("monopolist.slowness=0:60:2")),
    ),
)
"""Games with regions of one, six and several profiles, and the weights that vary in them."""


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


def end_along(
    game: ReleaseGame, axes: tuple[Axis, ...], region: Region, start: list[float], step: list[float]
) -> tuple[float, float]:
    """Between which shares of a step the region's profile stops being an equilibrium, by solving again and again.

    Solved without the solver's resolution, within which a deviation that gains a little does not count.
    """

    def holds(share: float) -> bool:
        at = [Setting(a.path, i + share * s) for a, i, s in zip(axes, start, step, strict=True)]
        form = with_settings(game, at).normal_form()
        sharp = NormalForm.from_payoffs(form.payoffs, resolution=1e-15)
        return region.actions in solve(sharp, PureEquilibria()).pure()

    return bisect(holds, 0.0, 1.01, 1e-10)


SHARES = (0.07, 0.61)


def test_a_facet_is_where_bisection_finds_the_end_of_the_equilibrium_to_1e_9() -> None:
    """From the middle of a region through points along every facet, the game solved again at every step."""
    for game, axes in CASES[:2]:
        checked = 0
        for region in regions(game, axes).regions:
            if region.dimension < 2:
                continue
            inside = [float(sum(c[k] for c in region.corners) / len(region.corners)) for k in range(2)]
            for facet in region.facets:
                if not facet.lab:
                    continue
                one, other = (region.corners[i] for i in facet.corners)
                for share in SHARES:
                    on = [float(a + Fraction(share) * (b - a)) for a, b in zip(one, other, strict=True)]
                    step = [m - i for m, i in zip(on, inside, strict=True)]
                    if min(i + 1.01 * s for i, s in zip(inside, step, strict=True)) < 0:
                        continue

                    near, beyond = end_along(game, axes, region, inside, step)
                    assert near - 1e-9 <= 1.0 <= beyond + 1e-9
                    short, far = (
                        [i + by * s for i, s in zip(inside, step, strict=True)] for by in (0.999999, 1.000001)
                    )
                    assert region.contains(short)
                    assert not region.contains(far)
                    checked += 1
        assert checked >= 4


def assert_agrees_with_a_sweep(game: ReleaseGame, axes: tuple[Axis, ...], n: int, tmp_path: Path) -> None:
    """In every cell but those on a boundary, by the payoffs of the cell and by what the sweep stored of it."""
    axes = tuple(Axis(a.path, np.linspace(a.values[0], a.values[-1], n) + 1e-3) for a in axes)
    found = regions(game, axes)
    grid = Grid(axes)
    done = sweep(game, grid, out=tmp_path / "s", metrics=("n_release",), block_cells=5_000).dataset()
    points = np.stack(np.meshgrid(*(a.values for a in axes), indexing="ij"), axis=-1).reshape(-1, 2)
    low, high = points.min(axis=0), points.max(axis=0)
    (batch,) = [b for g in cells_of_plans(Question(game), grid.paths, low, high) for _, b in g.build(points)]
    n_players = batch.payoffs.shape[1]
    pure = np.ones(batch.payoffs.shape[:1] + batch.payoffs.shape[2:], dtype=bool)
    for i in range(n_players):
        pure &= batch.payoffs[:, i] >= batch.payoffs[:, i].max(axis=1 + i, keepdims=True)
    # How far inside its region every profile is, in payoff; -inf for profiles that are nowhere an equilibrium.
    depth: FloatArray = np.full(pure.shape, -np.inf)
    for region in found.regions:
        # The box is no deviation's: every cell lies in it.
        gains = [points @ [float(v) for v in f.half.normal] + float(f.half.offset) for f in region.facets if f.lab]
        depth[np.index_exp[:] + region.actions] = np.min(gains, axis=0) if gains else np.inf
    flat, holds = depth.reshape(len(points), -1), pure.reshape(len(points), -1)
    away = (np.abs(flat) > 1e-7).all(axis=1)
    np.testing.assert_array_equal(holds[away], flat[away] > 0)
    assert away.mean() > 0.98
    count = done["n_equilibria"].values.reshape(-1)
    masks = done["support"].values.reshape(len(points), n_players)
    alone = away & (count == 1) & (np.bitwise_count(masks) == 1).all(axis=1)
    mixed = away & (count == 1) & ~alone
    assert (flat[mixed] < 0).all()
    assert ((flat[alone] > 0).sum(axis=1) == 1).all()
    played = np.stack(np.unravel_index(flat[alone].argmax(axis=1), pure.shape[1:]), axis=1)
    np.testing.assert_array_equal(np.uint64(1) << played.astype(np.uint64), masks[alone])
    for k in np.flatnonzero(away & (count > 1)):
        for place in np.argwhere(depth[k] > 0):
            assert all(int(m) >> int(a) & 1 for m, a in zip(masks[k], place, strict=True))
    assert alone.any()
    assert alone.sum() + mixed.sum() + (away & (count > 1)).sum() == away.sum()


@pytest.mark.parametrize(("game", "axes"), CASES, ids=["two labs", "one seller", "three labs"])
def test_regions_agree_with_the_sweep_away_from_boundaries(
    game: ReleaseGame, axes: tuple[Axis, ...], tmp_path: Path
) -> None:
    assert_agrees_with_a_sweep(game, axes, 12, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(("case", "n"), [(0, 200), (1, 60), (2, 60)], ids=["two labs", "one seller", "three labs"])
def test_regions_agree_with_the_sweep_in_every_cell_of_a_fine_grid(case: int, n: int, tmp_path: Path) -> None:
    game, axes = CASES[case]
    assert_agrees_with_a_sweep(game, axes, n, tmp_path)


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
