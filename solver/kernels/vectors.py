"""The three loops in which a tree of pivots spends its time, eight doubles at a time, in LLVM's vector types.

Everything else is a plain loop. Written so, these three cost a sign map 1.2 times as much, random games of 17 actions
1.5 times and games of 53 dates 2.5 times: the compiler leaves loops of 8 to 16 rounds scalar and checks at each call
whether blocks of one array overlap. Blocks have lengths that are multiples of eight and do not overlap. A tableau is a
row of columns: the right-hand side, then one column of ``stride`` entries per free variable.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

LANES = 8
"""Doubles per vector; where the processor's registers are shorter LLVM splits them."""

_DOUBLE, _WORD, _INDEX = ir.DoubleType(), ir.IntType(64), ir.IntType(32)
_VECTOR, _INTEGERS = ir.VectorType(_DOUBLE, LANES), ir.VectorType(_WORD, LANES)
_FUSED = ir.FunctionType(_VECTOR, [_VECTOR, _VECTOR, _VECTOR])
_LANE = ir.Constant(_INTEGERS, list(range(LANES)))
_NONE = 1e300
"""Ratio of a column that cannot enter."""


def _many(value: float) -> Any:
    return ir.Constant(_VECTOR, [value] * LANES)


def _load(builder: Any, data: Any, index: Any) -> Any:
    # Blocks begin anywhere: only single doubles are aligned, and a load that claims more may trap.
    pointer = builder.bitcast(builder.gep(data, [index]), _VECTOR.as_pointer())
    return builder.load(pointer, align=8)


def _store(builder: Any, value: Any, data: Any, index: Any) -> None:
    pointer = builder.bitcast(builder.gep(data, [index]), _VECTOR.as_pointer())
    builder.store(value, pointer, align=8)


def _splat(builder: Any, scalar: Any) -> Any:
    """The same number in all lanes."""
    vector = ir.VectorType(scalar.type, LANES)
    # LLVM has no instruction for it; this pair is what it turns into a broadcast.
    one = builder.insert_element(ir.Constant(vector, ir.Undefined), scalar, ir.Constant(_INDEX, 0))
    zeros = ir.Constant(ir.VectorType(_INDEX, LANES), [0] * LANES)
    return builder.shuffle_vector(one, ir.Constant(vector, ir.Undefined), zeros)


def _smaller(builder: Any, a: Any, b: Any) -> Any:
    return builder.select(builder.fcmp_ordered("<", a, b), a, b)


def _folded(builder: Any, vector: Any, join: Any) -> Any:
    """One number from all lanes."""
    # Halves are joined until one lane is left: three steps instead of seven.
    for width in (4, 2, 1):
        order = [k + width if k < width else k for k in range(LANES)]
        mask = ir.Constant(ir.VectorType(_INDEX, LANES), order)
        vector = join(builder, vector, builder.shuffle_vector(vector, ir.Constant(_VECTOR, ir.Undefined), mask))
    return builder.extract_element(vector, ir.Constant(_INDEX, 0))


def _chunks(builder: Any, length: Any) -> Any:
    return cgutils.for_range_slice(builder, ir.Constant(length.type, 0), length, ir.Constant(length.type, LANES))


@intrinsic  # type: ignore[untyped-decorator, unused-ignore]  # numba ships no types
def copy(_typing: Any, array: Any, target: Any, source: Any, length: Any) -> Any:
    """``F[target:target+length] = F[source:source+length]``, as one call of the system's memory copy."""
    signature = types.void(array, target, source, length)

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        # Blocks do not overlap, so the plain copy will do; tableaux are copied once per node that changes them.
        data, target, source, length = args
        cgutils.raw_memcpy(builder, builder.gep(data, [target]), builder.gep(data, [source]), length, 8)
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
        fused = builder.module.declare_intrinsic("llvm.fmuladd.v8f64", (), _FUSED)
        row = _splat(builder, p)
        pivot_column = builder.add(table, builder.mul(q, stride))
        ones = _splat(builder, inverse)
        # By rows of eight: the pivot column is read once for all columns.
        with _chunks(builder, stride) as (offset, _):
            source = _load(builder, data, builder.add(pivot_column, offset))
            here = builder.icmp_signed("==", builder.add(_splat(builder, offset), _LANE), row)
            negative = builder.fneg(source)
            first = builder.add(table, offset)
            with cgutils.for_range(builder, width) as loop:
                at = builder.add(first, builder.mul(loop.index, stride))
                alpha = _splat(builder, builder.load(builder.gep(data, [builder.add(alphas, loop.index)])))
                moved = builder.call(fused, [alpha, negative, _load(builder, data, at)])
                _store(builder, builder.select(here, alpha, moved), data, at)
            # The pivot column comes last, because all others need its old entries.
            turned = builder.fmul(ones, negative)
            _store(builder, builder.select(here, ones, turned), data, builder.add(pivot_column, offset))
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
        # Column 0 is the right-hand side, from which the sums start.
        one = ir.Constant(stride.type, 1)
        with _chunks(builder, stride) as (offset, _):
            first = builder.add(table, offset)
            start = _load(builder, data, first)
            lowest = cgutils.alloca_once_value(builder, start)
            highest = cgutils.alloca_once_value(builder, start)
            # Lower and upper bounds in one pass: memory is what this loop waits for.
            # The place on the stack is one for all rounds.
            builder.store(start, lowest)
            builder.store(start, highest)
            with cgutils.for_range_slice(builder, one, width, one) as (k, _):
                entry = _load(builder, data, builder.add(first, builder.mul(k, stride)))
                # A positive entry pulls the row down, at most by itself; a negative one lifts it.
                down = builder.select(builder.fcmp_ordered(">", entry, _many(0.0)), entry, _many(0.0))
                builder.store(builder.fsub(builder.load(lowest), down), lowest)
                builder.store(builder.fsub(builder.load(highest), builder.fsub(entry, down)), highest)
            upper = builder.load(highest)
            _store(builder, upper, data, builder.add(high, offset))
            sure = builder.fcmp_ordered(">", builder.load(lowest), _splat(builder, positive))
            nothing = builder.fcmp_ordered("<=", upper, _splat(builder, zero))
            bits = builder.zext(builder.bitcast(builder.or_(sure, nothing), ir.IntType(LANES)), _WORD)
            # A word per eight rows, so that the caller jumps over rows that say nothing.
            chunk = builder.lshr(offset, ir.Constant(offset.type, 3))
            builder.store(bits, builder.gep(words, [builder.add(flagged, chunk)]))
        return context.get_dummy_value()

    return signature, generate


@intrinsic  # type: ignore[untyped-decorator, unused-ignore]  # numba ships no types
def ratio_test(
    _typing: Any, array: Any, row: Any, stride: Any, count: Any, cost: Any, copied: Any, positive: Any, sign: Any
) -> Any:  # fmt: skip
    """Look through the row of ``count`` entries ``F[row + k * stride]``, which are copied to ``F[copied:]``.

    Returns, of the entries times ``sign``, the sum of the positive ones and the column that enters: the first with the
    smallest ratio of ``F[cost + k]`` to one above ``positive``, -1 where there is none. With 1 the row's variable is to
    fall, with -1 to rise. Memory up to seven columns behind the last is read.
    """
    result = types.Tuple((types.float64, types.int64))
    signature = result(array, row, stride, count, cost, copied, positive, sign)

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        data, row, stride, count, cost, copied, positive, sign = args
        # Three running results per lane, joined once behind the loop.
        total, best, column = (cgutils.alloca_once_value(builder, _many(start)) for start in (0.0, _NONE, -1.0))
        limit, direction = _splat(builder, positive), _splat(builder, sign)
        ends = _splat(builder, builder.sitofp(count, _DOUBLE))
        lane = ir.Constant(_VECTOR, [float(k) for k in range(LANES)])
        with _chunks(builder, count) as (offset, _):
            # A row lies across the columns: its entries are gathered one by one, and kept in one piece for the pivot.
            entries = _many(0.0)
            at = builder.add(row, builder.mul(offset, stride))
            for k in range(LANES):
                entry = builder.load(builder.gep(data, [at]))
                entries = builder.insert_element(entries, entry, ir.Constant(_INDEX, k))
                at = builder.add(at, stride)
            columns = builder.fadd(_splat(builder, builder.sitofp(offset, _DOUBLE)), lane)
            # What was read behind the last column counts as zero: it cannot enter and adds nothing.
            entries = builder.select(builder.fcmp_ordered("<", columns, ends), entries, _many(0.0))
            _store(builder, entries, data, builder.add(copied, offset))
            turned = builder.fmul(entries, direction)
            rising = builder.select(builder.fcmp_ordered(">", turned, _many(0.0)), turned, _many(0.0))
            builder.store(builder.fadd(builder.load(total), rising), total)
            # The smallest ratio of cost to entry keeps all costs nonnegative after the pivot.
            ratios = builder.fdiv(_load(builder, data, builder.add(cost, offset)), turned)
            before = builder.load(best)
            allowed = builder.fcmp_ordered(">", turned, limit)
            # Strictly smaller: of equal ratios the first column stays, so that answers do not depend on the width of
            # vectors.
            better = builder.and_(allowed, builder.fcmp_ordered("<", ratios, before))
            builder.store(builder.select(better, ratios, before), best)
            builder.store(builder.select(better, columns, builder.load(column)), column)
        # Each lane has the best of its own columns; now the best lane, and of equal ones the first column.
        smallest = _folded(builder, builder.load(best), _smaller)
        first = builder.fcmp_ordered("<=", builder.load(best), _splat(builder, smallest))
        entering = cgutils.alloca_once_value(builder, ir.Constant(_WORD, -1))
        builder.store(ir.Constant(_WORD, -1), entering)
        with builder.if_then(builder.fcmp_ordered("<", smallest, ir.Constant(_DOUBLE, _NONE))):
            few = builder.icmp_signed("<=", count, ir.Constant(count.type, LANES))
            with builder.if_else(few) as (one_vector, several):
                with one_vector:
                    # Lanes are columns, and the bits that tell the smallest are there before it could be folded.
                    bits = builder.zext(builder.bitcast(first, ir.IntType(LANES)), _WORD)
                    builder.store(builder.cttz(bits, ir.Constant(ir.IntType(1), 1)), entering)
                with several:
                    columns = builder.select(first, builder.load(column), _many(1e9))
                    builder.store(builder.fptosi(_folded(builder, columns, _smaller), _WORD), entering)
        parts = _folded(builder, builder.load(total), ir.IRBuilder.fadd), builder.load(entering)
        return context.make_tuple(builder, sig.return_type, parts)

    return signature, generate


@intrinsic  # type: ignore[untyped-decorator, unused-ignore]  # numba ships no types
def lowest_bit(_typing: Any, word: Any) -> Any:
    """Position of the lowest one of a word that is not zero."""
    signature = types.int64(word)

    def generate(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        return builder.cttz(args[0], ir.Constant(ir.IntType(1), 1))

    return signature, generate
