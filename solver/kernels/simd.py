"""Vector instructions on blocks of a flat float array: the few loops in which a tree of pivots spends its time.

Written in LLVM's vector types, eight doubles at a time, since the vectoriser leaves loops of 8 to 16 rounds scalar
and checks blocks of one array for overlap. Blocks of vectors have lengths that are multiples of eight and do not
overlap. A tableau is a row of columns: the right-hand side, then one column of ``stride`` entries per free variable.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

LANES = 8
"""Doubles per vector; where the processor's registers are shorter LLVM splits them."""

_VECTOR = ir.VectorType(ir.DoubleType(), LANES)
_INTEGERS = ir.VectorType(ir.IntType(64), LANES)
_FUSED = ir.FunctionType(_VECTOR, [_VECTOR, _VECTOR, _VECTOR])
_ZEROS = ir.Constant(_VECTOR, [0.0] * LANES)
_LANE = ir.Constant(_INTEGERS, list(range(LANES)))


def load_vector(builder: Any, data: Any, index: Any) -> Any:
    """``data[index : index + 8]``."""
    pointer = builder.bitcast(builder.gep(data, [index]), _VECTOR.as_pointer())
    return builder.load(pointer, align=8)


def store_vector(builder: Any, value: Any, data: Any, index: Any) -> None:
    """``data[index : index + 8] = value``."""
    pointer = builder.bitcast(builder.gep(data, [index]), _VECTOR.as_pointer())
    builder.store(value, pointer, align=8)


def splat(builder: Any, scalar: Any) -> Any:
    """The same number in all lanes."""
    vector = _VECTOR if isinstance(scalar.type, ir.DoubleType) else _INTEGERS
    one = builder.insert_element(ir.Constant(vector, ir.Undefined), scalar, ir.Constant(ir.IntType(32), 0))
    zeros = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
    return builder.shuffle_vector(one, ir.Constant(vector, ir.Undefined), zeros)


def _fused(builder: Any) -> Any:
    return builder.module.declare_intrinsic("llvm.fmuladd.v8f64", (), _FUSED)


def _chunks(builder: Any, length: Any) -> Any:
    return cgutils.for_range_slice(builder, ir.Constant(length.type, 0), length, ir.Constant(length.type, LANES))


@intrinsic  # type: ignore[untyped-decorator, unused-ignore]  # numba ships no types
def axpy(_typing: Any, array: Any, target: Any, source: Any, alpha: Any, length: Any) -> Any:
    """``F[target:target+length] -= alpha * F[source:source+length]``."""
    signature = types.void(array, target, source, alpha, length)

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        data, target, source, alpha, length = args
        factor = builder.fneg(splat(builder, alpha))
        with _chunks(builder, length) as (offset, _):
            at = builder.add(target, offset)
            step = load_vector(builder, data, builder.add(source, offset))
            moved = builder.call(_fused(builder), [factor, step, load_vector(builder, data, at)])
            store_vector(builder, moved, data, at)
        return context.get_dummy_value()

    return signature, generate


@intrinsic  # type: ignore[untyped-decorator, unused-ignore]  # numba ships no types
def copy(_typing: Any, array: Any, target: Any, source: Any, length: Any) -> Any:
    """``F[target:target+length] = F[source:source+length]``."""
    signature = types.void(array, target, source, length)

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        data, target, source, length = args
        with _chunks(builder, length) as (offset, _):
            value = load_vector(builder, data, builder.add(source, offset))
            store_vector(builder, value, data, builder.add(target, offset))
        return context.get_dummy_value()

    return signature, generate


@intrinsic  # type: ignore[untyped-decorator, unused-ignore]  # numba ships no types
def exchange(
    _typing: Any, array: Any, table: Any, stride: Any, width: Any, p: Any, q: Any, alphas: Any, inverse: Any
) -> Any:
    """Pivot a tableau of ``width`` columns, right-hand side first, on row ``p`` of column ``q``.

    ``F[alphas + k]`` is column ``k``'s entry of row ``p`` times ``inverse``, which is 1 over the pivot. Row ``p`` is
    blended in rather than stored by itself: a vector load that follows a scalar store to its line has to wait.
    """
    signature = types.void(array, table, stride, width, p, q, alphas, inverse)

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        data, table, stride, width, p, q, alphas, inverse = args
        fused = _fused(builder)
        row = splat(builder, p)
        pivot_column = builder.add(table, builder.mul(q, stride))
        ones = splat(builder, inverse)
        with _chunks(builder, stride) as (offset, _):
            source = load_vector(builder, data, builder.add(pivot_column, offset))
            here = builder.icmp_signed("==", builder.add(splat(builder, offset), _LANE), row)
            negative = builder.fneg(source)
            first = builder.add(table, offset)
            with cgutils.for_range(builder, width) as loop:
                at = builder.add(first, builder.mul(loop.index, stride))
                alpha = splat(builder, builder.load(builder.gep(data, [builder.add(alphas, loop.index)])))
                moved = builder.call(fused, [alpha, negative, load_vector(builder, data, at)])
                store_vector(builder, builder.select(here, alpha, moved), data, at)
            turned = builder.fmul(ones, negative)
            store_vector(builder, builder.select(here, ones, turned), data, builder.add(pivot_column, offset))
        return context.get_dummy_value()

    return signature, generate


@intrinsic  # type: ignore[untyped-decorator, unused-ignore]  # numba ships no types
def row_bounds(
    _typing: Any, array: Any, integers: Any, table: Any, stride: Any, width: Any, high: Any, flagged: Any,
    positive: Any, zero: Any,
) -> Any:  # fmt: skip
    """Find the rows of a tableau that are positive, or vanish, over the whole box ``0 <= z <= 1``.

    Row ``r`` is ``rhs - sum_k T[k] z_k``. For each eight rows the bits of those with a lower bound above ``positive``
    or an upper bound of at most ``zero`` go to ``I[flagged + r // 8]``; upper bounds go to ``F[high:]``.
    """
    signature = types.void(array, integers, table, stride, width, high, flagged, positive, zero)

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        data, words, table, stride, width, high, flagged, positive, zero = args
        one = ir.Constant(stride.type, 1)
        with _chunks(builder, stride) as (offset, _):
            first = builder.add(table, offset)
            start = load_vector(builder, data, first)
            lowest = cgutils.alloca_once_value(builder, start)
            highest = cgutils.alloca_once_value(builder, start)
            builder.store(start, lowest)
            builder.store(start, highest)
            with cgutils.for_range_slice(builder, one, width, one) as (k, _):
                entry = load_vector(builder, data, builder.add(first, builder.mul(k, stride)))
                above = builder.fcmp_ordered(">", entry, _ZEROS)
                down = builder.select(above, entry, _ZEROS)
                builder.store(builder.fsub(builder.load(lowest), down), lowest)
                builder.store(builder.fsub(builder.load(highest), builder.fsub(entry, down)), highest)
            upper = builder.load(highest)
            store_vector(builder, upper, data, builder.add(high, offset))
            sure = builder.fcmp_ordered(">", builder.load(lowest), splat(builder, positive))
            nothing = builder.fcmp_ordered("<=", upper, splat(builder, zero))
            bits = builder.zext(builder.bitcast(builder.or_(sure, nothing), ir.IntType(LANES)), ir.IntType(64))
            chunk = builder.lshr(offset, ir.Constant(offset.type, 3))
            builder.store(bits, builder.gep(words, [builder.add(flagged, chunk)]))
        return context.get_dummy_value()

    return signature, generate


@intrinsic  # type: ignore[untyped-decorator, unused-ignore]  # numba ships no types
def above(_typing: Any, array: Any, start: Any, limit: Any, count: Any) -> Any:
    """Which of the ``count`` numbers from ``F[start]``, at most 60, are above ``limit``, as bits.

    Up to 7 numbers behind them are read and left out.
    """
    signature = types.int64(array, start, limit, count)

    def generate(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        data, start, limit, count = args
        bits = cgutils.alloca_once_value(builder, ir.Constant(count.type, 0))
        many = splat(builder, limit)
        with _chunks(builder, count) as (offset, _):
            values = load_vector(builder, data, builder.add(start, offset))
            some = builder.bitcast(builder.fcmp_ordered(">", values, many), ir.IntType(LANES))
            builder.store(builder.or_(builder.load(bits), builder.shl(builder.zext(some, count.type), offset)), bits)
        one = ir.Constant(count.type, 1)
        return builder.and_(builder.load(bits), builder.sub(builder.shl(one, count), one))

    return signature, generate


@intrinsic  # type: ignore[untyped-decorator, unused-ignore]  # numba ships no types
def lowest_bit(_typing: Any, word: Any) -> Any:
    """Position of the lowest one of a word that is not zero."""
    signature = types.int64(word)

    def generate(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        return builder.cttz(args[0], ir.Constant(ir.IntType(1), 1))

    return signature, generate
