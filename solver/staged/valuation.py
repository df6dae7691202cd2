"""What a chance move is worth to a player: expectation or CVaR, with true or perceived probabilities.

Risk is measured at every chance move, on the values of its branches, backwards from the end (*nested* CVaR, Ruszczynski
2010). That is dynamically consistent: what a player plans for a state is what it does there. CVaR of the distribution
of final payoffs, taken once at the start, is not, and no backward induction finds its optimum. Other players' mixed
actions are always taken in expectation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from solver.common.arrays import FloatArray
from solver.common.errors import GameError
from solver.staged.game import Chance


class Risk(Protocol):
    """How a player values a lottery."""

    def value(self, outcomes: FloatArray, probabilities: FloatArray) -> float:
        """Certainty equivalent of ``outcomes`` ``(P,)`` with ``probabilities`` ``(P,)``."""
        ...


@dataclass(frozen=True)
class Expectation:
    """Risk neutrality."""

    def value(self, outcomes: FloatArray, probabilities: FloatArray) -> float:
        """The mean."""
        return float(outcomes @ probabilities)


@dataclass(frozen=True)
class CVaR:
    """The mean of the worst part of the distribution (Rockafellar and Uryasev 2000).

    Attributes:
        tail: probability of that part, above 0 and up to 1; 1 is the expectation.
    """

    tail: float

    def __post_init__(self) -> None:
        if not 0 < self.tail <= 1:
            raise GameError(
                f"a CVaR tail of {self.tail}",
                "a probability above 0 and up to 1",
                "1 is risk neutral, .1 the worst tenth",
            )

    def value(self, outcomes: FloatArray, probabilities: FloatArray) -> float:
        """Mean of the worst outcomes that together have probability ``tail``, the last of them counted in part."""
        order = np.argsort(outcomes, kind="stable")
        weight = probabilities[order]
        before = np.cumsum(weight) - weight
        counted = np.clip(self.tail - before, 0.0, weight)
        return float(outcomes[order] @ counted) / self.tail


@dataclass(frozen=True)
class Valuation:
    """How chance moves are valued.

    Attributes:
        risks: one measure per player; empty for risk neutrality.
        owners: pairs of a row beyond the payoffs and the player in whose eyes it is valued; other rows beyond the
            payoffs are expectations under the true probabilities.
    """

    risks: tuple[Risk, ...] = ()
    owners: tuple[tuple[int, int], ...] = ()

    @property
    def risky(self) -> tuple[int, ...]:
        """Rows whose value at a chance move is no mean."""
        averse = [i for i, risk in enumerate(self.risks) if not isinstance(risk, Expectation)]
        return (*averse, *(row for row, player in self.owners if player in averse))

    def at(self, node: Chance, outcomes: FloatArray) -> FloatArray:
        """``(R,)``: values of a chance move whose branches are worth ``outcomes`` ``(R, P)``, its rewards included."""
        values = outcomes @ node.probabilities
        n_players = len(self.risks) or (0 if node.beliefs is None else len(node.beliefs))
        for row, player in (*zip(range(n_players), range(n_players), strict=True), *self.owners):
            own = node.probabilities if node.beliefs is None else node.beliefs[player]
            risk = self.risks[player] if self.risks else Expectation()
            values[row] = risk.value(outcomes[row], own)
        return np.asarray(values, dtype=np.float64)


PERCEIVED = Valuation()
"""Risk-neutral players who act on their own beliefs."""
