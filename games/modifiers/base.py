"""A modifier: changes the world before terms are evaluated, or wraps a lab's total.

Modifiers have parameters and no weight. They apply in the order in which a game lists them. One that wraps totals makes
payoffs non-linear in weights and says so (``linear = False``); whoever uses linearity must ask for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from games.history import History, Shocks
from games.part import FloatArray, KindedPart

if TYPE_CHECKING:
    from games.markets import Market


class Modifier(KindedPart):
    """A change of the world, or of how a lab feels about its total."""

    linear: ClassVar[bool] = True
    """Whether payoffs stay linear in the weights of terms."""

    def shocks(self, history: History) -> Shocks:
        """The world's shocks after this modifier; ``history.shocks`` holds those before it."""
        return history.shocks

    def wrap(self, payoff: FloatArray, history: History, lab: int, market: Market) -> FloatArray:  # noqa: ARG002
        """The lab's payoff ``[*batch, *profile]`` after this modifier."""
        return payoff
