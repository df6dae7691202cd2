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

    def column_of_all(self, builder: Any, count: Any) -> Any:
        """The first of ``count`` columns with the smallest ratio, or -1."""
        ratios = builder.load(self.ratio)
        smallest = _folded(builder, ratios, _smaller)
        first = builder.fcmp_ordered("<=", ratios, splat(builder, smallest))
        found = cgutils.alloca_once_value(builder, ir.Constant(count.type, -1))
        with builder.if_then(builder.fcmp_ordered("<", smallest, ir.Constant(_DOUBLE, _NONE))):
            few = builder.icmp_signed("<=", count, ir.Constant(count.type, LANES))
            with builder.if_else(few) as (one_vector, many):
                with one_vector:
                    # Lanes are columns, and their bits are there sooner than the smallest of them is.
                    bits = builder.zext(builder.bitcast(first, ir.IntType(LANES)), count.type)
                    builder.store(builder.cttz(bits, ir.Constant(ir.IntType(1), 1)), found)
                with many:
                    columns = builder.select(first, builder.load(self.column), _many(1e9))
                    builder.store(builder.fptosi(_folded(builder, columns, _smaller), count.type), found)
        return builder.load(found)


def _inside(builder: Any, offset: Any, count: Any) -> tuple[Any, Any]:
    """The numbers ``offset`` to ``offset + 7`` as floats, and which of them are below ``count``."""
    first = splat(builder, builder.sitofp(offset, _DOUBLE))
    columns = builder.fadd(first, ir.Constant(_VECTOR, [float(k) for k in range(LANES)]))
    return columns, builder.fcmp_ordered("<", columns, splat(builder, builder.sitofp(count, _DOUBLE)))


def _steps(builder: Any, count: Any) -> Any:
    return cgutils.for_range_slice(builder, ir.Constant(count.type, 0), count, ir.Constant(count.type, LANES))


@intrinsic  # type: ignore[untyped-decorator, unused-ignore]  # numba ships no types
def ratio_test(
    _typing: Any, array: Any, row: Any, stride: Any, count: Any, cost: Any, copied: Any, positive: Any, sign: Any
) -> Any:  # fmt: skip
    """Look through the row of ``count`` entries ``F[row + k * stride]``, which are copied to ``F[copied:]``.

    Returns, of the entries times ``sign``, the sum of the positive ones and the column that enters: the smallest ratio
    of ``F[cost + k]`` to one above ``positive``, -1 where there is none. With 1 the row's variable is to fall, with -1
    to rise. Memory up to seven columns behind the last is read.
    """
    result = types.Tuple((types.float64, types.int64))
    signature = result(array, row, stride, count, cost, copied, positive, sign)

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        data, row, stride, count, cost, copied, positive, sign = args
        best = _Best(builder)
        total = cgutils.alloca_once_value(builder, _many(0.0))
        limit, direction = splat(builder, positive), splat(builder, sign)
        with _steps(builder, count) as (offset, _):
            entries = _many(0.0)
            at = builder.add(row, builder.mul(offset, stride))
            for lane in range(LANES):
                entry = builder.load(builder.gep(data, [at]))
                entries = builder.insert_element(entries, entry, ir.Constant(_INDEX, lane))
                at = builder.add(at, stride)
            columns, inside = _inside(builder, offset, count)
            entries = builder.select(inside, entries, _many(0.0))
            store_vector(builder, entries, data, builder.add(copied, offset))
            turned = builder.fmul(entries, direction)
            ratios = builder.fdiv(load_vector(builder, data, builder.add(cost, offset)), turned)
            best.offer(builder, builder.fcmp_ordered(">", turned, limit), ratios, columns)
            rising = builder.select(builder.fcmp_ordered(">", turned, _many(0.0)), turned, _many(0.0))
            builder.store(builder.fadd(builder.load(total), rising), total)
        parts = _folded(builder, builder.load(total), _sum), best.column_of_all(builder, count)
        return context.make_tuple(builder, sig.return_type, parts)

    return signature, generate


@intrinsic  # type: ignore[untyped-decorator, unused-ignore]  # numba ships no types
def scale_row(_typing: Any, array: Any, row: Any, count: Any, inverse: Any, cost: Any, reduced: Any) -> Any:
    """``F[row:row+count] *= inverse``, then ``F[cost:cost+count] -= reduced * F[row:row+count]``, whole vectors."""
    signature = types.void(array, row, count, inverse, cost, reduced)

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        data, row, count, inverse, cost, reduced = args
        factor, change = splat(builder, inverse), splat(builder, reduced)
        with _steps(builder, count) as (offset, _):
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
        with _steps(builder, length) as (offset, _):
            places, inside = _inside(builder, offset, length)
            best.offer(builder, inside, load_vector(builder, data, builder.add(start, offset)), places)
        place = cgutils.alloca_once_value(builder, ir.Constant(length.type, -1))
        below = builder.fcmp_ordered("<", builder.load(best.ratio), splat(builder, limit))
        some = builder.icmp_unsigned("!=", builder.bitcast(below, ir.IntType(LANES)), ir.Constant(ir.IntType(LANES), 0))
        # Most often there is none, and folding the lanes takes longer than everything before.
        with builder.if_then(some):
            builder.store(best.column_of_all(builder, length), place)
        return builder.load(place)

    return signature, generate


@intrinsic  # type: ignore[untyped-decorator, unused-ignore]  # numba ships no types
def leaving_row(
    _typing: Any, array: Any, values: Any, column: Any, count: Any, positive: Any, slack: Any
) -> Any:  # fmt: skip
    """The row that blocks first as a column enters: of rows with an entry above ``positive``; -1 if there is none.

    Of the ``count`` rows, whose values are at ``F[values:]`` and entries at ``F[column:]``, those block that reach zero
    before any other does that starts higher by ``slack``; the largest entry among them is the steadiest pivot.
    """
    signature = types.int64(array, values, column, count, positive, slack)

    def generate(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        data, values, column, count, positive, slack = args
        limit, more = splat(builder, positive), splat(builder, slack)
        bound = cgutils.alloca_once_value(builder, _many(_NONE))

        def look(offset: Any) -> tuple[Any, Any, Any, Any]:
            rows, inside = _inside(builder, offset, count)
            value = load_vector(builder, data, builder.add(values, offset))
            entry = load_vector(builder, data, builder.add(column, offset))
            return rows, builder.and_(inside, builder.fcmp_ordered(">", entry, limit)), value, entry

        with _steps(builder, count) as (offset, _):
            _, falls, value, entry = look(offset)
            ratio = builder.select(falls, builder.fdiv(builder.fadd(value, more), entry), _many(_NONE))
            builder.store(_smaller(builder, ratio, builder.load(bound)), bound)
        first = splat(builder, _folded(builder, builder.load(bound), _smaller))
        best = _Best(builder)
        with _steps(builder, count) as (offset, _):
            rows, falls, value, entry = look(offset)
            blocks = builder.and_(falls, builder.fcmp_ordered("<=", value, builder.fmul(first, entry)))
            best.offer(builder, blocks, builder.fneg(entry), rows)
        return best.column_of_all(builder, count)

    return signature, generate


@intrinsic  # type: ignore[untyped-decorator, unused-ignore]  # numba ships no types
def first_near(_typing: Any, array: Any, start: Any, count: Any, value: Any, distance: Any) -> Any:
    """The first of the ``count`` numbers from ``F[start]`` that is not farther than ``distance`` from ``value``, or -1.

    Whole vectors are read.
    """
    signature = types.int64(array, start, count, value, distance)

    def generate(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        data, start, count, value, distance = args
        middle, width = splat(builder, value), splat(builder, distance)
        none = ir.Constant(count.type, -1)
        found = cgutils.alloca_once_value(builder, none)
        with _steps(builder, count) as (offset, _):
            _, inside = _inside(builder, offset, count)
            apart = builder.fsub(load_vector(builder, data, builder.add(start, offset)), middle)
            near = builder.and_(
                builder.fcmp_ordered("<=", apart, width), builder.fcmp_ordered(">=", apart, builder.fneg(width))
            )
            bits = builder.zext(builder.bitcast(builder.and_(inside, near), ir.IntType(LANES)), count.type)
            known = builder.load(found)
            new = builder.and_(
                builder.icmp_signed("==", known, none), builder.icmp_signed("!=", bits, ir.Constant(count.type, 0))
            )
            place = builder.add(offset, builder.cttz(bits, ir.Constant(ir.IntType(1), 0)))
            builder.store(builder.select(new, place, known), found)
        return builder.load(found)

    return signature, generate
