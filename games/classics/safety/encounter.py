"""One encounter of two teams in the idealised AI race (Han, Pereira, Santos and Lenaerts 2020): the table of payoffs.

:mod:`games.classics.safety.idealised_race` says what the letters and strategies are.
"""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from games.classics.payoff_game import PayoffGame
from games.parts.part import FloatArray, NonNegative, Part, Positive, Probability, Unit
from solver.game.normal_form import NormalForm


class Encounter(Part):
    """Two teams, each safe, unsafe, or safe until the other is not."""

    b: Annotated[NonNegative, Unit("money per round")] = 4.0
    """Benefit of a round, ``b``."""
    c: Annotated[NonNegative, Unit("money per round")] = 1.0
    """Cost of safety per round, ``c``."""
    B: Annotated[Positive, Unit("money")] = 10_000.0
    """The prize, ``B``."""
    W: Annotated[Positive, Unit("rounds")] = 100.0
    """Rounds that a safe team needs, ``W``."""
    s: Annotated[float, Field(gt=1, le=1000), Unit("times")] = 1.5
    """Speed of an unsafe team, ``s``."""
    p_fo: Annotated[Probability, Unit("per round")] = 0.0
    """Chance that an unsafe team is found out, ``p_fo``."""
    p_r: Annotated[Probability, Unit("per race")] = 0.6
    """Chance of a disaster with an unsafe winner, ``p_r``."""

    def rounds(self) -> tuple[float, float, float, float]:
        """``pi_11``, ``pi_12``, ``pi_21``, ``pi_22``."""
        b, c, s, out = self.b, self.c, self.s, 1 - self.p_fo
        return b / 2 - c, out * b / (s + 1) + self.p_fo * b - c, out * s * b / (s + 1), (1 - self.p_fo**2) * b / 2

    def payoffs(self, strategies: int = 2, p_r: float | None = None) -> FloatArray:
        """``(2, 2)`` payoffs of AS and AU, or ``(3, 3)`` with CS."""
        one, two, three, four = self.rounds()
        p, prize, s, rounds = 1 - (self.p_r if p_r is None else p_r), self.B / self.W, self.s, self.W
        safe = prize / 2 + one
        table = np.array([[safe, two], [p * (s * prize + three), p * (s * prize / 2 + four)]])
        if strategies == 2:
            return table
        # Against each other one round passes before CS turns unsafe too, of the W / s that AU needs.
        unsafe = p * (s * prize + s / rounds * (three + (rounds / s - 1) * four))
        conditional = s / rounds * (two + (rounds / s - 1) * four)
        return np.array([[*table[0], safe], [*table[1], unsafe], [safe, conditional, safe]])


class DsairGame(Encounter, PayoffGame):
    """One encounter of the idealised AI race (Han and others 2020)."""

    kind: Literal["dsair"] = "dsair"
    """What sort of game this is."""
    name: str = "dsair"
    summary: str = "two teams are safe, unsafe, or safe until the other is not, on the way to one prize"
    strategies: Annotated[int, Field(ge=2, le=3), Unit("strategies")] = 2
    """2 for safe and unsafe, 3 with conditionally safe."""

    def normal_form(self) -> NormalForm:
        """Average payoffs per round."""
        table = self.payoffs(self.strategies)
        labels = ("safe", "unsafe", "conditional")[: self.strategies]
        return NormalForm.from_bimatrix(
            table, table.T, players=("team 1", "team 2"), actions=(labels, labels), title=self.name
        )
