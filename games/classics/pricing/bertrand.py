"""Bertrand competition on a grid of prices: unit demand, the cheapest firm serves it, ties split it.

With whole prices ``0..P`` and cost 0 two firms have exactly three equilibria, ``(0, 0)``, ``(1, 1)`` and ``(2, 2)``
(Bertrand 1883 on a grid): undercutting a common price ``p`` earns ``p - 1`` instead of ``p / 2``, which does not pay
up to ``p = 2``.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import Field

from games.classics.payoff_game import PayoffGame
from games.parts.metric import Metric, Sense
from games.parts.part import FloatArray, NonNegative, Unit
from solver.game.normal_form import NormalForm


class BertrandGame(PayoffGame):
    """Price competition: firms set whole prices ``0..highest_price`` at once; one customer buys from the cheapest."""

    name: str = "bertrand"
    summary: str = "two sellers of the same model undercut each other"
    highest_price: Annotated[int, Field(ge=1, le=1000), Unit("money")] = 10
    """The highest price on the grid; prices are the integers from 0 to it."""
    unit_cost: Annotated[NonNegative, Unit("money")] = 0.0
    """Cost of serving the customer, the same for every firm."""
    prices: tuple[NonNegative, ...] = ()
    """Prices that may be asked instead, if any are listed."""
    firms: Annotated[int, Field(ge=2, le=4), Unit("firms")] = 2
    """How many firms set prices."""
    kind: Literal["bertrand"] = "bertrand"
    """What sort of game this is."""

    def listed(self) -> tuple[float, ...]:
        """The prices that may be asked."""
        return self.prices or tuple(float(p) for p in range(self.highest_price + 1))

    def asked(self) -> FloatArray:
        """``(N, A, ..., A)``: the price of every firm in every profile."""
        return np.array(np.broadcast_arrays(*np.ix_(*[np.array(self.listed())] * self.firms)))

    def normal_form(self) -> NormalForm:
        """Actions are labelled by their price.

        Raises:
            GameError: more profiles than a payoff tensor may have.
        """
        asked = self.asked()
        cheapest = asked == asked.min(axis=0)
        payoffs = np.where(cheapest, (asked - self.unit_cost) / cheapest.sum(axis=0), 0.0)
        labels = tuple(f"{p:g}" for p in self.listed())
        return NormalForm.from_payoffs(
            payoffs,
            players=tuple(f"firm {i + 1}" for i in range(self.firms)),
            actions=(labels,) * self.firms,
            title="bertrand",
        )

    @property
    def grid_step(self) -> float | None:
        """Whole prices stand for a continuum of prices; a list of prices stands for itself."""
        return None if self.prices else 1.0

    def refined(self, parts: int, free: int, kept: Sequence[Collection[str]]) -> Self:  # noqa: ARG002 - the contract
        """The game with parts of whole prices too, for every firm."""
        prices = tuple(k / parts for k in range(self.highest_price * parts + 1))
        return self.model_copy(update={"prices": prices})

    def metrics(self) -> tuple[Metric, ...]:
        """What the customer pays, and each firm's payoff."""
        return Metric("price", "currency", Sense.LEVEL, self.asked().min(axis=0)), *super().metrics()
