"""Support enumeration for 3x3 and 4x4 games, eight games at a time, one per lane of a vector.

For supports ``I``, ``J`` of one size the opponent's weights ``y`` on ``J`` that make all of ``I`` indifferent are
signed minors of the payoff differences. With them as they come, ``y`` is a candidate exactly when its weights and the
losses of all actions outside ``I`` have one sign. So of these ``n`` numbers only the smallest and the largest matter:
all clearly positive or all clearly negative means yes, one of each means no, and anything else is doubtful.

Why doubt catches every degenerate game: let ``(x, y)`` be an extreme equilibrium whose supports are no larger on
player 2's side. Take ``I`` as the support of ``x`` and ``J`` of the same size between the support of ``y`` and the
best replies to ``x``. Where the minors do not vanish they give back ``x`` and ``y``, with zeros but without a sign
against them; where they vanish they are all zero. Either way the pair ``(I, J)`` is not refused. A game without doubt
is therefore regular, and the pairs found are all its equilibria.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from solver.game.tolerances import NARROWEST_COLUMN, UNCLEAR_WEIGHT
from solver.kernels.simd import LANES, load_vector, splat, store_vector

Pair = tuple[tuple[int, ...], tuple[int, ...]]


def support_pairs(k: int) -> list[Pair]:
    """Supports of equal size of a ``k x k`` game, smallest first."""
    return [
        (rows, columns)
        for size in range(1, k + 1)
        for rows in combinations(range(k), size)
        for columns in combinations(range(k), size)
    ]


class _Side:
    """One player's payoffs, eight games wide, scaled in place, and the minors of their differences."""

    def __init__(self, builder: Any, data: Any, at: Any, divisors: Any, k: int, own: int, cross: int) -> None:
        self.builder, self.k = builder, k

        def index(a: int, b: int) -> Any:
            return builder.add(at, ir.Constant(at.type, LANES * (own * a + cross * b)))

        raw = [[load_vector(builder, data, index(a, b)) for b in range(k)] for a in range(k)]
        high = [self._most([raw[a][b] for a in range(k)], ">") for b in range(k)]
        low = [self._most([raw[a][b] for a in range(k)], "<") for b in range(k)]
        width = [builder.fsub(top, bottom) for top, bottom in zip(high, low, strict=True)]
        unit = self._most(width, ">")
        floor = builder.fmul(unit, self._constant(NARROWEST_COLUMN))
        one = self._constant(1.0)
        self.payoff = [[] for _ in range(k)]
        for b in range(k):
            divisor = self._most([width[b], floor], ">")
            some = builder.fcmp_ordered(">", divisor, self._constant(0.0))
            divisor = builder.select(some, divisor, one)
            store_vector(builder, divisor, data, builder.add(divisors, ir.Constant(at.type, LANES * b)))
            scale = builder.fdiv(one, divisor)
            for a in range(k):
                scaled = builder.fmul(builder.fsub(raw[a][b], high[b]), scale)
                store_vector(builder, scaled, data, index(a, b))
                self.payoff[a].append(scaled)
        self.minors: dict[tuple[tuple[int, ...], tuple[int, ...]], Any] = {}

    payoff: list[list[Any]]

    def _constant(self, value: float) -> Any:
        return ir.Constant(ir.VectorType(ir.DoubleType(), LANES), [value] * LANES)

    def _most(self, values: list[Any], order: str) -> Any:
        best = values[0]
        for value in values[1:]:
            best = self.builder.select(self.builder.fcmp_ordered(order, value, best), value, best)
        return best

    def _difference(self, first: int, row: int, column: int) -> Any:
        key = ((first, row), (column,))
        if key not in self.minors:
            self.minors[key] = self.builder.fsub(self.payoff[first][column], self.payoff[row][column])
        return self.minors[key]

    def minor(self, rows: tuple[int, ...], columns: tuple[int, ...]) -> Any:
        """Determinant of the differences between ``rows[0]`` and each further row, at ``columns``; 1 for no column."""
        if not columns:
            return self._constant(1.0)
        if len(columns) == 1:
            return self._difference(rows[0], rows[1], columns[0])
        key = (rows, columns)
        if key not in self.minors:
            total = None
            for place, column in enumerate(columns):
                rest = columns[:place] + columns[place + 1 :]
                term = self.builder.fmul(self._difference(rows[0], rows[-1], column), self.minor(rows[:-1], rest))
                even = (place + len(columns) - 1) % 2 == 0
                total = (
                    term
                    if total is None and even
                    else self.builder.fneg(term)
                    if total is None
                    else (self.builder.fadd if even else self.builder.fsub)(total, term)
                )
            self.minors[key] = total
        return self.minors[key]

    def extremes(self, own: tuple[int, ...], other: tuple[int, ...]) -> tuple[Any, Any]:
        """Smallest and largest of the weights on ``other`` that make ``own`` indifferent, and of all others' losses."""
        build = self.builder
        weights = []
        for place in range(len(other)):
            value = self.minor(own, other[:place] + other[place + 1 :])
            weights.append(value if place % 2 == 0 else build.fneg(value))
        numbers = list(weights)
        for row in set(range(self.k)) - set(own):
            loss = None
            for weight, column in zip(weights, other, strict=True):
                term = build.fmul(self._difference(own[0], row, column), weight)
                loss = term if loss is None else build.fadd(loss, term)
            numbers.append(loss)
        return self._most(numbers, "<"), self._most(numbers, ">")


def _bits(builder: Any, truths: Any) -> Any:
    return builder.zext(builder.bitcast(truths, ir.IntType(LANES)), ir.IntType(64))


def _enumerate(k: int) -> Any:
    @intrinsic  # type: ignore[untyped-decorator, unused-ignore]  # numba ships no types
    def enumerate_supports(_typing: Any, floats: Any, at: Any, words: Any, to: Any) -> Any:
        """For each pair of supports the bits of the games in which it holds an equilibrium; returns those in doubt.

        The payoffs at ``F[at:]`` come as ``[player][row][column][game]`` and are scaled in place; the divisors of
        player 1's columns and player 2's rows follow them.
        """
        signature = types.int64(floats, at, words, to)

        def generate(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
            data, at, out, to = args
            half = builder.add(at, ir.Constant(at.type, LANES * k * k))
            divisors_y = builder.add(half, ir.Constant(at.type, LANES * k * k))
            divisors_x = builder.add(divisors_y, ir.Constant(at.type, LANES * k))
            first = _Side(builder, data, at, divisors_y, k, k, 1)
            second = _Side(builder, data, half, divisors_x, k, 1, k)
            above, below = (
                splat(builder, ir.Constant(ir.DoubleType(), UNCLEAR_WEIGHT)),
                splat(builder, ir.Constant(ir.DoubleType(), -UNCLEAR_WEIGHT)),
            )
            doubts = ir.Constant(ir.IntType(LANES), 0)
            for number, (rows, columns) in enumerate(support_pairs(k)):
                found = []
                for side, own, other in ((first, rows, columns), (second, columns, rows)):
                    low, high = side.extremes(own, other)
                    yes = builder.or_(builder.fcmp_ordered(">", low, above), builder.fcmp_ordered("<", high, below))
                    no = builder.and_(builder.fcmp_ordered("<", low, below), builder.fcmp_ordered(">", high, above))
                    found.append((yes, builder.not_(no)))
                both = builder.and_(found[0][0], found[1][0])
                possible = builder.and_(found[0][1], found[1][1])
                doubt = builder.bitcast(builder.and_(possible, builder.not_(both)), ir.IntType(LANES))
                doubts = builder.or_(doubts, doubt)
                place = builder.gep(out, [builder.add(to, ir.Constant(to.type, number))])
                builder.store(_bits(builder, both), place)
            return builder.zext(doubts, ir.IntType(64))

        return signature, generate

    return enumerate_supports


enumerate_3 = _enumerate(3)
enumerate_4 = _enumerate(4)
