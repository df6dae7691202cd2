"""Which equilibria of a stage game are played: all of them, or those that a named rule picks.

A rule sees one stage game with its continuation values, so it is a rule about tie-breaking within a period: who moves
when both want to. A rule may pick a public lottery over equilibria (a correlated equilibrium made of equilibria); the
one-shot-deviation check then looks at every outcome of the lottery. Rules make the set of equilibria smaller, and the
status of a solution says that one was used.

Of two players who both want to move first, of whom neither wants to move together, ``coin`` lets exactly one move, each
with probability one half: the coordination that Fudenberg and Tirole (1985) obtain as the limit of short periods, in
which both never move by mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from solver.common.arrays import FloatArray
from solver.common.errors import GameError
from solver.common.tolerances import SAME_POINT, STAGE_RESOLUTION
from solver.staged.strategy import Play, Profile, profile_value


@dataclass(frozen=True)
class Selection:
    """A rule that picks plays among a stage game's equilibria.

    Attributes:
        words: the rule in words; empty for "all equilibria".
        pick: from equilibria and the stage game ``(k, A_0, ..., A_{k-1})`` to plays of it.
    """

    words: str
    pick: Callable[[Sequence[Profile], FloatArray], list[Play]]


def _all(points: Sequence[Profile], payoffs: FloatArray) -> list[Play]:  # noqa: ARG001 (a rule)
    return [Play.of(*point) for point in points]


def _pure(points: Sequence[Profile], payoffs: FloatArray) -> list[Play]:
    return _all([point for point in points if _is_pure(point)] or points, payoffs)


def _coin(points: Sequence[Profile], payoffs: FloatArray) -> list[Play]:
    pure = _undominated([point for point in points if _is_pure(point)], payoffs)
    # The ties of a mover alone are its own affair.
    if not pure or len(payoffs) == 1:
        return _all(points, payoffs)
    return [Play((1 / len(pure),) * len(pure), tuple(pure))]


def _efficient(points: Sequence[Profile], payoffs: FloatArray) -> list[Play]:
    return _all(_undominated(points, payoffs), payoffs)


def _symmetric(points: Sequence[Profile], payoffs: FloatArray) -> list[Play]:
    if len(set(payoffs.shape[1:])) != 1:
        return _all(points, payoffs)
    dense = [np.array([m.dense(payoffs.shape[1]) for m in point]) for point in points]
    alike = [p for p, d in zip(points, dense, strict=True) if np.ptp(d, axis=0).max() <= SAME_POINT]
    return _all(alike or points, payoffs)


SELECTIONS: Mapping[str, Selection] = MappingProxyType(
    {
        "all": Selection("", _all),
        "pure": Selection("pure equilibria of every stage game that has any", _pure),
        "coin": Selection("a fair public coin over undominated pure equilibria of every stage game", _coin),
        "efficient": Selection("undominated equilibria of every stage game", _efficient),
        "symmetric": Selection("symmetric equilibria of every stage game that has any", _symmetric),
    }
)
"""Rules about ties by the names that the shell offers; where a stage game has no such equilibrium, it keeps all."""


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


def _undominated(points: Sequence[Profile], payoffs: FloatArray) -> list[Profile]:
    """Equilibria that no other one beats for every mover, and strictly for one."""
    values = [profile_value(payoffs, point) for point in points]
    margin = STAGE_RESOLUTION * float(np.abs(payoffs).max())
    return [
        point
        for point, own in zip(points, values, strict=True)
        if not any(bool((v >= own - margin).all() and (v > own + margin).any()) for v in values)
    ]
