"""Stories that compare each value of their lever with its absence."""

from __future__ import annotations

import math
from typing import Self

from games.parts.direction import Direction, Interval
from games.parts.metric import Sense
from games.stories.telling.base import Story
from games.stories.telling.claim import Expectation
from games.stories.telling.lever import Move, Stretch


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
