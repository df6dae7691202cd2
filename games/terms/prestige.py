"""Prestige: the pleasure, recruits and attention of having the best model."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import numpy as np

from games.markets.base import Market
from games.parts.part import FloatArray, Probability, Unit
from games.parts.state import State
from games.terms.base import FlowTerm
from games.terms.standing import Among, Ties, models, share_of_best


class Prestige(FlowTerm):
    """1 per period while the lab's model is best."""

    kind: Literal["prestige"] = "prestige"
    among: Among = Among.ALL
    """Whether the lab must have the best of all models (all) or the best open model (open)."""
    ties: Ties = Ties.SHARE
    """What each gets if several labs are best: an equal share, all of it, or none."""
    runner_up: Annotated[Probability, Unit("share of the best's")] = 0.0
    """What the second best gets; the third gets the square of it, and so on. At 0 only the best is paid."""

    summary: ClassVar[str] = "likes to have the best model"
    formula: ClassVar[str] = "integral of 1[best at t] / (number of best) * exp(-r t); by rank: runner_up**(labs ahead)"
    source: ClassVar[str] = "comment thread: Alice wants to have the best open model"
    unit: ClassVar[str] = "period of being best"

    def rate(self, state: State, lab: int, market: Market) -> FloatArray:  # noqa: ARG002 - the contract
        """1 for the best, shared; by rank, less for those behind."""
        standing = share_of_best(state, lab, self.among, self.ties)
        if np.any(np.asarray(self.runner_up) > 0):
            own = models(state, self.among)
            rivals = [m for j, m in enumerate(own) if j != lab]
            ahead = sum(((m > own[lab]).astype(np.float64) for m in [*rivals, state.outside]), np.zeros(()))
            behind = (ahead > 0) & (own[lab] > 0)
            standing = standing + np.where(behind, np.asarray(self.runner_up) ** ahead, 0.0)
        return standing
