"""A story whose labs play a game: at every value of the lever there is a game, and its equilibria are compared.

Nothing is solved here but games of one lab, whose best plans are its equilibria; ``openrace.claims.story``
compares games.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from games.parts.direction import Interval
from games.parts.game import Game
from games.stories.telling.against import AgainstNothing
from games.stories.telling.claim import Kind

if TYPE_CHECKING:
    from solver.answer.solving import Method


class GameStory(AgainstNothing):
    """One claim about a game. The names of its measures are names of the game's metrics."""

    kind = Kind.GAME

    def pair(self) -> tuple[Game, Game]:
        """Without and with what the claim is about."""
        start, end = self.move()
        return self.at(start).game(), self.at(end).game()

    def method(self) -> Method | None:
        """How its games are solved; left to their size unless a story says otherwise."""
        return None

    def outcome(self) -> dict[str, Interval]:
        """Least and greatest value of every measure over the best plans; for games of one lab."""
        game = self.game()
        payoffs = game.normal_form()
        if payoffs.n_players != 1:
            raise NotImplementedError(f"{self.name} has {payoffs.n_players} labs: openrace.claims.story solves it")
        from solver.answer.solving import solve

        best = [a for equilibrium in solve(payoffs).equilibria for a in equilibrium.support[0]]
        metrics = {m.name: m.values for m in game.metrics()}
        own = {m.name: metrics[m.name][best] for m in self.measures}
        return {name: (float(values.min()), float(values.max())) for name, values in own.items()}
