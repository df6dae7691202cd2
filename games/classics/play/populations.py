"""Play in populations: hawks and doves, Maynard Smith and Price 1973; fixation, Nowak and others 2004.

Hawks fight over ``V`` and pay ``C`` when beaten, doves share: the share of hawks in the evolutionarily stable state
is ``V / C``. In a finite population a mutant of constant fitness ``f`` takes over with probability ``(1 - 1/f) / (1 -
1/f^Z)``.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from games.classics.model import Asked, Changes, Channel, Classic, Found, Published, quantity
from games.classics.play.finite import ALIKE, FiniteClassic, chance
from games.parts.part import FloatArray, Positive, Unit
from solver.game.normal_form import NormalForm
from solver.population import Fermi, Moran, fixation, small_mutations


class HawkDove(FiniteClassic):
    """The logic of animal conflict."""

    name = "hawk-dove"
    source = "Maynard Smith and Price 1973, Nature 246, as in Maynard Smith 1982"
    concept = "symmetric Nash equilibrium"
    published: ClassVar[tuple[Published, ...]] = (
        Published("hawks", 0.5, 1e-12, "chapter 2: V / C", formula=True),
        Published("hawks", 0.25, 1e-12, "chapter 2: V / C", {"value": 1.0}, formula=True),
    )
    asked = (Asked("effort", "hawks"),)

    value: Annotated[Positive, Unit("fitness")] = 2.0
    """What is fought over, ``V``."""
    cost: Annotated[Positive, Unit("fitness")] = 4.0
    """Cost of losing a fight, ``C``."""
    population: Annotated[int, Field(ge=2, le=2000), Unit("animals")] = 50
    """Size of a finite population."""
    beta: Annotated[Positive, Unit("per fitness")] = 0.1
    """Intensity of selection in it."""

    def table(self) -> FloatArray:
        """Payoffs of hawks and doves."""
        return np.array([[(self.value - self.cost) / 2, self.value], [0.0, self.value / 2]])

    def strategic(self) -> NormalForm:
        """A meeting of two."""
        table = self.table()
        labels = ("hawk", "dove")
        return NormalForm.from_bimatrix(table, table.T, players=("one", "other"), actions=(labels, labels))

    hawks = chance("share of hawks", 0, 0, ALIKE, formula=lambda m: min(1.0, m.value / m.cost))

    @quantity("long-run share of uniform populations of hawks, as mutations become rare")
    def long_run(self) -> Found:
        """By imitation in a finite population."""
        shares = small_mutations(self.table().tolist(), self.population, Fermi(self.beta))
        return Found(float(shares[0]), "exact sums of fixation probabilities", 1e-12)

    def changes(self, x: float) -> Changes:
        """What is fought over is worth a tenth less per ``x``; or fights cost a tenth more; or both by one share."""
        less = {"value": self.value * (1 - 0.1 * x)}
        return {
            Channel.WIN: less,
            Channel.COST: {"cost": self.cost * (1 + 0.1 * x)},
            Channel.ALL: less | {"cost": self.cost * (1 - 0.1 * x)},
        }


class NowakFixation(Classic):
    """A mutant of constant fitness."""

    name = "nowak"
    source = "Nowak, Sasaki, Taylor and Fudenberg 2004, Nature 428"
    concept = "fixation in a Moran process"
    published: ClassVar[tuple[Published, ...]] = (
        Published("takes_over", 0.0909157, 5e-7, "equation (2) at constant fitness", formula=True),
        Published("takes_over", 0.5, 5e-4, "equation (2) at constant fitness", {"fitness": 2.0, "population": 12},
                  formula=True),
    )  # fmt: skip

    fitness: Annotated[Positive, Unit("")] = 1.1
    """Fitness of the mutant, where the residents' is 1."""
    population: Annotated[int, Field(ge=2, le=1000), Unit("members")] = 100
    """Size of the population, ``N``."""

    @quantity("probability that the mutant takes over")
    def takes_over(self) -> Found:
        """In fractions."""
        f = Fraction(str(self.fitness))
        found = fixation([[f, f], [Fraction(1), Fraction(1)]], self.population, Moran(Fraction(1)))
        n = self.population
        formula = 1 / n if self.fitness == 1 else (1 - 1 / self.fitness) / (1 - self.fitness**-n)
        return Found(float(found), "sums of products in fractions", 1e-12, formula)
