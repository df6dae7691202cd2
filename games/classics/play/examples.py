"""Examples that solvers and concepts are measured by, with published equilibria: Nash, Shapley, Selten, and others.

Each is a game of fixed payoffs whose equilibria are published; ours are those of the complete solvers.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from games.classics.model import Found, Published, quantity
from games.classics.play.finite import MIXED, Among, FiniteClassic, chance, counted, payoff
from games.parts.part import Unit
from solver.game.dominance import IteratedDominance
from solver.game.normal_form import NormalForm

NASH = (
    ([[5, -4], [-5, 3]], [[-3, 4], [5, -4]]),
    ([[1, -10], [10, -1]], [[1, 10], [-10, -1]]),
    ([[1, -10], [-10, 1]], [[1, -10], [-10, 1]]),
)
"""Examples 1, 2 and 3."""


class Nash(FiniteClassic):
    """The first examples of non-cooperative games."""

    name = "nash"
    source = "Nash 1951, Annals of Mathematics 54, examples"
    published: ClassVar[tuple[Published, ...]] = (
        Published("first_action", 9 / 16, 1e-12, "example 1: 9/16 a + 7/16 b"),
        Published("second_players_first_action", 7 / 17, 1e-12, "example 1: 7/17 alpha + 10/17 beta"),
        Published("first_value", -5 / 17, 1e-12, "example 1: v1 = -5/17"),
        Published("second_value", 0.5, 1e-12, "example 1: v2 = +1/2"),
        Published("first_value", -1.0, 1e-12, "example 2: strong solution (b, beta)", {"example": 2}),
        Published("equilibria", 3.0, 0.0, "example 3: unsolvable, three equilibrium points", {"example": 3}),
    )

    example: Annotated[int, Field(ge=1, le=3), Unit("")] = 1
    """Number of the example."""

    def strategic(self) -> NormalForm:
        """The example of that number."""
        return NormalForm.from_bimatrix(*NASH[self.example - 1])

    first_action = chance("probability of the first player's first action", 0, 0)
    second_players_first_action = chance("probability of the second player's first action", 1, 0)
    first_value = payoff("what the first player gets", 0)
    second_value = payoff("what the second player gets", 1)


class Shapley(FiniteClassic):
    """A game that learning goes round in, with one equilibrium."""

    name = "shapley"
    source = "Shapley 1964, Advances in Game Theory, section 5"
    published: ClassVar[tuple[Published, ...]] = (
        Published("equilibria", 1.0, 0.0, "section 5: the equilibrium is unique"),
        Published("share", 1 / 3, 1e-12, "section 5: all actions alike"),
    )

    def strategic(self) -> NormalForm:
        """The normal form."""
        return NormalForm.from_bimatrix([[0, 0, 1], [1, 0, 0], [0, 1, 0]], [[0, 1, 0], [0, 0, 1], [1, 0, 0]])

    share = chance("probability of each action", 0, 0)


class Selten(FiniteClassic):
    """The horse: three players, two sets of equilibria, of which one trembles into the other."""

    name = "selten-horse"
    source = "Selten 1975, International Journal of Game Theory 4"
    published: ClassVar[tuple[Published, ...]] = (
        Published("sets", 2.0, 0.0, "the horse: two types of equilibrium points"),
        Published("best_for_first", 3.0, 1e-12, "the horse: payoffs 3, 2, 2 where the first player deviates"),
        Published("best_for_third", 2.0, 1e-12, "the horse: payoffs 3, 2, 2 where the first player deviates"),
    )

    def strategic(self) -> NormalForm:
        """Across or down for the first two, left or right for the third, who cannot tell which of them went down."""
        payoffs = np.zeros((3, 2, 2, 2))
        payoffs[:, 1, :, 0] = np.array([[3], [2], [2]])
        payoffs[:, 0, 0, :] = 1
        payoffs[:, 0, 1, 0] = 4, 4, 0
        payoffs[:, 0, 1, 1] = 0, 0, 1
        return NormalForm.from_payoffs(payoffs)

    sets = counted("connected sets of equilibria", lambda found: len(found.components))
    best_for_first = payoff("what the first player gets where it gets most", 0)
    best_for_third = payoff("what the third player gets where it gets most", 2)


class Myerson(FiniteClassic):
    """Three equilibria, of which refinements keep fewer and fewer."""

    name = "myerson"
    source = "Myerson 1978, International Journal of Game Theory 7"
    published: ClassVar[tuple[Published, ...]] = (
        Published("equilibria", 3.0, 0.0, "the game of three actions each: three Nash equilibria"),
        Published("pure_equilibria", 3.0, 0.0, "all of them pure"),
        Published("best", 1.0, 1e-12, "the proper one pays 1 to each"),
    )

    def strategic(self) -> NormalForm:
        """Both get the same."""
        table = [[1, 0, -9], [0, 0, -7], [-9, -7, -7]]
        return NormalForm.from_bimatrix(table, table)

    best = payoff("what each gets in the best equilibrium", 0)


class Bernheim(FiniteClassic):
    """Nine pairs of actions are rationalizable, and one is an equilibrium."""

    name = "bernheim"
    source = "Bernheim 1984, Econometrica 52"
    published: ClassVar[tuple[Published, ...]] = (
        Published("equilibria", 1.0, 0.0, "one Nash equilibrium"),
        Published("second_action", 1.0, 1e-12, "in which both take the second action"),
        Published("rationalizable", 3.0, 0.0, "three actions of each are rationalizable"),
    )

    def strategic(self) -> NormalForm:
        """Four actions each."""
        return NormalForm.from_bimatrix(
            [[0, 2, 7, 0], [5, 3, 5, 0], [7, 2, 0, 0], [0, 0, 0, 10]],
            [[7, 5, 0, 1], [2, 3, 2, 1], [0, 5, 7, 1], [0, -2, 0, -1]],
        )

    second_action = chance("probability of the second action", 0, 1)

    @quantity("actions of the first player that are rationalizable")
    def rationalizable(self) -> Found:
        """What iterated strict dominance, mixed actions included, leaves: the same for two players."""
        kept = IteratedDominance()(self.strategic()).kept
        return Found(float(len(kept[0])), "iterated dominance by linear programs", 0.0)


class Jordan(FiniteClassic):
    """Matching pennies of three: each wants to match the next one, the last to differ from the first."""

    name = "jordan"
    source = "Jordan 1993, Games and Economic Behavior 5"
    published: ClassVar[tuple[Published, ...]] = (
        Published("equilibria", 1.0, 0.0, "a unique Nash equilibrium"),
        Published("heads", 0.5, 1e-9, "all mix evenly"),
    )

    def strategic(self) -> NormalForm:
        """1 for who succeeds, -1 for who fails."""
        own, following, third = np.indices((2, 2, 2))
        success = np.stack([own == following, following == third, third != own])
        return NormalForm.from_payoffs(np.where(success, 1.0, -1.0))

    heads = chance("probability of heads", 0, 0)


class QuintShubik(FiniteClassic):
    """Pure coordination on ``n`` actions, with as many equilibria as there are sets of actions."""

    name = "quint-shubik"
    source = "Quint and Shubik 1997, International Journal of Game Theory 26"
    published: ClassVar[tuple[Published, ...]] = (
        Published("equilibria", 7.0, 0.0, "2^n - 1 equilibria, n = 3"),
        Published("equilibria", 15.0, 0.0, "2^n - 1 equilibria, n = 4", {"actions": 4}),
        Published("equilibria", 255.0, 0.0, "2^n - 1 equilibria, n = 8", {"actions": 8}, formula=True),
    )

    actions: Annotated[int, Field(ge=1, le=10), Unit("actions")] = 3
    """How many actions each has, ``n``."""

    def strategic(self) -> NormalForm:
        """1 to each where both do the same."""
        table = np.eye(self.actions, dtype=int)
        return NormalForm.from_bimatrix(table, table)


class VonStengel(FiniteClassic):
    """A game of 3 x 2 actions with three equilibria."""

    name = "von-stengel"
    source = "von Stengel 2007, Algorithmic Game Theory, chapter 3"
    published: ClassVar[tuple[Published, ...]] = (
        Published("equilibria", 3.0, 0.0, "game (3.3): three equilibria"),
        Published("second_share", 0.8, 1e-12, "game (3.3): ((4/5, 1/5, 0), (2/3, 1/3))"),
        Published("third_share", 1 / 3, 1e-12, "game (3.3): ((0, 1/3, 2/3), (1/3, 2/3))"),
    )

    def strategic(self) -> NormalForm:
        """The normal form."""
        return NormalForm.from_bimatrix([[3, 3], [2, 5], [0, 6]], [[3, 2], [2, 6], [3, 1]])

    second_share = chance(
        "probability of the first row where the first two are mixed",
        0,
        0,
        Among("equilibria that mix the first two rows", lambda e: e.support[0] == (0, 1)),
    )
    third_share = chance(
        "probability of the second row where the last two are mixed",
        0,
        1,
        Among("equilibria that mix the last two rows", lambda e: e.support[0] == (1, 2)),
    )


class McKelveyMcLennan(FiniteClassic):
    """Three players of two actions with the most regular equilibria."""

    name = "mckelvey-mclennan"
    source = "McKelvey and McLennan 1996, Handbook of Computational Economics 1"
    published: ClassVar[tuple[Published, ...]] = (
        Published("equilibria", 9.0, 0.0, "the 2 x 2 x 2 game with nine equilibria"),
        Published("totally_mixed", 2.0, 0.0, "two of them are totally mixed, the most that are possible"),
    )

    def strategic(self) -> NormalForm:
        """The normal form."""
        payoffs = np.zeros((3, 2, 2, 2))
        payoffs[:, 0, 0, 0] = 9, 8, 12
        payoffs[:, 1, 1, 0] = 9, 8, 2
        payoffs[:, 1, 0, 1] = 3, 4, 6
        payoffs[:, 0, 1, 1] = 3, 4, 4
        return NormalForm.from_payoffs(payoffs)

    totally_mixed = counted(
        "equilibria in which everybody mixes", lambda found: sum(map(MIXED.holds, found.equilibria))
    )


class Nau(FiniteClassic):
    """A game of three whose equilibria are partly a curve."""

    name = "nau"
    source = "Nau, Gomez Canovas and Hansen 2004, International Journal of Game Theory 32"
    published: ClassVar[tuple[Published, ...]] = (
        Published("pure_equilibria", 3.0, 0.0, "section 5: three pure equilibria"),
        Published("partly_mixed", 2.0, 0.0, "section 5: two partly mixed extreme equilibria"),
        Published("curves", 3.0, 0.0, "section 5: two edges and a curve of mixed equilibria"),
    )

    def strategic(self) -> NormalForm:
        """Payoffs are listed with the first player's action changing first."""
        rows = [(0, 0, 2), (3, 0, 0), (0, 3, 0), (0, 0, 0), (1, 1, 0), (0, 0, 0), (0, 0, 0), (0, 0, 3)]
        columns = [np.array(v, dtype=float).reshape((2, 2, 2), order="F") for v in zip(*rows, strict=True)]
        return NormalForm.from_payoffs(np.stack(columns))

    partly_mixed = counted(
        "partly mixed extreme equilibria", lambda found: sum(not e.is_pure for e in found.equilibria)
    )
    curves = counted("sets of equilibria of dimension one", lambda found: sum(c.dimension == 1 for c in found.continua))
