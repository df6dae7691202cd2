"""What talent costs."""

from __future__ import annotations

from typing import Annotated

from games.modifiers import Hiring as Admired
from games.modifiers import Talent as Moving
from games.parts.part import NonNegative, Unit
from games.race import Finish, RaceGame, RaceLab
from games.release.lab import Lab
from games.release.release_game import ReleaseGame
from games.stories.telling.base import BesideOpen, Story
from games.stories.telling.claim import Ingredient, Reading, moves
from games.stories.telling.exports import at_once, climb
from games.stories.telling.number import Values, listed, reported, sooner
from games.stories.telling.parts import DOWN, NEUTRAL, UP, Capability, Money, along
from games.terms import Goal, TrainingCost

Drift = Annotated[NonNegative, Unit("share per unit of open capability")]


class Hiring(Story):
    """Releasing good models wins prestige, and prestige wins recruits.

    Hiring costs ``c / (1 + kappa prestige)``: talent comes cheaper to a lab that is admired.

    By hand: c = 10, kappa = .25, prestige 4: 10 / 2 = 5.
    """

    name = "hiring"
    rows = ("11",)
    who = "jessicata (the post)"
    claim = "releasing models wins prestige and recruits, which is an incentive of its own"
    lever = "prestige"
    numbers = (sooner("cost", "cost of hiring", "currency"),)
    rules = along("cost", admired=UP, nobody_cares=NEUTRAL)
    reading = Reading.OPENRACE
    says = moves(UP)
    reads = "cost is what c exceeds the payoff of a release by"
    sets = ("hiring.initial",)

    c: Money = 10.0
    """Cost of hiring without prestige."""
    kappa: Annotated[NonNegative, Unit("per unit of prestige")] = 0.25
    """How much prestige eases hiring."""
    prestige: Annotated[NonNegative, Unit("prestige")] = 4.0
    """Prestige."""

    def compute(self) -> Values:
        """Cost of hiring."""
        return listed(cost=self.c / (1 + self.kappa * self.prestige))

    def game(self) -> ReleaseGame:
        """The lab may build a model that is worth c to it."""
        terms = (Goal(weight=self.c, capability=self.c), TrainingCost())
        lab = Lab(name="lab", path=(self.c,), terms=terms)
        return at_once(self, lab, modifiers=(Admired(kappa=self.kappa, initial=self.prestige),))

    def regime(self) -> str:
        """Whether prestige matters."""
        return "admired" if self.kappa * self.c > 0 else "nobody cares"

    def span(self) -> tuple[float, float]:
        """From no prestige to twice as much."""
        return 0.0, 2 * max(self.prestige, 1.0)


class Talent(BesideOpen):
    """Open models draw talent to open labs and corporate work, and teach it to more people.

    Training costs ``C (1 + (w_b - w_e) x)``: per unit of open capability ``w_b`` is lost to labs that release and to
    applications, ``w_e`` is won because more people have worked with frontier models. It gets dearer iff ``w_b > w_e``.

    By hand: C = 10, w_b = .1, x = 2: 10 * 1.2 = 12; with w_e = .05 it is 11.
    """

    name = "talent"
    rows = ("28",)
    who = "Mikhail Samin"
    claim = "talent goes to labs that release models and to corporate work, away from the race"
    says = moves(DOWN)
    reads = "cost is what the goal exceeds the payoff of a release by"
    premise = "talent is only drawn away and nobody is taught, w_e = 0"
    numbers = (
        sooner("cost", "cost of training", "currency"),
        reported("net", "share that a unit of open capability adds to it"),
    )
    rules = along("cost", drained=DOWN, balanced=NEUTRAL, taught=UP, costs_nothing=NEUTRAL)
    ingredients = (Ingredient("brain_drain", "w_b", 0.0), Ingredient("experience", "w_e", 0.0))

    C: Money = 10.0
    """Cost of training without open models."""
    w_b: Drift = 0.1
    """Talent drawn away."""
    w_e: Drift = 0.0
    """Talent taught."""
    x: Capability = 2.0
    """Capability of the open model."""

    def compute(self) -> Values:
        """Cost of training, never below 0; a lower one is racing up."""
        return listed(cost=self.cost(), net=self.w_b - self.w_e)

    def cost(self) -> float:
        """Cost of training."""
        return self.C * max(0.0, 1 + (self.w_b - self.w_e) * self.x)

    def granted(self) -> bool:
        """Where the premise holds."""
        return self.w_e == 0

    def game(self) -> ReleaseGame:
        """The lab may build a model that is worth its cost and C more to it."""
        terms = (Goal(weight=self.C + self.cost(), capability=self.C), TrainingCost())
        lab = Lab(name="lab", path=(self.C,), terms=terms)
        return at_once(self, lab, x=self.x, modifiers=(Moving(drawn=self.w_b, trained=self.w_e),))

    def race(self) -> RaceGame | None:
        """A lab works on a model that is worth twice what training costs without open models."""
        if self.cost() == 0:
            return None
        lab = RaceLab(name="lab", effort_cost=self.cost())
        return climb(self, (1.0, 2.0), lab, finish=Finish(rung=1, winner=2 * self.C))

    def regime(self) -> str:
        """Which of the two is stronger, and whether training still costs anything."""
        if self.w_b == self.w_e or self.C == 0:
            return "balanced"
        if self.w_b > self.w_e:
            return "drained"
        return "taught" if 1 + (self.w_b - self.w_e) * self.x > 0 else "costs nothing"

    def span(self) -> tuple[float, float]:
        """From no open model to one twice as good."""
        return 0.0, 2 * max(self.x, 1.0)


class Experience(Talent):
    """Row 31: the same cost, as experience with open models grows; what is drawn away stays as it is."""

    name = "experience"
    rows = ("31",)
    claim = "people gain experience with frontier models, and the talent pool of the race grows"
    says = moves(UP)
    premise = ""
    lever = "w_e"
    less = ()
    sets = ("talent.trained",)
    rules = along("cost", taught=UP, costs_nothing=NEUTRAL, nobody_is_taught=NEUTRAL)

    w_e: Drift = 0.05
    """Talent taught."""

    def granted(self) -> bool:
        """The claim is about experience, whatever else happens."""
        return True

    def regime(self) -> str:
        """Whether there is an open model to learn from, and a cost to lower."""
        if self.C * self.x == 0:
            return "nobody is taught"
        return "taught" if 1 + (self.w_b - self.w_e) * self.x > 0 else "costs nothing"

    def span(self) -> tuple[float, float]:
        """From no experience to twice as much."""
        return 0.0, 2 * max(self.w_e, self.w_b, 1e-3)
