"""A unit of effort split between safety and capability: a symmetric model after a note of Kwa's.

Each of ``n`` labs gives a share ``s`` of its effort to safety and ``1 - s`` to capability. A lab wins with
probability ``(1 - s)^k / sum (1 - s_j)^k``, and what the winner builds is safe with probability ``s^q`` of its own
share. A lab gets 1 if it wins and that is safe, ``1 - e`` if another one does, 0 otherwise. The concept is Nash
equilibrium; the closed form of the symmetric one is ``s = q n / (q n + k (n - 1) e)``, which goes to ``q / (q + k
e)`` as ``n`` grows: risk has a limit below 1. The note itself was not at hand; its primitives are stated here from a
short description.

*An open model of quality x appears*: the loser gets more of what the winner does (``e`` falls), capability is decisive
less, or another lab joins.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from games.classics.model import Asked, Changes, Channel, Found, Published, reading
from games.classics.numbers import NumbersClassic
from games.parts.part import FloatArray, Positive, Share, Unit
from solver.continuous import ContinuousEquilibrium, ContinuousGame


class Kwa(NumbersClassic):
    """Labs that are alike split their effort."""

    name = "kwa"
    source = "after a note of Kwa's on racing labs"
    concept = "Nash equilibrium"
    published: ClassVar[tuple[Published, ...]] = (
        Published("safety", 2 / 3, 1e-8, "symmetric split at two labs", formula=True),
        Published("safety", 100 / 199, 1e-8, "symmetric split at a hundred labs: the limit is a half", {"labs": 100},
                  formula=True),
    )  # fmt: skip
    asked = (Asked("risk", "risk"), Asked("effort", "capability"))

    counted = "labs"
    most_players = 3

    labs: Annotated[int, Field(ge=2, le=10_000), Unit("labs")] = 2
    """How many labs there are, ``n``."""
    enmity: Annotated[Share, Unit("")] = 1.0
    """How much worse it is that another lab wins, ``e``."""
    decisive: Annotated[Positive, Unit("")] = 1.0
    """How decisive capability is, ``k``."""
    safety_power: Annotated[Positive, Unit("")] = 1.0
    """Power ``q`` of the share of safety in the chance that all is safe."""

    def choices(self) -> ContinuousGame:
        """Shares of safety of labs that are alike."""
        n, k, q, e = self.labs, self.decisive, self.safety_power, self.enmity

        def payoff(own: FloatArray, other: FloatArray) -> FloatArray:
            mine, theirs = (1 - own[0]) ** k, (1 - other[0]) ** k
            chance = mine / (mine + (n - 1) * theirs)
            return np.asarray(chance * own[0] ** q + (1 - chance) * (1 - e) * other[0] ** q)

        return ContinuousGame.symmetric(payoff, [1e-6], [1 - 1e-6])

    def equilibrium(self) -> ContinuousEquilibrium:
        """The common share of safety."""
        return self.solution().equilibria[-1]

    def _chances(self, chosen: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Of every lab the chance to win, and that what it builds is safe."""
        powers = (1 - chosen[:, 0]) ** self.decisive
        return powers / powers.sum(axis=0), chosen[:, 0] ** self.safety_power

    def gets(self, player: int, chosen: FloatArray) -> FloatArray:
        """What a lab gets at all shares of safety."""
        wins, safe = self._chances(chosen)
        return np.asarray(self.enmity * wins[player] * safe[player] + (1 - self.enmity) * (wins * safe).sum(axis=0))

    def read(self, chosen: FloatArray) -> dict[str, FloatArray]:
        """Probability of a disaster, which the winner's safety leaves, and the mean share for capability."""
        wins, safe = self._chances(chosen)
        return {"risk": 1 - (wins * safe).sum(axis=0), "capability": 1 - chosen[:, 0].mean(axis=0)}

    def readings(self) -> tuple[Found, ...]:
        """The share for safety by grid zoom, what it leaves for capability, and the risk."""
        n, k, q = self.labs, self.decisive, self.safety_power
        best, formula = self.equilibrium(), q * n / (q * n + k * (n - 1) * self.enmity)
        safety = Found(float(best.point[0]), best.how, best.radius + 1e-8, formula)
        return safety, safety.rest(), Found(1 - safety.value**q, best.how, safety.accuracy, 1 - formula**q)

    safety = reading("share of effort for safety", 0)
    capability = reading("share of effort for capability", 1)
    risk = reading("probability of a disaster", 2)

    def changes(self, x: float) -> Changes:
        """Losing is a tenth less bad per ``x``; capability is a tenth less decisive; or one more lab takes part."""
        less = 1 - 0.1 * x
        return {
            Channel.LOSE: {"enmity": self.enmity * less},
            Channel.WIN: {"decisive": self.decisive * less},
            Channel.HAZARD: {"labs": self.labs + 1},
        }
