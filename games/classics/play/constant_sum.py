"""Games of pure conflict: von Neumann and Morgenstern, Kuhn, O'Neill, Selten and Chmura, and what athletes play.

What one gains the other loses, up to a constant. The concept is Nash equilibrium, here the same as minimax play, in
fractions by the exact solver. Each class says what the actions are; payoffs are the papers'.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from games.classics.model import Found, Published, quantity
from games.classics.play.finite import FiniteClassic, chance, payoff
from games.parts.part import Unit
from solver.bayesian import BayesianGame
from solver.game.normal_form import NormalForm


class VonNeumannMorgenstern(FiniteClassic):
    """Moriarty guesses at which of two stations Holmes leaves the train, Dover or Canterbury."""

    name = "holmes-moriarty"
    source = "von Neumann and Morgenstern 1944, Theory of Games and Economic Behavior, chapter 4"
    published: ClassVar[tuple[Published, ...]] = (
        Published("dover", 0.6, 1e-12, "Moriarty goes on to Dover with a probability of 60 %"),
        Published("canterbury", 0.6, 1e-12, "Holmes gets off before with a probability of 60 %"),
        Published("value", 40.0, 1e-9, "what Moriarty can expect"),
        Published("caught", 0.48, 1e-12, "Holmes is as good as 48 % dead"),
    )

    def strategic(self) -> NormalForm:
        """Moriarty's gains: 100 where both are, -50 where Holmes reaches Dover alone."""
        gains = np.array([[100, 0], [-50, 100]])
        return NormalForm.from_bimatrix(gains, -gains)

    dover = chance("probability that Moriarty goes to Dover", 0, 0)
    canterbury = chance("probability that Holmes leaves at Canterbury", 1, 1)
    value = payoff("what Moriarty expects", 0)

    @quantity("probability that both leave at the same station")
    def caught(self) -> Found:
        """By the exact two-player solver."""
        return self.read(lambda e: float(e.strategies[0] @ e.strategies[1]))


class Mendelsohn(FiniteClassic):
    """Both name a number: one more than the other wins 1, two or more above it loses 2."""

    name = "mendelsohn"
    source = "Mendelsohn 1946, American Mathematical Monthly 53 (as in Ferguson, Game Theory, part II)"
    published: ClassVar[tuple[Published, ...]] = (
        Published("one", 0.25, 1e-12, "the numbers 1, 2 and 3 with 1/4, 1/2 and 1/4"),
        Published("two", 0.5, 1e-12, "the numbers 1, 2 and 3 with 1/4, 1/2 and 1/4"),
        Published("value", 0.0, 1e-12, "a fair game"),
    )

    numbers: Annotated[int, Field(ge=3, le=100), Unit("numbers")] = 10
    """The highest number that may be named."""

    def strategic(self) -> NormalForm:
        """Gains of the first."""
        named = np.arange(1, self.numbers + 1)
        ahead = named[:, None] - named[None, :]
        gains = np.sign(ahead) * np.where(abs(ahead) == 1, 1, -2)
        return NormalForm.from_bimatrix(gains, -gains)

    one = chance("probability of the number 1", 0, 0)
    two = chance("probability of the number 2", 0, 1)
    value = payoff("what the first player expects", 0)


class TwoPosts(FiniteClassic):
    """Colonel Blotto's companies against Kije's at two posts: the larger force takes the post and who was there."""

    name = "two-posts"
    source = "Colonel Blotto's companies, as in Ferguson, Game Theory, part II"
    published: ClassVar[tuple[Published, ...]] = (
        Published("value", 14 / 9, 1e-12, "four companies against three: the value is 14/9"),
        Published("all_at_one", 4 / 9, 1e-12, "all four at the first post with probability 4/9"),
    )

    first: Annotated[int, Field(ge=1, le=12), Unit("companies")] = 4
    """Blotto's companies."""
    second: Annotated[int, Field(ge=1, le=12), Unit("companies")] = 3
    """Kije's companies."""

    def strategic(self) -> NormalForm:
        """A post counts 1, and each company that is taken there counts 1 too."""
        mine, theirs = np.arange(self.first + 1)[:, None], np.arange(self.second + 1)[None, :]
        gains = sum(
            np.where(own > other, other + 1, np.where(own < other, -own - 1, 0))
            for own, other in ((mine, theirs), (self.first - mine, self.second - theirs))
        )
        return NormalForm.from_bimatrix(gains, -gains)

    value = payoff("what Blotto expects", 0)
    all_at_one = chance("probability of all companies at the first post", 0, -1)


class Kuhn(FiniteClassic):
    """Poker with three cards and one bet: a game of private information, as a normal form of plans."""

    name = "kuhn-poker"
    source = "Kuhn 1950, A simplified two-person poker, Contributions to the Theory of Games I"
    published: ClassVar[tuple[Published, ...]] = (
        Published("value", -1 / 18, 1e-9, "the value is -1/18 to the first player"),
    )

    def strategic(self) -> NormalForm:
        """Plans for three cards: pass and fold, pass and call, or bet; and what to do after a pass and after a bet."""
        prior = (1 - np.eye(3)) / 6
        gains = np.zeros((3, 3, 3, 4))
        for mine, theirs, first, second in np.ndindex(gains.shape):
            higher = 1 if mine > theirs else -1
            bets, calls = divmod(second, 2)
            if first == 2:
                gains[mine, theirs, first, second] = 2 * higher if calls else 1
            elif not bets:
                gains[mine, theirs, first, second] = higher
            else:
                gains[mine, theirs, first, second] = 2 * higher if first == 1 else -1
        return BayesianGame(prior, np.stack([gains, -gains])).plans()

    value = payoff("value to the first player, antes", 0)


SELTEN_CHMURA = (
    ((10, 0, 9, 10), (8, 18, 9, 8)),
    ((9, 0, 6, 8), (4, 13, 7, 5)),
    ((8, 0, 7, 10), (6, 14, 7, 4)),
    ((7, 0, 5, 9), (4, 11, 6, 2)),
    ((7, 0, 4, 8), (2, 9, 5, 1)),
    ((7, 1, 3, 8), (1, 7, 5, 0)),
)
"""Payoffs of rows and columns at (U, L), (U, R), (D, L), (D, R)."""


class SeltenChmura(FiniteClassic):
    """Six constant-sum games of two actions each, ``U`` and ``D`` for rows, ``L`` and ``R`` for columns."""

    name = "selten-chmura"
    source = "Selten and Chmura 2008, American Economic Review 98"
    published: ClassVar[tuple[Published, ...]] = tuple(
        Published(name, value, 6e-4, f"table 2, game {k + 1}: Nash equilibrium", {"game": k + 1})
        for k, pair in enumerate(
            ((0.091, 0.909), (0.182, 0.727), (0.273, 0.909), (0.364, 0.818), (0.364, 0.727), (0.455, 0.636))
        )
        for name, value in zip(("up", "left"), pair, strict=True)
    )

    game: Annotated[int, Field(ge=1, le=6), Unit("")] = 1
    """Number of the game in the paper."""

    def strategic(self) -> NormalForm:
        """The game of that number."""
        row, column = (np.array(v).reshape(2, 2) for v in SELTEN_CHMURA[self.game - 1])
        return NormalForm.from_bimatrix(row, column)

    up = chance("probability of U", 0, 0)
    left = chance("probability of L", 1, 0)


class ONeill(FiniteClassic):
    """Both show a card; the first wins if both are jokers or two different numbers."""

    name = "oneill"
    source = "O'Neill 1987, Proceedings of the National Academy of Sciences 84"
    published: ClassVar[tuple[Published, ...]] = (
        Published("joker", 0.4, 1e-12, "both play the joker with probability 0.4"),
        Published("ace", 0.2, 1e-12, "and each other card with probability 0.2"),
        Published("wins", 0.4, 1e-12, "the first player wins 40 % of the time"),
    )

    numbers: Annotated[int, Field(ge=2, le=6), Unit("cards")] = 3
    """Cards besides the joker, which is the last card."""

    def strategic(self) -> NormalForm:
        """The first player's wins and the second one's."""
        n = self.numbers + 1
        wins = 1 - np.eye(n, dtype=int)
        wins[-1], wins[:, -1] = 0, 0
        wins[-1, -1] = 1
        return NormalForm.from_bimatrix(wins, 1 - wins)

    joker = chance("probability of the joker", 0, -1)
    ace = chance("probability of each other card", 0, 0)
    wins = payoff("the first player's chance to win", 0)


class RapoportBoebel(FiniteClassic):
    """Five letters each; a table says which pairs win for the first."""

    name = "rapoport-boebel"
    source = "Rapoport and Boebel 1992, Games and Economic Behavior 4"
    published: ClassVar[tuple[Published, ...]] = (
        Published("first_letter", 0.375, 1e-12, "minimax: 3/8, 2/8, 1/8, 1/8, 1/8"),
        Published("second_letter", 0.25, 1e-12, "minimax: 3/8, 2/8, 1/8, 1/8, 1/8"),
        Published("third_letter", 0.125, 1e-12, "minimax: 3/8, 2/8, 1/8, 1/8, 1/8"),
        Published("wins", 0.375, 1e-12, "the first player wins 3 times in 8"),
    )

    def strategic(self) -> NormalForm:
        """The first player's wins and the second one's."""
        wins = np.array([[int(c) for c in row] for row in ("10000", "00111", "01001", "01010", "01100")])
        return NormalForm.from_bimatrix(wins, 1 - wins)

    first_letter = chance("probability of the first letter", 0, 0)
    second_letter = chance("probability of the second letter", 0, 1)
    third_letter = chance("probability of the third letter", 0, 2)
    wins = payoff("the first player's chance to win", 0)


class Serves(FiniteClassic):
    """A serve to the left or right, which the receiver guesses: percentages of points that the server wins."""

    name = "walker-wooders"
    source = "Walker and Wooders 2001, American Economic Review 91"
    published: ClassVar[tuple[Published, ...]] = (
        Published("serve_left", 0.533, 5e-4, "the example: 0.533 of serves to the left"),
        Published("guess_left", 0.667, 5e-4, "the example: 0.667 of guesses to the left"),
        Published("wins", 0.65, 1e-12, "the example: the server wins 0.65 of points"),
    )

    scores: tuple[float, float, float, float] = (0.58, 0.79, 0.73, 0.49)
    """Chances of the server: left guessed left, left guessed right, right guessed left, right guessed right."""

    def strategic(self) -> NormalForm:
        """Chances of the server and of the receiver."""
        wins = np.array(self.scores).reshape(2, 2)
        return NormalForm.from_bimatrix(wins, 1 - wins)

    serve_left = chance("probability of left", 0, 0)
    guess_left = chance("probability that left is guessed", 1, 0)
    wins = payoff("chance of whoever serves or kicks", 0)


class Penalties(Serves):
    """A penalty kick to a side, which the goalkeeper guesses: shares of kicks that score."""

    name = "palacios-huerta"
    source = "Palacios-Huerta 2003, Review of Economic Studies 70"
    published: ClassVar[tuple[Published, ...]] = (
        Published("serve_left", 0.3854, 5e-5, "Nash predicted frequency of kicks to the left: 38.54 %"),
        Published("guess_left", 0.4199, 5e-5, "Nash predicted frequency of guesses to the left: 41.99 %"),
    )

    scores: tuple[float, float, float, float] = (0.5830, 0.9497, 0.9291, 0.6992)
    """Chances of the kicker: left guessed left, left guessed right, right guessed left, right guessed right."""
