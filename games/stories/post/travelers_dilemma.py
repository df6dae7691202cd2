"""Row 5: the Traveler's Dilemma, to which the post compares undercutting (Basu 1994).

Both claim a whole number from ``low`` to ``high``; the lower claim is paid to both, with ``R`` added for whoever made
it and taken from the other. For ``R > 1`` claiming one less than the other always pays, down to ``low``.

By hand: 2..100, R = 2: against 100, claiming 99 pays 101. The only equilibrium is (2, 2), where each gets 2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import numpy as np
from pydantic import Field, model_validator

from games.classics.catalogued import TravelersDilemmaGame
from games.parts.direction import Direction
from games.parts.part import Unit
from games.stories.telling.claim import Finding, Verdict, moves
from games.stories.telling.game_story import GameStory
from games.stories.telling.number import Quantity, level, listed, reported
from games.stories.telling.parts import NEUTRAL, Money, along
from games.stories.telling.stretches import Stretch

if TYPE_CHECKING:
    from solver.answer.solving import Method

MOST_CLAIMS = 120
"""With more claims than this only pure equilibria are compared."""


class TravelersDilemmaStory(GameStory):
    """Undercutting, claim by claim."""

    name = "travelers-dilemma"
    rows = ("5",)
    who = "jessicata (the post)"
    claim = "whoever asks a little less wins, so both end at the lowest, however high the stakes"
    lever = "high"
    numbers = (
        level("claim", "the lower of the two claims"),
        reported("n_equilibria", "number of equilibria"),
        reported("equilibria", "the claims made in them"),
        reported("proven", "whether no other is proven to exist"),
    )
    rules = along("claim", undercutting_pays=NEUTRAL)
    says = moves(NEUTRAL)
    reads = "equilibria lists the claims of every equilibrium"
    sets = ("high",)

    low: Annotated[int, Field(ge=0, le=1000), Unit("currency")] = 2
    """The lowest claim."""
    high: Annotated[int, Field(ge=1, le=1200), Unit("currency")] = 100
    """The highest claim."""
    R: Money = 2.0
    """Bonus of the lower claim, and fine on the higher one."""

    @model_validator(mode="after")
    def _ordered(self) -> TravelersDilemmaStory:
        if self.high <= self.low:
            raise ValueError(f"high = {self.high} must be above low = {self.low}")
        return self

    def compute(self) -> tuple[Quantity, ...]:
        """Number of equilibria, and the claims made in them."""
        from solver.answer.solving import solve

        solution = solve(self.game().normal_form(), self.method())
        claims = np.arange(self.low, self.high + 1)
        found = tuple(tuple(float(s @ claims) for s in e.strategies) for e in solution.equilibria)
        return listed(n_equilibria=len(found), equilibria=found, proven=solution.complete)

    def method(self) -> Method | None:
        """All equilibria where dominance settles it, the pure ones where every common claim is an equilibrium."""
        from solver.n_player.pure import PureEquilibria

        return PureEquilibria() if self.too_many() or self.R <= 1 else None

    def too_many(self) -> bool:
        """Whether there are more claims than dominance settles in a second or so."""
        return self.high - self.low >= MOST_CLAIMS

    def found(self, observed: tuple[Direction, ...]) -> Finding:
        """With very many claims only pure equilibria are compared, and what they say is not proven of all."""
        found = super().found(observed)
        if found.verdict is Verdict.YES and self.too_many():
            because = (
                f"{found.because}, if pure equilibria are all there are: with so many claims only they were compared"
            )
            return Finding(Verdict.CONDITIONAL, because)
        return found

    def game(self) -> TravelersDilemmaGame:
        """The game with these claims."""
        return TravelersDilemmaGame(low=self.low, high=self.high, reward=self.R)

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """Whether asking one less pays."""
        return "undercutting pays" if self.R > 1 else "undercutting does not pay"

    def span(self) -> tuple[float, float]:
        """Highest claims."""
        return self.low + 1.0, float(max(self.high, self.low + 2))

    def moves_in(self, stretch: Stretch) -> tuple[tuple[float, float], ...]:
        """From the lowest stakes to the highest looked at."""
        return ((stretch.lo, stretch.hi),)

    def at(self, level: float) -> TravelersDilemmaStory:
        """The story with another highest claim."""
        return self.model_copy(update={"high": round(level)})
