"""Draws of a game's numbers: from beliefs that a user states, or from the register of evidence.

Evidence is drawn by quantity: one draw of the open lag moves every parameter that is made of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from games.evidence.calibration import parameters
from games.evidence.quantity import Quantity, Spread
from games.evidence.register import Register, register
from games.parts.game import Game
from games.parts.part import FloatArray
from games.parts.paths import matching
from openrace.sweeps.prior import Belief, LogUniform, Prior, Uniform
from openrace.sweeps.samplers import SOBOL, Sampler


@dataclass(frozen=True, eq=False)
class Draws:
    """Values of some numbers of a game, draw by draw.

    Attributes:
        values: by path, ``(n,)`` each; a path names one number.
        n: how many draws there are.
        source: where they come from, in words.
    """

    values: dict[str, FloatArray]
    n: int
    source: str


NOTHING = Draws({}, 0, "")
"""No prior."""


def draws_from_beliefs(game: Game, beliefs: Sequence[Belief], n: int, sampler: Sampler = SOBOL) -> Draws:
    """``n`` draws from independent beliefs.

    Raises:
        SettingError: a belief is about no number of the game.
    """
    shares = sampler(n, len(beliefs))
    values = {
        path: belief.prior.quantile(shares[:, k])
        for k, belief in enumerate(beliefs)
        for path in matching(game, belief.path)
    }
    return Draws(values, n, "the stated priors")


def quantities_drawn(game: str, known: Register) -> tuple[Quantity, ...]:
    """The quantities of which numbers of a calibrated game are made that do not shape it."""
    made = [q for p in parameters(known, game) if not p.use.shapes_game for q in p.quantities]
    return tuple(dict.fromkeys(made))


def prior_of(quantity: Quantity) -> Prior:
    """The range of a quantity as a prior."""
    return (LogUniform if quantity.spread is Spread.LOG else Uniform)(quantity.low, quantity.high)


def draws_from_evidence(game: Game, n: int, sampler: Sampler = SOBOL) -> Draws:
    """``n`` draws of a calibrated game's numbers over the ranges of its quantities; none for any other game."""
    known = register()
    drawn = quantities_drawn(game.name, known)
    if not drawn:
        return NOTHING
    shares = sampler(n, len(drawn))
    values = {q.name: prior_of(q).quantile(shares[:, k]) for k, q in enumerate(drawn)}
    found = {
        path: np.broadcast_to(p.values(values), (n,))
        for p in parameters(known, game.name)
        if not p.use.shapes_game
        for path in matching(game, p.use.path)
    }
    return Draws(found, n, "the ranges of the evidence")
