"""Which equilibria of a stage game are played: all of them, or those that a named rule picks.

A rule sees one stage game with its continuation values, so it is a rule about tie-breaking within a period: who moves
when both want to. A rule may pick a public lottery over equilibria (a correlated equilibrium made of equilibria); the
one-shot-deviation check then looks at every outcome of the lottery. Rules make the set of equilibria smaller, and the
status of a solution says that one was used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar, Protocol

import numpy as np

from solver.common.arrays import FloatArray
from solver.common.errors import GameError
from solver.staged.strategy import Play, Profile


class Selection(Protocol):
    """A rule that picks plays among a stage game's equilibria."""

    @property
    def words(self) -> str:
        """The rule in words; empty for "all equilibria"."""
        ...

    def pick(self, points: Sequence[Profile], payoffs: FloatArray, movers: tuple[int, ...]) -> tuple[Play, ...]:
        """Plays of the stage game ``payoffs`` ``(k, A_0, ..., A_{k-1})`` of ``movers`` with equilibria ``points``."""
        ...


@dataclass(frozen=True)
class AllEquilibria:
    """No selection."""

    words: ClassVar[str] = ""

    def pick(self, points: Sequence[Profile], payoffs: FloatArray, movers: tuple[int, ...]) -> tuple[Play, ...]:  # noqa: ARG002 (protocol)
        """Every equilibrium as it is."""
        return tuple(Play.of(*point) for point in points)


@dataclass(frozen=True)
class PureFirst:
    """Pure equilibria of a stage game where it has any, all equilibria where it has none."""

    words: ClassVar[str] = "pure equilibria of every stage game that has any"

    def pick(self, points: Sequence[Profile], payoffs: FloatArray, movers: tuple[int, ...]) -> tuple[Play, ...]:  # noqa: ARG002 (protocol)
        """The pure ones, or all."""
        pure = [point for point in points if _is_pure(point)]
        return tuple(Play.of(*point) for point in pure or points)


@dataclass(frozen=True)
class PublicCoin:
    """A fair public lottery over the pure equilibria that no other pure one beats for everybody.

    Where two players both want to move first and neither wants to move together, it lets exactly one of them move,
    each with probability one half: the coordination that Fudenberg and Tirole (1985) obtain as the limit of short
    periods, in which both never move by mistake. A stage game without pure equilibria keeps all it has, and so
    does a lone mover, whose ties are its own affair.
    """

    words: ClassVar[str] = "a fair public coin over undominated pure equilibria of every stage game"

    def pick(self, points: Sequence[Profile], payoffs: FloatArray, movers: tuple[int, ...]) -> tuple[Play, ...]:
        """One lottery, or all equilibria where none is pure."""
        pure = _efficient([point for point in points if _is_pure(point)], payoffs)
        if not pure or len(movers) == 1:
            return tuple(Play.of(*point) for point in points)
        return (Play((1 / len(pure),) * len(pure), tuple(pure)),)


@dataclass(frozen=True)
class Efficient:
    """Equilibria of a stage game that no other of its equilibria beats for every mover (and strictly for one)."""

    words: ClassVar[str] = "undominated equilibria of every stage game"

    def pick(self, points: Sequence[Profile], payoffs: FloatArray, movers: tuple[int, ...]) -> tuple[Play, ...]:  # noqa: ARG002 (protocol)
        """The undominated ones."""
        return tuple(Play.of(*point) for point in _efficient(points, payoffs))


@dataclass(frozen=True)
class Symmetric:
    """Equilibria in which all movers play the same mixed action, where there are any; all equilibria where not."""

    words: ClassVar[str] = "symmetric equilibria of every stage game that has any"
    tolerance: float = 1e-9

    def pick(self, points: Sequence[Profile], payoffs: FloatArray, movers: tuple[int, ...]) -> tuple[Play, ...]:  # noqa: ARG002 (protocol)
        """The symmetric ones, or all."""
        if len(set(payoffs.shape[1:])) != 1:
            return tuple(Play.of(*point) for point in points)
        dense = [np.array([m.dense(payoffs.shape[1]) for m in point]) for point in points]
        alike = [p for p, d in zip(points, dense, strict=True) if np.ptp(d, axis=0).max() <= self.tolerance]
        return tuple(Play.of(*point) for point in alike or points)


SELECTIONS: Mapping[str, Selection] = MappingProxyType(
    {
        "all": AllEquilibria(),
        "pure": PureFirst(),
        "coin": PublicCoin(),
        "efficient": Efficient(),
        "symmetric": Symmetric(),
    }
)
"""Rules about ties by the names that the shell offers."""


def selection_named(name: str) -> Selection:
    """The rule of that name.

    Raises:
        GameError: there is none.
    """
    if not isinstance(name, str) or name not in SELECTIONS:
        raise GameError(
            f"no rule about ties is named {name!r}", f"one of {', '.join(SELECTIONS)}", "leave it out for all"
        )
    return SELECTIONS[name]


def _is_pure(point: Profile) -> bool:
    return all(len(m.actions) == 1 for m in point)


def _values(point: Profile, payoffs: FloatArray) -> FloatArray:
    values = payoffs
    for m in reversed(point):
        values = values @ m.dense(values.shape[-1])
    return values


def _efficient(points: Sequence[Profile], payoffs: FloatArray) -> list[Profile]:
    values = [_values(point, payoffs) for point in points]
    margin = 1e-12 * float(np.abs(payoffs).max())
    return [
        point
        for point, own in zip(points, values, strict=True)
        if not any(bool((v >= own - margin).all() and (v > own + margin).any()) for v in values)
    ]
