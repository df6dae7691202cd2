"""Games that are no games of labs, whose only metrics are what their players get."""

from __future__ import annotations

from games.parts.game import Game
from games.parts.metric import Metric, payoff_metrics


class PayoffGame(Game):
    """A game whose only metrics are what its players get."""

    def metrics(self) -> tuple[Metric, ...]:
        """Each player's payoff."""
        return payoff_metrics(self.normal_form(), "money")
