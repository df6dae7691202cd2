"""Solutions of one state, and which of them go together.

A *solution* of a state is a value vector with a play and one solution for each successor. Where a tie makes a face of
solutions, the face is a *cell*: its corners are solutions, and every mean of them is one too (``points``). Where
several states lead to one, a solution that counts on it *promises* which of its solutions it means; a combination in
which two promises disagree is no Markov strategy and is dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import product
from math import prod

import numpy as np

from solver.common.arrays import FloatArray, IntArray
from solver.staged.strategy import Play

Promises = tuple[tuple[int, int], ...]
"""Which solution of which shared state is counted on: pairs (state, solution), sorted."""


@dataclass(frozen=True)
class Cell:
    """A convex set of solutions of one state, or a single one.

    Attributes:
        corners: numbers of solutions; every mean of their values is the value of a solution.
        ties: the states whose ties make it; none for a single solution.
    """

    corners: tuple[int, ...]
    ties: frozenset[int] = frozenset()


@dataclass(frozen=True, eq=False)
class Solutions:
    """Solutions of one state: values ``(S, R)``, plays, links ``(S, children)`` and promises about shared states.

    The first ``listed`` differ in value (or in promises). The others are corners of cells whose values are listed
    already, and points of cells on which predecessors count.
    """

    values: FloatArray
    plays: tuple[Play | None, ...]
    links: IntArray
    promises: tuple[Promises, ...]
    listed: int
    cells: tuple[Cell, ...] = ()

    @property
    def distinct(self) -> FloatArray:
        """Values ``(listed, R)``."""
        return self.values[: self.listed]


@dataclass(eq=False)
class Gathered:
    """Solutions of one state while they are found, each once; ``cells`` by their numbers."""

    n_rows: int
    n_children: int
    values: list[FloatArray] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    _numbers: dict[tuple[Play | None, tuple[int, ...], Promises], int] = field(default_factory=dict)

    def add(self, values: FloatArray, play: Play | None, links: tuple[int, ...], promises: Promises = ()) -> int:
        """The number of this solution, found before or new."""
        number = self._numbers.setdefault((play, links, promises), len(self.values))
        if number == len(self.values):
            self.values.append(values)
        return number

    def solutions(self) -> Solutions:
        """All of them."""
        plays, links, promises = zip(*self._numbers, strict=True) if self._numbers else ((), (), ())
        return Solutions(
            np.array(self.values).reshape(len(plays), self.n_rows),
            plays,
            np.array(links, dtype=np.int64).reshape(len(plays), self.n_children),
            promises,
            len(plays),
            tuple(dict.fromkeys(self.cells)),
        )


def cells_of(found: Solutions, same: Callable[[FloatArray], FloatArray]) -> list[Cell]:
    """The cells of a state, then the listed solutions outside them; ``same`` gives the margins of values ``(S, R)``."""
    margin = same(found.values) if found.cells else None

    def is_on(cell: Cell, k: int) -> bool:
        corners, promised = list(cell.corners), found.promises[cell.corners[0]]
        near = (np.abs(found.values[corners] - found.values[k]) <= margin).all(axis=1)
        return promised == found.promises[k] and bool(near.any())

    alone = [Cell((k,)) for k in range(found.listed) if not any(is_on(cell, k) for cell in found.cells)]
    return [*found.cells, *alone]


def listing(found: Solutions, kept: list[int]) -> Solutions:
    """Only the solutions ``kept`` are listed; corners of cells stay behind them."""
    corners = {k for cell in found.cells for k in cell.corners}
    order = [*kept, *sorted(corners.difference(kept))]
    if len(kept) == len(found.plays):
        return found
    number = {old: new for new, old in enumerate(order)}
    return Solutions(
        found.values[order],
        tuple(found.plays[k] for k in order),
        found.links[order],
        tuple(found.promises[k] for k in order),
        len(kept),
        tuple(replace(cell, corners=tuple(number[k] for k in cell.corners)) for cell in found.cells),
    )


def extremes(values: FloatArray) -> list[int]:
    """Rows of ``(S, R)`` in which some column is smallest or largest."""
    return sorted({int(k) for k in values.argmin(axis=0)} | {int(k) for k in values.argmax(axis=0)})


def promise(found: Solutions, index: int) -> Solutions:
    """Solutions of a shared state, each marked with its number if there are several: what predecessors count on."""
    if found.listed == 1:
        return found
    named = tuple(tuple(sorted((*one, (index, k)))) for k, one in enumerate(found.promises))
    return replace(found, promises=named)


def combinations(
    below: list[Solutions], choices: list[list[int]], max_games: int
) -> tuple[IntArray, tuple[Promises, ...], bool]:
    """Solution numbers ``(C, children)``, of each successor among its ``choices``, that keep their promises.

    The last part of the answer says whether some were left out because they are more than ``max_games``.
    """
    choices = list(choices)
    cut = False
    while prod(len(c) for c in choices) > max_games:
        longest = max(range(len(choices)), key=lambda i: len(choices[i]))
        outer = [k for k in extremes(below[longest].distinct) if k in choices[longest]]
        shorter = len(outer) < len(choices[longest])
        choices[longest] = outer if shorter else choices[longest][: (len(choices[longest]) + 1) // 2]
        cut = True
    links: list[tuple[int, ...]] = []
    promises: list[Promises] = []
    for combination in product(*choices):
        agreed = agree([below[i].promises[k] for i, k in enumerate(combination)])
        if agreed is not None:
            links.append(combination)
            promises.append(agreed)
    return np.array(links, dtype=np.int64).reshape(len(links), len(below)), tuple(promises), cut


def agree(promises: list[Promises]) -> Promises | None:
    """All promises together, or ``None`` where two name different solutions of one state."""
    if not any(promises):
        return ()
    named: dict[int, int] = {}
    for state, solution in (pair for one in promises for pair in one):
        if named.setdefault(state, solution) != solution:
            return None
    return tuple(sorted(named.items()))
