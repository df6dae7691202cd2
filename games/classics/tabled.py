"""Published models as games by name: safe and unsafe teams, and hawks and doves."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field

from games.classics.catalogued import PayoffGame
from games.classics.play.populations import HawkDove
from games.classics.safety.encounter import Encounter
from games.parts.part import Positive, Unit
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


class HawkDoveGame(PayoffGame):
    """Hawks and doves (Maynard Smith and Price 1973)."""

    kind: Literal["hawk-dove"] = "hawk-dove"
    """What sort of game this is."""
    name: str = "hawk-dove"
    """Name under which it is catalogued."""
    summary: str = "two claim the same thing: fighting for it costs both, giving way loses it"
    """What it is about, in one sentence."""
    value: Annotated[Positive, Unit("money")] = 2.0
    """What is fought over."""
    cost: Annotated[Positive, Unit("money")] = 4.0
    """Cost of losing a fight."""

    def build(self) -> NormalForm:
        """Payoffs of hawk and dove."""
        return replace(HawkDove(value=self.value, cost=self.cost).normal_form(), title=self.name)
