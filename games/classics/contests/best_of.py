"""A prize for whoever first wins so many battles: Harris and Vickers 1987; Klumpp and Polborn 2006.

Two contestants fight battles until one of them has won ``wins`` of them (two: the best of three), and that one gets the
prize ``V``. A battle is won with probability ``x^r / (x^r + y^r)``, efforts ``x`` and ``y`` are paid. The concept is
Markov perfection, by backward induction: in each state a contestant fights for what winning the battle is worth to it
above losing it, and the battle's equilibrium is found in numbers. Beside it the closed form of a battle between values
``v`` and ``w``: ``x = r v^(1+r) w^r / (v^r + w^r)^2``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from math import exp, log
from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from games.classics.contests.tullock import spread
from games.classics.model import Asked, Changes, Channel, Classic, Found, Published, reading
from games.parts.part import Finite, FloatArray, Positive, Share, Unit
from solver.continuous import ContinuousGame, solve_continuous

LEAST = 1e-9
"""A battle is decided for whoever has less than this share to fight for of what the other one has."""


@dataclass(frozen=True)
class Battle:
    """One state.

    Attributes:
        efforts: of both contestants.
        chance: the first one's to win the battle.
        values: of the state to both.
        radius: of the enclosure of the efforts.
    """

    efforts: tuple[float, float]
    chance: float
    values: tuple[float, float]
    radius: float


Pair = tuple[float, float]
Battles = dict[tuple[int, int], Battle]
"""States by the battles that each still has to win."""


class HarrisVickers(Classic):
    """The best of several battles between two who are alike."""

    name = "harris-vickers"
    source = "Harris and Vickers 1987, Review of Economic Studies 54 (with Tullock battles)"
    concept = "Markov-perfect equilibrium"
    published: ClassVar[tuple[Published, ...]] = (
        Published("effort", 21 / 128, 1e-7, "best of three by backward induction", formula=True),
        Published("leader_effort", 9 / 64, 1e-7, "the leader fights harder than the laggard", formula=True),
        Published("laggard_effort", 3 / 64, 1e-7, "the leader fights harder than the laggard", formula=True),
    )
    asked = (Asked("effort", "effort"),)

    wins: Annotated[int, Field(ge=1, le=6), Unit("battles")] = 2
    """Battles that must be won, ``2`` in the best of three."""
    prize: Annotated[Positive, Unit("money")] = 1.0
    """What the winner gets, ``V``."""
    lose: Annotated[Finite, Unit("money")] = 0.0
    """What the loser gets."""
    exponent: Annotated[Share, Unit("")] = 1.0
    """How decisive effort is in a battle, ``r``, at most 1."""
    cost: Annotated[Positive, Unit("money per effort")] = 1.0
    """Cost of a unit of effort."""

    def battles(self) -> Battles:
        """Every state, its battle solved in numbers."""
        return self._backward(self.battle)

    def formula(self) -> Battles:
        """Every state in closed form."""
        return self._backward(self._closed_form)

    def _backward(self, battle: Callable[[Pair, Pair], Battle]) -> Battles:
        """Every state, from the last battle back; ``battle`` is given what is fought for and what losing is worth.

        Raises:
            GameError: losing pays as much as winning.
        """
        spread(self.prize, self.lose)  # Refuses what nobody fights for.
        found: Battles = {}

        def worth(a: int, b: int) -> Pair:
            if a == 0:
                return self.prize, self.lose
            return (self.lose, self.prize) if b == 0 else found[a, b].values

        for a, b in product(range(1, self.wins + 1), repeat=2):
            won, lost = worth(a - 1, b), worth(a, b - 1)
            found[a, b] = battle((won[0] - lost[0], lost[1] - won[1]), (lost[0], won[1]))
        return found

    def battle(self, spreads: Pair, losing: Pair) -> Battle:
        """The equilibrium of a battle for ``spreads``, in logarithms of efforts in units of the larger spread."""
        largest, r = max(spreads), self.exponent
        unit, shares = largest / self.cost, [s / largest for s in spreads]
        if min(shares) < LEAST:
            # Too little is left to fight for: the other one wins for sure, and for nearly nothing.
            first = float(spreads[0] > spreads[1])
            return Battle(
                (0.0, 0.0), first, (losing[0] + spreads[0] * first, losing[1] + spreads[1] * (1 - first)), 0.0
            )

        def payoff(i: int, logs: FloatArray) -> FloatArray:
            # Of the two powers only the ratio matters, which is never too small or large for a float.
            return np.asarray(shares[i] / (1 + np.exp(r * (logs[1 - i] - logs[i]))) - np.exp(logs[i]))

        best = solve_continuous(ContinuousGame.of(payoff, [2.5 * log(min(shares)) - 5.0] * 2, [0.0] * 2)).only
        x, y = (float(v) for v in np.exp(best.point))
        chance = 1 / (1 + exp(r * float(best.point[1] - best.point[0])))
        values = (
            losing[0] + spreads[0] * chance - self.cost * unit * x,
            losing[1] + spreads[1] * (1 - chance) - self.cost * unit * y,
        )
        return Battle((x * unit, y * unit), chance, values, best.radius * unit)

    def _closed_form(self, spreads: Pair, losing: Pair) -> Battle:
        r, (v, w) = self.exponent, spreads
        scale = r * (v * w) ** r / (v**r + w**r) ** 2
        p = v**r / (v**r + w**r)
        x, y = scale * v, scale * w
        values = losing[0] + v * p - x, losing[1] + w * (1 - p) - y
        return Battle((x / self.cost, y / self.cost), p, values, 0.0)

    def readings(self) -> tuple[Found, ...]:
        """Efforts in the first and the second battle, the value, and the first winner's chance to win everything."""
        battles, closed, worth = self.battles(), self.formula(), spread(self.prize, self.lose)
        widest = max(b.radius for b in battles.values())
        how = f"backward induction over {len(battles)} battles, each by grid zoom, enclosed to {widest:.1e}"
        units = (*[worth / self.cost] * 3, worth, 1.0)
        numbers = zip(self._numbers(battles), self._numbers(closed), units, strict=True)
        return tuple(Found(value, how, 1e-8 * unit, formula) for value, formula, unit in numbers)

    def _numbers(self, battles: Battles) -> tuple[float, ...]:
        first = battles[self.wins, self.wins]
        # After the first contestant has won a battle; the last battle where one is all.
        leads, trails = battles[max(1, self.wins - 1), self.wins].efforts
        return first.efforts[0], leads, trails, first.values[0], self._momentum(battles)

    effort = reading("effort of each in the first battle", 0)
    leader_effort = reading("effort of the leader after one battle", 1)
    laggard_effort = reading("effort of the laggard after one battle", 2)
    value = reading("value of the contest to each at the start, money", 3)
    momentum = reading("chance that whoever wins the first battle wins the prize", 4)

    def _momentum(self, battles: Battles) -> float:
        chances: dict[tuple[int, int], float] = {}
        for a, b in product(range(self.wins + 1), repeat=2):
            if a == 0 or b == 0:
                chances[a, b] = float(a == 0)
            else:
                p = battles[a, b].chance
                chances[a, b] = p * chances[a - 1, b] + (1 - p) * chances[a, b - 1]
        return chances[self.wins - 1, self.wins]

    def changes(self, x: float) -> Changes:
        """The prize falls, or rises for the loser, by a tenth per ``x``; effort costs less; or both prizes fall."""
        share = 0.1 * x * self.prize
        less = {"prize": self.prize - share}
        return {
            Channel.WIN: less,
            Channel.LOSE: {"lose": self.lose + share},
            Channel.ALIKE: less | {"lose": self.lose - share},
            Channel.COST: {"cost": self.cost * (1 - 0.1 * x)},
        }


class KlumppPolborn(HarrisVickers):
    """Primaries: the candidate who wins the first district is likely to win."""

    name = "klumpp-polborn"
    source = "Klumpp and Polborn 2006, Journal of Public Economics 90"
    published: ClassVar[tuple[Published, ...]] = (
        Published("momentum", 7 / 8, 1e-7, "three districts: the first winner wins with probability 7/8"),
        Published("value", 23 / 128, 1e-7, "three districts, by backward induction", formula=True),
    )
