"""One encounter of safe and unsafe teams as a game by name."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from games.classics.catalogued import PayoffGame
from games.classics.safety.encounter import Encounter
from games.parts.part import Unit
from solver.game.normal_form import NormalForm


class DsairGame(Encounter, PayoffGame):
    """One encounter of the idealised AI race (Han and others 2020)."""

    kind: Literal["dsair"] = "dsair"
    """What sort of game this is."""
    name: str = "dsair"
    """Name under which it is catalogued."""
    summary: str = "two teams are safe, unsafe, or safe until the other is not, on the way to one prize"
    """What it is about, in one sentence."""
    strategies: Annotated[int, Field(ge=2, le=3), Unit("strategies")] = 2
    """2 for safe and unsafe, 3 with conditionally safe."""

    def build(self) -> NormalForm:
        """Average payoffs per round."""
        table = self.payoffs(self.strategies)
        labels = ("safe", "unsafe", "conditional")[: self.strategies]
        return NormalForm.from_bimatrix(
            table, table.T, players=("team 1", "team 2"), actions=(labels, labels), title=self.name
        )
