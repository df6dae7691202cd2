"""Small games that were played in laboratories: Selten and Chmura 2008; O'Neill 1987; Goeree and Holt 2001.

Their papers compare play with equilibria in mixed actions, which the exact solver finds as fractions. Selten and
Chmura: six constant-sum games of two actions each, ``U`` and ``D`` for rows, ``L`` and ``R`` for columns. O'Neill:
both show one of four cards; the first wins if both are jokers or two different numbers. Goeree and Holt: matching
pennies whose payoff to the first player at (top, left) is ``prize``.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from games.classics.model import Classic, Found, Published, quantity
from games.parts.part import Positive, Unit
from solver.answer.solving import solve
from solver.common.errors import SolverError
from solver.game.normal_form import NormalForm
from solver.game.solution import Equilibrium

GAMES = (
    ((10, 0, 9, 10), (8, 18, 9, 8)),
    ((9, 0, 6, 8), (4, 13, 7, 5)),
    ((8, 0, 7, 10), (6, 14, 7, 4)),
    ((7, 0, 5, 9), (4, 11, 6, 2)),
    ((7, 0, 4, 8), (2, 9, 5, 1)),
    ((7, 1, 3, 8), (1, 7, 5, 0)),
)
"""Payoffs of rows and columns at (U, L), (U, R), (D, L), (D, R)."""


def only(game: NormalForm) -> Equilibrium:
    """The equilibrium of a game that has one.

    Raises:
        SolverError: it has several.
    """
    found = solve(game)
    if len(found.equilibria) != 1:
        raise SolverError(f"{len(found.equilibria)} equilibria where one was expected")
    return found.equilibria[0]


class SeltenChmura(Classic):
    """Constant-sum games of two actions."""

    name: ClassVar[str] = "selten-chmura"
    source: ClassVar[str] = "Selten and Chmura 2008, American Economic Review 98"
    concept: ClassVar[str] = "Nash equilibrium"
    published: ClassVar[tuple[Published, ...]] = tuple(
        Published(name, value, 6e-4, f"table 2, game {k + 1}: Nash equilibrium", {"game": k + 1})
        for k, pair in enumerate(
            ((0.091, 0.909), (0.182, 0.727), (0.273, 0.909), (0.364, 0.818), (0.364, 0.727), (0.455, 0.636))
        )
        for name, value in zip(("up", "left"), pair, strict=True)
    )

    game: Annotated[int, Field(ge=1, le=6), Unit("")] = 1
    """Number of the game in the paper."""

    def equilibrium(self) -> Equilibrium:
        """The only equilibrium."""
        row, column = (np.array(v).reshape(2, 2) for v in GAMES[self.game - 1])
        return only(NormalForm.from_bimatrix(row, column))

    @quantity("probability of U")
    def up(self) -> Found:
        """By the exact two-player solver."""
        return Found(float(self.equilibrium().strategies[0][0]), "exact solver: the only equilibrium", 1e-15)

    @quantity("probability of L")
    def left(self) -> Found:
        """By the exact two-player solver."""
        return Found(float(self.equilibrium().strategies[1][0]), "exact solver: the only equilibrium", 1e-15)


class ONeill(Classic):
    """Four cards, nothing to see, and minimax play."""

    name: ClassVar[str] = "oneill"
    source: ClassVar[str] = "O'Neill 1987, Proceedings of the National Academy of Sciences 84"
    concept: ClassVar[str] = "Nash equilibrium"
    published: ClassVar[tuple[Published, ...]] = (
        Published("joker", 0.4, 1e-12, "both play the joker with probability 0.4"),
        Published("ace", 0.2, 1e-12, "and each other card with probability 0.2"),
        Published("wins", 0.4, 1e-12, "the first player wins 40 % of the time"),
    )

    numbers: Annotated[int, Field(ge=2, le=6), Unit("cards")] = 3
    """Cards besides the joker."""

    def equilibrium(self) -> Equilibrium:
        """The only equilibrium; the joker is the last card."""
        n = self.numbers + 1
        wins = 1 - np.eye(n, dtype=int)
        wins[-1], wins[:, -1] = 0, 0
        wins[-1, -1] = 1
        return only(NormalForm.from_bimatrix(wins, 1 - wins))

    @quantity("probability of the joker")
    def joker(self) -> Found:
        """By the exact two-player solver."""
        return Found(float(self.equilibrium().strategies[0][-1]), "exact solver: the only equilibrium", 1e-15)

    @quantity("probability of each other card")
    def ace(self) -> Found:
        """By the exact two-player solver."""
        return Found(float(self.equilibrium().strategies[0][0]), "exact solver: the only equilibrium", 1e-15)

    @quantity("the first player's chance to win")
    def wins(self) -> Found:
        """By the exact two-player solver."""
        return Found(float(self.equilibrium().payoffs[0]), "exact solver: the only equilibrium", 1e-15)


class MatchingPennies(Classic):
    """A player's own payoff changes only what the other one does in equilibrium."""

    name: ClassVar[str] = "matching-pennies"
    source: ClassVar[str] = "Goeree and Holt 2001, American Economic Review 91, section I.B"
    concept: ClassVar[str] = "Nash equilibrium"
    published: ClassVar[tuple[Published, ...]] = (
        Published("left", 0.125, 1e-12, "asymmetric, 320: 12.5 % play left"),
        Published("top", 0.5, 1e-12, "asymmetric, 320: half play top"),
        Published("left", 0.5, 1e-12, "symmetric, 80: half play left", {"prize": 80.0}),
        Published("left", 10 / 11, 1e-12, "reversed, 44: ten elevenths play left", {"prize": 44.0}, formula=True),
    )

    prize: Annotated[Positive, Unit("cents")] = 320.0
    """The first player's payoff at (top, left)."""

    def equilibrium(self) -> Equilibrium:
        """The only equilibrium."""
        return only(NormalForm.from_bimatrix([[self.prize, 40.0], [40.0, 80.0]], [[40.0, 80.0], [80.0, 40.0]]))

    @quantity("probability of left")
    def left(self) -> Found:
        """By the exact two-player solver."""
        formula = 40 / self.prize if self.prize > 40 else None
        return Found(float(self.equilibrium().strategies[1][0]), "exact solver: the only equilibrium", 1e-12, formula)

    @quantity("probability of top")
    def top(self) -> Found:
        """By the exact two-player solver."""
        return Found(float(self.equilibrium().strategies[0][0]), "exact solver: the only equilibrium", 1e-12)
