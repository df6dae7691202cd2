"""Vector instructions for 2x2 games: eight payoffs are one vector, the four differences that matter another.

What a class of games has in common is held as vectors too, so that no branch is taken on the class: a weight of a
corner or of an equilibrium is ``base + slope * w`` with ``w`` the mixed weight, slope 0 where the action is pure.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from solver.kernels.simd import LANES, load_vector, splat

_DOUBLE, _WORD, _INDEX = ir.DoubleType(), ir.IntType(64), ir.IntType(32)
_EIGHT = ir.VectorType(_DOUBLE, LANES)
_FOUR = ir.VectorType(_DOUBLE, 4)
_ZEROS = ir.Constant(_EIGHT, [0.0] * LANES)

CORNERS, POINTS = 8, 4
"""Lanes for the weights of a player's corners, two a corner and at most three corners; for equilibria."""
SHAPE_WIDTH = 4 * CORNERS + 4 * POINTS
"""Numbers that say what a class of games has in common: for corners of player 1, of player 2, and the first actions
of both in each equilibrium, in this order, bases and then slopes."""


def _pick(builder: Any, vector: Any, lanes: list[int]) -> Any:
    mask = ir.Constant(ir.VectorType(_INDEX, len(lanes)), lanes)
    return builder.shuffle_vector(vector, ir.Constant(vector.type, ir.Undefined), mask)


def _differences(builder: Any, payoffs: Any) -> Any:
    return builder.fsub(_pick(builder, payoffs, [0, 1, 4, 6]), _pick(builder, payoffs, [2, 3, 5, 7]))


def _larger(builder: Any, a: Any, b: Any) -> Any:
    return builder.select(builder.fcmp_ordered(">", a, b), a, b)


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
def signs_2x2(_typing: Any, array: Any, at: Any, tie: Any, noise: Any, largest: Any) -> Any:
    """Signs of the four payoff differences that decide a 2x2 game at ``F[at:at+8]``, when they are beyond doubt.

    Player 1's first row less its second, in both columns, then player 2's first column less its second, in both rows.
    Bit ``k`` of the answer: difference ``k`` is negative; bit ``4 + k``: it is a tie, at most ``noise`` times its
    largest payoff. -1 if one is neither that nor above ``tie`` times it, or a payoff is above ``largest`` or is
    nan.
    """
    signature = types.int64(array, at, tie, noise, largest)

    def generate(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        data, at, tie, noise, largest = args
        payoffs = load_vector(builder, data, at)
        negative = builder.fcmp_ordered("<", payoffs, _ZEROS)
        size = builder.select(negative, builder.fneg(payoffs), payoffs)
        for lanes in ([1, 0, 3, 2, 5, 4, 7, 6], [2, 3, 0, 1, 6, 7, 4, 5]):
            other = _pick(builder, size, lanes)
            # Unordered: a nan stays and fails the comparison below.
            size = builder.select(builder.fcmp_unordered("<", size, other), other, size)
        size = _pick(builder, size, [0, 1, 4, 5])
        difference = _differences(builder, payoffs)
        zero = ir.Constant(_FOUR, [0.0] * 4)
        below = builder.fcmp_ordered("<", difference, zero)
        width = builder.select(below, builder.fneg(difference), difference)
        four = [0, 0, 0, 0]
        limit = builder.fmul(size, _pick(builder, splat(builder, tie), four))
        equal = builder.fcmp_ordered("<=", width, builder.fmul(size, _pick(builder, splat(builder, noise), four)))
        sure = builder.and_(
            builder.or_(builder.fcmp_ordered(">", width, limit), equal),
            builder.fcmp_ordered("<=", size, _pick(builder, splat(builder, largest), four)),
        )
        sure = builder.bitcast(sure, ir.IntType(4))
        below = builder.and_(below, builder.not_(equal))
        bits = builder.zext(builder.bitcast(below, ir.IntType(4)), ir.IntType(64))
        ties = builder.zext(builder.bitcast(equal, ir.IntType(4)), ir.IntType(64))
        bits = builder.or_(bits, builder.shl(ties, ir.Constant(ir.IntType(64), 4)))
        all_sure = builder.icmp_unsigned("==", sure, ir.Constant(ir.IntType(4), 15))
        return builder.select(all_sure, bits, ir.Constant(ir.IntType(64), -1))

    return signature, generate


@intrinsic  # type: ignore[untyped-decorator, unused-ignore]  # numba ships no types
def write_2x2(
    _typing: Any, array: Any, game: Any, shapes: Any, line: Any, x: Any, at_x: Any, y: Any, at_y: Any,
    regrets: Any, at: Any,
) -> Any:  # fmt: skip
    """Corners and regrets of the game at ``F[game:game+8]``, whose class has the shape ``S[line:]``.

    Writes 8 numbers from ``x[at_x]`` and from ``y[at_y]`` and 4 from ``regrets[at]``, whatever the class.
    """
    signature = types.void(array, game, shapes, line, x, at_x, y, at_y, regrets, at)

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        data, game, shapes, line, x, at_x, y, at_y, regrets, at = args

        def shape(first: int, lanes: int) -> Any:
            place = builder.gep(shapes, [builder.add(line, ir.Constant(_WORD, first))])
            return builder.load(builder.bitcast(place, ir.VectorType(_DOUBLE, lanes).as_pointer()), align=8)

        def weights(first: int, lanes: int, mixed: Any) -> Any:
            many = _pick(builder, mixed, [0] * lanes)
            return builder.fadd(shape(first, lanes), builder.fmul(shape(first + lanes, lanes), many))

        def store(value: Any, target: Any, place: Any) -> None:
            builder.store(value, builder.bitcast(builder.gep(target, [place]), value.type.as_pointer()), align=8)

        gains = _differences(builder, load_vector(builder, data, game))
        upper = _pick(builder, gains, [3, 1])
        spread = builder.fsub(upper, _pick(builder, gains, [2, 0]))
        pair = ir.VectorType(_DOUBLE, 2)
        level = builder.fcmp_ordered("==", spread, ir.Constant(pair, [0.0] * 2))
        mixed = builder.fdiv(upper, builder.select(level, ir.Constant(pair, [1.0] * 2), spread))
        mixed_x, mixed_y = _pick(builder, mixed, [0]), _pick(builder, mixed, [1])
        store(weights(0, CORNERS, mixed_x), x, at_x)
        store(weights(2 * CORNERS, CORNERS, mixed_y), y, at_y)
        p = weights(4 * CORNERS, POINTS, mixed_x)
        q = weights(4 * CORNERS + 2 * POINTS, POINTS, mixed_y)
        one = ir.Constant(_FOUR, [1.0] * POINTS)
        rest_p, rest_q = builder.fsub(one, p), builder.fsub(one, q)

        def gain(weight: Any, rest: Any, first: int) -> Any:
            """Of the first action over the second, against ``weight`` on the opponent's first."""
            low, high = (_pick(builder, gains, [first + k] * POINTS) for k in (0, 1))
            return builder.fadd(builder.fmul(weight, low), builder.fmul(rest, high))

        def loss(weight: Any, rest: Any, gained: Any) -> Any:
            return _larger(builder, builder.fmul(rest, gained), builder.fneg(builder.fmul(weight, gained)))

        worst = _larger(builder, loss(p, rest_p, gain(q, rest_q, 0)), loss(q, rest_q, gain(p, rest_p, 2)))
        # No negative zeros.
        store(builder.fadd(worst, ir.Constant(_FOUR, [0.0] * POINTS)), regrets, at)
        return context.get_dummy_value()

    return signature, generate


@intrinsic  # type: ignore[untyped-decorator, unused-ignore]  # numba ships no types
def copy_pairs(_typing: Any, target: Any, at: Any, pairs: Any) -> Any:
    """Eight bytes, the word ``pairs``, to ``target[at]``."""
    signature = types.void(target, at, pairs)

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        target, at, pairs = args
        builder.store(pairs, builder.bitcast(builder.gep(target, [at]), _WORD.as_pointer()), align=1)
        return context.get_dummy_value()

    return signature, generate
