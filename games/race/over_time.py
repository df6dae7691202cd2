"""How a race goes over time: the expected frontier and best open model, and the chance of every rung, by date.

With ``p' = G p`` for the chances of states, what a race that is over keeps is one number more for every level,
``m' = C p``, where ``C`` holds the hazards of the moves that end it times the level that they leave. Both together are
one linear equation, solved by the exponential of its matrix.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from games.parts.part import FloatArray
from games.race.race_game import RaceGame
from solver.directional import DirectionalSolution


@dataclass(frozen=True, eq=False)
class OverTime:
    """Expectations at ``D`` dates.

    Attributes:
        dates: ``(D,)``, rising.
        frontier: ``(D,)`` expected best model.
        best_open: ``(D,)`` expected best open model.
        rungs: capability of each of the ``R`` rungs above the labs' start.
        reached: ``(R, D)`` chance that some lab has reached each of them.
    """

    dates: FloatArray
    frontier: FloatArray
    best_open: FloatArray
    rungs: tuple[float, ...]
    reached: FloatArray

    def to_dict(self) -> dict[str, list[float] | dict[str, list[float]]]:
        """Plain values, for JSON."""
        return {
            "dates": self.dates.tolist(),
            "frontier": self.frontier.tolist(),
            "best_open": self.best_open.tolist(),
            "reached": {f"{q:g}": own.tolist() for q, own in zip(self.rungs, self.reached, strict=True)},
        }


def over_time(
    game: RaceGame, solution: DirectionalSolution, number: int, dates: Sequence[float] | FloatArray
) -> OverTime:
    """The expectations under one equilibrium.

    Args:
        game: the race.
        solution: its equilibria.
        number: which of them.
        dates: rising from 0 or later.
    """
    state, rungs = game.race_state(), game.states.rungs.max(axis=1)
    above = [k for k in range(len(game.rungs)) if k > rungs[0]]
    levels = np.stack([state.frontier, state.best_open, *[(rungs >= k).astype(np.float64) for k in above]])
    found = _levels(game, solution, number, levels, np.asarray(dates, dtype=np.float64))
    return OverTime(
        np.asarray(dates, dtype=np.float64), found[0], found[1], tuple(game.rungs[k] for k in above), found[2:]
    )


def _levels(
    game: RaceGame, solution: DirectionalSolution, number: int, levels: FloatArray, dates: FloatArray
) -> FloatArray:
    """``(K, D)`` expected levels ``(K, S)``; a race that is over keeps the level of its last state."""
    # Imported here: the catalogue lists races, and no other command should wait for scipy.
    from scipy.sparse import csr_array, diags_array, hstack, vstack
    from scipy.sparse.linalg import expm_multiply

    solved, place, leaves = solution.game, solution.occupancy, solution.branches.leaves[number]
    n, over = solved.n_states, solved.n_states - 1
    # Where players leave at once, play goes on in the state without them.
    after = np.arange(n)
    for s in range(n - 1, -1, -1):
        after[s] = after[solved.exits.without(s, np.flatnonzero(leaves[s]).tolist())]
    rates = np.concatenate([place.climb[number], place.drift[number]])
    sources = np.concatenate([solved.options.states, solved.events.states])
    targets = after[np.concatenate([solved.options.targets, solved.events.targets])]
    last = np.concatenate([np.array([c.target for c in game.states.climbs], dtype=np.int64), solved.events.states])
    some = np.flatnonzero((rates > 0) & ~leaves[sources].any(axis=1))
    some = some[np.argsort(sources[some], kind="stable")]
    rates, sources, targets, last = rates[some], sources[some], targets[some], last[some]
    total = np.bincount(sources, weights=rates, minlength=n).astype(np.float64)
    generator = csr_array((rates, (targets, sources)), shape=(n, n)) - diags_array(total)
    ends = np.flatnonzero(targets == over)
    rows = np.repeat(np.arange(len(levels)), len(ends))
    kept = csr_array(
        ((rates[ends] * levels[:, last[ends]]).ravel(), (rows, np.tile(sources[ends], len(levels)))),
        shape=(len(levels), n),
    )
    whole = hstack([vstack([generator, kept]), csr_array((n + len(levels), len(levels)))], format="csr")
    now = np.zeros(n + len(levels))
    now[place.first[number]] = 1.0
    out = np.empty((len(levels), len(dates)))
    padded = np.concatenate([levels, np.zeros((len(levels), 1))], axis=1)
    for d, step in enumerate(np.diff(dates, prepend=0.0)):
        if step > 0:
            now = expm_multiply(whole * step, now)
        out[:, d] = padded @ now[:n] + now[n:]
    return out
