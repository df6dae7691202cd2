"""Faces of one player's strategies: linear programs, corners, and what a face remembers."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.two_player.exact.corners import corners
from solver.two_player.exact.face import Face, labels_in, strategies
from tests.known_games import attrition, pure
from tests.strategies import Bimatrix, bimatrices

ROCK_PAPER_SCISSORS = [[0, 1, -1], [-1, 0, 1], [1, -1, 0]]


def holds(face: Face) -> bool:
    """Whether a dictionary is one: feasible, positive scales, every label in one place."""
    places = [*face.basic, *face.columns, *labels_in(face.zeros)]
    return all(row[0] >= 0 and row[-1] > 0 for row in face.rows) and len(places) == len(set(places))


def test_a_mask_lists_its_labels_in_order() -> None:
    assert list(labels_in(0b101101)) == [0, 2, 3, 5]


def test_the_first_corner_is_the_first_action_and_its_best_reply() -> None:
    face = strategies(ROCK_PAPER_SCISSORS, range(3), range(3, 6))
    # The other's second action is the best reply to the first: no regret there, one and two units elsewhere.
    assert face.corner() == 0b010110
    assert [Fraction(*face.value(label)) for label in range(6)] == [1, 0, 0, 1, 0, 2]


def test_holding_every_regret_at_zero_leaves_the_uniform_strategy() -> None:
    face = strategies(ROCK_PAPER_SCISSORS, range(3), range(3, 6))
    assert all(face.hold_at_zero(label) for label in (3, 4, 5))
    assert [Fraction(*face.value(label)) for label in range(3)] == [Fraction(1, 3)] * 3
    assert not face.hold_at_zero(0)


def test_a_dominated_reply_has_regret_everywhere() -> None:
    face = strategies([[3, 1], [2, 0]], range(2), range(2, 4))
    assert not face.can_vanish(3)
    assert face.can_vanish(2)
    assert face.never_zero == 0b1000


def test_tied_replies_have_the_same_regret_on_the_whole_polyhedron_and_vanish_together() -> None:
    face = strategies([[1, 1], [2, 2]], range(2), range(2, 4))
    assert face.can_be_positive(3), "regret of both grows for ever along a ray"
    assert face.hold_at_zero(2)
    assert not face.can_be_positive(3)
    assert face.zeros == 0b1100


@given(bimatrices(max_actions=5), st.lists(st.integers(0, 9), max_size=6))
@settings(deadline=None, max_examples=150)
def test_faces_stay_feasible_and_remember_only_their_own_points(game: Bimatrix, held: list[int]) -> None:
    payoffs = game[0]
    n_labels = len(payoffs) + len(payoffs[0])
    face = strategies(payoffs, range(len(payoffs)), range(len(payoffs), n_labels))
    for label in held:
        before = face.copy()
        if label < n_labels and not face.hold_at_zero(label):
            face = before
            assert not face.can_vanish(label)
        assert holds(face)
        assert all(point & face.zeros == face.zeros for point in face.points)
    for label in range(n_labels):
        rises = face.can_be_positive(label)
        assert holds(face)
        assert rises == any(not point >> label & 1 for point in face.points)


@given(bimatrices(max_actions=4))
@settings(deadline=None, max_examples=60)
def test_a_copy_is_independent(game: Bimatrix) -> None:
    payoffs = game[0]
    labels = range(len(payoffs) + len(payoffs[0]))
    face = strategies(payoffs, labels[: len(payoffs)], labels[len(payoffs) :])
    kept = [row.copy() for row in face.rows]
    twin = face.copy()
    for label in labels:
        if not twin.hold_at_zero(label):
            break
    assert face.rows == kept
    assert face.zeros == 0


def test_corners_of_the_whole_simplex_are_the_pure_strategies() -> None:
    face = strategies([[5, 5, 5]] * 4, range(4), range(4, 7))
    assert face.hold_at_zero(4)
    listed = corners(face, range(4))
    assert listed.complete
    assert {corner.strategy for corner in listed.listed} == {pure(k, 4) for k in range(4)}
    assert all(corner.zeros.bit_count() == 3 + 3 for corner in listed.listed)


@pytest.mark.parametrize("cap", [1, 5, 30])
def test_corners_found_before_a_cap_are_corners(cap: int) -> None:
    _, column = attrition(6, prize=10, cost=1)
    face = strategies(column, range(7), range(7, 14))
    assert face.hold_at_zero(7)
    for label in range(14):
        face.can_be_positive(label)
    whole, short = corners(face, range(7)), corners(face, range(7), cap)
    assert whole.complete
    assert not short.complete
    assert set(short.listed) < set(whole.listed)
    assert short.listed
