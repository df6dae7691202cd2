import math
import time
from collections.abc import Sequence

import numpy as np
import pytest

from games.events.written import read_intervention
from games.parts.direction import Code
from games.parts.part import FloatArray
from games.parts.paths import Setting
from games.stories.selling.announced import AnnouncedDate
from openrace.analysis.flip import flip
from openrace.analysis.landscape import GameLandscape, Ground, Signs, State
from openrace.analysis.levers import Lever, prior_levers, read_levers, relative_levers
from openrace.analysis.story_landscape import StoryLandscape
from openrace.questions.load import load
from openrace.questions.question import Question
from openrace.questions.shift import shift
from openrace.sweeps.prior import read_belief
from solver.common.errors import OpenraceError, TooLargeError
from tests.openrace.analysis.plain import Plain
from tests.openrace.sweeps.sweeps import QUESTION, small_game


class Disc(Plain):
    """Up inside a disc around (1, 1) of radius 1 that is moved by ``shift``, down outside."""

    metric = "only"

    def value(self, path: str) -> float:
        return {"a": 1.2, "b": 1.0}[path]

    def signs(self, paths: tuple[str, ...], low: FloatArray, high: FloatArray, metric: str) -> Signs:  # noqa: ARG002 - the contract
        def codes(points: FloatArray) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
            whole = {"a": np.full(len(points), 1.2), "b": np.full(len(points), 1.0)}
            whole |= {p: points[:, k] for k, p in enumerate(paths)}
            far = (whole["a"] - 1) ** 2 + (whole["b"] - 1) ** 2 > 1
            return np.asarray(far.astype(np.int8))

        return codes

    def states(self, path: str, at: float, metric: str) -> tuple[State, ...]:
        raise NotImplementedError

    def ground(self, settings: Sequence[Setting], metric: str) -> Ground:
        point = np.array([[{s.path: float(s.value) for s in settings}.get(p, self.value(p)) for p in ("a", "b")]])
        sign = Code(int(self.signs(("a", "b"), point[0], point[0], metric)(point)[0]))
        return Ground(tuple(settings), sign, None, None, True, 0.0)


LEVERS = (Lever("a", 0.0, 4.0, 1.0, "unit"), Lever("b", -4.0, 4.0, 2.0, "unit"))


def test_the_nearest_flip_of_one_number_is_found_on_either_side() -> None:
    found = flip(Disc(), LEVERS, "m")
    by_path = {(f.paths[0], f.changes[0] > 0): f for f in found.found}
    assert by_path["a", True].distance == pytest.approx(0.8, abs=1e-9)
    # To the left the bounds end exactly on the circle, which still counts as inside.
    assert ("a", False) not in by_path
    assert by_path["b", True].distance == pytest.approx(math.sqrt(0.96) / 2, abs=1e-9)
    assert all(f.same.sign is Code.UP and f.flipped.sign is Code.DOWN for f in found.found)


def test_a_combination_is_told_only_if_it_needs_less_than_its_parts() -> None:
    found = flip(Disc(), LEVERS, "m", together=2)
    # In units (1, 2) the disc is an ellipse; its point nearest to (1.2, 1) is by Lagrange's condition off both axes.
    angles = np.linspace(0, 2 * np.pi, 200_001)
    exact = np.hypot(np.cos(angles) - 0.2, np.sin(angles) / 2).min()
    assert found.found[0].distance == pytest.approx(exact, rel=1e-3)
    assert found.found[0].distance >= exact - 1e-9


class Wall(Disc):
    """Up left of 2, whatever ``b`` is."""

    def signs(self, paths: tuple[str, ...], low: FloatArray, high: FloatArray, metric: str) -> Signs:  # noqa: ARG002 - the contract
        def codes(points: FloatArray) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
            first = points[:, paths.index("a")] if "a" in paths else np.full(len(points), 1.2)
            return np.asarray((first > 2).astype(np.int8))

        return codes


def test_a_second_number_that_does_not_help_is_not_told() -> None:
    found = flip(Wall(), LEVERS, "m", together=2)
    assert [f.paths for f in found.found] == [("a",)]
    assert found.found[0].at[0] == pytest.approx(2, abs=1e-8)
    assert found.none == ("none: b from -4 to 4, in 256 steps",)


def test_none_within_the_bounds_is_said_with_the_bounds() -> None:
    found = flip(Disc(), (Lever("a", 0.9, 1.5, 1.0, "unit"),), "m")
    assert found.found == ()
    assert found.none == ("none: a from 0.9 to 1.5, in 256 steps",)


def test_row_30_flips_at_both_its_breakpoints() -> None:
    landscape = StoryLandscape(AnnouncedDate())
    found = flip(landscape, (Lever("tau", 1.0, 20.0, 1.0, "period"),), "first_release")
    assert found.base is Code.UP
    at = sorted(f.at[0] for f in found.found)
    assert at == pytest.approx([8.8474810, 12.6032847], abs=1e-6)
    # At the flip itself two dates tie; just beyond, an early model delays and a late one changes nothing.
    assert {f.at[0] > 10: f.flipped.sign for f in found.found} == {False: Code.DOWN, True: Code.NEUTRAL}
    assert all(f.same.sign is Code.UP for f in found.found)


@pytest.mark.parametrize("step", [0.5])
def test_row_30_flips_on_a_calendar_to_the_grids_step(step: float) -> None:
    before = load(f"announced-date@{step}")
    landscape = GameLandscape(Question(before, read_intervention("open:4@10")))
    found = flip(landscape, (Lever("intervention.date", 7.0, 14.0, 1.0, "period"),), "first_release")
    assert sorted(f.at[0] for f in found.found) == pytest.approx([8.8475, 12.6033], abs=step)
    assert {f.at[0] > 10: f.flipped.sign for f in found.found} == {False: Code.DOWN, True: Code.NEUTRAL}


class Ridge(Disc):
    """Up left of 2, ambiguous at 2 alone and a hair beyond, down further on."""

    def signs(self, paths: tuple[str, ...], low: FloatArray, high: FloatArray, metric: str) -> Signs:  # noqa: ARG002 - the contract
        def codes(points: FloatArray) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
            a = points[:, 0]
            return np.asarray(
                np.where(a < 2, Code.UP, np.where(a < 2 + 1e-9, Code.AMBIGUOUS, Code.DOWN)), dtype=np.int8
            )

        return codes


def test_beyond_a_tie_the_sign_is_that_of_the_other_side() -> None:
    (found,) = flip(Ridge(), (Lever("a", 1.0, 4.0, 1.0, "unit"),), "m").found
    assert found.at[0] == pytest.approx(2, abs=1e-9)
    assert (found.same.sign, found.flipped.sign) == (Code.UP, Code.DOWN)


def test_a_flip_of_a_game_is_certified_by_solving_both_sides_again() -> None:
    question = read_intervention(QUESTION)
    landscape = GameLandscape(Question(small_game(), question))
    levers = relative_levers(landscape, ("alice.prestige", "alice.slowness"))
    found = flip(landscape, levers, "first_release")
    assert found.found
    for one in found.found:
        assert one.same.sign is found.base is not one.flipped.sign
        assert one.same.proven
        assert one.flipped.proven
        path, value = one.paths[0], one.at[0]
        game = Question(small_game(), question).at([Setting(path, value)]).game
        assert Code.of(shift(game, question).metric("first_release").direction) is one.flipped.sign
        assert one.distance == pytest.approx(abs(one.changes[0]) / abs(landscape.value(path)))


def test_levers_measure_in_what_they_say() -> None:
    landscape = GameLandscape(Question(small_game(), read_intervention(QUESTION)))
    (wide,) = read_levers(landscape, ["alice.prestige"])
    assert (wide.low, wide.high, wide.unit) == (0.0, 4.0, 2.0)
    (narrow,) = read_levers(landscape, ["alice.prestige=1:3"])
    assert (narrow.low, narrow.high, narrow.unit) == (1.0, 3.0, 2.0)
    (prior,) = prior_levers([read_belief("alice.prestige=1:3")])
    assert prior.unit == pytest.approx(2 / math.sqrt(12))
    with pytest.raises(OpenraceError, match="is 0 at the base point"):
        read_levers(landscape, ["alice.market_share"])


def test_a_base_point_outside_the_bounds_is_refused() -> None:
    landscape = GameLandscape(Question(small_game(), read_intervention(QUESTION)))
    with pytest.raises(OpenraceError, match="bounds around it"):
        flip(landscape, read_levers(landscape, ["alice.prestige=3:4"]), "first_release")
    with pytest.raises(OpenraceError, match="no metric"):
        flip(landscape, read_levers(landscape, ["alice.prestige"]), "first_relaese")


def test_a_search_longer_than_its_budget_is_refused_with_an_estimate(monkeypatch: pytest.MonkeyPatch) -> None:
    spent = [0.0]
    monkeypatch.setattr(time, "process_time", lambda: spent[0])

    class Slow(Disc):
        def signs(self, paths: tuple[str, ...], low: FloatArray, high: FloatArray, metric: str) -> Signs:
            quick = super().signs(paths, low, high, metric)

            def codes(points: FloatArray) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
                spent[0] += 0.3
                return quick(points)

            return codes

    with pytest.raises(TooLargeError, match="512 points take about"):
        flip(Slow(), LEVERS, "m", budget=2.0)


def test_a_large_game_is_refused_before_it_is_built() -> None:
    large = load("alice-bob", ("calendar.horizon=3000", "calendar.slots=1500"))
    landscape = GameLandscape(Question(large, read_intervention(QUESTION)))
    with pytest.raises(TooLargeError, match=r"take about .* s each"):
        flip(landscape, (Lever("alice.start", 1.0, 8.0, 1.0, "unit"),), "first_release", budget=60.0)


@pytest.mark.parametrize(
    ("game", "event", "path", "ends"),
    [
        ("tullock", "open:1", "prize", (0.78125, 200.0)),
        ("alice-bob", "allow:bob", "alice.prestige", (0.0, 4.0)),
    ],
)
def test_a_number_without_bounds_goes_as_far_as_the_game_lets_it(
    game: str, event: str, path: str, ends: tuple[float, float]
) -> None:
    landscape = GameLandscape(Question(load(game), read_intervention(event)))
    (lever,) = read_levers(landscape, [path])
    assert (lever.low, lever.high) == ends
