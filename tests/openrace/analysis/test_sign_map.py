import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.events.written import read_intervention
from games.parts.direction import Code
from games.parts.paths import Setting, with_settings
from openrace.analysis.landscape import GameLandscape, Ground
from openrace.analysis.refine import refine
from openrace.analysis.shares import shares, shares_of
from openrace.analysis.sign_map import SignMap, sign_map_of
from openrace.analysis.verified import Verified
from openrace.questions.question import Question
from openrace.questions.shift import shift
from openrace.show.map_plot import draw_map
from openrace.show.style import Note, save
from openrace.sweeps.axis import read_axis
from openrace.sweeps.design import Grid, Sample
from openrace.sweeps.prior import read_belief
from openrace.sweeps.sweep import sweep
from solver.common.errors import OpenraceError
from solver.common.table import Table
from tests.openrace.sweeps.sweeps import QUESTION, sign_map, small_game, small_grid

X, Y = "alice.prestige=0.25:4.25:5", "alice.slowness=1:21:6"


@pytest.fixture(scope="module")
def drawn() -> SignMap:
    return sign_map(small_game(), read_axis(X), read_axis(Y), QUESTION)


def test_every_cell_of_the_map_is_the_verdict_there(drawn: SignMap) -> None:
    for i, j in ((0, 0), (2, 3), (4, 5), (4, 0)):
        at = [Setting(drawn.x.path, float(drawn.x.values[i])), Setting(drawn.y.path, float(drawn.y.values[j]))]
        verdict = shift(with_settings(small_game(), at), QUESTION).metric("first_release")
        assert Code(int(drawn.codes[i, j])) is Code.of(verdict.direction)
    assert drawn.complete.all()
    assert drawn.verified == Verified(8, 8, 8)
    assert not drawn.proven
    assert len(np.unique(drawn.codes)) > 1


def test_a_map_is_a_dataset_over_its_axes(drawn: SignMap) -> None:
    data = drawn.dataset()
    assert dict(data.sizes) == {drawn.x.path: len(drawn.x.values), drawn.y.path: len(drawn.y.values)}
    x, y = float(drawn.x.values[1]), float(drawn.y.values[-1])
    there = data.sel({drawn.x.path: x, drawn.y.path: y})
    assert int(there["direction"]) == drawn.codes[1, -1]
    assert float(there["certainty"]) == drawn.certainty[1, -1]
    assert bool(there["complete"]) == drawn.complete[1, -1]
    meanings = dict(zip(data["direction"].flag_values, data["direction"].flag_meanings.split(), strict=True))
    assert meanings[int(Code.DOWN)] == "down"
    assert data[drawn.x.path].attrs["long_name"] == "prestige of alice"


def test_shares_are_counts_of_cells_and_add_to_one(drawn: SignMap) -> None:
    assert sum(s.count for s in drawn.shares) == drawn.codes.size
    for share in drawn.shares:
        assert share.count == (drawn.codes == share.sign).sum()
        assert share.interval is None


def test_averaging_over_a_point_like_prior_is_no_averaging(drawn: SignMap) -> None:
    narrow = read_belief("bob.prestige=1.9999999:2.0000001")
    averaged = sign_map(small_game(), drawn.x, drawn.y, QUESTION, beliefs=[narrow], draws=4)
    np.testing.assert_array_equal(averaged.codes, drawn.codes)
    assert (averaged.certainty == 1).all()


def test_averaged_cells_hold_the_share_of_draws_that_agree() -> None:
    wide = read_belief("bob.prestige=0:4")
    averaged = sign_map(
        small_game(), read_axis("alice.prestige=1,2,3"), read_axis(Y), QUESTION, beliefs=[wide], draws=8
    )
    np.testing.assert_array_equal(np.round(averaged.certainty * 8), averaged.certainty * 8)
    assert averaged.certainty.min() < 1
    assert sum(s.count for s in averaged.shares) == 3 * 6 * 8


def test_an_axis_of_a_map_cannot_be_averaged_out() -> None:
    with pytest.raises(OpenraceError, match=r"alice\.prestige varies twice"):
        sign_map(small_game(), X, Y, QUESTION, beliefs=[read_belief("alice.prestige=0:1")])


def test_the_robustness_of_a_uniform_prior_agrees_with_a_fine_map() -> None:
    fine = sign_map(
        small_game(), read_axis("alice.prestige=0.02:3.98:50"), read_axis("alice.slowness=0.1:19.9:50"), QUESTION
    )
    beliefs = [read_belief("alice.prestige=0:4"), read_belief("alice.slowness=0:20")]
    drawn_shares = shares_of(
        sweep(small_game(), Sample(tuple(beliefs), 512), QUESTION, metrics=("first_release",)), "first_release"
    )
    area = {s.sign: s.fraction for s in fine.shares}
    for share in drawn_shares:
        assert share.interval is not None
        assert share.interval[0] - 0.01 <= area.get(share.sign, 0.0) <= share.interval[1] + 0.01


@settings(deadline=None)
@given(st.integers(1, 200), st.data())
def test_the_interval_of_a_sampled_share_solves_wilsons_equation(of: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(1, of))
    codes = np.where(np.arange(of) < count, int(Code.UP), int(Code.DOWN)).astype(np.int8)
    interval = shares(codes, None, sampled=True)[0].interval
    assert interval is not None
    for end in interval:
        assert 0 <= end <= 1
        if 1e-9 < end < 1 - 1e-9:
            assert abs(count / of - end) == pytest.approx(1.959963984540054 * np.sqrt(end * (1 - end) / of), abs=1e-9)


def test_shares_of_nothing_but_one_sign_still_have_a_width() -> None:
    (only,) = shares(np.full((4, 5), int(Code.UP), dtype=np.int8), None, sampled=True)
    assert only.fraction == 1
    assert only.interval == pytest.approx((0.8389, 1.0), abs=1e-4)


def test_a_map_of_few_cells_is_verified_whole_and_only_then_called_proven() -> None:
    small = sign_map(small_game(), "alice.prestige=1,3", "alice.slowness=1,9", QUESTION)
    assert small.verified == Verified(4, 4, 4)
    assert small.proven
    assert sign_map(small_game(), "alice.prestige=1,3", "alice.slowness=1,9", QUESTION, verify=0).proven is False


def test_a_cell_that_does_not_come_out_again_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    ground = GameLandscape.ground

    def wrong(self: GameLandscape, at: Sequence[Setting], metric: str) -> Ground:
        return replace(ground(self, at, metric), sign=Code.UNKNOWN)

    monkeypatch.setattr(GameLandscape, "ground", wrong)
    small = sign_map(small_game(), "alice.prestige=1,3", "alice.slowness=1,9", QUESTION)
    assert small.verified == Verified(4, 0, 0)
    assert small.complete.all()
    assert not small.proven


def test_a_refined_circle_has_its_length_at_the_stated_tolerance() -> None:
    def inside(points: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
        return np.asarray(((points**2).sum(axis=1) < 0.5).astype(np.int8))

    found = refine(inside, np.array([-1.0, -1.0]), np.array([1.0, 1.0]), tolerance=1 / 256, coarse=8)
    radius = np.linalg.norm(found.segments, axis=2)
    assert np.abs(radius - np.sqrt(0.5)).max() <= 2 * found.tolerance
    length = np.linalg.norm(found.segments[:, 1] - found.segments[:, 0], axis=1).sum()
    assert length == pytest.approx(2 * np.pi * np.sqrt(0.5), rel=0.1)
    assert found.evaluated < 257**2 / 10


def test_a_boundary_that_leaves_through_the_middle_of_a_side_is_followed() -> None:
    def bump(points: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
        on_top = (points[:, 0] - 0.25) ** 2 + (points[:, 1] - 0.45) ** 2 < 0.04
        return np.asarray(((points[:, 1] < 0.4) | on_top).astype(np.int8))

    found = refine(bump, np.array([-1.0, -1.0]), np.array([1.0, 1.0]), tolerance=1 / 64, coarse=4)
    assert found.segments[..., 1].max() == pytest.approx(0.65, abs=2 / 64)


@settings(max_examples=20, deadline=None)
@given(st.floats(-0.9, 0.9), st.floats(-1.0, 1.0))
def test_a_refined_line_is_found_wherever_it_runs(offset: float, slope: float) -> None:
    def above(points: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
        return np.asarray((points[:, 1] > offset + slope * points[:, 0]).astype(np.int8))

    found = refine(above, np.array([-1.0, -1.0]), np.array([1.0, 1.0]), tolerance=1 / 128, coarse=4)
    ends = found.segments.reshape(-1, 2)
    assert np.abs(ends[:, 1] - offset - slope * ends[:, 0]).max() <= 4 * found.tolerance


def test_refined_boundaries_of_a_game_separate_the_signs_they_name() -> None:
    question = Question(small_game(), read_intervention(QUESTION))
    low, high = np.array([0.25, 1.0]), np.array([4.25, 21.0])
    signs = GameLandscape(question).signs(("alice.prestige", "alice.slowness"), low, high, "first_release")
    found = refine(signs, low, high, tolerance=1 / 128, coarse=8)
    assert len(found.segments)
    step = 2 * found.tolerance * (high - low)
    for piece, between in list(zip(found.segments, found.between, strict=True))[::7]:
        around = piece.mean(axis=0) + np.array([[i, j] for i in (-1, 0, 1) for j in (-1, 0, 1)]) * step
        seen = set(signs(np.clip(around, low, high)).tolist())
        assert set(between.tolist()) <= seen


def test_the_picture_is_written_and_other_endings_are_refused(drawn: SignMap, tmp_path: Path) -> None:
    axes = draw_map(drawn)
    labels = [t.get_text() for t in axes.get_legend().get_texts()]  # type: ignore[union-attr]  # it has one
    assert len(labels) == len(drawn.shares) + 1
    assert labels[-1].startswith("base point")
    assert {t.get_text() for t in axes.texts} & {drawn.about.word(c) for c in Code}
    save(axes, tmp_path / "map.png", Note("map", drawn.about.hash))
    assert (tmp_path / "map.png").stat().st_size > 5000
    with pytest.raises(OpenraceError, match=r"\.png"):
        save(draw_map(drawn), tmp_path / "map.docx", Note("map", drawn.about.hash))


def test_a_sweep_without_two_axes_or_directions_makes_no_map() -> None:
    line = sweep(small_game(), Grid((read_axis("alice.prestige=0:4:3"),)), QUESTION)
    with pytest.raises(OpenraceError, match="two axes"):
        sign_map_of(line)
    with pytest.raises(OpenraceError, match="with an intervention"):
        sign_map_of(sweep(small_game(), small_grid(2)))


def test_tables_come_out_as_csv_with_all_digits_and_as_latex(tmp_path: Path) -> None:
    table = Table("a & b", ("path", "value"), (("alice.start_0", 1 / 3), ("100 %", None)))
    assert [row[1] for row in csv.reader(io.StringIO(table.csv()))] == ["value", repr(1 / 3), ""]
    assert r"alice.start\_0 & 0.333333 \\" in table.latex()
    assert r"100 \% & - \\" in table.latex()
    table.write(tmp_path / "t.tex")
    with pytest.raises(OpenraceError, match=r"\.csv"):
        table.write(tmp_path / "t.xls")
