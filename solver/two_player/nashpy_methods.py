"""Second opinions: the three algorithms of nashpy (Knight and Campbell 2018) for two players.

The algorithms are those of Nisan, Roughgarden, Tardos and Vazirani 2007, chapter 3. None of them is complete when
payoffs tie, and timing games tie all the time: support enumeration drops supports whose equations are singular, vertex
enumeration lists corners only, Lemke-Howson finds what its paths lead to. On degenerate games nashpy moreover warns,
returns vectors of the wrong length, points that are no equilibria or nan, or pivots without end. So here

* every point it returns is checked from the original payoffs (``solver.game.points``), and failures are counted;
* payoffs are first shifted to be positive, since its polytopes are bounded only then;
* a player with one action gets a second, dominated one, since neither its pivoting nor Qhull works in one dimension;
* its Lemke-Howson tableaux are driven from here, with a cap on pivots;
* no result is ever called complete.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import comb

import numpy as np

from solver.common.arrays import FloatArray
from solver.common.errors import GameError, TooLargeError
from solver.common.words import count
from solver.game.normal_form import NormalForm
from solver.game.points import certify, distinct, points_solution
from solver.game.solution import Solution, Status, StatusCode

Pair = tuple[FloatArray, FloatArray]

WIDEST_INTEGERS = 1_000
"""Integer payoffs in a range up to this are passed on as integers, so that nashpy's comparisons are exact."""


@dataclass(frozen=True)
class SupportEnumeration:
    """nashpy's support enumeration: one system of linear equations per pair of supports.

    Attributes:
        max_supports: games with more pairs of supports, ``(2^A_0 - 1)(2^A_1 - 1)``, are refused.
    """

    max_supports: int = 300_000

    def __call__(self, game: NormalForm) -> Solution:
        """Points found, status never ``complete``.

        Raises:
            GameError: not two players.
            TooLargeError: too many supports.
        """
        _require_two(game, "support enumeration")
        n_supports = (2 ** game.n_actions[0] - 1) * (2 ** game.n_actions[1] - 1)
        _require_small(n_supports, self.max_supports, "pairs of supports", "max_supports")
        from nashpy.algorithms.support_enumeration import support_enumeration

        return _solution(game, "support enumeration", f"{n_supports:,} pairs of supports", support_enumeration)


@dataclass(frozen=True)
class VertexEnumeration:
    """nashpy's vertex enumeration: pairs of corners of the two best-reply polytopes that carry all labels.

    Attributes:
        max_pairs: games whose polytopes may have more pairs of corners than this are refused.
    """

    max_pairs: int = 300_000

    def __call__(self, game: NormalForm) -> Solution:
        """Points found, status never ``complete``.

        Raises:
            GameError: not two players.
            TooLargeError: too many corners, by McMullen's upper bound theorem.
        """
        _require_two(game, "vertex enumeration")
        facets = sum(max(n, 2) for n in game.n_actions)
        n_pairs = _most_corners(facets, max(game.n_actions[0], 2)) * _most_corners(facets, max(game.n_actions[1], 2))
        _require_small(n_pairs, self.max_pairs, "possible pairs of corners", "max_pairs")
        from nashpy.algorithms.vertex_enumeration import vertex_enumeration

        looked = "all pairs of corners of the best-reply polytopes"
        return _solution(game, "vertex enumeration", looked, vertex_enumeration)


@dataclass(frozen=True)
class LemkeHowson:
    """Lemke-Howson on nashpy's lexicographic tableaux, once for every label that can be dropped first.

    Attributes:
        max_pivots: per label; a path that is longer is given up (some are exponentially long, some never end).
    """

    max_pivots: int = 1_000

    def __call__(self, game: NormalForm) -> Solution:
        """Points found, status never ``complete``.

        Raises:
            GameError: not two players.
        """
        _require_two(game, "Lemke-Howson")

        def run(row: FloatArray, column: FloatArray) -> Iterator[Pair]:
            for label in range(sum(row.shape)):
                found = _follow(row, column, label, self.max_pivots)
                if found is not None:
                    yield found

        looked = f"the paths from all {sum(game.n_actions)} labels, at most {self.max_pivots:,} pivots each"
        return _solution(game, "Lemke-Howson", looked, run)


def _follow(row: FloatArray, column: FloatArray, label: int, max_pivots: int) -> Pair | None:
    """The end of one Lemke-Howson path, or ``None`` when nashpy's tableaux lead nowhere."""
    from nashpy.linalg import create_col_tableau, create_row_tableau

    right, left = create_col_tableau(row, True), create_row_tableau(column, True)
    turn = [left, right] if label in left.non_basic_variables else [right, left]
    for pivot in range(max_pivots):
        try:
            label = turn[pivot % 2].pivot_and_drop_label(label)
        except (ValueError, KeyError, IndexError):
            # Degenerate tableaux lose track of their labels; the path is worthless then, the others need not be.
            return None
        if right.non_basic_variables | left.non_basic_variables == right.labels:
            return left.to_strategy(right.non_basic_variables), right.to_strategy(left.non_basic_variables)
    return None


def _solution(
    game: NormalForm, name: str, looked: str, run: Callable[[FloatArray, FloatArray], Iterator[Pair]]
) -> Solution:
    row, column = _padded(game)
    returned, found = 0, []
    # Its warnings are about an even number of equilibria, division by zero and overflow. All of these end in points
    # that are missing, which this method never denies, or wrong, which certify detects.
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore", RuntimeWarning)
        for x, y in run(row, column):
            returned += 1
            # Outputs of the wrong length are passed on as they are, for certify to refuse.
            kept = [
                own[:n] if len(own) == m else own for own, n, m in zip((x, y), game.n_actions, row.shape, strict=True)
            ]
            found.append(certify(game, kept))
    points = distinct(point for point in found if point is not None)
    refused = sum(point is None for point in found)
    reason = f"nashpy's {name} proves nothing about what it does not list, least of all when payoffs tie"
    searched = f"{looked}, by nashpy: {returned:,} outputs, {refused:,} refused for their regret or shape"
    advice = "For every equilibrium, with proof, use the method 'all'"
    status = Status(StatusCode.FAILED, f"nashpy's {name} found no equilibrium, though one exists. {advice}")
    if points:
        message = f"{count(len(points), 'equilibrium')} found, others may exist. {advice}"
        status = Status(StatusCode.NOT_PROVEN, message)
    return points_solution(game, points, method=f"{name} (nashpy)", status=status, reason=reason, searched=searched)


def _padded(game: NormalForm) -> Pair:
    """Positive payoff matrices, at least 2 x 2: a lone action gets a dominated second one."""
    row, column = (_positive(own) for own in game.payoffs)
    # Every payoff is at least 1, so a dummy that pays its owner 1/2 is never played and changes nothing else.
    if len(row) == 1:
        row, column = np.vstack([row, np.full_like(row, 0.5)]), np.vstack([column, column])
    if row.shape[1] == 1:
        row, column = np.hstack([row, row]), np.hstack([column, np.full_like(column, 0.5)])
    return np.ascontiguousarray(row), np.ascontiguousarray(column)


def _positive(own: FloatArray) -> FloatArray:
    from_zero = own - own.min()
    width = float(from_zero.max()) or 1.0
    whole = width <= WIDEST_INTEGERS and np.array_equal(from_zero, np.rint(from_zero))
    positive: FloatArray = from_zero + 1 if whole else from_zero / width + 1
    return positive


def _most_corners(facets: int, dimension: int) -> int:
    """Most corners of a polytope with that many facets (McMullen 1970)."""
    low, high = dimension // 2, (dimension + 1) // 2
    return comb(facets - high, facets - dimension) + comb(facets - low - 1, facets - dimension)


def _require_two(game: NormalForm, name: str) -> None:
    if game.n_players != 2:
        raise GameError(
            f"{name} was given a game of {count(game.n_players, 'player')}",
            "two players",
            "call solve without a method: it chooses one that fits",
        )


def _require_small(number: int, most: int, what: str, option: str) -> None:
    if number > most:
        raise TooLargeError(
            f"the game has {number:,} {what}",
            f"at most {most:,} for this method",
            f"use the method 'all', or raise {option}",
        )
