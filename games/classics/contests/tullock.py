"""Rent seeking: the prize goes to each contestant with a chance in proportion to a power of its effort (Tullock 1980).

Contestant ``i`` spends ``x_i`` at a unit cost ``c`` and wins with probability ``x_i^r / sum_j x_j^r``. The concept is
Nash equilibrium in efforts. Ours beside Tullock's: ``players`` N, ``exponent`` R, ``prize`` the sum at stake (100 in
his tables), ``lose`` what losers get. Closed form for ``r <= n / (n - 1)``: ``x = (n - 1) r (V - L) / (n^2 c)``.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from games.classics.model import Asked, Changes, Channel, Found, Published, reading
from games.classics.numbers import NumbersClassic
from games.parts.part import Finite, FloatArray, Positive, Unit
from solver.common.errors import GameError
from solver.continuous import ContinuousGame

LEAST = 1e-9
"""Least effort, in units of the prize: at no effort at all by anybody the chances are not defined."""


def spread(prize: float, lose: float) -> float:
    """What winning pays above losing.

    Raises:
        GameError: losing pays as much.
    """
    if lose >= prize:
        raise GameError(f"prize = {prize:g} and lose = {lose:g}", "prize above lose", "raise prize, or lower lose")
    return prize - lose


class Tullock(NumbersClassic):
    """Efficient rent seeking with contestants who are alike."""

    name = "tullock"
    source = "Tullock 1980, in Toward a Theory of the Rent-Seeking Society"
    concept = "Nash equilibrium in efforts"
    # Above this power spending nothing is better.
    may_fail = "lower exponent to players / (players - 1) or less"
    published: ClassVar[tuple[Published, ...]] = (
        Published("effort", 25.0, 5e-3, "table 6.1, R = 1, N = 2"),
        Published("effort", 18.75, 5e-3, "table 6.1, R = 1, N = 4", {"players": 4}),
        Published("effort", 9.0, 5e-3, "table 6.1, R = 1, N = 10", {"players": 10}),
        Published("effort", 6.22, 5e-3, "table 6.1, R = 1, N = 15", {"players": 15}),
        Published("effort", 12.5, 5e-3, "table 6.1, R = 1/2, N = 2", {"exponent": 0.5}),
        Published("dissipation", 0.9, 1e-9, "(N - 1) R / N", {"players": 10}, formula=True),
    )
    asked = (Asked("effort", "effort"),)

    counted = "players"
    most_players = 3

    players: Annotated[int, Field(ge=2, le=1000), Unit("contestants")] = 2
    """How many contestants there are, ``n``."""
    prize: Annotated[Positive, Unit("money")] = 100.0
    """What the winner gets, ``V``."""
    lose: Annotated[Finite, Unit("money")] = 0.0
    """What every loser gets, ``L``."""
    exponent: Annotated[Positive, Unit("")] = 1.0
    """How decisive effort is, ``r``."""
    cost: Annotated[Positive, Unit("money per effort")] = 1.0
    """Cost of a unit of effort, ``c``."""

    def choices(self) -> ContinuousGame:
        """Efforts of contestants who are alike."""
        worth, rivals = spread(self.prize, self.lose), self.players - 1

        def payoff(own: FloatArray, other: FloatArray) -> FloatArray:
            mine = own[0] ** self.exponent
            won = worth * mine / (mine + rivals * other[0] ** self.exponent)
            return np.asarray(won - self.cost * own[0])

        most = worth / self.cost
        return ContinuousGame.symmetric(payoff, [LEAST * most], [most])

    def gets(self, player: int, chosen: FloatArray) -> FloatArray:
        """What a contestant gets at all efforts."""
        powers = chosen[:, 0] ** self.exponent
        won = spread(self.prize, self.lose) * powers[player] / powers.sum(axis=0)
        return np.asarray(won - self.cost * chosen[player, 0])

    def readings(self) -> tuple[Found, ...]:
        """The common effort, and the share of the prize that is spent in all, by grid zoom."""
        found, n, worth = self.equilibrium(), self.players, self.prize - self.lose
        effort = float(found.point[0])
        formula = (n - 1) * self.exponent * worth / (n * n * self.cost)
        return (
            Found(effort, found.how, found.radius + 1e-9 * self.prize / self.cost, formula),
            Found(n * self.cost * effort / worth, found.how, 1e-9 * n, (n - 1) * self.exponent / n),
        )

    effort = reading("effort of each contestant", 0)
    dissipation = reading("share of the prize that is spent in all", 1)

    def changes(self, x: float) -> Changes:
        """The prize falls, or rises for losers, by a tenth per ``x``; effort costs less; or both prizes fall."""
        share = 0.1 * x * self.prize
        less = {"prize": self.prize - share}
        return {
            Channel.WIN: less,
            Channel.LOSE: {"lose": self.lose + share},
            Channel.COST: {"cost": self.cost * (1 - 0.1 * x)},
            Channel.ALIKE: less | {"lose": self.lose - share},
        }
