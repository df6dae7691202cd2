"""First acts on a grid, whose answers take no time, beside the staged game that plays every answer out."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from games.classics.adoption.adoption_game import AdoptionGame
from games.classics.adoption.first_acts import FirstActs, alike, plays, together
from games.classics.adoption.flows import AdoptionFlows
from games.parts.part import FloatArray
from solver.staged.backward import solve_staged
from solver.staged.induction.run import BackwardInduction
from solver.staged.selection import SELECTIONS
from solver.staged.timing import Ended
from tests.games.classics.timing_plays import staged

STEP, LAST = 0.5, 20.0
flow = st.integers(-2, 6)


@settings(derandomize=True, deadline=None, max_examples=25)
@given(flow, st.integers(1, 6), flow, st.integers(1, 6))
def test_first_acts_and_joint_dates_are_those_of_the_game_that_plays_answers_out(
    p00: int, lead: int, p01: int, follow: int
) -> None:
    flows = AdoptionFlows(p00=p00 / 2, p10=(p00 + lead) / 2, p01=p01 / 2, p11=(p01 + follow) / 2)
    game = AdoptionGame(**flows.model_dump(), step=STEP, last=LAST).by_slot()
    dates = game.dates()[:-1]
    played = solve_staged(staged(game), BackwardInduction(selection=SELECTIONS["pure"]))
    endings = [o.ending for e in played.equilibria for o in e.outcomes]
    expected = [
        tuple(float(game.dates()[a]) for a in ending.profile) for ending in endings if isinstance(ending, Ended)
    ]
    acts = alike(flows.payoff, tuple(dates))(dates)
    found = plays(acts, dates)
    assert min(map(min, found)) == pytest.approx(min(map(min, expected)))
    joint = sorted({pair[0] for pair in expected if pair[0] == pair[1] < inf})
    ours = together(acts, dates)
    assert ours[ours < inf].tolist() == pytest.approx(joint)


def plays_one_by_one(acts: FirstActs, dates: FloatArray) -> set[tuple[float, float]]:
    """Every play, from the last date back: what may follow, and which of the four cells of a stage are equilibria."""
    found = {(*acts.never.tolist(), inf, inf)}
    for k in reversed(range(len(dates))):
        (lead, other_lead), (follow, other_follow), (both, other_both) = (
            own[:, k].tolist() for own in (acts.lead, acts.follow, acts.both)
        )
        (reply, other_reply), date = acts.replies[:, k].tolist(), float(dates[k])
        now = set()
        if both >= follow and other_both >= other_follow:
            now.add((both, other_both, date, date))
        for waits, other_waits, *later in found:
            if lead >= waits and other_follow >= other_both:
                now.add((lead, other_follow, date, other_reply))
            if other_lead >= other_waits and follow >= both:
                now.add((follow, other_lead, reply, date))
            if waits >= lead and other_waits >= other_lead:
                now.add((waits, other_waits, *later))
        found = now
    return {(one, other) for _, _, one, other in found}


@settings(derandomize=True, deadline=None, max_examples=40)
@given(st.integers(0, 10**6))
def test_plays_of_players_who_are_alike_are_all_that_one_by_one_looks_find(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(6, 40))
    dates, spread = np.arange(n, dtype=float), rng.uniform(-1, 3)
    # Wandering payoffs without ties; the more it pays to act together, the more plays there are.
    lead, follow = rng.normal(size=(2, n)).cumsum(axis=1) + rng.random((2, n))
    both = np.minimum(lead, follow) + spread + rng.random(n)
    lead, follow, both = (np.stack([own, own]) for own in (lead, follow, both))
    acts = FirstActs(lead, follow, both, np.zeros(2), np.stack([dates + 1.5] * 2))
    assert set(plays(acts, dates)) == plays_one_by_one(acts, dates)


def test_an_answer_comes_a_moment_later_and_bears_no_private_ruin() -> None:
    flows = AdoptionFlows(p11=4.0, K=1.0, ruin=10.0, ruin_private=1.0)
    dates = np.array([0.0, 1.0, 2.0])
    acts = alike(flows.payoff, ())(dates)
    assert (acts.replies > dates).all()
    assert acts.replies[0] == pytest.approx(dates)
    assert acts.follow[0] - acts.both[0] == pytest.approx(10 * np.exp(-0.1 * dates))
    assert together(acts, dates).tolist() == []


def test_who_is_worse_off_beaten_acts_first_and_who_gains_by_it_waits() -> None:
    date = np.array([0.0, 1.0])
    replies = np.full((2, 2), inf)
    eager = FirstActs(
        np.array([[3.0, 2.0], [-1.0, -1.0]]), np.full((2, 2), 1.5), np.zeros((2, 2)), np.zeros(2), replies
    )
    assert plays(eager, date) == ((0.0, inf),)
    idle = FirstActs(np.full((2, 2), -1.0), np.zeros((2, 2)), np.full((2, 2), -1.0), np.zeros(2), replies)
    assert plays(idle, date) == ((inf, inf),)
    assert together(idle, date).tolist() == [inf]
