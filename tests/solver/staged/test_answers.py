"""Answers within the slot and in the next one, held against a recursion over dates that shares no code with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from solver.game.normal_form import NormalForm
from solver.staged.acts import NEVER
from solver.staged.backward import solve_staged
from solver.staged.bridge import profile_distribution, staged_from_timing
from solver.staged.induction.run import BackwardInduction
from solver.staged.timing import Answers
from tests.solver.staged.plain import arrival, one_by_one

FloatArray = NDArray[np.float64]
Pair = tuple[float, float]


def pure_values(game: NormalForm, answers: Answers) -> set[Pair]:
    """What both get in any equilibrium in pure strategies, two players having one action per date and never.

    From the last date back: whoever acts alone is followed at the best dates left to the other, whoever waits with the
    other goes on to the next date.
    """
    one, two = game.payoffs
    last = one.shape[0] - 1

    def follows(date: int, leader: int) -> set[Pair]:
        """After a lone act at ``date``: all best answers of the other, from this date on or from the next one."""
        open_still = range(date + (answers is Answers.NEXT), last + 1)
        profiles = [(date, a) if leader == 0 else (a, date) for a in open_still]
        best = max((two if leader == 0 else one)[p] for p in profiles)
        return {(one[p], two[p]) for p in profiles if (two if leader == 0 else one)[p] == best}

    values: set[Pair] = {(one[last, last], two[last, last])}
    for date in reversed(range(last)):
        both = (one[date, date], two[date, date])
        found: set[Pair] = set()
        for first in follows(date, 0):
            for second in follows(date, 1):
                for later in values:
                    if both[0] >= second[0] and both[1] >= first[1]:
                        found.add(both)
                    if first[0] >= later[0] and first[1] >= both[1]:
                        found.add(first)
                    if second[1] >= later[1] and second[0] >= both[0]:
                        found.add(second)
                    if later[0] >= first[0] and later[1] >= second[1]:
                        found.add(later)
        values = found
    return values


def rounded(values: Iterable[Sequence[float] | FloatArray]) -> set[Pair]:
    return {(round(float(a), 9) + 0.0, round(float(b), 9) + 0.0) for a, b in values}


@settings(deadline=None, max_examples=150)
@given(st.integers(1, 3), st.data(), st.sampled_from(Answers))
def test_pure_equilibria_of_two_are_those_of_the_recursion(n_dates: int, data: st.DataObject, answers: Answers) -> None:
    size = 2 * (n_dates + 1) ** 2
    flat = data.draw(st.lists(st.integers(-3, 3), min_size=size, max_size=size))
    game = NormalForm.from_payoffs(np.array(flat, dtype=float).reshape(2, n_dates + 1, n_dates + 1))
    slots = [[*range(n_dates), NEVER]] * 2
    solution = solve_staged(staged_from_timing(game, slots, answers=answers))
    found = rounded(e.payoffs for e in solution.equilibria if e.is_pure)
    # A value may come from a mixed and from a pure play; one representative is kept.
    assert found <= rounded(pure_values(game, answers)) <= rounded(solution.values)


def test_a_slot_alone_breaks_joint_late_action_and_an_answer_within_the_slot_restores_it() -> None:
    """Together at date t each gets 1, 2, 3; every date alone is worth 2 to the leader and costs the follower 1."""
    together = np.array([1.0, 2.0, 3.0])
    own, rival = np.arange(3)[:, None], np.arange(3)[None, :]
    row = np.zeros((4, 4))
    row[:3, :3] = np.where(own < rival, together[rival] + 2 * (rival - own), together[rival] - (own - rival))
    row[3, :3] = -9
    game = NormalForm.from_bimatrix(row, row.T)
    slots = [[0, 1, 2, NEVER]] * 2
    values = {
        answers: {tuple(v) for v in solve_staged(staged_from_timing(game, slots, answers=answers)).values}
        for answers in Answers
    }
    assert values[Answers.WITHIN] == {(1.0, 1.0), (2.0, 2.0), (3.0, 3.0)}
    # Alone at date 1 and followed at 2 the leader gets 3 + 2, and so on back to the start.
    assert values[Answers.NEXT] == {(1.0, 1.0)}


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 2), st.data(), st.sampled_from(Answers), st.booleans())
def test_chance_has_its_true_probabilities_whoever_answers_whom(
    n_players: int, data: st.DataObject, answers: Answers, at_once: bool
) -> None:
    """An event may come in slot 0 or 1; nobody can change how likely that is by acting and answering within a slot."""
    shape = (3, n_players, *(3,) * n_players)
    size = int(np.prod(shape))
    payoffs = np.array(data.draw(st.lists(st.integers(-2, 2), min_size=size, max_size=size)), dtype=float)
    scenarios = arrival([0.5, data.draw(st.sampled_from([0.25, 0.5]))])
    game = NormalForm.from_payoffs(np.zeros(shape[1:]))
    slots, rows = [[0, 1, NEVER]] * n_players, payoffs.reshape(shape)
    selves = () if at_once else one_by_one(slots)
    staged = staged_from_timing(game, slots, payoffs=rows, scenarios=scenarios, answers=answers, selves=selves)
    solution = solve_staged(staged, BackwardInduction(max_kept=8, max_games=64))
    for equilibrium in solution.equilibria:
        chances = profile_distribution(staged, equilibrium.outcomes).reshape(3, -1)
        np.testing.assert_allclose(chances.sum(axis=1), scenarios.probabilities, atol=1e-12)
        paid = (chances[:, None] * payoffs.reshape(3, n_players, -1)).sum(axis=(0, 2))
        np.testing.assert_allclose(paid, equilibrium.payoffs, atol=1e-12)
        assert equilibrium.check.gain < 1e-9
