"""The Markov chain that an equilibrium makes, one linear recursion over the states, last state first: the slow twin.

``rates[s, t]`` is the hazard of moving from ``s`` to ``t``; play starts in ``start``. A state whose rates are all 0 is
where play stays. Since moves lead only upwards, expectations at ``s`` need those at higher states alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, diags_array
from scipy.sparse.linalg import expm_multiply

from solver.common.arrays import BoolArray, FloatArray, IntArray
from solver.directional import DirectionalGame, DirectionalSolution, Play


@dataclass(frozen=True, eq=False)
class Chain:
    """Moves between states, by source.

    Attributes:
        start: the first state, after exits that happen at once.
        sources: ``(T,)`` state of each move, rising.
        targets: ``(T,)``.
        rates: ``(T,)`` hazards, above 0.
        players: ``(T,)`` whose climb it is, -1 for an event.
        moves: ``(T,)`` number of the option or event.
        n_states: ``S``.
    """

    start: int
    sources: IntArray
    targets: IntArray
    rates: FloatArray
    players: IntArray
    moves: IntArray
    n_states: int

    @property
    def total(self) -> FloatArray:
        """``(S,)`` hazard of leaving each state."""
        return np.bincount(self.sources, weights=self.rates, minlength=self.n_states).astype(np.float64)

    def discounted(self, flows: FloatArray, rate: float, lumps: FloatArray | None = None) -> FloatArray:
        """``(S, ...)`` expected integral of ``flows[s]`` at a discount rate, from each state on.

        Args:
            flows: ``(S, ...)`` per unit of time.
            rate: 0 or more; at 0 a state where play stays with a flow other than 0 is worth ``inf`` or ``-inf``.
            lumps: ``(T, ...)`` paid at each move.
        """
        out = np.array(flows, dtype=np.float64)
        total = self.total
        first = np.searchsorted(self.sources, np.arange(self.n_states + 1))
        for s in range(self.n_states - 1, -1, -1):
            moves = slice(first[s], first[s + 1])
            hazards = self.rates[moves].reshape(-1, *[1] * (out.ndim - 1))
            after = out[self.targets[moves]] + (0.0 if lumps is None else lumps[moves])
            top = out[s] + (hazards * after).sum(axis=0)
            bottom = rate + total[s]
            out[s] = top / bottom if bottom > 0 else np.where(top == 0, 0.0, np.copysign(np.inf, top))
        return out

    def chance(self, of: BoolArray) -> FloatArray:
        """``(S,)`` chance that play ever enters a set of states, 1 inside it."""
        out = np.where(of, 1.0, 0.0)
        total = self.total
        first = np.searchsorted(self.sources, np.arange(self.n_states + 1))
        for s in range(self.n_states - 1, -1, -1):
            if not of[s] and total[s] > 0:
                moves = slice(first[s], first[s + 1])
                out[s] = (self.rates[moves] * out[self.targets[moves]]).sum() / total[s]
        return out

    def date(self, of: BoolArray) -> tuple[float, float]:
        """Mean date at which play enters a set of states, given that it does, and the chance that it does."""
        chance = self.chance(of)
        total = self.total
        weighted = np.zeros(self.n_states)
        first = np.searchsorted(self.sources, np.arange(self.n_states + 1))
        for s in range(self.n_states - 1, -1, -1):
            if not of[s] and total[s] > 0:
                moves = slice(first[s], first[s + 1])
                weighted[s] = ((self.rates[moves] * weighted[self.targets[moves]]).sum() + chance[s]) / total[s]
        sure = float(chance[self.start])
        return (float(weighted[self.start]) / sure if sure > 0 else np.inf), sure

    def at(self, date: float) -> FloatArray:
        """``(S,)`` distribution over states at a date."""
        begin = np.zeros(self.n_states)
        begin[self.start] = 1.0
        if date == 0:
            return begin
        shape = (self.n_states, self.n_states)
        generator = csr_array((self.rates, (self.targets, self.sources)), shape=shape) - diags_array(self.total)
        found = expm_multiply(generator * date, begin)
        return np.asarray(np.clip(found, 0.0, 1.0), dtype=np.float64)


def chain_of(game: DirectionalGame, play: Play, number: int = 0) -> Chain:
    """The chain of one equilibrium of one game."""
    after = np.arange(game.n_states)
    for s in range(game.n_states - 1, -1, -1):
        at = game.exits.without(s, np.flatnonzero(play.leaves[s]).tolist())
        after[s] = at if at == s else after[at]
    states, players = np.nonzero((play.efforts > 0) & (play.choices >= 0))
    options = play.choices[states, players]
    rows = [(states, after[game.options.targets[options]], play.efforts[states, players], players, options)]
    hazards = game.events.rates[number]
    some = np.flatnonzero(hazards > 0)
    rows.append(
        (game.events.states[some], after[game.events.targets[some]], hazards[some], np.full(len(some), -1), some)
    )
    source, target, rate, player, move = (np.concatenate([r[k] for r in rows]) for k in range(5))
    kept = ~play.leaves[source].any(axis=1)
    order = np.flatnonzero(kept)[np.argsort(source[kept], kind="stable")]
    return Chain(
        int(after[game.start]), source[order], target[order], rate[order], player[order], move[order], game.n_states
    )


def chains(solution: DirectionalSolution, number: int = 0) -> list[Chain]:
    """The chains of all equilibria of one game."""
    rows = np.flatnonzero(solution.branches.games == number).tolist()
    return [chain_of(solution.game, solution.plays[row], number) for row in rows]
