"""Vector instructions on blocks of a flat float array, given by its pointer: the few loops in which a tree of pivots spends its time.

Written in LLVM's vector types, eight doubles at a time, since the vectoriser leaves loops of 8 to 16 rounds scalar
and checks blocks of one array for overlap. All block lengths are multiples of eight and blocks do not overlap.
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
_FUSED = ir.FunctionType(_VECTOR, [_VECTOR, _VECTOR, _VECTOR])


def _load(builder: Any, data: Any, index: Any) -> Any:
    pointer = builder.bitcast(builder.gep(data, [index]), _VECTOR.as_pointer())
    return builder.load(pointer, align=8)


def _store(builder: Any, value: Any, data: Any, index: Any) -> None:
    pointer = builder.bitcast(builder.gep(data, [index]), _VECTOR.as_pointer())
    builder.store(value, pointer, align=8)


def _splat(builder: Any, scalar: Any) -> Any:
    one = builder.insert_element(ir.Constant(_VECTOR, ir.Undefined), scalar, ir.Constant(ir.IntType(32), 0))
    zeros = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
    return builder.shuffle_vector(one, ir.Constant(_VECTOR, ir.Undefined), zeros)


def _zero() -> Any:
    return ir.Constant(_VECTOR, [0.0] * LANES)


@intrinsic  # type: ignore[untyped-decorator, unused-ignore]  # numba ships no types
def axpy(_typing: Any, array: Any, target: Any, source: Any, alpha: Any, length: Any) -> Any:
    """``F[target:target+length] -= alpha * F[source:source+length]``."""
    signature = types.void(array, target, source, alpha, length)

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        data = args[0]
        factor = builder.fneg(_splat(builder, args[3]))
        multiply_add = builder.module.declare_intrinsic("llvm.fmuladd.v8f64", (), _FUSED)
        with cgutils.for_range_slice(
            builder, ir.Constant(args[4].type, 0), args[4], ir.Constant(args[4].type, LANES)
        ) as (offset, _):
            at = builder.add(args[1], offset)
            old = _load(builder, data, at)
            step = _load(builder, data, builder.add(args[2], offset))
            _store(builder, builder.call(multiply_add, [factor, step, old]), data, at)
        return context.get_dummy_value()

    return signature, generate


@intrinsic  # type: ignore[untyped-decorator, unused-ignore]  # numba ships no types
def copy(_typing: Any, array: Any, target: Any, source: Any, length: Any) -> Any:
    """``F[target:target+length] = F[source:source+length]``."""
    signature = types.void(array, target, source, length)

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        data = args[0]
        with cgutils.for_range_slice(
            builder, ir.Constant(args[3].type, 0), args[3], ir.Constant(args[3].type, LANES)
        ) as (offset, _):
            value = _load(builder, data, builder.add(args[2], offset))
            _store(builder, value, data, builder.add(args[1], offset))
        return context.get_dummy_value()

    return signature, generate


@intrinsic  # type: ignore[untyped-decorator, unused-ignore]  # numba ships no types
def row_bounds(
    _typing: Any, array: Any, columns: Any, stride: Any, n_columns: Any, rhs: Any, low: Any, high: Any
) -> Any:
    """Bounds of ``rhs - sum_k T[k] z_k`` over ``0 <= z <= 1``, for all ``stride`` rows at once, into ``low``, ``high``."""
    signature = types.void(array, columns, stride, n_columns, rhs, low, high)

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        data = args[0]
        integer = args[2].type
        zero = ir.Constant(integer, 0)
        with cgutils.for_range_slice(builder, zero, args[2], ir.Constant(integer, LANES)) as (offset, _):
            start = _load(builder, data, builder.add(args[4], offset))
            lowest = cgutils.alloca_once_value(builder, start)
            highest = cgutils.alloca_once_value(builder, start)
            first = builder.add(args[1], offset)
            with cgutils.for_range(builder, args[3]) as loop:
                index = builder.add(first, builder.mul(loop.index, args[2]))
                entry = _load(builder, data, index)
                positive = builder.fcmp_ordered(">", entry, _zero())
                down = builder.select(positive, entry, _zero())
                up = builder.select(positive, _zero(), entry)
                builder.store(builder.fsub(builder.load(lowest), down), lowest)
                builder.store(builder.fsub(builder.load(highest), up), highest)
            _store(builder, builder.load(lowest), data, builder.add(args[5], offset))
            _store(builder, builder.load(highest), data, builder.add(args[6], offset))
        return context.get_dummy_value()

    return signature, generate
