"""Every equilibrium of every game of a batch, as flat arrays with offsets, and one game of it as a ``Solution``.

Letters: ``B`` games of ``m`` by ``n`` actions; ``V`` corners of one player, ``E`` extreme equilibria and ``S``
maximal Nash subsets, all games in a row. ``offsets[g]:offsets[g + 1]`` is game ``g``'s part of a flat array; indices
of corners, equilibria and components count from zero within each game.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from solver.game.arrays import BoolArray, ByteArray, FloatArray, IntArray, ShortArray
from solver.game.normal_form import NormalForm
from solver.game.profile import expected_payoffs
from solver.game.solution import Certificate, Component, Equilibrium, Solution, Status, StatusCode
from solver.two_player.batch.faces import Streams

DEGENERATE = 1
"""Flag: more best replies than actions played at an extreme equilibrium, or a face of equilibria."""
EXACT = 2
"""Flag: floats could not tell a tie from a small difference; the game was solved in exact arithmetic."""
OVERFLOW = 4
"""Flag: a limit on corners or faces was hit; nothing is listed for the game."""
TRUNCATED = 8
"""Flag: more extreme equilibria exist than are listed; the subsets are complete."""


@dataclass(frozen=True, eq=False)
class Subsets:
    """Maximal Nash subsets of all games: each the hull of some corners of player 1 times that of some of player 2.

    Attributes:
        offsets: ``(B + 1,)`` into the subsets.
        component: ``(S,)`` the component that each belongs to.
        x_offsets: ``(S + 1,)`` into ``x_corners``.
        x_corners: indices of player 1's corners.
        y_offsets: ``(S + 1,)`` into ``y_corners``.
        y_corners: indices of player 2's corners.
    """

    offsets: IntArray
    component: ShortArray
    x_offsets: IntArray
    x_corners: ShortArray
    y_offsets: IntArray
    y_corners: ShortArray


@dataclass(frozen=True, eq=False)
class BatchSolution:
    """Equilibria of ``B`` two-player games; ``batch[g]`` is one game's :class:`solver.game.solution.Solution`.

    Attributes:
        payoffs: ``(B, 2, m, n)`` as they were given.
        x_offsets: ``(B + 1,)`` into ``x``.
        x: ``(V, m)`` distinct extreme strategies of player 1.
        y_offsets: ``(B + 1,)`` into ``y``.
        y: ``(V, n)`` those of player 2.
        offsets: ``(B + 1,)`` into ``equilibria`` and ``regret``.
        equilibria: ``(E, 2)`` extreme equilibria as corners of player 1 and of player 2; small integers, of a type as
            narrow as the size of the games allows.
        regret: ``(E,)`` largest gain from a deviation, from the original payoffs, in units of payoff.
        flags: ``(B,)`` sum of ``DEGENERATE``, ``EXACT``, ``OVERFLOW``, ``TRUNCATED``.
        streams: how the subsets of degenerate games are kept; read ``subsets`` instead.
    """

    payoffs: FloatArray
    x_offsets: IntArray
    x: FloatArray
    y_offsets: IntArray
    y: FloatArray
    offsets: IntArray
    equilibria: NDArray[np.integer]
    regret: FloatArray
    flags: ByteArray
    streams: Streams

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
        """``(B,)`` whether every equilibrium was found; false only where a limit was hit."""
        return np.asarray((self.flags & OVERFLOW) == 0)

    @property
    def degenerate(self) -> BoolArray:
        """``(B,)``."""
        return np.asarray((self.flags & DEGENERATE) != 0)

    @property
    def resolved_exactly(self) -> BoolArray:
        """``(B,)`` games left to exact arithmetic because a number was neither zero nor clearly not."""
        return np.asarray((self.flags & EXACT) != 0)

    @property
    def parity(self) -> BoolArray:
        """``(B,)`` whether the number of extreme equilibria is odd, as it is in nondegenerate games (Wilson 1971)."""
        return np.asarray(self.counts % 2 == 1)

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
        out = np.empty((len(self.regret), 2))
        # Blocks keep the gathered payoffs small.
        for start in range(0, len(out), 8192):
            part = slice(start, start + 8192)
            games = self.payoffs[self.game_of[part]]
            x = self.x[self.x_offsets[self.game_of[part]] + self.equilibria[part, 0]]
            y = self.y[self.y_offsets[self.game_of[part]] + self.equilibria[part, 1]]
            out[part] = np.einsum("ekij,ei,ej->ek", games, x, y)
        return out

    @cached_property
    def subsets(self) -> Subsets:
        """Maximal Nash subsets of all games."""
        return self._decoded[0]

    @property
    def component(self) -> ShortArray:
        """``(E,)`` the component of each equilibrium."""
        return self._decoded[1]

    @property
    def n_components(self) -> IntArray:
        """``(B,)`` connected components of the set of equilibria."""
        return self._decoded[2]

    @cached_property
    def _decoded(self) -> tuple[Subsets, ShortArray, IntArray]:
        from solver.kernels.loader import load

        load()
        return _decode(*self.streams.flat(), self.offsets, self.equilibria)

    def __getitem__(self, g: int) -> Solution:
        if not -len(self) <= g < len(self):
            raise IndexError(f"game {g} of {len(self)}")
        g %= len(self)
        game = NormalForm.from_payoffs(self.payoffs[g])
        if self.flags[g] & OVERFLOW:
            return _overflowed(game)
        x = self.x[self.x_offsets[g] : self.x_offsets[g + 1]]
        y = self.y[self.y_offsets[g] : self.y_offsets[g + 1]]
        own = slice(self.offsets[g], self.offsets[g + 1])
        pairs, regrets = self.equilibria[own], self.regret[own]
        subsets, of_point, components = _subsets_of_one(self.streams.of(g), pairs)
        equilibria = tuple(
            Equilibrium(
                strategies=(x[i], y[j]),
                payoffs=expected_payoffs(game.payoffs, (x[i], y[j])),
                regret=float(r),
                component=int(c),
                at=(int(i), int(j)),
            )
            for (i, j), r, c in zip(pairs, regrets, of_point, strict=True)
        )
        exact = bool(self.flags[g] & EXACT)
        truncated = bool(self.flags[g] & TRUNCATED)
        return Solution(
            game=game,
            method="complementarity tree, batched" + (", settled in exact arithmetic" if exact else ""),
            vertices=(x, y),
            equilibria=equilibria,
            components=tuple(
                Component(tuple(s for s, k in subsets if k == component)) for component in range(components)
            ),
            status=Status(StatusCode.COMPLETE, _account(len(pairs), components, truncated)),
            certificate=Certificate(float(regrets.max(initial=0.0)), True, _reason(exact)),
            searched="All pairs of mixed strategies: every branch of the complementarity tree was closed.",
            truncated=truncated,
        )

    def __repr__(self) -> str:
        shape = " x ".join(str(k) for k in self.payoffs.shape[2:])
        return (
            f"BatchSolution({len(self):,} games of {shape}: {len(self.regret):,} extreme equilibria, "
            f"{int(self.degenerate.sum()):,} degenerate, {int(self.resolved_exactly.sum()):,} settled exactly, "
            f"{int((~self.complete).sum()):,} not complete)"
        )


def _decode(
    stream_offsets: IntArray, stream: ShortArray, offsets: IntArray, equilibria: NDArray[np.integer]
) -> tuple[Subsets, ShortArray, IntArray]:
    from solver.kernels import entry

    games = len(offsets) - 1
    counts = np.zeros(games, dtype=np.int64)
    sizes = np.zeros((games, 3), dtype=np.int64)
    entry.count_stream(stream, stream_offsets, offsets, counts, sizes.ravel())
    first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    n_subsets, x_total, y_total = int(first[-1]), int(sizes[:, 1].sum()), int(sizes[:, 2].sum())
    subsets = Subsets(
        first,
        np.empty(n_subsets, dtype=np.int32),
        np.zeros(n_subsets + 1, dtype=np.int64),
        np.empty(x_total, dtype=np.int32),
        np.zeros(n_subsets + 1, dtype=np.int64),
        np.empty(y_total, dtype=np.int32),
    )
    of_point = np.empty(len(equilibria), dtype=np.int32)
    entry.decode_stream(
        stream, stream_offsets, offsets, equilibria.ravel().astype(np.int32, copy=False), of_point, subsets.component,
        subsets.x_offsets, subsets.x_corners, subsets.y_offsets, subsets.y_corners,
    )  # fmt: skip
    return subsets, of_point, sizes[:, 0].copy()


Subset = tuple[tuple[int, ...], tuple[int, ...]]


def _subsets_of_one(stream: ShortArray, pairs: NDArray[np.integer]) -> tuple[list[tuple[Subset, int]], list[int], int]:
    """A game's subsets with their components, the component of each equilibrium, and how many there are."""
    if not len(stream):
        return [(((int(i),), (int(j),)), e) for e, (i, j) in enumerate(pairs)], list(range(len(pairs))), len(pairs)
    words = stream.tolist()
    n_subsets, components = words[0], words[1]
    at = 2 + len(pairs)
    subsets = []
    for _ in range(n_subsets):
        component, n_x, n_y = words[at : at + 3]
        x, y = at + 3, at + 3 + n_x
        subsets.append(((tuple(words[x:y]), tuple(words[y : y + n_y])), component))
        at = y + n_y
    return subsets, words[2 : 2 + len(pairs)], components


def _account(points: int, components: int, truncated: bool) -> str:
    listed = "; more extreme equilibria exist than are listed, their faces are all there" if truncated else ""
    return f"All equilibria were found: {points} extreme, in {components} component{'s'[: components != 1]}{listed}."


def _reason(exact: bool) -> str:
    if exact:
        return "Every branch of the complementarity tree was closed in exact arithmetic."
    return (
        "Every branch of the complementarity tree was closed in floating point, with no number between 1e-12 and 1e-8 "
        "after scaling; certify() replays the branches exactly."
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
