"""The world's risk, stated once: what may go wrong, and what brings it about.

It belongs to the world and to nobody in it. Labs and a planner differ in how much they mind: the weights of terms such
as ``scale_harm`` for a lab, ``loss`` for a planner. ``games.time.danger`` makes chances of these numbers.
"""

from __future__ import annotations

from typing import Annotated

from games.parts.part import NonNegative, Part, Probability, Unit
from games.risk.ways import AnyRisk, Independent


class Uses(Part):
    """How many uses a release brings, and how risky each is."""

    open_uses: Annotated[NonNegative, Unit("uses")] = 50.0
    """Uses that an open release brings, be it a lab's or a model from outside that comes after the start."""
    closed_uses: Annotated[NonNegative, Unit("uses")] = 0.0
    """Uses that a closed release brings: fewer, watched, or none."""
    background: Annotated[NonNegative, Unit("uses")] = 0.0
    """Uses that happen in any case, K0."""
    risk: AnyRisk = Independent()
    """How the danger grows with the number of uses."""


class Deployment(Part):
    """The first dangerous model may ruin everybody, the less likely the later it comes."""

    chance: Annotated[Probability | None, Unit("chance")] = None
    """Chance of ruin if it is deployed at the start; left out, it is unknown, and the loss one in expectation."""
    safety_growth: Annotated[NonNegative, Unit("per period")] = 0.0
    """Rate g at which waiting makes deployment safer."""
    threshold: Annotated[NonNegative, Unit("capability")] = 0.0
    """Least capability that is dangerous."""


class WorldRisk(Part):
    """What may go wrong in the world, whoever minds."""

    loss: Annotated[NonNegative, Unit("currency")] = 1.0
    """What the world loses if it goes wrong, as a planner counts it."""
    hazard: Annotated[NonNegative, Unit("per period")] = 0.0
    """Hazard whatever the models on the market."""
    frontier: Annotated[NonNegative, Unit("per period and capability")] = 0.0
    """Hazard per unit of the best model on the market."""
    open: Annotated[NonNegative, Unit("per period and capability")] = 0.0
    """Hazard per unit of the best open model, wherever it comes from."""
    leak: Annotated[Probability, Unit("chance")] = 0.0
    """Chance that closed models get out: they are then used like open ones, and as dangerous."""
    uses: Uses | None = None
    """Uses that may go wrong; left out, none do."""
    deployment: Deployment | None = None
    """Ruin by the first dangerous model; left out, there is none."""

    @property
    def has_chances(self) -> bool:
        """Whether the chance of no harm means something: not if all that is known is an expected loss."""
        return self.uses is not None or self.deployment is None or self.deployment.chance is not None
