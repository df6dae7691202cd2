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

import numpy as np

from solver.common.arrays import FloatArray, IndexArray
from solver.game.dominators import LONGEST_INTEGER, Mixture, chain, mixture
from solver.game.normal_form import NormalForm
from solver.game.ties import tie_tolerances

PARTS_SHOWN = 4
"""A mixture is described by its heaviest actions."""


@dataclass(frozen=True)
class Step:
    """One removed action.

    Attributes:
        player: whose action it was.
        action: its index in the original game.
        dominator: ``(action, weight)`` pairs, original indices, rational weights that sum to 1; one pair if pure.
        margin: the least by which the dominator pays more, over all profiles left, in units of payoff (0 when it is
            positive and below the smallest float).
        round: the pass in which it went, from 1; every action of a round is judged against the same game.
    """

    player: int
    action: int
    dominator: tuple[tuple[int, Fraction], ...]
    margin: float
    round: int

    def describe(self, game: NormalForm) -> str:
        """The step in words, with the labels of the original ``game``."""
        labels = game.actions[self.player]
        heaviest = sorted(self.dominator, key=lambda pair: -pair[1])
        parts = [labels[b] if w == 1 else f"{float(w):.3g} {labels[b]}" for b, w in heaviest[:PARTS_SHOWN]]
        if len(heaviest) > PARTS_SHOWN:
            parts.append(f"a little of {len(heaviest) - PARTS_SHOWN} more")
        return (
            f"round {self.round}: {game.players[self.player]} drops {labels[self.action]}, "
            f"dominated by {' + '.join(parts)} by at least {self.margin:.4g}"
        )


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
    """The state of one elimination: what is kept, what was logged, and why survivors survive."""

    def __init__(self, game: NormalForm) -> None:
        self.game = game
        self.tolerances = tie_tolerances(game)
        self.kept: list[IndexArray] = [np.arange(n) for n in game.n_actions]
        self.log: list[Step] = []
        self.round = 1
        # Each player's exact payoffs and their denominator, read when first needed; None where there are none.
        self.integers: dict[int, tuple[FloatArray, int] | None] = {}
        # (player, action) -> opponents' profiles, original indices, that carry a belief the action is a best reply to.
        self.excuses: dict[tuple[int, int], IndexArray] = {}

    def table(self, player: int) -> FloatArray:
        """``(kept actions, profiles of the opponents)``: the player's payoffs in what is left."""
        window = self.game.payoffs[player][np.ix_(*self.kept)]
        table: FloatArray = np.moveaxis(window, player, 0).reshape(len(self.kept[player]), -1)
        return table

    def round_of_pure(self) -> bool:
        """Remove every action that a single action dominates; whether there was one."""
        steps = []
        for player, kept in enumerate(self.kept):
            table = self.table(player)
            for a in range(len(kept)):
                margins = (table - table[a]).min(axis=1)
                # The largest margin belongs to an action that is itself undominated: what beats the dominator
                # everywhere would beat this action by more.
                best = int(margins.argmax())
                if margins[best] > self.tolerances[player]:
                    dominator = ((int(kept[best]), Fraction(1)),)
                    steps.append(Step(player, int(kept[a]), dominator, float(margins[best]), self.round))
        return self.remove(steps)

    def round_of_mixed(self) -> bool:
        """Remove every action that some mixture dominates; whether there was one."""
        steps = []
        for player, kept in enumerate(self.kept):
            table = self.table(player)
            # A best reply to one profile needs no linear program, and neither does one whose excuse still stands.
            replies = (table >= table.max(axis=0) - self.tolerances[player]).any(axis=1)
            for a in np.flatnonzero(~replies):
                if self.excused(player, int(kept[a])):
                    continue
                verdict = self.judge(player, int(a), table)
                if isinstance(verdict, Mixture):
                    rivals = np.delete(kept, a)
                    pairs = tuple((int(b), w) for b, w in zip(rivals, verdict.weights, strict=True) if w)
                    steps.append(Step(player, int(kept[a]), pairs, verdict.margin, self.round))
                else:
                    self.excuse(player, int(kept[a]), verdict)
        return self.remove(steps)

    def judge(self, player: int, a: int, table: FloatArray) -> Mixture | IndexArray:
        """A mixture that dominates row ``a`` of ``table``, or columns that carry a belief in its favour."""
        exact = self.exact_table(player)
        if exact is not None:
            found = chain(np.delete(exact[0], a, axis=0) - exact[0][a], exact[1])
            if found is not None:
                return found
        return mixture(np.delete(table, a, axis=0) - table[a], self.tolerances[player])

    def exact_table(self, player: int) -> tuple[FloatArray, int] | None:
        """As :meth:`table`, in integers over a common denominator, where payoffs are exact and short enough."""
        if player not in self.integers:
            self.integers[player] = self.read_integers(player)
        whole = self.integers[player]
        if whole is None:
            return None
        window = whole[0][np.ix_(*self.kept)]
        return np.moveaxis(window, player, 0).reshape(len(self.kept[player]), -1), whole[1]

    def read_integers(self, player: int) -> tuple[FloatArray, int] | None:
        read = self.game.integers()
        own = read.values[player]
        if not read.exact or max(abs(int(v)) for v in own.flat) >= LONGEST_INTEGER:
            return None
        return own.astype(np.float64), read.denominators[player]

    def remove(self, steps: list[Step]) -> bool:
        for step in steps:
            own = self.kept[step.player]
            self.kept[step.player] = own[own != step.action]
        self.log += steps
        self.round += bool(steps)
        return bool(steps)

    def excuse(self, player: int, action: int, columns: IndexArray) -> None:
        others = [k for i, k in enumerate(self.kept) if i != player]
        if not others:
            return
        places = np.unravel_index(columns, [len(k) for k in others])
        self.excuses[player, action] = np.stack([k[at] for k, at in zip(others, places, strict=True)])

    def excused(self, player: int, action: int) -> bool:
        """Whether the belief that saved the action last time is still possible: fewer rivals cannot undo it."""
        excuse = self.excuses.get((player, action))
        if excuse is None:
            return False
        others = [k for i, k in enumerate(self.kept) if i != player]
        return all(bool(np.isin(own, kept).all()) for own, kept in zip(excuse, others, strict=True))
