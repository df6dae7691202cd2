"""Games of timing in which two players see each other wait: who acts first on a grid of dates, and when.

At each date both act or wait. Once one has acted the other one decides alone, and its best answer, a moment later at
the soonest, settles what leading and following are worth: no step of the grid comes between an act and its answer.
All that is left is to act first or to wait, a stage per date, which backward induction solves from the last date back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from games.parts.part import FloatArray
from solver.common.arrays import IntArray
from solver.common.errors import SolverError
from solver.staged.backward import solve_staged
from solver.staged.game import ListedGame, Stage
from solver.staged.induction.run import BackwardInduction
from solver.staged.selection import SELECTIONS

ACTS, WAITS = 0, 1
"""The two actions of a stage."""
SAME = 1e-15
"""Payoffs that differ by less, in units of the largest, are alike."""
METHOD = BackwardInduction(selection=SELECTIONS["pure"])
Pair = tuple[float, float]


@dataclass(frozen=True)
class FirstActs:
    """What a first act is worth to each of two players.

    Attributes:
        lead: ``(2, A)`` to whoever acts first alone, at each date.
        follow: ``(2, A)`` to whoever sees the other one do so.
        both: ``(2, A)`` to each where both act at the date.
        never: ``(2,)`` to each where nobody ever acts.
        replies: ``(2, A)`` dates at which each acts after the other one's first act; ``inf`` is never.
    """

    lead: FloatArray
    follow: FloatArray
    both: FloatArray
    never: FloatArray
    replies: FloatArray


Worth = Callable[[FloatArray], FirstActs]
"""From dates ``(A,)`` to what a first act at each of them is worth."""


def alike(payoff: Callable[[FloatArray, FloatArray], FloatArray], free: tuple[float, ...]) -> Worth:
    """First acts of two players who are alike.

    Args:
        payoff: of one, at its own and the other's date; ``inf`` is never.
        free: dates at which whoever is left alone may act beside those of the grid.
    """

    def worth(dates: FloatArray) -> FirstActs:
        second = np.concatenate([np.union1d(dates, free), [np.inf]])
        later = np.where(second[:, None] > dates, payoff(second[:, None], dates), -np.inf)
        best, moment = later.argmax(axis=0), np.nextafter(dates, np.inf)
        reply = np.where(payoff(moment, dates) >= later.max(axis=0), moment, second[best])
        lead, follow, both = payoff(dates, reply), payoff(reply, dates), payoff(dates, dates)
        never = payoff(np.array(np.inf), np.array(np.inf))
        return FirstActs(*(np.stack([own, own]) for own in (lead, follow, both, never, reply)))

    return worth


def _played_ever(acts: FirstActs) -> IntArray:
    """Dates but those at which acting is worth less to either than waiting for ever, whatever the other one does.

    Acting long before it pays may cost so much that what comes later would be lost in the rounding of it.
    """
    secure = np.minimum(np.minimum.accumulate(acts.follow[:, ::-1], axis=1)[:, ::-1], acts.never[:, None])
    ever = ((acts.lead >= secure) | (acts.both >= acts.follow)).any(axis=0)
    return np.flatnonzero(ever)


def plays(acts: FirstActs, dates: FloatArray) -> tuple[Pair, ...]:
    """Dates at which both players act, in every equilibrium in pure stages; ``inf`` is never.

    Of plays that pay the same one is listed; where more go on from a date than ``METHOD`` keeps, those that are best or
    worst for somebody.

    Raises:
        SolverError: backward induction found no equilibrium.
    """
    never, listing, stages = (np.inf, np.inf), [], _played_ever(acts).tolist()
    if not stages:
        return (never,)
    for k, later in zip(stages, [*stages[1:], None], strict=True):
        waits = acts.never if later is None else np.zeros(2)
        (lead, other_lead), (follow, other_follow) = acts.lead[:, k], acts.follow[:, k]
        both, other_both = acts.both[:, k]
        rewards = np.array([[[both, lead], [follow, waits[0]]], [[other_both, other_follow], [other_lead, waits[1]]]])
        listing.append((k, Stage((0, 1), (("act", "wait"),) * 2, rewards, (None, None, None, later))))
    solution = solve_staged(ListedGame(("one", "other"), tuple(listing)), METHOD)
    if not solution.equilibria:
        raise SolverError("backward induction over dates found no equilibrium")
    endings = [
        outcome.ending for e in solution.equilibria for outcome in e.outcomes if isinstance(outcome.ending, tuple)
    ]
    by_stage = [
        {
            (ACTS, ACTS): (float(date), float(date)),
            (ACTS, WAITS): (float(date), float(acts.replies[1, k])),
            (WAITS, ACTS): (float(acts.replies[0, k]), float(date)),
            (WAITS, WAITS): never,
        }
        for k, date in enumerate(dates)
    ]
    return tuple(sorted({by_stage[k][choice] for k, choice in endings}))


def together(acts: FirstActs, dates: FloatArray) -> FloatArray:
    """Dates, never among them as ``inf``, at which both act at once in an equilibrium.

    Such a date is one at which nobody would rather wait and follow, and before which nobody would rather act first:
    whoever deviates ends the game, and so these are all the deviations that there are.
    """
    margin = SAME * np.abs(acts.both).max()
    before = np.maximum.accumulate(np.column_stack([np.full(2, -np.inf), acts.lead]), axis=1)
    stays = (acts.both >= acts.follow - margin) & (acts.both >= before[:, :-1] - margin)
    never = bool((acts.never >= before[:, -1] - margin).all())
    return np.append(dates[stays.all(axis=0)], [np.inf] * never)
