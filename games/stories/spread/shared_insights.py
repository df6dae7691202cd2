"""Row 29: architecture and training details leak to everybody, and the field as a whole learns faster.

Each lab's knowledge grows by its own effort and by a share ``beta`` of what the others do openly,
``K_i' = I_i + beta * sum of others' I_j``. All labs are open unless ``open_labs`` says how many are. The sum of all
knowledge reaches ``K_bar`` after ``K_bar / sum_i K_i'``. Openness may cost effort: what is published earns less. It
speeds progress up as long as effort keeps more than ``1 / (1 + beta (labs - 1))`` of itself.

By hand: two labs, I = 1, K_bar = 12: closed 12/2 = 6; both open at beta = .5: 12/3 = 4; with effort .8: 12/2.4 = 5.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from games.parts.part import NonNegative, Probability, Unit
from games.race import Finish, RaceGame, RaceLab
from games.stories.telling.base import Story
from games.stories.telling.claim import moves
from games.stories.telling.number import Quantity, listed, racing, reported, sooner
from games.stories.telling.parts import NEUTRAL, UP, along

MOST_LABS = 8
"""Labs in a game that is written to a file, at most."""


class SharedInsights(Story):
    """Progress of the field when knowledge is shared."""

    name = "shared-insights"
    rows = ("29",)
    who = "Mikhail Samin"
    claim = "open models share insights with the whole field and shorten the time to dangerous capability"
    lever = "beta"
    numbers = (
        sooner("time", "periods until the knowledge is reached; none is never", "periods"),
        racing("effort", "effort of all labs", "effort of all labs"),
        reported("time_closed", "the same without sharing"),
        reported("break_even_effort", "share of today's effort below which sharing slows"),
    )
    rules = (
        *along("time", shared=UP, nothing_to_share=NEUTRAL),
        *along("effort", shared=NEUTRAL, nothing_to_share=NEUTRAL),
    )
    says = moves(UP)
    reads = "time is the mean date reached.2"
    sets = ("*.effort",)

    I: NonNegative | tuple[NonNegative, ...] = 1.0  # noqa: E741 - the symbol of the formula
    """Effort of every lab, or one number per lab."""
    beta: Annotated[Probability, Unit("share")] = 0.5
    """Share of open effort that helps another lab."""
    K_bar: Annotated[NonNegative, Unit("knowledge")] = 12.0
    """Knowledge of all labs together that is asked for."""
    labs: Annotated[int, Field(ge=1, le=1000), Unit("labs")] = 2
    """Number of labs."""
    open_labs: Annotated[int, Field(ge=0, le=1000), Unit("labs")] | None = None
    """How many of them, the first ones, are open; left out, all."""

    @model_validator(mode="after")
    def _consistent(self) -> SharedInsights:
        if isinstance(self.I, tuple) and len(self.I) != self.labs:
            raise ValueError(f"{len(self.I)} efforts came for {self.labs} labs")
        if self.open_labs is not None and self.open_labs > self.labs:
            raise ValueError(f"{self.open_labs} of {self.labs} labs cannot be open")
        return self

    def compute(self) -> tuple[Quantity, ...]:
        """Time and effort."""
        return listed(
            time=self.time(),
            effort=sum(self.efforts()),
            time_closed=self.at(0.0).time(),
            break_even_effort=self.at(0.0).rate() / self.rate() if self.rate() > 0 else None,
        )

    def efforts(self) -> tuple[float, ...]:
        """Effort of every lab."""
        return self.I if isinstance(self.I, tuple) else (self.I,) * self.labs

    def shared(self) -> tuple[float, ...]:
        """Effort of the open labs, which come first."""
        return self.efforts()[: self.open_labs]

    def rate(self) -> float:
        """Knowledge gained by all labs per period."""
        # Each open lab's effort reaches all labs but itself.
        return sum(self.efforts()) + self.beta * (self.labs - 1) * sum(self.shared())

    def time(self) -> float | None:
        """Periods until the knowledge is reached; never if nobody makes an effort."""
        if self.K_bar == 0:
            return 0.0
        return self.K_bar / self.rate() if self.rate() > 0 else None

    def game(self) -> RaceGame:
        """A race with efforts set by decree: what is to be known is one rung, reached at the rate of all knowledge."""
        if self.K_bar == 0 or self.labs > MOST_LABS:
            raise self.without(f"it takes something to learn, and at most {MOST_LABS} labs")
        shared = self.shared()
        gains = [
            effort + self.beta * (sum(shared) - (effort if i < len(shared) else 0.0))
            for i, effort in enumerate(self.efforts())
        ]
        labs = tuple(RaceLab(name=f"lab{i + 1}", effort=gain / self.K_bar) for i, gain in enumerate(gains))
        return RaceGame(name=self.name, summary=self.claim, rungs=(1.0, 2.0), labs=labs, finish=Finish(rung=1))

    def regime(self, metric: str) -> str:  # noqa: ARG002 - both measures have the same
        """Whether anything is shared with anybody."""
        return "shared" if self.labs > 1 and sum(self.shared()) > 0 and self.K_bar > 0 else "nothing to share"

    def span(self) -> tuple[float, float]:
        """From nothing leaking to everything."""
        return 0.0, 1.0
