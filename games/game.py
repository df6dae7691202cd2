"""What every named game can do, whatever it is about."""

from __future__ import annotations

from games.metrics import Metric
from games.part import Part
from solver.normal_form import NormalForm


class Game(Part):
    """A named, parametrised finite game."""

    name: str
    """Name under which it is catalogued."""
    summary: str = ""
    """What it is about, in one sentence."""

    def normal_form(self) -> NormalForm:
        """The payoff tensor of the game as its players believe it."""
        raise NotImplementedError

    def metrics(self) -> tuple[Metric, ...]:
        """What may be meant by racing in this game, per profile."""
        raise NotImplementedError
