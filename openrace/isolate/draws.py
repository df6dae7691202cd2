"""Draws of a game's numbers, from what is believed about them."""

from __future__ import annotations

from dataclasses import dataclass

from games.parts.game import Game
from games.parts.part import FloatArray
from games.parts.paths import matching
from openrace.sweeps.prior import Believed
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


def draws_of(game: Game, believed: Believed, n: int, sampler: Sampler = SOBOL) -> Draws:
    """``n`` draws of a game's numbers.

    Raises:
        SettingError: a belief is about no number of the game.
    """
    numbers = believed.follow(believed.quantiles(sampler(n, len(believed.beliefs))))
    values = {path: own for given, own in numbers.items() for path in matching(game, given)}
    return Draws(values, n, believed.source)
