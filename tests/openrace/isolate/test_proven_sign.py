"""Signs proven for all games of a box, against games of the box solved one by one."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.parts.direction import Code
from openrace.isolate.exact_question import ExactQuestion, Measure
from openrace.isolate.proven_sign import proven_sign
from solver.common.arrays import ExactArray
from solver.common.clock import Clock
from solver.two_player.family.family import Box, Family
from tests.solver.two_player.small_families import array, families, solved, worth

BOX = Box((Fraction(1, 4),), (Fraction(1, 2),))
POINTS = [Fraction(k, 24) for k in (6, 7, 9, 12)]


def at(family: Family, point: Fraction, values: ExactArray) -> tuple[Fraction, Fraction]:
    found = worth(solved(family, (point,)), values)
    return min(found), max(found)


def sign_at(question: ExactQuestion, point: Fraction) -> Code:
    """The rule of verdicts, in fractions."""
    moves = []
    for measure in question.measures:
        before, after = at(question.before, point, measure.before), at(question.after, point, measure.after)
        moves += [after[0] - before[0], after[1] - before[1]]
    rises, falls = any(m > 0 for m in moves), any(m < 0 for m in moves)
    if rises and falls:
        return Code.AMBIGUOUS
    return Code.UP if rises else Code.DOWN if falls else Code.NEUTRAL


@st.composite
def questions(draw: st.DrawFn) -> ExactQuestion:
    before, after = draw(families(n_weights=1)), draw(families(n_weights=1))
    measures = []
    for _ in range(draw(st.integers(1, 2))):
        tables = []
        for family in (before, after):
            m, n = family.shape
            flat = draw(st.lists(st.integers(0, 2), min_size=m * n, max_size=m * n))
            tables.append(array(np.array(flat).reshape(m, n).tolist()))
        measures.append(Measure(tables[0], tables[1], Fraction(0)))
    return ExactQuestion(before, after, tuple(measures), level=False)


@settings(max_examples=120, deadline=None)
@given(questions())
def test_a_proven_sign_is_the_sign_of_every_game_of_the_box(question: ExactQuestion) -> None:
    sign = proven_sign(question, BOX, Clock())
    if sign is not None:
        assert {sign_at(question, point) for point in POINTS} == {sign}


def coordination(shift: int) -> Family:
    """Two pure equilibria and a mixed one that moves with the weight, whatever is added to both players' payoffs."""
    return Family(
        (array([[2 + shift, shift], [shift, 1 + shift]]), array([[1, 0], [0, 2]])),
        (array([[[1, 0], [0, 0]]]), array([[[0, 0], [0, 0]]])),
    )


@pytest.mark.parametrize(
    ("after", "sign"),
    [
        ([[1, 2], [2, 5]], Code.UP),
        ([[1, 2], [2, 3]], Code.DOWN),
        ([[1, 2], [2, 4]], Code.NEUTRAL),
        ([[0, 2], [2, 5]], Code.AMBIGUOUS),
    ],
)
def test_several_equilibria_at_once_are_compared_by_both_ends(after: list[list[int]], sign: Code) -> None:
    """Both ends are pure equilibria that last over the box: the least stays at 1, or not, and the greatest moves."""
    measure = Measure(array([[1, 2], [2, 4]]), array(after), Fraction(0))
    question = ExactQuestion(coordination(0), coordination(1), (measure,), level=False)
    assert proven_sign(question, BOX, Clock()) is sign
    level = ExactQuestion(coordination(0), coordination(1), (measure,), level=True)
    renamed = {Code.UP: Code.MORE, Code.DOWN: Code.LESS}
    assert proven_sign(level, BOX, Clock()) is renamed.get(sign, sign)


def test_a_change_within_the_tolerance_is_none() -> None:
    measure = Measure(array([[1, 2], [2, 4]]), array([[1, 2], [2, 5]]), Fraction(1))
    question = ExactQuestion(coordination(0), coordination(1), (measure,), level=False)
    assert proven_sign(question, BOX, Clock()) is Code.NEUTRAL
