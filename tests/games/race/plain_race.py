"""Races solved by a program that shares nothing with the project: dictionaries, scipy's roots, values as unknowns.

The best reply is put into the Bellman equations, and these are solved in the values, from many points; a state with
several solutions is refused, for this program follows one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from scipy.optimize import root

State = tuple[tuple[int, ...], float]
"""Everybody's rung, and the capability of the best open model (0 for none)."""


@dataclass
class PlainRace:
    """A race in plain numbers; ``flow(capabilities, best open, lab)`` is what a lab gets."""

    ladder: Sequence[float]
    flow: Callable[[Sequence[float], float, int], float]
    cost: Sequence[float]
    start: tuple[int, ...]
    open: float = 0.0
    r: float = 0.1
    g: float = 2.0
    learn: float = 0.0
    ease: float = 1.0
    arrival: tuple[float, float] = (0.0, 0.0)
    ruin: tuple[float, float, float] = (0.0, 0.0, 0.0)
    loss: float = 0.0
    regulation: tuple[float, float, float] = (0.0, 0.0, 0.0)
    opens: Sequence[Sequence[int | None]] = field(default_factory=list)
    tops: Sequence[int] = field(default_factory=list)

    def opened(self, level: float, rung: int, share: int | None) -> float:
        """Best open model after a release ``share`` rungs below its own."""
        return level if share is None or rung < share else max(level, self.ladder[rung - share])

    def climbs(self, state: State, lab: int) -> list[State]:
        """Where a climb may lead, one state for each choice of openness."""
        rungs, level = state
        if rungs[lab] >= (self.tops[lab] if self.tops else len(self.ladder) - 1):
            return []
        up = tuple(k + (j == lab) for j, k in enumerate(rungs))
        shares = self.opens[lab] if self.opens else [None]
        return [(up, self.opened(level, up[lab], share)) for share in shares]

    def solve(self) -> dict[State, tuple[np.ndarray, np.ndarray]]:
        """Efforts and values in every state that can be reached."""
        found: dict[State, tuple[np.ndarray, np.ndarray]] = {}

        @cache
        def worth(state: State) -> tuple[float, ...]:
            efforts, values = self.solve_state(state, worth)
            found[state] = efforts, values
            return tuple(values)

        level = self.open
        for lab, rung in enumerate(self.start):
            if self.opens and len(self.opens[lab]) == 1:
                level = self.opened(level, rung, self.opens[lab][0])
        worth((self.start, level))
        return found

    def solve_state(self, state: State, worth: Callable[[State], tuple[float, ...]]) -> tuple[np.ndarray, np.ndarray]:
        """Efforts and values of one state."""
        rungs, level = state
        n, q = len(rungs), [self.ladder[k] for k in rungs]
        front = max([*q, level])
        pay = np.array([self.flow(q, level, i) for i in range(n)])
        after: list[np.ndarray | None] = []
        for i in range(n):
            ways = [np.array(worth(s)) for s in self.climbs(state, i)]
            after.append(max(ways, key=lambda v: v[i]) if ways else None)
        other: list[tuple[float, np.ndarray]] = []
        hazard = self.ruin[0] + self.ruin[1] * front + self.ruin[2] * level
        other.append((hazard, np.full(n, -self.loss)))
        hazard = self.regulation[0] + self.regulation[1] * front + self.regulation[2] * level
        other.append((hazard, pay / self.r))
        if self.arrival[0] and self.arrival[1] > level:
            other.append((self.arrival[0], np.array(worth((rungs, self.arrival[1])))))
        known = max([k for k, capability in enumerate(self.ladder) if capability <= level], default=-1)
        for i in range(n):
            if self.learn and known > rungs[i]:
                moved = tuple(known if j == i else k for j, k in enumerate(rungs))
                other.append((self.learn, np.array(worth((moved, level)))))
        cost = np.array([c * (self.ease if level > q[i] else 1.0) for i, c in enumerate(self.cost)])

        def efforts(v: np.ndarray) -> np.ndarray:
            gain = np.array([0.0 if a is None else max(a[i] - v[i], 0.0) for i, a in enumerate(after)])
            return np.asarray((gain / cost) ** (1 / (self.g - 1)), dtype=np.float64)

        def residual(v: np.ndarray) -> np.ndarray:
            h = efforts(v)
            out = pay - cost * h**self.g / self.g - self.r * v
            for j, a in enumerate(after):
                if a is not None:
                    out = out + h[j] * (a - v)
            for rate, then in other:
                out = out + rate * (then - v)
            return out

        draws, roots = np.random.default_rng(0), []
        scale = 1.0 + max([np.abs(pay).max() / self.r, *[np.abs(a).max() for a in after if a is not None]])
        for start in [np.zeros(n), pay / self.r, *draws.uniform(-scale, scale, (12, n))]:
            answer = root(residual, start, tol=1e-13)
            if np.abs(residual(answer.x)).max() < 1e-9:
                roots.append(answer.x)
        assert roots, state
        assert max(np.abs(a - roots[0]).max() for a in roots) < 1e-6 * scale, f"several solutions in {state}"
        return efforts(roots[0]), roots[0]
