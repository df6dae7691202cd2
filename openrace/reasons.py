"""Why a verdict came out as it did: terms at the equilibria, and the incentives to race.

For lab i at its equilibrium plan, ``W`` is its payoff if no rival ever releases (win), ``L`` if it never releases while
rivals keep to their plans (lose), ``pi0`` if nobody ever releases (status quo). ``W - pi0`` is the profit incentive and
``W - L`` the competitive threat (Beath, Katsoulacos and Ulph 1989, Economic Journal 99).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from games.direction import Interval
from games.part import FloatArray
from games.release_game import ReleaseGame
from openrace.equilibrium_set import EquilibriumSet
from solver.solution import Solution


@dataclass(frozen=True)
class TermShift:
    """What one term pays one lab, in expectation, over all equilibria before and after."""

    lab: str
    term: str
    before: Interval
    after: Interval

    def to_dict(self) -> dict[str, Any]:
        """The JSON of one line of ``why``."""
        return {"lab": self.lab, "term": self.term, "before": list(self.before), "after": list(self.after)}


@dataclass(frozen=True)
class Incentives:
    """Win, lose and status quo of one lab, over all equilibria of one game."""

    lab: str
    win: Interval
    lose: Interval
    status_quo: Interval

    def to_dict(self) -> dict[str, Any]:
        """The JSON of one side of ``incentives``."""
        return {"W": list(self.win), "L": list(self.lose), "pi0": list(self.status_quo)}


def term_payoffs(game: ReleaseGame, solution: Solution) -> dict[tuple[str, str], Interval]:
    """Expected weighted payoff of every term of every lab, over all equilibria."""
    basis, over = game.basis(), EquilibriumSet(solution)
    return {
        (lab.name, term.label): over.interval(term.weight * values)
        for i, lab in enumerate(game.labs)
        for term, values in zip(lab.terms, basis.values[i], strict=True)
    }


def incentives(game: ReleaseGame, solution: Solution) -> tuple[Incentives, ...]:
    """Win, lose and status quo of every lab.

    A lab that an intervention keeps from waiting is here given "never" all the same: these are payoffs of a thought
    experiment, taken from the same world.
    """
    labs = tuple(lab.model_copy(update={"may_wait": True}) for lab in game.labs)
    payoffs = game.model_copy(update={"labs": labs}).payoffs()
    over = EquilibriumSet(solution)
    return tuple(
        Incentives(
            lab.name,
            over.interval(_at_never(payoffs[i], game, who=[j for j in range(len(labs)) if j != i])),
            over.interval(_at_never(payoffs[i], game, who=[i])),
            over.interval(_at_never(payoffs[i], game, who=list(range(len(labs))))),
        )
        for i, lab in enumerate(labs)
    )


def _at_never(own: FloatArray, game: ReleaseGame, who: list[int]) -> FloatArray:
    """Payoffs per profile of the game when the labs in ``who`` never release, whatever the profile says."""
    for axis, lab in enumerate(game.labs):
        n_plans = own.shape[axis] if lab.may_wait else own.shape[axis] - 1
        taken = np.full(n_plans, own.shape[axis] - 1) if axis in who else np.arange(n_plans)
        own = np.take(own, taken, axis=axis)
    return own


def compare_terms(
    before: dict[tuple[str, str], Interval], after: dict[tuple[str, str], Interval]
) -> tuple[TermShift, ...]:
    """Terms that pay something before or after, in the games' order."""
    keys = [*before, *[k for k in after if k not in before]]
    nothing = (0.0, 0.0)
    shifts = [
        TermShift(lab, term, before.get((lab, term), nothing), after.get((lab, term), nothing)) for lab, term in keys
    ]
    return tuple(s for s in shifts if s.before != nothing or s.after != nothing)
