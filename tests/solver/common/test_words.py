"""Words agree with numbers."""

import pytest

from solver.answer.solving import solve
from solver.answer.verifying import verify
from solver.common.words import every
from solver.game.normal_form import NormalForm


@pytest.mark.parametrize(
    ("n", "said"), [(1, "The only best action is"), (2, "All 2 best actions are"), (1000, "All 1,000 best actions are")]
)
def test_one_is_the_only_one(n: int, said: str) -> None:
    assert every(n, "best action") == said


def test_answers_about_one_action_and_one_record_are_sentences() -> None:
    dominated = NormalForm.from_payoffs(
        [[[[1, 1], [1, 1]], [[0, 0], [0, 0]]]] + [[[[1, 0], [1, 0]], [[1, 0], [1, 0]]]] * 2
    )
    found = solve(dominated)
    assert "All 1" not in found.status.message
    assert "All 1" not in found.searched
    assert "all 1 " not in verify(found).certificate.reason
