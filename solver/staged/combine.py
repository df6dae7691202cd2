"""Solutions of one state, and which of them go together.

A *solution* of a state is a value vector with a play and one solution for each successor. Where several states lead to
one, a solution that counts on it *promises* which of its solutions it means; a combination in which two promises
disagree is no Markov strategy and is dropped.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np

from solver.common.arrays import FloatArray, IntArray
from solver.staged.strategy import Play

Promises = tuple[tuple[int, int], ...]
"""Which solution of which shared state is counted on: pairs (state, solution), sorted."""


@dataclass(frozen=True, eq=False)
class Solutions:
    """Solutions of one state: values ``(S, R)``, plays, links ``(S, children)`` and promises about shared states."""

    values: FloatArray
    plays: tuple[Play | None, ...]
    links: IntArray
    promises: tuple[Promises, ...]


def take(found: Solutions, kept: list[int]) -> Solutions:
    """Some of them."""
    if len(kept) == len(found.plays):
        return found
    return Solutions(
        found.values[kept],
        tuple(found.plays[k] for k in kept),
        found.links[kept],
        tuple(found.promises[k] for k in kept),
    )


def extremes(values: FloatArray) -> list[int]:
    """Rows of ``(S, R)`` in which some column is smallest or largest."""
    return sorted({int(k) for k in values.argmin(axis=0)} | {int(k) for k in values.argmax(axis=0)})


def promise(found: Solutions, index: int) -> Solutions:
    """Solutions of a shared state, each marked with its number if there are several: what predecessors count on."""
    if len(found.values) == 1:
        return found
    named = tuple(tuple(sorted((*one, (index, k)))) for k, one in enumerate(found.promises))
    return Solutions(found.values, found.plays, found.links, named)


def combinations(below: list[Solutions], max_games: int) -> tuple[IntArray, tuple[Promises, ...], bool]:
    """Solution numbers ``(C, children)`` that keep their promises to one another; and whether some were left out."""
    choices = [list(range(len(s.values))) for s in below]
    cut = False
    while prod(len(c) for c in choices) > max_games:
        longest = max(range(len(choices)), key=lambda i: len(choices[i]))
        outer = [k for k in extremes(below[longest].values) if k in choices[longest]]
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
