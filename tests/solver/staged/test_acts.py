"""Players who act several times: the tree against plain backward induction, and every ending pays its profile."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from solver.common.errors import GameError
from solver.game.normal_form import NormalForm
from solver.staged.acts import NEVER, ordered_acts
from solver.staged.backward import solve_staged
from solver.staged.bridge import count_states, staged_from_timing
from solver.staged.explore import explore
from solver.staged.timing import Answers, TimingGame
from tests.solver.staged.plain import one_by_one
from tests.solver.staged.test_staged_timing import all_endings

FloatArray = NDArray[np.float64]


def sets_of(dates: tuple[int, ...], most: int) -> tuple[list[tuple[int, ...]], list[int], list[int]]:
    """Sets of dates, the empty one last; the slot of each one's last date, and the set that it extends."""
    sets = [some for n in range(1, most + 1) for some in combinations(dates, n)]
    extends = [sets.index(some[:-1]) if len(some) > 1 else NEVER for some in sets]
    return [*sets, ()], [*(some[-1] for some in sets), NEVER], [*extends, NEVER]


def read(payoffs: FloatArray, slots: list[list[int]], extends: list[list[int]], **options: object) -> TimingGame:
    game = NormalForm.from_payoffs(payoffs)
    answers = Answers(str(options.get("answers", "next")))
    selves = () if options.get("at_once") else one_by_one(slots)
    return staged_from_timing(game, slots, extends=extends, answers=answers, selves=selves)


def by_turns(payoffs: FloatArray, sets: list[list[tuple[int, ...]]]) -> list[float]:
    """Backward induction where players act in different slots: a plain recursion over dates."""
    players = range(len(sets))
    slots = sorted({t for own in sets for some in own for t in some})

    def value(at: int, done: tuple[tuple[int, ...], ...]) -> list[float]:
        if at == len(slots):
            places = tuple(sets[i].index(done[i]) for i in players)
            return [float(own[places]) for own in payoffs]
        (mover,) = [i for i in players if any(slots[at] in some for some in sets[i])]
        waits = value(at + 1, done)
        acted = (*done[:mover], (*done[mover], slots[at]), *done[mover + 1 :])
        if acted[mover] not in sets[mover]:
            return waits
        acts = value(at + 1, acted)
        return acts if acts[mover] > waits[mover] else waits

    return value(0, tuple(() for _ in players))


@given(st.integers(0, 2**32 - 1), st.booleans(), st.sampled_from(["next", "within"]))
@settings(deadline=None, max_examples=40)
def test_players_who_act_by_turns_get_what_plain_backward_induction_finds(seed: int, once: bool, answers: str) -> None:
    first, second = sets_of((0, 2, 4), 2), sets_of((1, 3), 2)
    # Distinct payoffs, so that nobody is ever indifferent.
    drawn = np.random.default_rng(seed)
    payoffs = drawn.permutation(2 * 7 * 4).reshape(2, 7, 4).astype(np.float64)
    game = read(payoffs, [first[1], second[1]], [first[2], second[2]], at_once=once, answers=answers)
    found = solve_staged(game)
    assert [e.payoffs.tolist() for e in found.equilibria] == [by_turns(payoffs, [first[0], second[0]])]


@given(st.integers(0, 2**32 - 1), st.booleans(), st.sampled_from(["next", "within"]))
@settings(deadline=None, max_examples=30)
def test_every_ending_pays_its_profile_and_every_profile_is_an_ending(seed: int, once: bool, answers: str) -> None:
    sets, slots, extends = sets_of((0, 1, 2), 2)
    payoffs = np.random.default_rng(seed).integers(-9, 9, (2, len(sets), len(sets))).astype(np.float64)
    game = read(payoffs, [slots, slots], [extends, extends], at_once=once, answers=answers)
    ends = all_endings(game)
    for ended, values in ends:
        assert values.tolist() == [own[ended.profile] for own in payoffs]
    assert {ended.profile for ended, _ in ends} == {(a, b) for a in range(len(sets)) for b in range(len(sets))}


@pytest.mark.parametrize("answers", list(Answers))
@pytest.mark.parametrize("once", [False, True])
def test_the_count_of_states_is_no_less_than_the_states(once: bool, answers: Answers) -> None:
    _, slots, extends = sets_of((0, 1, 2, 3), 2)
    payoffs = np.zeros((2, len(slots), len(slots)))
    game = read(payoffs, [slots, slots], [extends, extends], at_once=once, answers=str(answers))
    counted = count_states([slots, slots], extends=[extends, extends], at_once=once, answers=answers)
    assert len(explore(game).states) <= counted < 200


def test_somebody_alone_takes_the_best_set_of_dates() -> None:
    sets, slots, extends = sets_of((0, 1, 2), 3)
    payoffs = np.arange(float(len(sets)))[None] % 5
    assert solve_staged(read(payoffs, [slots], [extends])).equilibria[0].payoffs.tolist() == [4.0]


def test_actions_that_extend_what_comes_later_are_refused() -> None:
    with pytest.raises(GameError, match="extends action 1"):
        read(np.zeros((1, 3)), [[0, 1, NEVER]], [[1, NEVER, NEVER]])
    with pytest.raises(GameError, match="extended actions for"):
        read(np.zeros((1, 3)), [[0, 1, NEVER]], [[NEVER, 0]])


def test_what_may_follow_is_read_from_slots() -> None:
    (acts,) = ordered_acts([(0, 1, 1, NEVER)], [(NEVER, NEVER, 0, NEVER)])
    assert acts.at(1, NEVER) == (1,)
    assert acts.at(1, 0) == (2,)
    assert (acts.last(0), acts.last(1), acts.last(NEVER)) == (1, NEVER, 1)
    assert acts.all_from(1, NEVER) == (1, 3)
    assert acts.all_from(1, 0) == (0, 2)


@given(st.sets(st.integers(0, 9), min_size=1, max_size=4), st.integers(1, 3))
def test_the_first_slot_of_an_act_is_the_first_that_has_one(dates: set[int], most: int) -> None:
    _, slots, extends = sets_of(tuple(sorted(dates)), most)
    (acts,) = ordered_acts([tuple(slots)], [tuple(extends)])
    for so_far in (NEVER, *range(len(slots))):
        for slot in range(12):
            assert acts.first(slot, so_far) == next((t for t in range(slot, 12) if acts.at(t, so_far)), NEVER)
