"""How long, how often and when play is in each state, for all equilibria of a batch at once: one pass over the states.

With entries into state ``s`` counted in three ways (in expectation, discounted, and weighted by their date),

    ``time = entries / q``,  ``discounted time = discounted entries / (r + q)``,
    ``time weighted by date = (time + entries weighted by date) / q``,

where ``q`` is the hazard of leaving ``s``: the last line is the integral of ``t p_s(t)`` over the equation
``p' = inflow - q p``. Every expectation of flows and of payments at moves is then one weighted sum, and no state is
looked at again for the next metric. Play never comes back, so a state is entered at most once.

Letters: ``E`` equilibria of all games, ``S`` states, ``N`` players, ``K`` options, ``V`` events.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solver.common.arrays import BoolArray, FloatArray, IntArray
from solver.directional.deviation import Play
from solver.directional.game import DirectionalGame, Exits


@dataclass(frozen=True, eq=False)
class Occupancy:
    """Where play is under each of ``E`` equilibria.

    Attributes:
        climb: ``(E, K)`` hazard of every option while its state lasts; 0 for options that are not taken.
        drift: ``(E, V)`` hazard of every event.
        time: ``(E, S)`` expected time spent in each state; ``inf`` where play stays for good.
        discounted: ``(E, S)`` the same, discounted.
        timed: ``(E, S)`` the same, weighted by the date; of states that play leaves, 0 elsewhere.
        first: ``(E,)`` the first state, after exits that happen at once.
        sources: states of the options and of the events.
    """

    climb: FloatArray
    drift: FloatArray
    time: FloatArray
    discounted: FloatArray
    timed: FloatArray
    first: IntArray
    sources: tuple[IntArray, IntArray]

    def flow(self, values: FloatArray) -> FloatArray:
        """``(E,)`` discounted sum of ``values`` ``(S,)`` or ``(E, S)`` per unit of time."""
        return _row_sums(self.discounted * values)

    def undiscounted(self, values: FloatArray) -> FloatArray:
        """``(E,)`` plain sum of ``values`` per unit of time, which are 0 where play stays for good."""
        spent = np.where(values == 0, 0.0, self.time)
        return _row_sums(spent * values)

    def moves(self, climbs: FloatArray, events: FloatArray | None = None) -> FloatArray:
        """``(E,)`` discounted sum of payments at options ``(K,)`` or ``(E, K)`` and at events."""
        return self._over(self.discounted, climbs, events)

    def chance(self, climbs: BoolArray, events: BoolArray) -> FloatArray:
        """``(E,)`` expected number of these moves; the chance of one, if at most one of them can happen."""
        return self._over(
            np.where(np.isinf(self.time), 0.0, self.time), climbs.astype(np.float64), events.astype(np.float64)
        )

    def date(self, climbs: BoolArray, events: BoolArray) -> tuple[FloatArray, FloatArray]:
        """``(E,)`` mean date of these moves given that one happens (``inf`` if none can), and its chance."""
        chance = self.chance(climbs, events)
        total = self._over(self.timed, climbs.astype(np.float64), events.astype(np.float64))
        return np.divide(total, chance, out=np.full_like(total, np.inf), where=chance > 0), chance

    def _over(self, spent: FloatArray, climbs: FloatArray, events: FloatArray | None) -> FloatArray:
        out = _row_sums(spent[:, self.sources[0]] * self.climb * climbs)
        if events is not None:
            out = out + _row_sums(spent[:, self.sources[1]] * self.drift * events)
        return out


def _row_sums(values: FloatArray) -> FloatArray:
    """Sums of rows, the same bits for a row whatever others there are: always added in the order of memory."""
    return np.asarray(np.ascontiguousarray(values).sum(axis=1), dtype=np.float64)


def occupancy(game: DirectionalGame, games: IntArray, play: Play) -> Occupancy:
    """Where play is, under equilibria ``play`` (arrays ``(E, S, N)``) of the games ``games`` ``(E,)``."""
    options, events = game.options, game.events
    taken = play.choices[:, options.states, options.players] == np.arange(len(options.states))
    climb = np.where(taken, play.efforts[:, options.states, options.players], 0.0)
    drift = game.events.rates[games]
    n, n_states = len(games), game.n_states
    climbs, drifts = _by_state(options.states, n_states), _by_state(events.states, n_states)
    exiting = np.atleast_1d(play.leaves.any(axis=(0, 2)))
    rates = game.rates[games]
    # Entries, discounted entries, entries weighted by their date.
    entries = np.zeros((3, n, n_states))
    entries[:2, :, game.start] = 1.0
    time, discounted, timed = np.zeros((n, n_states)), np.zeros((n, n_states)), np.zeros((n, n_states))
    first = np.full(n, game.start)
    for s in range(n_states):
        if exiting[s]:
            _pass_on(entries, first, play.leaves[:, s], s, game.exits)
        total = _row_sums(climb[:, climbs[s]]) + _row_sums(drift[:, drifts[s]])
        moves = total > 0
        per = np.divide(1.0, total, out=np.zeros(n), where=moves)
        time[:, s] = np.where(moves, entries[0, :, s] * per, np.where(entries[0, :, s] > 0, np.inf, 0.0))
        discounted[:, s] = entries[1, :, s] / (rates + total)
        timed[:, s] = (entries[0, :, s] * per + entries[2, :, s]) * per
        spent = np.stack([entries[0, :, s] * per, discounted[:, s], timed[:, s]])
        for rows, hazards, targets in ((climbs[s], climb, options.targets), (drifts[s], drift, events.targets)):
            for k in rows:
                entries[:, :, targets[k]] += spent * hazards[:, k]
    return Occupancy(climb, drift, time, discounted, timed, first, (options.states, events.states))


def _pass_on(entries: FloatArray, first: IntArray, leaves: BoolArray, state: int, exits: Exits) -> None:
    """Where players leave at once, play goes on in the state without them."""
    for e in np.flatnonzero(leaves.any(axis=1)).tolist():
        after = exits.without(state, np.flatnonzero(leaves[e]).tolist())
        entries[:, e, after] += entries[:, e, state]
        entries[:, e, state] = 0.0
        if first[e] == state:
            first[e] = after


def _by_state(states: IntArray, n_states: int) -> list[list[int]]:
    """Rows of every state."""
    out: list[list[int]] = [[] for _ in range(n_states)]
    for k, s in enumerate(states.tolist()):
        out[s].append(k)
    return out
