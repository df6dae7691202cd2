"""Numbers that several threads share: counted up, and handed from one to another.

What a thread wrote before it published a number is seen by whoever reads that number afterwards.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

_WORD = ir.IntType(64)


@intrinsic  # type: ignore[untyped-decorator, unused-ignore]  # numba ships no types
def take(_typing: Any, array: Any, at: Any) -> Any:
    """``array[at]``, which becomes one larger: no two threads are given the same."""
    signature = types.int64(array, at)

    def generate(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        place = builder.gep(args[0], [args[1]])
        return builder.atomic_rmw("add", place, ir.Constant(_WORD, 1), "monotonic")

    return signature, generate


@intrinsic  # type: ignore[untyped-decorator, unused-ignore]  # numba ships no types
def publish(_typing: Any, array: Any, at: Any, value: Any) -> Any:
    """``array[at] = value``, after all that this thread wrote before."""
    signature = types.void(array, at, value)

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        builder.store_atomic(args[2], builder.gep(args[0], [args[1]]), "release", 8)
        return context.get_dummy_value()

    return signature, generate


@intrinsic  # type: ignore[untyped-decorator, unused-ignore]  # numba ships no types
def published(_typing: Any, array: Any, at: Any) -> Any:
    """``array[at]``, before all that this thread reads afterwards."""
    signature = types.int64(array, at)

    def generate(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        return builder.load_atomic(builder.gep(args[0], [args[1]]), "acquire", 8)

    return signature, generate
