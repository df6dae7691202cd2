"""What a solver returns: equilibria, components, and how sure we are.

The answer to a game is a *set*. For two players it is a finite union of maximal Nash subsets, each a product of two
faces ``conv X x conv Y`` (Jansen 1981), and subsets that touch form a component. Extreme equilibria are the corner
points of these faces; faces are the answer and lists of corners may be truncated, saying so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import Any

import numpy as np

from solver.common.arrays import FloatArray
from solver.common.table import Entry, Table, entry_text
from solver.common.tabular import Tabular, mixed
from solver.game.normal_form import NormalForm

Faces = tuple[tuple[int, ...], ...]
"""A product of faces: for each player the indices of the face's corners in ``Solution.vertices``."""

MOST_PRINTED = 50
"""Equilibria that ``print`` and a notebook show at most."""
MAX_EXTREMES = 10_000
"""Extreme equilibria listed at most; games of timing can have 2**H of them."""


UNFINISHED = "the check did not end"
"""In the reason of a certificate: the check found nothing wrong and stopped before it could prove everything."""


class StatusCode(StrEnum):
    """How a computation ended."""

    COMPLETE = "complete"
    """Every equilibrium was found, and the method proves it."""
    NOT_PROVEN = "not-proven"
    """Equilibria were found and certified; others may exist."""
    PARTIAL = "partial"
    """The search is complete except for a stated part (a cap, unresolved regions)."""
    FAILED = "failed"
    """No equilibrium was found."""


@dataclass(frozen=True)
class Status:
    """Why the solver stopped; ``message`` says what to try next."""

    code: StatusCode
    message: str


@dataclass(frozen=True)
class Certificate:
    """Two separate claims: every point listed is an equilibrium, and no equilibrium is missing.

    Attributes:
        max_regret: largest regret over the listed points, from the original payoffs, in units of payoff.
        complete: whether completeness is proven.
        reason: the argument for completeness, or what is missing in it.
    """

    max_regret: float
    complete: bool
    reason: str


@dataclass(frozen=True)
class ExactPoint:
    """An equilibrium in rational numbers."""

    strategies: tuple[tuple[Fraction, ...], ...]
    payoffs: tuple[Fraction, ...]


@dataclass(frozen=True)
class Equilibrium:
    """One certified point.

    Attributes:
        strategies: one probability vector ``(A_i,)`` per player.
        payoffs: ``(N,)`` expected payoffs.
        regret: largest gain from a deviation, in units of payoff, from the original payoffs.
        component: index into ``Solution.components``.
        at: for one and two players, each strategy's index in ``Solution.vertices``.
        exact: the point in rationals, where the payoffs are known exactly.
        radius: half the width of a box around the point in which exactly one equilibrium is proven to lie, where
            that was done (irrational equilibria are known this way, not as fractions).
    """

    strategies: tuple[FloatArray, ...]
    payoffs: FloatArray
    regret: float
    component: int
    at: tuple[int, ...] | None = None
    exact: ExactPoint | None = None
    radius: float | None = None

    @property
    def is_pure(self) -> bool:
        """Whether every player plays one action for sure."""
        return all(int(np.count_nonzero(s)) == 1 for s in self.strategies)

    @property
    def support(self) -> tuple[tuple[int, ...], ...]:
        """Actions played with positive probability, per player."""
        return tuple(tuple(int(a) for a in np.flatnonzero(s)) for s in self.strategies)


@dataclass(frozen=True)
class Component:
    """Maximal Nash subsets that touch, with the index of their union.

    The index is ``None`` where it was not computed, and for three and more players. The indices of
    all components sum to 1 (Shapley 1974 for points, Ritzberger 1994 for components).
    """

    subsets: tuple[Faces, ...]
    index: int | None = None


@dataclass(frozen=True)
class Continuum:
    """A set of equilibria of positive dimension in a game of three or more players.

    Attributes:
        dimension: its dimension near the points shown (a lower bound).
        points: some equilibria on it.
        note: how it was recognised.
    """

    dimension: int
    points: tuple[tuple[FloatArray, ...], ...]
    note: str


@dataclass(frozen=True, eq=False)
class Solution(Tabular):
    """Every equilibrium that was found, and an honest account of what was searched.

    Attributes:
        game: the game that was solved.
        method: what solved it, in words.
        vertices: per player the distinct extreme strategies ``(V_i, A_i)``; ``None`` for three and more players.
        equilibria: extreme equilibria (at most ``MAX_EXTREMES``), or the points found for three and more players.
        components: connected sets of equilibria.
        status: how the computation ended.
        certificate: soundness and completeness, kept apart.
        searched: what was and was not searched, in one sentence.
        continua: continua found in games of three and more players.
        truncated: whether ``equilibria`` lists fewer extreme equilibria than exist (faces stay complete).
    """

    game: NormalForm
    method: str
    vertices: tuple[FloatArray, ...] | None
    equilibria: tuple[Equilibrium, ...]
    components: tuple[Component, ...]
    status: Status
    certificate: Certificate
    searched: str
    continua: tuple[Continuum, ...] = ()
    truncated: bool = False

    @property
    def complete(self) -> bool:
        """Whether the set of equilibria is proven complete."""
        return self.certificate.complete

    def pure(self) -> tuple[tuple[int, ...], ...]:
        """The pure equilibria among those listed, as action indices."""
        return tuple(tuple(s[0] for s in e.support) for e in self.equilibria if e.is_pure)

    def to_dict(self) -> dict[str, Any]:
        """Plain lists and strings, the JSON of ``openrace solve`` (without the fields that name the game)."""
        return {
            "method": self.method,
            "players": list(self.game.players),
            "actions": [list(row) for row in self.game.actions],
            "vertices": None if self.vertices is None else [v.tolist() for v in self.vertices],
            "equilibria": [_equilibrium_dict(e) for e in self.equilibria],
            "components": [
                {
                    "subsets": [[list(f) for f in s] for s in c.subsets],
                    "index": c.index,
                }
                for c in self.components
            ],
            "continua": [
                {
                    "dimension": c.dimension,
                    "points": [[s.tolist() for s in p] for p in c.points],
                    "note": c.note,
                }
                for c in self.continua
            ],
            "extremes": "truncated" if self.truncated else "all" if self.complete else "found",
            "complete": self.complete,
            "status": {"code": str(self.status.code), "message": self.status.message},
            "certificate": {"max_regret": self.certificate.max_regret, "reason": self.certificate.reason},
            "searched": self.searched,
        }

    def table(self) -> Table:
        """One row per equilibrium listed: what each player does and gets, regret, and component with its index."""
        indexed = self.complete and bool(self.components)
        component = "component (index)" if any(c.index is not None for c in self.components) else "component"
        header = ("#", *self.game.players, "payoffs", "regret", *([component] if indexed else []))
        return Table(self.found, header, tuple(self._row(k, e, indexed) for k, e in enumerate(self.equilibria)))

    @property
    def found(self) -> str:
        """How many equilibria were found, and whether these are all, in words."""
        n, name = len(self.equilibria), f"{self.game.title}: " if self.game.title else ""
        noun = "equilibrium" if n == 1 else "equilibria"
        if not self.complete:
            return f"{name}{n:,} {noun} found, not proven complete"
        parts = len(self.components)
        listed = " (not all listed)" if self.truncated else ""
        return (
            f"{name}{n:,} extreme {noun}{listed} in {parts:,} component{'s' * (parts != 1)}, proven complete"
            if n
            else f"{name}no equilibrium, proven complete"
        )

    def _row(self, k: int, equilibrium: Equilibrium, indexed: bool) -> tuple[Entry, ...]:
        plays = [mixed(s, labels) for s, labels in zip(equilibrium.strategies, self.game.actions, strict=True)]
        payoffs = ", ".join(entry_text(float(p)) for p in equilibrium.payoffs)
        row: tuple[Entry, ...] = (k + 1, *plays, payoffs, equilibrium.regret)
        if not indexed:
            return row
        index = self.components[equilibrium.component].index
        return (*row, f"{equilibrium.component + 1}" + ("" if index is None else f" ({index:+d})"))

    def __str__(self) -> str:
        hidden = len(self.equilibria) - MOST_PRINTED
        lines = [self._printed().text()]
        lines += [f"... and {hidden:,} more: see .equilibria"] if hidden > 0 else []
        return "\n".join([*lines, *([] if self.complete else [self.status.message])])

    def _repr_html_(self) -> str:
        return self._printed().html(self.status.message)

    def _printed(self) -> Table:
        whole = self.table()
        return replace(whole, rows=whole.rows[:MOST_PRINTED])

    def __repr__(self) -> str:
        points, parts = len(self.equilibria), len(self.components)
        return (
            f"Solution({points} equilibri{'um' if points == 1 else 'a'} in {parts} component{'s' * (parts != 1)}, "
            f"{self.status.code}, max regret {self.certificate.max_regret:.2g})"
        )


def _equilibrium_dict(equilibrium: Equilibrium) -> dict[str, Any]:
    out: dict[str, Any] = {
        "strategies": [s.tolist() for s in equilibrium.strategies],
        "payoffs": equilibrium.payoffs.tolist(),
        "regret": equilibrium.regret,
        "component": equilibrium.component,
        "at": None if equilibrium.at is None else list(equilibrium.at),
    }
    if equilibrium.exact is not None:
        out["exact"] = {
            "strategies": [[str(p) for p in s] for s in equilibrium.exact.strategies],
            "payoffs": [str(p) for p in equilibrium.exact.payoffs],
        }
    return out


def max_regret(equilibria: Sequence[Equilibrium]) -> float:
    """Largest regret over points, zero for none."""
    return max((e.regret for e in equilibria), default=0.0)
