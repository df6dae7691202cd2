"""Katz and Shapiro's dates of development, held against the staged solver for random firms."""

from __future__ import annotations

from math import inf

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from games.classics.adoption.imitation import Development, Firm, KatzShapiro
from solver.game.normal_form import NormalForm
from solver.staged.acts import NEVER
from solver.staged.backward import solve_staged
from solver.staged.bridge import staged_from_timing
from solver.staged.ordered import Ordered
from solver.staged.timing import Ended

STEP, N_DATES = 0.4, 75


def on_a_grid(model: KatzShapiro, quick: int) -> NormalForm:
    """The race on a grid: the first to develop ends it, ``quick`` when both would at one date."""
    dates = np.append(np.arange(N_DATES) * STEP, inf)
    own, rival = dates[:, None], dates[None, :]
    s, r = model.imitation, model.r
    rows = []
    for i, (firm, mine, theirs) in enumerate(((model.first, own, rival), (model.second, rival, own))):
        wins = (mine <= theirs) if i == quick else (mine < theirs)
        win, lose = (1 - s) * firm.win + s * firm.both, (1 - s) * firm.lose + s * firm.both
        after = np.where(wins, win, lose)
        end = np.exp(-r * np.minimum(mine, theirs))
        paid = np.where(wins, model.K * np.exp(-(r + model.a) * mine), 0.0)
        rows.append((firm.today * (1 - end) + after * end) / r - paid)
    return NormalForm.from_payoffs(np.array(rows))


def developments(model: KatzShapiro) -> list[float]:
    """When somebody develops, in every equilibrium of the game on a grid with either order of moves."""
    found: list[float] = []
    slots = [[*range(N_DATES), NEVER]] * 2
    for order in ((0, 1), (1, 0)):
        staged = staged_from_timing(on_a_grid(model, order[0]), slots)
        for equilibrium in solve_staged(Ordered(staged, order)).equilibria:
            for outcome in equilibrium.outcomes:
                assert isinstance(outcome.ending, Ended)
                first = min(outcome.ending.profile)
                found.append(inf if first == N_DATES else first * STEP)
    return found


flows = st.integers(0, 8)


@settings(derandomize=True, deadline=None, max_examples=25)
@given(st.lists(flows, min_size=6, max_size=6), st.sampled_from([0.0, 0.3]))
def test_the_date_of_development_is_what_backward_induction_finds(drawn: list[int], imitation: float) -> None:
    first = Firm(today=drawn[0] / 2, win=drawn[1], lose=drawn[2])
    second = Firm(today=drawn[3] / 2, win=drawn[4], lose=drawn[5])
    model = KatzShapiro(first=first, second=second, imitation=imitation, K=20)
    expected, found = model.dates().date, developments(model)
    if expected is not None and expected <= (N_DATES - 1) * STEP:
        assert all(abs(date - expected) <= 3 * STEP for date in found)


@settings(deadline=None, max_examples=200)
@given(st.lists(flows, min_size=6, max_size=6))
def test_exchanging_the_firms_exchanges_their_dates(drawn: list[int]) -> None:
    first, second = (Firm(today=t, win=w, lose=b) for t, w, b in (drawn[:3], drawn[3:]))
    found, turned = (KatzShapiro(first=a, second=b).dates() for a, b in ((first, second), (second, first)))
    assert turned.date == found.date
    assert turned.stand_alone == found.stand_alone[::-1]


def development(first: tuple[float, float, float], second: tuple[float, float, float]) -> Development:
    """Of two firms by their flows today, after winning and after losing."""
    return KatzShapiro(
        first=Firm(today=first[0], win=first[1], lose=first[2]),
        second=Firm(today=second[0], win=second[1], lose=second[2]),
    ).dates()


def test_a_firm_that_gains_by_being_beaten_need_not_make_a_game_of_waiting() -> None:
    """Both gain by being beaten; the first would pre-empt from 6.93 on, the second only from 10.40."""
    found = development((2, 4, 3), (1, 3, 2.5))
    assert found.date is not None
    assert abs(found.date - 8.958797) < 1e-6


def test_firms_that_both_gain_more_by_being_beaten_than_by_winning_wait_for_each_other() -> None:
    found = development((1, 3, 4), (1, 3, 4))
    assert found.date is None
    # Unless one of them loses too much by waiting until the other develops at its own date.
    impatient = development((0, 6, 7), (0, 1, 1))
    assert impatient.date is not None


def test_imitation_puts_development_off_until_nobody_preempts() -> None:
    dates = [KatzShapiro(first=Firm(both=1.5), second=Firm(both=1.5), imitation=s).dates() for s in (0.0, 0.2, 0.4)]
    assert [d.preemption[0] for d in dates] == sorted(d.preemption[0] for d in dates)
    assert [d.stand_alone[0] for d in dates] == sorted(d.stand_alone[0] for d in dates)
    perfect = KatzShapiro(first=Firm(both=1.0), second=Firm(both=1.0), imitation=1.0).dates()
    assert perfect.preemption == (inf, inf)
    assert perfect.date == inf
