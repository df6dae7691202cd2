"""Metrics by hand, and directions by their definition."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from games.parts.direction import Direction, combine, direction
from games.parts.metric import Metric, Sense
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.terms import Revenue, TrainingCost
from games.time.calendar import Calendar
from games.time.open_path import OpenPath, OpenRelease, Scenario


def metrics(game: ReleaseGame) -> dict[str, Metric]:
    return {m.name: m for m in game.metrics()}


def pair(calendar: Calendar | None = None, path: OpenPath | None = None) -> ReleaseGame:
    """Alice open from 2, Bob closed from 1; both may release at 0 or 1."""
    labs = (
        Lab(name="alice", release="open", start=2, path=(4, 5), terms=(Revenue(), TrainingCost())),
        Lab(name="bob", start=1, path=(6, 9), terms=(Revenue(), TrainingCost())),
    )
    return ReleaseGame(
        name="pair",
        labs=labs,
        calendar=calendar or Calendar(horizon=2, slots=2, days_per_period=1),
        open=path or OpenPath(),
        milestones=(5, 9),
    )


def test_dates_count_never_as_the_horizon_and_say_how_often_it_is_never() -> None:
    found = metrics(pair())
    first = found["first_release"]
    np.testing.assert_array_equal(first.values, [[0, 0, 0], [0, 1, 1], [0, 1, 2]])
    assert first.never is not None
    assert first.never.sum() == 1
    np.testing.assert_array_equal(found["first_release.bob"].values, [[0, 1, 2]] * 3)
    np.testing.assert_array_equal(found["reached.5"].values, [[0, 1, 2], [0, 1, 1], [0, 1, 2]])
    assert found["reached.9"].values[2, 1] == 1
    assert {first.sense, found["reached.5"].sense} == {Sense.EARLIER}


def test_levels_by_hand() -> None:
    found = metrics(pair())
    # Alice at 0 (open 4), Bob at 1 (closed 9).
    at = (0, 1)
    assert found["frontier_area"].values[at] == 4 + 9
    assert found["frontier_end"].values[at] == 9
    assert found["training_spend"].values[at] == 13
    assert found["n_release"].values[at] == 2
    assert found["gap"].values[at] == ((1 - 4) + (9 - 4)) / 2
    # Customers have the open model's 2 a day throughout; Bob earns 3 - 2 in the second period.
    assert found["consumer_surplus"].values[at] == 4
    assert found["profit.bob"].values[at] == 1 - 9
    assert found["profit.alice"].values[at] == -4
    assert found["welfare"].values[at] == 4 + 1 - 13


def test_over_an_infinite_horizon_dates_may_be_infinite_and_areas_are_left_out() -> None:
    found = metrics(pair(Calendar(horizon=math.inf, slots=2, discount_rate=0.1)))
    assert "frontier_area" not in found
    assert found["first_release"].by_distribution
    assert found["gap"].values[0, 1] == 9 - 4


def test_metrics_are_averaged_over_scenarios() -> None:
    surprise = Scenario(probability=0.25, releases=(OpenRelease(capability=9, date=1),))
    found = metrics(pair(path=OpenPath(scenarios=(surprise,))))
    assert found["frontier_area"].values[2, 2] == 0.75 * 4 + 0.25 * (2 + 9)
    assert found["reached.9"].values[2, 2] == 0.75 * 2 + 0.25 * 1
    never = found["reached.9"].never
    assert never is not None
    assert never[2, 2] == 0.75


def test_risk_is_reported_only_where_some_lab_fears_it() -> None:
    assert not {"harm", "p_safe"} & set(metrics(pair()))


@pytest.mark.parametrize(
    ("before", "after", "sense", "way"),
    [
        ((3, 5), (2, 5), Sense.EARLIER, Direction.UP),
        ((3, 5), (2, 4), Sense.EARLIER, Direction.UP),
        ((3, 5), (3, 6), Sense.EARLIER, Direction.DOWN),
        ((3, 5), (2, 6), Sense.EARLIER, Direction.AMBIGUOUS),
        ((3, 5), (3, 5 + 1e-12), Sense.EARLIER, Direction.NEUTRAL),
        ((3, 5), (4, 5), Sense.MORE, Direction.UP),
        ((3, 5), (4, 4), Sense.MORE, Direction.AMBIGUOUS),
        ((3, 5), (4, 5), Sense.LEVEL, Direction.MORE),
        ((3, 5), (3, 4), Sense.LEVEL, Direction.LESS),
    ],
)
def test_a_direction_is_of_racing_and_of_both_ends(
    before: tuple[float, float], after: tuple[float, float], sense: Sense, way: Direction
) -> None:
    assert direction(before, after, sense, 10.0) is way


ends = st.tuples(st.integers(0, 3), st.integers(0, 3)).map(lambda p: (float(min(p)), float(max(p))))


@given(ends, ends, st.sampled_from(list(Sense)))
def test_the_way_back_is_the_opposite_direction(
    before: tuple[float, float], after: tuple[float, float], sense: Sense
) -> None:
    opposite = {
        Direction.UP: Direction.DOWN,
        Direction.DOWN: Direction.UP,
        Direction.MORE: Direction.LESS,
        Direction.LESS: Direction.MORE,
    }
    there, back = direction(before, after, sense, 1.0), direction(after, before, sense, 1.0)
    assert back is opposite.get(there, there)


def test_distributions_that_cross_are_ambiguous() -> None:
    pairs = [((0.2, 0.2), (0.4, 0.4)), ((0.6, 0.6), (0.5, 0.5))]
    assert combine(pairs, Sense.MORE, 1.0) is Direction.AMBIGUOUS
    assert combine(pairs[:1], Sense.MORE, 1.0) is Direction.UP
