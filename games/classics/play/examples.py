"""Examples that solvers are measured by, with published equilibria: von Stengel, McKelvey and McLennan, and others.

Each is a game of fixed payoffs whose equilibria are published; ours are those of the complete solvers.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from games.classics.model import Classic, Found, Published, quantity, solved_once
from games.parts.part import FloatArray
from solver.answer.solving import solve
from solver.game.normal_form import NormalForm
from solver.game.solution import Solution
from solver.n_player.all_equilibria import AllIsolated
from solver.two_player.mixed_commitment import commit_mixed


def _count(game: NormalForm) -> Found:
    found = solve(game)
    how = f"exact solver, {'' if found.complete else 'not '}proven complete"
    return Found(float(len(found.equilibria)), how, 0.0)


class VonStengel(Classic):
    """A game of 3 x 2 actions with three equilibria."""

    name: ClassVar[str] = "von-stengel"
    source: ClassVar[str] = "von Stengel 2007, Algorithmic Game Theory, chapter 3"
    concept: ClassVar[str] = "Nash equilibrium"
    published: ClassVar[tuple[Published, ...]] = (
        Published("equilibria", 3.0, 0.0, "game (3.3): three equilibria"),
        Published("second_share", 0.8, 1e-12, "game (3.3): ((4/5, 1/5, 0), (2/3, 1/3))"),
        Published("third_share", 1 / 3, 1e-12, "game (3.3): ((0, 1/3, 2/3), (1/3, 2/3))"),
    )

    def game(self) -> NormalForm:
        """The normal form."""
        return NormalForm.from_bimatrix([[3, 3], [2, 5], [0, 6]], [[3, 2], [2, 6], [3, 1]])

    @quantity("equilibria")
    def equilibria(self) -> Found:
        """By the exact two-player solver."""
        return _count(self.game())

    @quantity("probability of the first row where the first two are mixed")
    def second_share(self) -> Found:
        """By the exact two-player solver."""
        (mixed,) = [e for e in solve(self.game()).equilibria if e.support[0] == (0, 1)]
        return Found(float(mixed.strategies[0][0]), "exact solver", 1e-15)

    @quantity("probability of the second row where the last two are mixed")
    def third_share(self) -> Found:
        """By the exact two-player solver."""
        (mixed,) = [e for e in solve(self.game()).equilibria if e.support[0] == (1, 2)]
        return Found(float(mixed.strategies[0][1]), "exact solver", 1e-15)


class McKelveyMcLennan(Classic):
    """Three players of two actions with the most regular equilibria."""

    name: ClassVar[str] = "mckelvey-mclennan"
    source: ClassVar[str] = "McKelvey and McLennan 1996, Handbook of Computational Economics 1"
    concept: ClassVar[str] = "Nash equilibrium"
    published: ClassVar[tuple[Published, ...]] = (
        Published("equilibria", 9.0, 0.0, "the 2 x 2 x 2 game with nine equilibria"),
        Published("totally_mixed", 2.0, 0.0, "two of them are totally mixed, the most that are possible"),
    )

    @solved_once
    def solution(self) -> tuple[tuple[FloatArray, ...], ...]:
        """Every equilibrium."""
        payoffs = np.zeros((3, 2, 2, 2))
        payoffs[:, 0, 0, 0] = 9, 8, 12
        payoffs[:, 1, 1, 0] = 9, 8, 2
        payoffs[:, 1, 0, 1] = 3, 4, 6
        payoffs[:, 0, 1, 1] = 3, 4, 4
        return tuple(e.strategies for e in AllIsolated()(NormalForm.from_payoffs(payoffs)).equilibria)

    @quantity("equilibria")
    def equilibria(self) -> Found:
        """By the complete solver for three players."""
        return Found(float(len(self.solution())), "complete solver for three players", 0.0)

    @quantity("equilibria in which everybody mixes")
    def totally_mixed(self) -> Found:
        """By the complete solver for three players."""
        count = sum(all((s > 0).all() for s in strategies) for strategies in self.solution())
        return Found(float(count), "complete solver for three players", 0.0)


class Nau(Classic):
    """A game of three whose equilibria are partly a curve."""

    name: ClassVar[str] = "nau"
    source: ClassVar[str] = "Nau, Gomez Canovas and Hansen 2004, International Journal of Game Theory 32"
    concept: ClassVar[str] = "Nash equilibrium"
    published: ClassVar[tuple[Published, ...]] = (
        Published("pure", 3.0, 0.0, "section 5: three pure equilibria"),
        Published("partly_mixed", 2.0, 0.0, "section 5: two partly mixed extreme equilibria"),
        Published("curves", 3.0, 0.0, "section 5: two edges and a curve of mixed equilibria"),
    )

    @solved_once
    def solution(self) -> Solution:
        """Every equilibrium; payoffs are listed with the first player's action changing first."""
        rows = [(0, 0, 2), (3, 0, 0), (0, 3, 0), (0, 0, 0), (1, 1, 0), (0, 0, 0), (0, 0, 0), (0, 0, 3)]
        columns = [np.array(v, dtype=float).reshape((2, 2, 2), order="F") for v in zip(*rows, strict=True)]
        return AllIsolated()(NormalForm.from_payoffs(np.stack(columns)))

    @quantity("pure equilibria")
    def pure(self) -> Found:
        """By the complete solver for three players."""
        return Found(
            float(sum(e.is_pure for e in self.solution().equilibria)), "complete solver for three players", 0.0
        )

    @quantity("partly mixed extreme equilibria")
    def partly_mixed(self) -> Found:
        """By the complete solver for three players."""
        mixed = sum(not e.is_pure for e in self.solution().equilibria)
        return Found(float(mixed), "complete solver for three players", 0.0)

    @quantity("sets of equilibria of dimension one")
    def curves(self) -> Found:
        """By the complete solver for three players."""
        curves = sum(c.dimension == 1 for c in self.solution().continua)
        return Found(float(curves), "complete solver for three players", 0.0)


class ConitzerSandholm(Classic):
    """What committing to a pure action, or to a mixed one, is worth."""

    name: ClassVar[str] = "conitzer-sandholm"
    source: ClassVar[str] = "Conitzer and Sandholm 2006, Electronic Commerce 7"
    concept: ClassVar[str] = "commitment"
    published: ClassVar[tuple[Published, ...]] = (
        Published("at_once", 2.0, 1e-12, "section 1: without commitment the first player gets 2"),
        Published("pure", 3.0, 1e-12, "section 1: committing to the dominated action it gets 3"),
        Published("mixed", 3.5, 1e-9, "section 1: committing to half and half it gets 3.5"),
    )

    def game(self) -> NormalForm:
        """The normal form."""
        return NormalForm.from_bimatrix([[2, 4], [1, 3]], [[1, 0], [0, 1]])

    @quantity("what the first player gets without commitment")
    def at_once(self) -> Found:
        """By the exact two-player solver."""
        (found,) = solve(self.game()).equilibria
        return Found(float(found.payoffs[0]), "exact solver: the only equilibrium", 1e-15)

    @quantity("what the first player gets by committing to a pure action")
    def pure(self) -> Found:
        """The best action by the follower's best reply to each."""
        own, other = self.game().payoffs
        values = [float(own[a, other[a] == other[a].max()].max()) for a in range(len(own))]
        return Found(max(values), "best replies to every pure action", 1e-15)

    @quantity("what the first player gets by committing to a mixed action")
    def mixed(self) -> Found:
        """By one linear program per answer."""
        return Found(float(commit_mixed(self.game()).payoffs[0]), "one linear program per answer", 1e-9)


class Shapley(Classic):
    """A game that learning goes round in, with one equilibrium."""

    name: ClassVar[str] = "shapley"
    source: ClassVar[str] = "Shapley 1964, Advances in Game Theory, section 5"
    concept: ClassVar[str] = "Nash equilibrium"
    published: ClassVar[tuple[Published, ...]] = (
        Published("equilibria", 1.0, 0.0, "section 5: the equilibrium is unique"),
        Published("share", 1 / 3, 1e-12, "section 5: all actions alike"),
    )

    def game(self) -> NormalForm:
        """The normal form."""
        return NormalForm.from_bimatrix([[0, 0, 1], [1, 0, 0], [0, 1, 0]], [[0, 1, 0], [0, 0, 1], [1, 0, 0]])

    @quantity("equilibria")
    def equilibria(self) -> Found:
        """By the exact two-player solver."""
        return _count(self.game())

    @quantity("probability of each action")
    def share(self) -> Found:
        """By the exact two-player solver."""
        (found,) = solve(self.game()).equilibria
        return Found(float(found.strategies[0].max()), "exact solver: the only equilibrium", 1e-15)
