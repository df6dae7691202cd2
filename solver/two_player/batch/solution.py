"""Every equilibrium of every game of a batch, as flat arrays with offsets, and one game of it as a ``Solution``.

Letters: ``B`` games of ``m`` by ``n`` actions; ``V`` corners of one player and ``E`` extreme equilibria, all games in a
row. ``offsets[g]:offsets[g + 1]`` is game ``g``'s part of a flat array; indices of corners, equilibria and components
count from zero within each game.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from solver.common.arrays import BoolArray, ByteArray, FloatArray, IntArray, ShortArray
from solver.common.tolerances import POSITIVE, ZERO
from solver.common.words import count
from solver.game.normal_form import NormalForm
from solver.game.profile import expected_payoffs, regret
from solver.game.solution import (
    Certificate,
    Component,
    Equilibrium,
    Solution,
    Status,
    StatusCode,
    max_regret,
)
from solver.kernels import loader
from solver.two_player.batch.found import Found
from solver.two_player.exact.bimatrix import Subset, joined

DEGENERATE = 1
"""Flag: more best replies than actions played at an extreme equilibrium, or a face of equilibria."""
PROVEN = 2
"""Flag: solved in exact arithmetic: floats could not tell a tie from a small difference, or kernels were missing."""
OVERFLOW = 4
"""Flag: a limit on corners or faces was hit; nothing is listed for the game."""
TRUNCATED = 8
"""Flag: more extreme equilibria exist than are listed; the faces are complete."""


@dataclass(frozen=True, eq=False)
class BatchSolution:
    """Equilibria of ``B`` two-player games; ``batch[g]`` is one game's :class:`solver.game.solution.Solution`.

    Attributes:
        payoffs: ``(B, 2, m, n)`` as they were given.
        x_offsets: ``(B + 1,)`` into ``x``.
        x: ``(V, m)`` distinct extreme strategies of player 1.
        y_offsets: ``(B + 1,)`` into ``y``.
        y: ``(V, n)`` those of player 2.
        offsets: ``(B + 1,)`` into ``equilibria``.
        equilibria: ``(E, 2)`` extreme equilibria as corners of player 1 and of player 2.
        word_offsets: ``(B + 1,)`` into ``words``.
        words: describe the faces of games whose equilibria are not isolated points: the number of faces and of
            components; for each face the number of corners of each player, and these corners. ``batch[g]`` reads them.
        flags: ``(B,)`` sum of ``DEGENERATE``, ``PROVEN``, ``OVERFLOW``, ``TRUNCATED``.
    """

    payoffs: FloatArray
    x_offsets: IntArray
    x: FloatArray
    y_offsets: IntArray
    y: FloatArray
    offsets: IntArray
    equilibria: ShortArray
    word_offsets: IntArray
    words: ShortArray
    flags: ByteArray

    @classmethod
    def of(cls, payoffs: FloatArray, found: Found) -> BatchSolution:
        """From what solvers found of all games."""
        (x_ends, y_ends, ends, word_ends), (x, y, equilibria, words) = found.ends, found.arrays
        return cls(
            payoffs, x_ends, x[: x_ends[-1]], y_ends, y[: y_ends[-1]], ends, equilibria[: ends[-1]], word_ends,
            words[: word_ends[-1]], found.flags,
        )  # fmt: skip

    def __len__(self) -> int:
        return len(self.flags)

    def __iter__(self) -> Iterator[Solution]:
        return (self[g] for g in range(len(self)))

    @cached_property
    def counts(self) -> IntArray:
        """``(B,)`` extreme equilibria listed per game."""
        return np.diff(self.offsets)

    @property
    def complete(self) -> BoolArray:
        """``(B,)`` whether the search was closed and every equilibrium is listed or lies in a listed face.

        False only where a limit was hit. It is the claim of a search in floats, unless the game is ``proven`` too.
        """
        return np.asarray((self.flags & OVERFLOW) == 0)

    @property
    def degenerate(self) -> BoolArray:
        """``(B,)``."""
        return np.asarray((self.flags & DEGENERATE) != 0)

    @property
    def proven(self) -> BoolArray:
        """``(B,)`` whether the search was closed in exact arithmetic, which proves that no equilibrium is missing."""
        return np.asarray((self.flags & (PROVEN | OVERFLOW)) == PROVEN)

    @cached_property
    def game_of(self) -> IntArray:
        """``(E,)`` the game of each equilibrium."""
        return np.repeat(np.arange(len(self)), self.counts)

    def strategies(self, player: int) -> FloatArray:
        """``(E, A)`` the strategy of ``player`` (0 or 1) in each equilibrium."""
        starts = (self.x_offsets, self.y_offsets)[player][:-1]
        table = (self.x, self.y)[player]
        return np.asarray(table[np.repeat(starts, self.counts) + self.equilibria[:, player]])

    def expected_payoffs(self) -> FloatArray:
        """``(E, 2)`` payoffs of both players in each equilibrium, in units of payoff."""
        x, y, out = self.strategies(0), self.strategies(1), np.empty((len(self.equilibria), 2))
        # Blocks keep the gathered payoffs small.
        for start in range(0, len(out), 8192):
            part = slice(start, start + 8192)
            out[part] = np.einsum("ekij,ei,ej->ek", self.payoffs[self.game_of[part]], x[part], y[part])
        return out

    @cached_property
    def regret(self) -> FloatArray:
        """``(E,)`` largest gain from a deviation, from the original payoffs, in units of payoff."""
        kernels = loader.ready()
        if kernels is None:
            return self._regret()
        out = np.empty(len(self.equilibria))
        lists = self.payoffs, self.x, self.y, self.equilibria, self.x_offsets, self.y_offsets, self.offsets
        kernels.pair_regrets(*(np.ravel(part) for part in lists), *self.payoffs.shape[2:], out)
        return out

    def _regret(self) -> FloatArray:
        """The same one by one: the slow twin."""
        both = zip(self.strategies(0), self.strategies(1), strict=True)
        gains = [regret(self.payoffs[g], pair) for g, pair in zip(self.game_of, both, strict=True)]
        return np.array(gains, dtype=np.float64)

    @property
    def n_components(self) -> IntArray:
        """``(B,)`` connected components of the set of equilibria."""
        described = np.diff(self.word_offsets) > 0
        counts = self.counts.copy()
        # Games without words have isolated equilibria, each of which is a component.
        counts[described] = self.words[self.word_offsets[:-1][described] + 1]
        return counts

    def __getitem__(self, g: int) -> Solution:
        if not -len(self) <= g < len(self):
            raise IndexError(f"game {g} of {len(self)}")
        g %= len(self)
        game = NormalForm.from_payoffs(self.payoffs[g])
        if self.flags[g] & OVERFLOW:
            return _overflowed(game)
        x = self.x[self.x_offsets[g] : self.x_offsets[g + 1]]
        y = self.y[self.y_offsets[g] : self.y_offsets[g + 1]]
        pairs = self.equilibria[self.offsets[g] : self.offsets[g + 1]].tolist()
        subsets = _faces(self.words[self.word_offsets[g] : self.word_offsets[g + 1]].tolist(), pairs)
        components, component_of = joined(subsets)
        equilibria = tuple(
            Equilibrium(
                strategies=(x[i], y[j]),
                payoffs=expected_payoffs(game.payoffs, (x[i], y[j])),
                regret=regret(game.payoffs, (x[i], y[j])),
                component=component_of[i],
                at=(i, j),
            )
            for i, j in pairs
        )
        exact = bool(self.flags[g] & PROVEN)
        truncated = bool(self.flags[g] & TRUNCATED)
        return Solution(
            game=game,
            method="complementarity tree, batched" + (", settled in exact arithmetic" if exact else ""),
            vertices=(x, y),
            equilibria=equilibria,
            components=tuple(Component(tuple(subsets[s] for s in group)) for group in components),
            status=Status(StatusCode.COMPLETE, _account(len(pairs), len(components), truncated)),
            certificate=Certificate(max_regret(equilibria), True, _reason(exact)),
            searched="All pairs of mixed strategies: every branch of the complementarity tree was closed.",
            truncated=truncated,
        )

    def __repr__(self) -> str:
        shape = " x ".join(str(k) for k in self.payoffs.shape[2:])
        return (
            f"BatchSolution({len(self):,} games of {shape}: {len(self.equilibria):,} extreme equilibria, "
            f"{int(self.degenerate.sum()):,} degenerate, {int(self.proven.sum()):,} proven, "
            f"{int((~self.complete).sum()):,} not complete)"
        )


def _faces(words: Sequence[int], pairs: Sequence[Sequence[int]]) -> list[Subset]:
    """A game's maximal Nash subsets; where no words describe them, each equilibrium is one."""
    if not len(words):
        return [((i,), (j,)) for i, j in pairs]
    subsets, at = [], 2
    for _ in range(words[0]):
        x = at + 2
        y = x + words[at]
        at = y + words[x - 1]
        subsets.append((tuple(words[x:y]), tuple(words[y:at])))
    return subsets


def _account(points: int, components: int, truncated: bool) -> str:
    listed = "; more extreme equilibria exist than are listed, their faces are all there" if truncated else ""
    return f"All equilibria were found: {points:,} extreme, in {count(components, 'component')}{listed}."


def _reason(exact: bool) -> str:
    if exact:
        return "Every branch of the complementarity tree was closed in exact arithmetic."
    return (
        f"Every branch of the complementarity tree was closed in floating point, with no number between {ZERO:g} and "
        f"{POSITIVE:g} after scaling; certify() replays the branches exactly."
    )


def _overflowed(game: NormalForm) -> Solution:
    message = "the game has more corners or faces of equilibria than a batch keeps: solve it alone with solve()"
    return Solution(
        game=game,
        method="complementarity tree, batched",
        vertices=(np.zeros((0, game.n_actions[0])), np.zeros((0, game.n_actions[1]))),
        equilibria=(),
        components=(),
        status=Status(StatusCode.PARTIAL, f"Nothing is listed: {message}."),
        certificate=Certificate(0.0, False, message),
        searched="The search was given up when its list of corners was full.",
    )
