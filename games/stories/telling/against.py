"""Stories that compare each value of their lever with its absence."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Self

from games.parts.direction import Direction, Interval
from games.parts.game import Game
from games.parts.metric import Sense
from games.stories.telling.base import Story
from games.stories.telling.claim import Expectation, Kind
from games.stories.telling.lever import Move, Stretch

if TYPE_CHECKING:
    from solver.answer.solving import Method
    from solver.game.solution import Solution


class AgainstNothing(Story):
    """A story whose directions compare each value of the lever with its absence, and not with neighbouring values."""

    def moves_in(self, stretch: Stretch) -> tuple[Move, ...]:
        """Moves from without the lever to points inside the stretch."""
        start = self.move()[0]
        return tuple((start, stretch.lo + share * (stretch.hi - stretch.lo)) for share in (0.04, 0.5, 0.96))

    def judge(self, pairs: list[tuple[Interval, Interval]], sense: Sense, scale: float) -> Direction:
        """One direction for several moves, each of which must have it."""
        found = {super(AgainstNothing, self).judge([pair], sense, scale) for pair in pairs}
        return found.pop() if len(found) == 1 else Direction.AMBIGUOUS

    def tells_start(self, metric: str, start: str, following: str) -> bool:
        """A start that is not the absence of the lever is a case of its own."""
        return start != following and self.move()[0] != self.span()[0] and any(r.metric == metric for r in self.rules)

    def at_start(self, metric: str, here: Stretch) -> list[Expectation]:
        """What the start of the lever does, where it is a regime of its own."""
        lo, _ = self.span()
        return self.ruled(metric, here.left, "", f"at {self.lever} = {lo:.6g}", ((self.move()[0], lo),), here.granted)


class FromNever(AgainstNothing):
    """A story whose lever is the date at which something comes, compared with its never coming: at infinity."""

    def move(self) -> Move:
        """From never to the date here."""
        date = getattr(self, self.lever)
        return math.inf, math.inf if date is None else float(date)

    def at(self, level: float) -> Self:
        """The story with that date."""
        return self.model_copy(update={self.lever: None if math.isinf(level) else level})


class GameStory(AgainstNothing):
    """One claim about a game that labs play. The names of its measures are names of the game's metrics.

    At every value of the lever there is a game, and its equilibria are compared. Nothing is solved here but games of
    one lab, whose best plans are its equilibria; ``openrace.claims.story`` compares games.
    """

    kind = Kind.GAME

    def pair(self) -> tuple[Game, Game]:
        """Without and with what the claim is about."""
        start, end = self.move()
        return self.at(start).game(), self.at(end).game()

    def pure_only(self) -> bool:
        """Whether only pure equilibria of its games are compared, because a proof for all others takes too long."""
        return False

    def method(self) -> Method | None:
        """How its games are solved; left to their size where all equilibria are compared."""
        from solver.n_player.pure import PureEquilibria

        return PureEquilibria() if self.pure_only() else None

    def solution(self) -> Solution:
        """The equilibria of its game."""
        from solver.answer.solving import solve

        return solve(self.game().normal_form(), self.method())

    def outcome(self) -> dict[str, Interval]:
        """Least and greatest value of every measure over the best plans; for games of one lab."""
        game = self.game()
        n_players = game.normal_form().n_players
        if n_players != 1:
            raise NotImplementedError(f"{self.name} has {n_players} labs: openrace.claims.story solves it")
        best = [a for equilibrium in self.solution().equilibria for a in equilibrium.support[0]]
        metrics = {m.name: m.values for m in game.metrics()}
        own = {m.name: metrics[m.name][best] for m in self.measures}
        return {name: (float(values.min()), float(values.max())) for name, values in own.items()}
