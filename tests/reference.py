"""Every equilibrium of a two-player game by the plain definition: slow, short, and sharing no code with ``solver``.

With payoffs made positive (a constant per opponent's action changes no best reply), the two best-response polytopes are

    P = {x >= 0, x B <= 1},      Q = {y >= 0, A y <= 1}.

Label ``i < m`` holds at ``x`` when ``x_i = 0`` and at ``y`` when ``(A y)_i = 1``; label ``m + j`` when ``y_j = 0`` or
``(x B)_j = 1``. Extreme equilibria are the pairs of vertices, scaled to sum 1, that have every label, apart from the
pair of zeros (von Stengel 2002, theorem 2.6). Maximal Nash subsets are the maximal bicliques of the graph with extreme
equilibria as edges (Winkels 1979; Avis, Rosenberg, Savani and von Stengel 2010, section 2), and subsets that share an
equilibrium are in one component.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product

Strategy = tuple[Fraction, ...]
Pair = tuple[Strategy, Strategy]
Subset = tuple[frozenset[Strategy], frozenset[Strategy]]
Matrix = Sequence[Sequence[int]]


@dataclass(frozen=True)
class Equilibria:
    """What there is to know about a game's equilibria."""

    extremes: frozenset[Pair]
    subsets: frozenset[Subset]
    components: frozenset[frozenset[Subset]]


def all_equilibria(row: Matrix, column: Matrix) -> Equilibria:
    """The equilibria of the game in which actions ``(i, j)`` pay ``row[i][j]`` and ``column[i][j]``."""
    n_rows, n_columns = len(row), len(row[0])
    for_column = [list(payoffs) for payoffs in zip(*column, strict=True)]
    xs = _strategies(for_column, list(range(n_rows, n_rows + n_columns)), list(range(n_rows)))
    ys = _strategies([list(r) for r in row], list(range(n_rows)), list(range(n_rows, n_rows + n_columns)))
    everything = frozenset(range(n_rows + n_columns))
    extremes = frozenset((x, y) for (x, at_x), (y, at_y) in product(xs, ys) if at_x | at_y == everything)
    subsets = _maximal_bicliques(extremes)
    return Equilibria(extremes, subsets, _connected(subsets))


def _strategies(payoffs: list[list[int]], repliers: list[int], own: list[int]) -> list[tuple[Strategy, frozenset[int]]]:
    """Nonzero vertices of ``{z >= 0, payoffs z <= 1}``, scaled to sum 1, with their labels."""
    lowest = min(min(r) for r in payoffs)
    positive = [[value - lowest + 1 for value in r] for r in payoffs]
    size = len(own)
    # Each bound reads: coefficients . z <= limit.
    bounds = [([Fraction(v) for v in r], Fraction(1), label) for r, label in zip(positive, repliers, strict=True)]
    for k, label in enumerate(own):
        bounds.append(([Fraction(-int(k == other)) for other in range(size)], Fraction(0), label))
    found: dict[Strategy, frozenset[int]] = {}
    for tight in combinations(bounds, size):
        z = _solve([b[0] for b in tight], [b[1] for b in tight])
        if z is None or not any(z):
            continue
        slack = [
            (limit - sum(c * v for c, v in zip(coefficients, z, strict=True)), at) for coefficients, limit, at in bounds
        ]
        if all(s >= 0 for s, _ in slack):
            total = sum(z)
            found[tuple(v / total for v in z)] = frozenset(at for s, at in slack if s == 0)
    return list(found.items())


def _solve(matrix: list[list[Fraction]], right: list[Fraction]) -> Strategy | None:
    """Gauss and Jordan in rationals; ``None`` if the matrix is singular."""
    size = len(matrix)
    rows = [[*r, b] for r, b in zip(matrix, right, strict=True)]
    for k in range(size):
        pivot = next((r for r in range(k, size) if rows[r][k]), None)
        if pivot is None:
            return None
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [v / rows[k][k] for v in rows[k]]
        for r in range(size):
            if r != k and rows[r][k]:
                rows[r] = [v - rows[r][k] * p for v, p in zip(rows[r], rows[k], strict=True)]
    return tuple(r[-1] for r in rows)


def _maximal_bicliques(edges: frozenset[Pair]) -> frozenset[Subset]:
    """Close every intersection of neighbourhoods: the sets of strategies that go with all of a set of replies."""
    replies = {x: frozenset(y for a, y in edges if a == x) for x, _ in edges}
    families = set(replies.values())
    grown = True
    while grown:
        more = {one & two for one, two in combinations(families, 2)} - families - {frozenset()}
        families |= more
        grown = bool(more)
    return frozenset((frozenset(x for x, ys in replies.items() if ys >= family), family) for family in families)


def _connected(subsets: frozenset[Subset]) -> frozenset[frozenset[Subset]]:
    groups: list[set[Subset]] = []
    for subset in subsets:
        touching = [g for g in groups if any(subset[0] & other[0] and subset[1] & other[1] for other in g)]
        merged = {subset}.union(*touching)
        groups = [g for g in groups if g not in touching] + [merged]
    return frozenset(frozenset(g) for g in groups)
