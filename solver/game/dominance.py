"""Iterated strict dominance for any number of players, with a log and the way back.

An action is strictly dominated when one other action, or one mixture of other actions, pays more against *every*
profile of the opponents. A dominated action is never a best reply, so it is in no equilibrium's support, and what
remains has exactly the equilibria of the whole game; the order of removal does not matter (Gilboa, Kalai and Zemel
1990). Dominance by mixtures is the stronger test: an action escapes it exactly when it is a best reply to some,
possibly correlated, belief (Pearce 1984, lemma 3).

Dominance by less than the game's resolution does not count (``solver.game.ties``), so a tie is never broken by
rounding. Only where payoffs are exact does every positive margin count, however small; see
``solver.game.dominators``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from solver.common.arrays import FloatArray, IndexArray
from solver.game.dominators import LONGEST_INTEGER, chain, mixture
from solver.game.normal_form import NormalForm
from solver.game.ties import tie_tolerances


@dataclass(frozen=True)
class Step:
    """One removed action.

    Attributes:
        player: whose action it was.
        action: its index in the original game.
        dominator: ``(action, weight)`` pairs, original indices, rational weights that sum to 1; one pair if pure.
        round: the pass in which it went, from 1; every action of a round is judged against the same game.
    """

    player: int
    action: int
    dominator: tuple[tuple[int, Fraction], ...]
    round: int


@dataclass(frozen=True, eq=False)
class Reduction:
    """A game without its dominated actions.

    Attributes:
        original: the game before.
        game: what is left; it has the same equilibria.
        kept: per player the original indices of the actions left, ascending.
        log: every removal, in order.
        sought: whether dominated actions were looked for.
    """

    original: NormalForm
    game: NormalForm
    kept: tuple[tuple[int, ...], ...]
    log: tuple[Step, ...]
    sought: bool = True

    @property
    def undecided(self) -> tuple[int, ...]:
        """Players left with more than one action."""
        return tuple(i for i, kept in enumerate(self.kept) if len(kept) > 1)

    def lift(self, strategies: Sequence[FloatArray]) -> tuple[FloatArray, ...]:
        """Mixed actions of the reduced game, one ``(len(kept[i]),)`` per player, over the original actions."""
        return tuple(self.lift_one(i, own) for i, own in enumerate(strategies))

    def lift_one(self, player: int, strategies: FloatArray) -> FloatArray:
        """Mixed actions ``(..., len(kept[player]))`` of one player over its original actions, zeros elsewhere."""
        out = np.zeros((*strategies.shape[:-1], self.original.n_actions[player]))
        out[..., list(self.kept[player])] = strategies
        return out


def untouched(game: NormalForm) -> Reduction:
    """The whole game, without a look for dominated actions."""
    return Reduction(game, game, tuple(tuple(range(n)) for n in game.n_actions), (), sought=False)


@dataclass(frozen=True)
class IteratedDominance:
    """Remove strictly dominated actions until none is left.

    Attributes:
        mixed: whether mixtures may dominate as well (linear programs; pure dominators are always tried first).
    """

    mixed: bool = True

    def __call__(self, game: NormalForm) -> Reduction:
        """The reduced game; cost per round ``O(sum_i A_i * profiles)``, plus linear programs when ``mixed``."""
        trial = _Trial(game)
        while trial.round_of_pure() or (self.mixed and trial.round_of_mixed()):
            pass
        kept = tuple(tuple(int(a) for a in own) for own in trial.kept)
        return Reduction(game, game.restrict(kept) if trial.log else game, kept, tuple(trial.log))


class _Trial:
    """The state of one elimination: what is kept and what was logged."""

    def __init__(self, game: NormalForm) -> None:
        self.game = game
        self.tolerances = tie_tolerances(game)
        self.kept: list[IndexArray] = [np.arange(n) for n in game.n_actions]
        self.log: list[Step] = []
        self.round = 1

    @cached_property
    def integers(self) -> list[FloatArray | None]:
        """Per player the payoffs in integers that floats hold, ``None`` where they are not exact or too long."""
        read = self.game.integers()
        short = (read.exact and max(abs(int(v)) for v in own.flat) < LONGEST_INTEGER for own in read.values)
        return [own.astype(np.float64) if fits else None for own, fits in zip(read.values, short, strict=True)]

    def table(self, player: int, payoffs: FloatArray) -> FloatArray:
        """``(kept actions, profiles of the opponents)``: the player's ``payoffs`` in what is left."""
        window: FloatArray = np.moveaxis(payoffs[np.ix_(*self.kept)], player, 0)
        return window.reshape(len(self.kept[player]), -1)

    def round_of_pure(self) -> bool:
        """Remove every action that a single action dominates; whether there was one."""
        steps = []
        for player, kept in enumerate(self.kept):
            table = self.table(player, self.game.payoffs[player])
            for a in range(len(kept)):
                margins = (table - table[a]).min(axis=1)
                # The largest margin belongs to an action that is itself undominated: what beats the dominator
                # everywhere would beat this action by more.
                best = int(margins.argmax())
                if margins[best] > self.tolerances[player]:
                    steps.append(Step(player, int(kept[a]), ((int(kept[best]), Fraction(1)),), self.round))
        return self.remove(steps)

    def round_of_mixed(self) -> bool:
        """Remove every action that some mixture dominates; whether there was one."""
        steps = []
        for player, kept in enumerate(self.kept):
            table = self.table(player, self.game.payoffs[player])
            # A best reply to one profile needs no linear program.
            replies = (table >= table.max(axis=0) - self.tolerances[player]).any(axis=1)
            for a in np.flatnonzero(~replies):
                weights = self.dominating(player, int(a), table)
                if weights is not None:
                    pairs = zip(np.delete(kept, a).tolist(), weights, strict=True)
                    steps.append(Step(player, int(kept[a]), tuple((b, w) for b, w in pairs if w), self.round))
        return self.remove(steps)

    def dominating(self, player: int, a: int, table: FloatArray) -> list[Fraction] | None:
        """Weights of the other rows of ``table`` whose mixture dominates row ``a``."""
        integers = self.integers[player]
        if integers is not None:
            exact = self.table(player, integers)
            found = chain(np.delete(exact, a, axis=0) - exact[a])
            if found is not None:
                return found
        return mixture(np.delete(table, a, axis=0) - table[a], self.tolerances[player])

    def remove(self, steps: list[Step]) -> bool:
        for step in steps:
            own = self.kept[step.player]
            self.kept[step.player] = own[own != step.action]
        self.log += steps
        self.round += bool(steps)
        return bool(steps)
