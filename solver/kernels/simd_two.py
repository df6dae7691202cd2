"""Vector instructions for 2x2 games: eight games are classified at once, a lane each; then each is written by vectors.

What a class of games has in common is held as vectors too, so that no branch is taken on the class: a weight of a
corner or of an equilibrium is ``base + slope * w`` with ``w`` the mixed weight, slope 0 where the action is pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from solver.kernels.simd import LANES, splat, store_vector

_DOUBLE, _WORD, _INDEX = ir.DoubleType(), ir.IntType(64), ir.IntType(32)
_EIGHT = ir.VectorType(_DOUBLE, LANES)
_INTEGERS = ir.VectorType(_WORD, LANES)
_ZEROS, _ONES = ir.Constant(_EIGHT, [0.0] * LANES), ir.Constant(_EIGHT, [1.0] * LANES)

CORNERS, POINTS = 8, 4
"""Lanes for the weights of a player's corners, two a corner and at most three corners; for equilibria."""
SHAPE_WIDTH = 4 * CORNERS + 4 * POINTS
"""Numbers that say what a class of games has in common: for corners of player 1, of player 2, and the first actions
of both in each equilibrium, in this order, bases and then slopes."""
_MIXED_X, _MIXED_Y, _GAIN_A, _SPREAD_A, _GAIN_B, _SPREAD_B = range(6)
PREPARED = 6 * LANES
"""Numbers kept of eight games: the mixed weights; both players' gains from the first action against the opponent's
second, and how much more that is than against the first."""


def _payoffs(builder: Any, data: Any, at: Any) -> list[list[Any]]:
    """Both players' four payoffs in the eight games at ``data[at:at+64]``, a lane for each game."""
    half = ir.VectorType(_DOUBLE, LANES // 2)

    def rows(first: int) -> list[Any]:
        """Four numbers of game ``g``, then of game ``g + 4``: halves are put together while loading."""
        out = []
        for g in range(LANES // 2):
            places = (builder.add(at, ir.Constant(_WORD, LANES * k + first)) for k in (g, g + LANES // 2))
            parts = (builder.bitcast(builder.gep(data, [place]), half.as_pointer()) for place in places)
            loaded = (builder.load(part, align=8) for part in parts)
            out.append(builder.shuffle_vector(*loaded, _lanes(range(LANES))))
        return out

    return [_transposed(builder, rows(0)), _transposed(builder, rows(LANES // 2))]


def _lanes(order: Iterable[int]) -> Any:
    lanes = list(order)
    return ir.Constant(ir.VectorType(_INDEX, len(lanes)), lanes)


def _transposed(builder: Any, rows: list[Any]) -> list[Any]:
    """Lanes ``j`` and ``j + 4`` of row ``i`` become lanes ``i`` and ``i + 4`` of row ``j``, for four rows."""
    for step in (1, 2):
        low = _lanes(j + LANES - step if j & step else j for j in range(LANES))
        high = _lanes(j + LANES if j & step else j + step for j in range(LANES))
        for i in range(LANES // 2):
            if not i & step:
                pair = rows[i], rows[i + step]
                rows[i], rows[i + step] = (builder.shuffle_vector(*pair, order) for order in (low, high))
    return rows


def _differences(builder: Any, payoffs: list[list[Any]]) -> list[list[Any]]:
    """Player 1's first row less its second, in both columns; player 2's first column less its second, in both rows."""
    pairs = (((0, 2), (1, 3)), ((0, 1), (2, 3)))
    return [
        [builder.fsub(own[first], own[second]) for first, second in places]
        for own, places in zip(payoffs, pairs, strict=True)
    ]


def _larger(builder: Any, a: Any, b: Any) -> Any:
    return builder.select(builder.fcmp_ordered(">", a, b), a, b)


def _sizes(builder: Any, values: list[Any]) -> list[Any]:
    """Absolute values; of a nan something that is no number either."""
    return [_larger(builder, v, builder.fneg(v)) for v in values]


@intrinsic  # type: ignore[untyped-decorator, unused-ignore]  # numba ships no types
def prefetch(_typing: Any, array: Any, at: Any) -> Any:
    """Have the memory at ``F[at]`` fetched, which may lie behind the end."""
    signature = types.void(array, at)

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        place = builder.bitcast(builder.gep(args[0], [args[1]]), ir.IntType(8).as_pointer())
        kind = ir.FunctionType(ir.VoidType(), [place.type, _INDEX, _INDEX, _INDEX])
        fetch = builder.module.declare_intrinsic("llvm.prefetch.p0", (), kind)
        # Read, keep in all caches, data.
        builder.call(fetch, [place, *(ir.Constant(_INDEX, k) for k in (0, 3, 1))])
        return context.get_dummy_value()

    return signature, generate


@intrinsic  # type: ignore[untyped-decorator, unused-ignore]  # numba ships no types
def classify_eight(_typing: Any, array: Any, at: Any, tie: Any, noise: Any, largest: Any) -> Any:
    """Classes of the eight 2x2 games at ``F[at:at+64]`` as the bytes of a word; a bit for each game that is in doubt.

    Each of the :func:`_differences` that decide is a tie, at most ``noise`` times the player's largest payoff, or above
    ``tie`` times it; else the game is in doubt, as it is if a payoff is above ``largest`` or nan.
    """
    signature = types.UniTuple(types.int64, 2)(array, at, tie, noise, largest)

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        data, at, tie, noise, largest = args
        payoffs = _payoffs(builder, data, at)
        many_tie, many_noise, many_largest = (splat(builder, number) for number in (tie, noise, largest))
        sure = ir.Constant(ir.VectorType(ir.IntType(1), LANES), [1] * LANES)
        code = ir.Constant(_INTEGERS, [0] * LANES)
        power = 1
        for own, gains in zip(payoffs, _differences(builder, payoffs), strict=True):
            sizes = _sizes(builder, own)
            size = _larger(builder, _larger(builder, *sizes[:2]), _larger(builder, *sizes[2:]))
            limit, equal = builder.fmul(size, many_tie), builder.fmul(size, many_noise)
            sure = builder.and_(sure, builder.fcmp_ordered("<=", size, many_largest))
            for gain, width in zip(gains, _sizes(builder, gains), strict=True):
                tied = builder.fcmp_ordered("<=", width, equal)
                sure = builder.and_(sure, builder.or_(tied, builder.fcmp_ordered(">", width, limit)))
                # The sign bit decides: a negative zero is a tie.
                negative = builder.icmp_signed("<", builder.bitcast(gain, _INTEGERS), ir.Constant(_INTEGERS, None))
                nothing, one, two = (ir.Constant(_INTEGERS, [power * k] * LANES) for k in (0, 1, 2))
                code = builder.add(code, builder.select(tied, one, builder.select(negative, nothing, two)))
                power *= 3
        word = builder.bitcast(builder.trunc(code, ir.VectorType(ir.IntType(8), LANES)), _WORD)
        doubt = builder.zext(builder.bitcast(builder.not_(sure), ir.IntType(LANES)), _WORD)
        return context.make_tuple(builder, sig.return_type, (word, doubt))

    return signature, generate


@intrinsic  # type: ignore[untyped-decorator, unused-ignore]  # numba ships no types
def prepare_eight(_typing: Any, array: Any, at: Any, out: Any, to: Any) -> Any:
    """What :func:`write_2x2` wants to know of the eight games at ``F[at:at+64]``, ``PREPARED`` numbers at ``out[to]``.

    Right after :func:`classify_eight` the payoffs are in registers.
    """
    signature = types.void(array, at, out, to)

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        data, at, out, to = args
        gains = _differences(builder, _payoffs(builder, data, at))
        for (low, high), places in zip(
            gains, ((_MIXED_Y, _GAIN_A, _SPREAD_A), (_MIXED_X, _GAIN_B, _SPREAD_B)), strict=True
        ):
            spread = builder.fsub(high, low)
            divisor = builder.select(builder.fcmp_ordered("==", spread, _ZEROS), _ONES, spread)
            for place, value in zip(places, (builder.fdiv(high, divisor), high, spread), strict=True):
                store_vector(builder, value, out, builder.add(to, ir.Constant(_WORD, LANES * place)))
        return context.get_dummy_value()

    return signature, generate


@intrinsic  # type: ignore[untyped-decorator, unused-ignore]  # numba ships no types
def write_2x2(
    _typing: Any, prepared: Any, game: Any, shapes: Any, line: Any, x: Any, at_x: Any, y: Any, at_y: Any,
    regrets: Any, at: Any,
) -> Any:  # fmt: skip
    """Corners and regrets of the game with its :func:`classify_eight` numbers from ``F[game]``, in steps of ``LANES``.

    ``S[line:]`` is the shape of its class. Writes 8 numbers from ``x[at_x]`` and from ``y[at_y]`` and 4 from
    ``regrets[at]``, whatever the class.
    """
    signature = types.void(prepared, game, shapes, line, x, at_x, y, at_y, regrets, at)

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        prepared, game, shapes, line, x, at_x, y, at_y, regrets, at = args

        def shape(first: int, lanes: int) -> Any:
            place = builder.gep(shapes, [builder.add(line, ir.Constant(_WORD, first))])
            return builder.load(builder.bitcast(place, ir.VectorType(_DOUBLE, lanes).as_pointer()), align=8)

        def known(place: int, lanes: int) -> Any:
            number = builder.load(builder.gep(prepared, [builder.add(game, ir.Constant(_WORD, LANES * place))]))
            many = splat(builder, number)
            mask = ir.Constant(ir.VectorType(_INDEX, lanes), [0] * lanes)
            return builder.shuffle_vector(many, ir.Constant(_EIGHT, ir.Undefined), mask)

        def fused(a: Any, b: Any, c: Any) -> Any:
            kind = ir.FunctionType(a.type, [a.type] * 3)
            return builder.call(
                builder.module.declare_intrinsic(f"llvm.fmuladd.v{a.type.count}f64", (), kind), [a, b, c]
            )

        def weights(first: int, lanes: int, mixed: int) -> Any:
            return fused(shape(first + lanes, lanes), known(mixed, lanes), shape(first, lanes))

        def store(value: Any, target: Any, place: Any) -> None:
            builder.store(value, builder.bitcast(builder.gep(target, [place]), value.type.as_pointer()), align=8)

        store(weights(0, CORNERS, _MIXED_X), x, at_x)
        store(weights(2 * CORNERS, CORNERS, _MIXED_Y), y, at_y)
        p = weights(4 * CORNERS, POINTS, _MIXED_X)
        q = weights(4 * CORNERS + 2 * POINTS, POINTS, _MIXED_Y)
        zeros = ir.Constant(p.type, [0.0] * POINTS)

        def loss(own: Any, other: Any, gain: int, spread: int) -> Any:
            """What the better action brings more than the mixed one."""
            gained = fused(builder.fneg(other), known(spread, POINTS), known(gain, POINTS))
            return fused(builder.fneg(own), gained, _larger(builder, gained, zeros))

        worst = _larger(builder, loss(p, q, _GAIN_A, _SPREAD_A), loss(q, p, _GAIN_B, _SPREAD_B))
        store(worst, regrets, at)
        return context.get_dummy_value()

    return signature, generate


@intrinsic  # type: ignore[untyped-decorator, unused-ignore]  # numba ships no types
def store_word(_typing: Any, target: Any, at: Any, word: Any) -> Any:
    """Eight bytes, the word, to ``target[at]``."""
    signature = types.void(target, at, word)

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        target, at, word = args
        builder.store(word, builder.bitcast(builder.gep(target, [at]), _WORD.as_pointer()), align=1)
        return context.get_dummy_value()

    return signature, generate
