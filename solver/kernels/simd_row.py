"""Vector instructions on one row of a tableau: the ratio test of the dual simplex, and scaling the row for a pivot."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from solver.kernels.simd import LANES, load_vector, splat, store_vector

_DOUBLE, _INDEX = ir.DoubleType(), ir.IntType(32)
_VECTOR = ir.VectorType(_DOUBLE, LANES)
_NONE = 1e300
"""Ratio of a column that cannot enter."""


def _many(value: float) -> Any:
    return ir.Constant(_VECTOR, [value] * LANES)


def _smaller(builder: Any, a: Any, b: Any) -> Any:
    return builder.select(builder.fcmp_ordered("<", a, b), a, b)


def _folded(builder: Any, vector: Any, join: Any) -> Any:
    """One number from all lanes."""
    for width in (4, 2, 1):
        order = [k + width if k < width else k for k in range(LANES)]
        mask = ir.Constant(ir.VectorType(_INDEX, LANES), order)
        vector = join(builder, vector, builder.shuffle_vector(vector, ir.Constant(_VECTOR, ir.Undefined), mask))
    return builder.extract_element(vector, ir.Constant(_INDEX, 0))


def _sum(builder: Any, a: Any, b: Any) -> Any:
    return builder.fadd(a, b)


class _Best:
    """The smallest ratio so far and its column, lane by lane."""

    def __init__(self, builder: Any) -> None:
        self.ratio = cgutils.alloca_once_value(builder, _many(_NONE))
        self.column = cgutils.alloca_once_value(builder, _many(-1.0))

    def offer(self, builder: Any, allowed: Any, ratios: Any, columns: Any) -> None:
        before = builder.load(self.ratio)
        better = builder.and_(allowed, builder.fcmp_ordered("<", ratios, before))
        builder.store(builder.select(better, ratios, before), self.ratio)
        builder.store(builder.select(better, columns, builder.load(self.column)), self.column)

    def column_of_all(self, builder: Any) -> Any:
        """The first column with the smallest ratio, or -1."""
        ratios = builder.load(self.ratio)
        best = splat(builder, _folded(builder, ratios, _smaller))
        first = builder.fcmp_ordered("<=", ratios, best)
        column = _folded(builder, builder.select(first, builder.load(self.column), _many(1e9)), _smaller)
        return builder.fptosi(column, ir.IntType(64))


@intrinsic  # type: ignore[untyped-decorator, unused-ignore]  # numba ships no types
def ratio_test(
    _typing: Any, array: Any, row: Any, stride: Any, count: Any, cost: Any, copied: Any, positive: Any
) -> Any:  # fmt: skip
    """Look through the row of ``count`` entries ``F[row + k * stride]``, which are copied to ``F[copied:]``.

    Returns the sum of its positive and that of its negative entries, the column that enters if the row's variable
    falls and the one if it rises: the smallest ratio of ``F[cost + k]`` to an entry above ``positive``, and to minus an
    entry below ``-positive``; -1 where there is none. Memory up to seven columns behind the last is read.
    """
    result = types.Tuple((types.float64, types.float64, types.int64, types.int64))
    signature = result(array, row, stride, count, cost, copied, positive)

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        data, row, stride, count, cost, copied, positive = args
        word = count.type
        up, down = _Best(builder), _Best(builder)
        above = cgutils.alloca_once_value(builder, _many(0.0))
        below = cgutils.alloca_once_value(builder, _many(0.0))
        limit = splat(builder, positive)
        low = builder.fneg(limit)
        width = splat(builder, builder.sitofp(count, _DOUBLE))
        zero, step = ir.Constant(word, 0), ir.Constant(word, LANES)
        with cgutils.for_range_slice(builder, zero, count, step) as (offset, _):
            entries = _many(0.0)
            at = builder.add(row, builder.mul(offset, stride))
            for lane in range(LANES):
                entry = builder.load(builder.gep(data, [at]))
                entries = builder.insert_element(entries, entry, ir.Constant(_INDEX, lane))
                at = builder.add(at, stride)
            first = splat(builder, builder.sitofp(offset, _DOUBLE))
            columns = builder.fadd(first, ir.Constant(_VECTOR, [float(k) for k in range(LANES)]))
            inside = builder.fcmp_ordered("<", columns, width)
            entries = builder.select(inside, entries, _many(0.0))
            store_vector(builder, entries, data, builder.add(copied, offset))
            ratios = builder.fdiv(load_vector(builder, data, builder.add(cost, offset)), entries)
            up.offer(builder, builder.fcmp_ordered(">", entries, limit), ratios, columns)
            down.offer(builder, builder.fcmp_ordered("<", entries, low), builder.fneg(ratios), columns)
            rising = builder.select(builder.fcmp_ordered(">", entries, _many(0.0)), entries, _many(0.0))
            builder.store(builder.fadd(builder.load(above), rising), above)
            builder.store(builder.fadd(builder.load(below), builder.fsub(entries, rising)), below)
        parts = (
            _folded(builder, builder.load(above), _sum),
            _folded(builder, builder.load(below), _sum),
            up.column_of_all(builder),
            down.column_of_all(builder),
        )
        return context.make_tuple(builder, sig.return_type, parts)

    return signature, generate


@intrinsic  # type: ignore[untyped-decorator, unused-ignore]  # numba ships no types
def scale_row(_typing: Any, array: Any, row: Any, count: Any, inverse: Any, cost: Any, reduced: Any) -> Any:
    """``F[row:row+count] *= inverse``, then ``F[cost:cost+count] -= reduced * F[row:row+count]``, whole vectors."""
    signature = types.void(array, row, count, inverse, cost, reduced)

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        data, row, count, inverse, cost, reduced = args
        factor, change = splat(builder, inverse), splat(builder, reduced)
        zero, step = ir.Constant(count.type, 0), ir.Constant(count.type, LANES)
        with cgutils.for_range_slice(builder, zero, count, step) as (offset, _):
            here, there = builder.add(row, offset), builder.add(cost, offset)
            scaled = builder.fmul(load_vector(builder, data, here), factor)
            store_vector(builder, scaled, data, here)
            costs = builder.fsub(load_vector(builder, data, there), builder.fmul(scaled, change))
            store_vector(builder, costs, data, there)
        return context.get_dummy_value()

    return signature, generate


@intrinsic  # type: ignore[untyped-decorator, unused-ignore]  # numba ships no types
def lowest_place(_typing: Any, array: Any, start: Any, length: Any, limit: Any) -> Any:
    """Where the smallest of ``F[start:start+length]`` is, from ``start``, or -1 if none is below ``limit``.

    Whole vectors are read.
    """
    signature = types.int64(array, start, length, limit)

    def generate(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        data, start, length, limit = args
        best = _Best(builder)
        zero, step = ir.Constant(length.type, 0), ir.Constant(length.type, LANES)
        everywhere = ir.Constant(ir.VectorType(ir.IntType(1), LANES), [1] * LANES)
        with cgutils.for_range_slice(builder, zero, length, step) as (offset, _):
            first = splat(builder, builder.sitofp(offset, _DOUBLE))
            places = builder.fadd(first, ir.Constant(_VECTOR, [float(k) for k in range(LANES)]))
            best.offer(builder, everywhere, load_vector(builder, data, builder.add(start, offset)), places)
        place = cgutils.alloca_once_value(builder, ir.Constant(length.type, -1))
        below = builder.fcmp_ordered("<", builder.load(best.ratio), splat(builder, limit))
        some = builder.icmp_unsigned("!=", builder.bitcast(below, ir.IntType(LANES)), ir.Constant(ir.IntType(LANES), 0))
        # Most often there is none, and folding the lanes takes longer than everything before.
        with builder.if_then(some):
            builder.store(best.column_of_all(builder), place)
        return builder.load(place)

    return signature, generate
