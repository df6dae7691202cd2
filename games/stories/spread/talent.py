"""Rows 28 and 31: open models draw talent to open labs and corporate work, and teach it to more people.

Training costs ``C (1 + (w_b - w_e) x)``: per unit of open capability ``w_b`` is lost to labs that release and to
applications, ``w_e`` is won because more people have worked with frontier models. It gets dearer iff ``w_b > w_e``.

By hand: C = 10, w_b = .1, x = 2: 10 * 1.2 = 12; with w_e = .05 it is 11.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from games.parts.direction import Direction, Interval
from games.parts.part import NonNegative, Unit
from games.stories.telling.base import Finding, Ingredient, Measure, Quantity, Rule, Story, Verdict, point
from games.stories.telling.parts import DOWN, NEUTRAL, UP, Capability, Money, along, listed, sooner

Drift = Annotated[NonNegative, Unit("share per unit of open capability")]


class Talent(Story):
    """Cost of training when talent moves."""

    name: ClassVar[str] = "talent"
    rows: ClassVar[tuple[str, ...]] = ("28",)
    who: ClassVar[str] = "Mikhail Samin"
    claim: ClassVar[str] = "talent goes to labs that release models and to corporate work, away from the race"
    measures: ClassVar[tuple[Measure, ...]] = (sooner("cost", "currency"),)
    rules: ClassVar[tuple[Rule, ...]] = along("cost", drained=DOWN, balanced=NEUTRAL, taught=UP)
    claimed: ClassVar[tuple[Direction, ...]] = (DOWN,)
    ingredients: ClassVar[tuple[Ingredient, ...]] = (
        Ingredient("brain_drain", "w_b", 0.0, "no talent is drawn away"),
        Ingredient("experience", "w_e", 0.0, "nobody learns from open models"),
    )

    C: Money = 10.0
    """Cost of training without open models."""
    w_b: Drift = 0.1
    """Talent drawn away."""
    w_e: Drift = 0.0
    """Talent taught."""
    x: Capability = 2.0
    """Capability of the open model."""

    def values(self) -> tuple[Quantity, ...]:
        """Cost of training."""
        return listed(cost=self.cost())

    def cost(self) -> float:
        """Cost of training."""
        return self.C * (1 + (self.w_b - self.w_e) * self.x)

    def outcome(self) -> tuple[Interval, ...]:
        """The cost; a lower one is racing up."""
        return (point(self.cost()),)

    def regime(self, metric: str) -> str:  # noqa: ARG002 - one measure
        """Which of the two is stronger."""
        if self.w_b == self.w_e or self.C == 0:
            return "balanced"
        return "drained" if self.w_b > self.w_e else "taught"

    def span(self) -> tuple[float, float]:
        """From no open model to one twice as good."""
        return 0.0, 2 * max(self.x, 1.0)


class Experience(Talent):
    """Row 31: the same cost, seen from the other side."""

    name: ClassVar[str] = "experience"
    rows: ClassVar[tuple[str, ...]] = ("31",)
    who: ClassVar[str] = "Mikhail Samin"
    claim: ClassVar[str] = "people gain experience with frontier models, and the talent pool of the race grows"
    claimed: ClassVar[tuple[Direction, ...]] = (UP,)

    w_e: Drift = 0.05
    """Talent taught."""

    def finding(self, observed: tuple[Direction, ...]) -> Finding:  # noqa: ARG002 - the parameters say it all
        """The claim is about the net effect of an open model, which needs more taught than drawn away."""
        net = "cheaper" if self.w_e > self.w_b else "dearer" if self.w_e < self.w_b else "neither cheaper nor dearer"
        return Finding(
            Verdict.CONDITIONAL,
            f"training gets cheaper iff more talent is taught than drawn away, w_e > w_b; here it gets {net}",
        )
