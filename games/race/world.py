"""What happens in a race besides the labs' climbs: open models from outside, the end, ruin, regulation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import numpy as np
from pydantic import Field, model_validator

from games.parts.part import Finite, NonNegative, Part, Unit

Rung = Annotated[int, Field(ge=0), Unit("rung")]


class OutsideModel(Part):
    """Open models that nobody in the game releases."""

    rung: Rung | None = None
    """Rung of a model that is there from the start; left out, there is none."""
    capability: Annotated[NonNegative | None, Unit("capability")] = None
    """Capability of a model that is there from the start, on a rung or not."""
    arrival_rate: Annotated[NonNegative, Unit("per period")] = 0.0
    """Hazard at which a model on ``arrival_rung`` appears."""
    arrival_rung: Rung | None = None
    """Rung of the model that may appear."""
    arrival_capability: Annotated[NonNegative | None, Unit("capability")] = None
    """Capability of the model that may appear, on a rung or not."""
    follow_rate: Annotated[NonNegative, Unit("per period")] = 0.0
    """Hazard at which the best open model climbs one rung while it is more than ``follow_lag`` below the frontier."""
    follow_lag: Annotated[int, Field(ge=0), Unit("rungs")] = 1
    """How far below the frontier open models stay by themselves."""

    @model_validator(mode="after")
    def _complete(self) -> OutsideModel:
        if self.rung is not None and self.capability is not None:
            raise ValueError("open.rung and open.capability name the same model twice; leave one out")
        if self.arrival_rung is not None and self.arrival_capability is not None:
            raise ValueError("open.arrival_rung and open.arrival_capability name the same model twice; leave one out")
        if self.may_arrive != (self.arrival_rung is not None or self.arrival_capability is not None):
            raise ValueError("open.arrival_rate and open.arrival_rung belong together; give both or neither")
        return self

    @property
    def may_arrive(self) -> bool:
        """Whether a model may appear."""
        return bool(np.any(np.asarray(self.arrival_rate) > 0))

    def capability_at_start(self, rungs: Sequence[float]) -> float | None:
        """The model that is there from the start, if there is one."""
        return _capability(rungs, self.rung, self.capability)

    def capability_at_arrival(self, rungs: Sequence[float]) -> float | None:
        """The model that may appear, if one may."""
        return _capability(rungs, self.arrival_rung, self.arrival_capability)


def _capability(rungs: Sequence[float], rung: int | None, capability: float | None) -> float | None:
    """The capability of a model that is named by its rung or by its capability, or not at all."""
    named = capability if rung is None else rungs[rung]
    return None if named is None else float(named)


class Finish(Part):
    """The first lab to reach a rung ends the race."""

    rung: Rung
    """Rung that ends the race."""
    winner: Annotated[Finite, Unit("currency")] = 1.0
    """What the first lab to reach it gets."""
    loser: Annotated[Finite, Unit("currency")] = 0.0
    """What every other lab gets."""


class Ending(Part):
    """A hazard that ends the race."""

    hazard: Annotated[NonNegative, Unit("per period")] = 0.0
    """Hazard whatever the models on the market."""
    frontier: Annotated[NonNegative, Unit("per period and capability")] = 0.0
    """Hazard per unit of the best model on the market."""
    open: Annotated[NonNegative, Unit("per period and capability")] = 0.0
    """Hazard per unit of the best open model."""


class Ruin(Ending):
    """A hazard that ends everything: flows stop, and every lab loses its ``ruin_loss``."""


class Regulation(Ending):
    """A hazard that stops the race: nobody climbs any more, and flows stay as they are."""
