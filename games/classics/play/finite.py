"""Published finite games: every equilibrium by the solver, and quantities that are read off the equilibria.

A quantity such as *the probability of U* is a fact about an equilibrium that the paper singles out: the only one, the
one in which everybody mixes, the one in which all play alike. :class:`Among` says which are meant. Where several are
and the quantity differs between them, it is the highest.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from games.classics.model import Classic, Found, quantity, solved_once
from games.parts.part import FloatArray
from solver.answer.solving import solve
from solver.common.errors import SolverError
from solver.game.normal_form import NormalForm
from solver.game.solution import Equilibrium, Solution

_PROFILES = "in_profiles"
SAME = 1e-9
"""How far a quantity may differ, in units of its size, between equilibria in which it is said to be the same."""


@dataclass(frozen=True)
class Among:
    """The equilibria that a quantity is about.

    Attributes:
        words: which they are.
        holds: whether an equilibrium is one of them.
    """

    words: str
    holds: Callable[[Equilibrium], bool]


EVERY = Among("all equilibria", lambda _: True)
PURE = Among("pure equilibria", lambda e: e.is_pure)
MIXED = Among("equilibria in which everybody mixes", lambda e: all(len(s) > 1 for s in e.support))
ALIKE = Among(
    "equilibria in which all play alike", lambda e: all(np.allclose(s, e.strategies[0]) for s in e.strategies)
)


def counted(words: str, count: Callable[[Solution], int]) -> Callable[[FiniteClassic], Found]:
    """A quantity: how many of something the solver finds."""

    @quantity(words)
    def read(model: FiniteClassic) -> Found:
        """By the exact solver."""
        return Found(float(count(model.solution())), model.how(), 0.0)

    return read


class FiniteClassic(Classic):
    """A published game of finitely many actions."""

    concept = "Nash equilibrium"

    def strategic(self) -> NormalForm:
        """The paper's game."""
        raise NotImplementedError

    def measured(self, form: NormalForm) -> dict[str, FloatArray]:
        """Chances of actions in every equilibrium, as whether they are taken."""
        found = {name: getattr(getattr(type(self), name), _PROFILES, None) for name in self.quantities()}
        return {name: values(form) for name, values in found.items() if values is not None}

    @solved_once
    def solution(self) -> Solution:
        """Every equilibrium."""
        return solve(self.strategic())

    def how(self) -> str:
        """How the equilibria were found."""
        found = self.solution()
        solver = "exact solver" if found.game.n_players <= 2 else "complete solver"
        return f"{solver}, {found.found.removeprefix(f'{found.game.title}: ')}"

    def read(self, value: Callable[[Equilibrium], float], among: Among = EVERY) -> Found:
        """A number of the equilibria that are meant; where it differs between them, the highest.

        Raises:
            SolverError: there is no such equilibrium.
        """
        values = [value(e) for e in self.solution().equilibria if among.holds(e)]
        if not values:
            raise SolverError(f"no equilibrium of {self.name} is among {among.words}")
        if len(values) == 1:
            return Found(values[0], self.how(), 1e-12)
        alike = max(values) - min(values) <= SAME * max(1.0, *map(abs, values))
        which = "the same in" if alike else "the highest among"
        return Found(max(values), f"{self.how()}; {which} {among.words}", 1e-12)

    equilibria = counted("extreme equilibria", lambda found: len(found.equilibria))
    pure_equilibria = counted("pure equilibria", lambda found: len(found.pure()))


def chance(
    words: str, player: int, action: int, among: Among = EVERY, formula: Callable[[Any], float | None] | None = None
) -> Callable[[FiniteClassic], Found]:
    """A quantity: the probability with which a player takes an action in equilibrium.

    Args:
        words: what it is.
        player: number of the player, from 0.
        action: number of the action, from 0; -1 is the last one.
        among: which equilibria are meant.
        formula: the paper's closed form, given the model.
    """
    players = {EVERY: (player,), ALIKE: None}
    in_profiles = partial(taken, action, players[among]) if among in players else None
    return _number(words, lambda e: float(e.strategies[player][action]), among, formula, in_profiles)


def payoff(
    words: str, player: int, among: Among = EVERY, formula: Callable[[Any], float | None] | None = None
) -> Callable[[FiniteClassic], Found]:
    """A quantity: what a player gets in equilibrium; arguments as those of :func:`chance`."""
    return _number(words, lambda e: float(e.payoffs[player]), among, formula)


def taken(action: int, players: tuple[int, ...] | None, form: NormalForm) -> FloatArray:
    """Of these players, or of all, the share who take an action, in every profile."""
    grids = np.indices(form.n_actions)
    who = range(len(form.n_actions)) if players is None else players
    return np.asarray(np.mean([grids[i] == action % form.n_actions[i] for i in who], axis=0))


def _number(
    words: str,
    value: Callable[[Equilibrium], float],
    among: Among,
    formula: Callable[[Any], float | None] | None,
    in_profiles: Callable[[NormalForm], FloatArray] | None = None,
) -> Callable[[FiniteClassic], Found]:
    @quantity(words)
    def read(model: FiniteClassic) -> Found:
        """By the exact solver."""
        found = model.read(value, among)
        return found if formula is None else Found(found.value, found.how, found.accuracy, formula(model))

    setattr(read, _PROFILES, in_profiles)
    return read
