"""What ``solver.staged`` says to values of the wrong type."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

import solver.staged as staged
from games.classics.adoption.dates import adoption_dates
from openrace.concepts.choice import Choice, read_concept
from openrace.concepts.commitment import commit
from openrace.concepts.concept import NAMES, Concept, concept_named
from openrace.concepts.open_loop import solve
from openrace.concepts.reaction import react
from solver.common.errors import OpenraceError
from solver.game.normal_form import NormalForm

CHICKEN = NormalForm.from_bimatrix([[0, 2], [1, -1]], [[0, 1], [2, -1]])
SLOTS = [[0, staged.NEVER], [0, staged.NEVER]]


ANY: Any = partial

CASES: list[Any] = [
    ANY(staged.solve_staged, "chicken"),
    ANY(staged.solve_staged, staged.staged_from_timing(CHICKEN, SLOTS), "all"),
    ANY(staged.staged_from_timing, [[1, 2]], SLOTS),
    ANY(staged.staged_from_timing, CHICKEN, 3),
    ANY(staged.staged_from_timing, CHICKEN, [["a", "b"], [0, 1]]),
    ANY(staged.staged_from_timing, CHICKEN, [[0.5, 1], [0, 1]]),
    ANY(staged.staged_from_timing, CHICKEN, SLOTS, payoffs="ab", tracked_names=["x"]),
    ANY(staged.staged_from_timing, CHICKEN, SLOTS, payoffs=CHICKEN.payoffs),
    ANY(staged.staged_from_timing, CHICKEN, SLOTS, scenarios=None),
    ANY(staged.lead_normal_form, CHICKEN, "player 1"),
    ANY(staged.lead_normal_form, {}, 0),
    ANY(staged.selection_named, ["pure"]),
    ANY(react, "alice-bob"),
    ANY(solve, None),
    ANY(commit, CHICKEN, "player 1"),
    ANY(Choice, 3),
    ANY(Choice, "reaction", order=5),
    ANY(Choice, "reaction", talk=1),
    ANY(Choice, "commitment", leader=["alice"]),
    ANY(read_concept, 7),
    ANY(read_concept, []),
    ANY(concept_named, "prescience"),
    ANY(adoption_dates, {"p10": 4}),
]


@pytest.mark.parametrize("mistake", CASES)
def test_values_of_the_wrong_type_get_one_sentence(mistake: Any) -> None:
    with pytest.raises(OpenraceError) as raised:
        mistake()
    assert str(raised.value).count("\n") == 0
    assert "; expected " in str(raised.value)


def test_every_name_of_a_concept_is_accepted_from_python() -> None:
    for name, concept in NAMES.items():
        assert Choice(name).concept is concept
        assert read_concept(name) == (Choice(concept),)
    assert read_concept([Choice("reaction", order="bob,alice"), "commitment"]) == (
        Choice(Concept.REACTION, order=("bob", "alice")),
        Choice(Concept.COMMITMENT),
    )
    # JSON and stores keep the words they had.
    assert [str(c) for c in Concept] == ["precommitment", "announcement", "preemption"]
