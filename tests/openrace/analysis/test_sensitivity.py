from pathlib import Path

import numpy as np
import pytest

from games.catalog.names import named
from games.parts.direction import Code
from openrace.analysis.sensitivity import Sensitivity, _saltelli, _sobol, pawn, sensitivity
from openrace.show.bars_plot import draw_tornado
from openrace.show.style import Note, save
from openrace.sweeps.prior import read_belief
from solver.common.errors import OpenraceError
from tests.openrace.sweeps.sweeps import QUESTION, small_game

BELIEFS = [read_belief(t) for t in ("alice.prestige=0:4", "alice.slowness=0:20", "bob.training_cost=0.999:1.001")]


@pytest.fixture(scope="module")
def found() -> Sensitivity:
    return sensitivity(small_game(), BELIEFS, QUESTION, n=64, seed=3)


def test_an_assumption_that_hardly_moves_has_no_part_in_the_sign(found: Sensitivity) -> None:
    for index in found.indices:
        if index.path == "bob.training_cost" and index.kind == "total":
            assert index.value == pytest.approx(0, abs=0.05)


def test_total_indices_are_at_least_first_order_within_their_intervals(found: Sensitivity) -> None:
    by_kind = {(i.path, i.sign, i.kind): i for i in found.indices}
    for (path, sign, kind), index in by_kind.items():
        if kind == "first":
            assert index.interval[0] <= by_kind[path, sign, "total"].interval[1]
    signs = {i.sign for i in found.indices if i.sign is not None}
    assert signs == {s.sign for s in found.probability if 0 < s.fraction < 1}


def test_the_tornado_turns_one_number_at_a_time(found: Sensitivity) -> None:
    from games.parts.paths import Setting, with_settings
    from openrace.questions.shift import shift

    assert {b.path for b in found.bars} == {b.path for b in BELIEFS}
    bar = found.bars[0]
    for value, effect, sign in zip(bar.ends, bar.effect, bar.signs, strict=True):
        verdict = shift(with_settings(small_game(), [Setting(bar.path, value)]), QUESTION).metric("first_release")
        assert verdict.before is not None
        assert verdict.after is not None
        assert Code.of(verdict.direction) is sign
        assert effect == pytest.approx((sum(verdict.after) - sum(verdict.before)) / 2, abs=1e-9)


def test_the_same_seed_gives_the_same_indices(found: Sensitivity) -> None:
    assert sensitivity(small_game(), BELIEFS, QUESTION, n=64, seed=3).to_dict() == found.to_dict()


def test_pawn_is_one_half_for_a_sign_decided_by_the_slice_and_zero_for_an_unrelated_one() -> None:
    slices = np.repeat(np.arange(4), 50)
    assert pawn(slices, (slices >= 2).astype(np.int8)) == pytest.approx(0.5)
    assert pawn(slices, np.tile(np.array([0, 1], dtype=np.int8), 100)) == 0


def test_a_sign_decided_by_one_assumption_is_all_its_own_and_one_decided_by_two_is_shared() -> None:
    paths = ("a", "b", "c")
    unit = _saltelli(paths, 1024, 5)
    alone = {(i.path, i.kind): i for i in _sobol(paths, (unit[:, 0] > 0.3).astype(np.int8), 5) if i.sign is Code.UP}
    for path, exact in (("a", 1.0), ("b", 0.0), ("c", 0.0)):
        for kind in ("first", "total"):
            assert alone[path, kind].value == pytest.approx(exact, abs=0.02)
            low, high = alone[path, kind].interval
            assert low - 0.02 <= exact <= high + 0.02
    # Of the indicator of a > 1/2 and b > 1/2, variance 3/16: first order (1/16)/(3/16) = 1/3 each, total 2/3.
    both = ((unit[:, 0] > 0.5) & (unit[:, 1] > 0.5)).astype(np.int8)
    shared = {(i.path, i.kind): i.value for i in _sobol(paths, both, 5) if i.sign is Code.DOWN}
    for path in ("a", "b"):
        assert shared[path, "first"] == pytest.approx(1 / 3, abs=0.05)
        assert shared[path, "total"] == pytest.approx(2 / 3, abs=0.05)


def test_a_small_sample_warns_of_nothing() -> None:
    found = sensitivity(small_game(), BELIEFS[:2], QUESTION, n=4, seed=1)
    assert all(np.isfinite([i.value, *i.interval]).all() for i in found.indices)


def test_every_assumption_needs_one_prior() -> None:
    with pytest.raises(OpenraceError, match="no assumption came"):
        sensitivity(small_game(), [], QUESTION)
    with pytest.raises(OpenraceError, match="came twice"):
        sensitivity(small_game(), [BELIEFS[0], BELIEFS[0]], QUESTION)


def test_a_base_sample_that_is_no_power_of_two_is_refused() -> None:
    with pytest.raises(OpenraceError, match="power of two"):
        sensitivity(small_game(), BELIEFS, QUESTION, n=100)


def test_the_same_seed_gives_the_same_intervals_and_another_seed_others() -> None:
    again = [sensitivity(small_game(), BELIEFS, QUESTION, n=8, seed=seed).to_dict() for seed in (0, 0, 1)]
    assert again[0] == again[1]
    assert again[0]["indices"] != again[2]["indices"]


def test_the_tornado_is_drawn(found: Sensitivity, tmp_path: Path) -> None:
    save(draw_tornado(found), tmp_path / "t.svg", Note("tornado"))
    assert (tmp_path / "t.svg").stat().st_size > 4000
    assert found.table().latex().count("\\\\") == len(found.indices) + 1


def test_without_a_prior_a_calibrated_game_is_asked_over_the_ranges_of_its_evidence() -> None:
    game = named("frontier-2026").with_settings({"leader.releases": 1, "rival.releases": 1, "calendar.slots": 2})
    found = sensitivity(game, (), "open:500@2", n=2)
    bars = {bar.path: bar for bar in found.bars}
    assert {"open_lag", "prestige", "research_spending"} <= set(bars)
    assert bars["open_lag"].ends == (1.1, 5.3)
    assert found.n_solved == 1 + 2 * len(bars) + 2 * (len(bars) + 2)
    with pytest.raises(OpenraceError, match="no assumption came"):
        sensitivity(named("alice-bob"), (), "open:8@3", n=2)
