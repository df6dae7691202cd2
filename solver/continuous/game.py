"""Games in which players choose numbers.

Letters, here and in every module of ``solver.continuous``: ``N`` players, ``D`` numbers that each chooses, ``M``
*unknowns* of an equilibrium: ``N D``, or ``D`` where all players are alike and an equilibrium in which all choose the
same is looked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from solver.common.arrays import FloatArray
from solver.common.errors import GameError

Payoff = Callable[[int, FloatArray], FloatArray]
"""From a player and choices ``(N D, ...)`` to its payoffs ``(...)``."""
AlikePayoff = Callable[[FloatArray, FloatArray], FloatArray]
"""From own choices ``(D, ...)`` and those of everybody else ``(D, ...)`` to one player's payoffs ``(...)``."""


@dataclass(frozen=True, eq=False)
class ContinuousGame:
    """Players who choose numbers in intervals. Build it with :meth:`of` or :meth:`symmetric`, which validate.

    Attributes:
        deviation: from a player, its own choices ``(D, ...)`` and unknowns ``(M, ...)`` to its payoff ``(...)``.
        players: players whose payoffs are looked at: all, or one where all are alike.
        numbers: ``D``.
        low: ``(M,)`` least choices.
        high: ``(M,)`` greatest choices.
        marginal: from a player, its own choices ``(D,)`` and unknowns ``(M,)`` to what it gains per unit of each of its
            choices ``(D,)``; left out, by differences, which need payoffs that bend smoothly.
    """

    deviation: Callable[[int, FloatArray, FloatArray], FloatArray]
    players: int
    numbers: int
    low: FloatArray
    high: FloatArray
    marginal: Callable[[int, FloatArray, FloatArray], FloatArray] | None = None

    @classmethod
    def of(cls, payoff: Payoff, low: Sequence[float], high: Sequence[float], *, numbers: int = 1) -> ContinuousGame:
        """A game of players who differ.

        Args:
            payoff: from a player and choices ``(N D, ...)``, player by player, to its payoffs ``(...)``.
            low: ``N D`` least choices.
            high: ``N D`` greatest choices.
            numbers: ``D``, how many numbers each player chooses.

        Raises:
            GameError: no intervals, or not as many as players have choices.
        """
        lows, highs = _bounds(low, high)
        if numbers < 1 or len(lows) % numbers:
            raise GameError(
                f"{len(lows)} intervals came for players who choose {numbers} numbers each",
                "one interval per player and number",
                "list them player by player",
            )

        def deviation(player: int, own: FloatArray, others: FloatArray) -> FloatArray:
            choices = np.array(
                np.broadcast_to(others, np.broadcast_shapes(others.shape, (len(others), *own.shape[1:])))
            )
            choices[player * numbers : (player + 1) * numbers] = own
            return np.asarray(payoff(player, choices), dtype=np.float64)

        return cls(deviation, len(lows) // numbers, numbers, lows, highs)

    @classmethod
    def symmetric(
        cls, payoff: AlikePayoff, low: Sequence[float], high: Sequence[float], marginal: AlikePayoff | None = None
    ) -> ContinuousGame:
        """A game of players who are alike, in which all choose the same.

        Args:
            payoff: from own choices ``(D, ...)`` and those of everybody else ``(D, ...)`` to payoffs ``(...)``.
            low: ``D`` least choices.
            high: ``D`` greatest choices.
            marginal: what one gains per unit of each own choice ``(D,)``, if payoffs do not bend smoothly.

        Raises:
            GameError: no intervals.
        """
        lows, highs = _bounds(low, high)
        return cls(_anybodys(payoff), 1, len(lows), lows, highs, marginal and _anybodys(marginal))

    @property
    def widths(self) -> FloatArray:
        """``(M,)`` lengths of the intervals: the unit of steps and enclosures."""
        return self.high - self.low

    def own(self, player: int) -> slice:
        """Which unknowns a player chooses."""
        return slice(player * self.numbers, (player + 1) * self.numbers)

    def payoff(self, player: int, point: FloatArray) -> float:
        """What a player gets at a point ``(M,)``."""
        return float(self.deviation(player, point[self.own(player)], point))

    def __repr__(self) -> str:
        return f"ContinuousGame({len(self.low)} unknowns, {self.players} payoffs)"


def _anybodys(function: AlikePayoff) -> Callable[[int, FloatArray, FloatArray], FloatArray]:
    return lambda _, own, others: np.asarray(function(own, others), dtype=np.float64)


def _bounds(low: Sequence[float], high: Sequence[float]) -> tuple[FloatArray, FloatArray]:
    lows, highs = np.array(low, dtype=np.float64), np.array(high, dtype=np.float64)
    if lows.ndim != 1 or lows.shape != highs.shape or not lows.size:
        raise GameError(f"ends of shapes {lows.shape} and {highs.shape}", "one low and one high end per choice", "pair")
    if not (np.isfinite(lows).all() and np.isfinite(highs).all() and (lows < highs).all()):
        raise GameError(f"choices between {lows} and {highs}", "finite ends, low < high", "give intervals")
    return lows, highs
