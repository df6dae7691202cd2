"""How every kernel is compiled: serial, without the interpreter lock, cached, for the argument types stated.

Kernels find their blocks by offsets in a few flat arrays, which they take as bare pointers: passing numba's array
objects counts references at every call, which costs as much as the arithmetic. Explicit signatures keep numba from
compiling again silently for another layout.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numba import types
from numba.extending import intrinsic

AnyFunction = TypeVar("AnyFunction", bound=Callable[..., object])
Floats = np.ndarray[Any, np.dtype[np.float64]]
"""A block of floats; inside kernels a pointer."""
Ints = np.ndarray[Any, np.dtype[np.int64]]
Shorts = np.ndarray[Any, np.dtype[np.int32]]
Bytes = np.ndarray[Any, np.dtype[np.uint8]]

_TYPES = {
    "F": types.CPointer(types.float64),
    "I": types.CPointer(types.int64),
    "S": types.CPointer(types.int32),
    "U": types.CPointer(types.uint8),
    "f": types.float64,
    "i": types.int64,
    "P": types.UniTuple(types.int64, 2),
    "v": types.void,
    "b": types.boolean,
    "A": types.Array(types.float64, 1, "C"),
    "R": types.Array(types.float64, 1, "C", readonly=True),
    "N": types.Array(types.int64, 1, "C"),
    "H": types.Array(types.int32, 1, "C"),
    "B": types.Array(types.uint8, 1, "C"),
}


def kernel(
    result: str, arguments: str, *, inline: bool = False, reorder: bool = False, as_numpy: bool = False
) -> Callable[[AnyFunction], AnyFunction]:
    """Compile for one signature, a letter per type.

    ``F``, ``I``, ``S``, ``U``: pointers to float64, int64, int32, uint8; ``f``, ``i``, ``b``, ``v``, ``P``: a float,
    an int, a truth, nothing, a pair of ints; ``A``, ``N``, ``H``, ``B``: contiguous arrays of float64, int64, int32,
    uint8, for entry from Python; ``R``: as ``A``, which is read only and may be. Of fast maths only fused multiply-add
    is allowed: 0/0 keeps its meaning. ``inline``: by force into its callers, since a call that returns a value and a
    status by memory costs as much as a small loop. ``reorder``: sums may be taken in any order, so that they run in
    vectors; for code whose conclusions allow for rounding in any order. ``as_numpy``: no fused multiply-add either, so
    that the bits are those of the same sums in numpy.
    """
    allowed = set() if as_numpy else {"contract", "reassoc"} if reorder else {"contract"}
    signature = _TYPES[result](*(_TYPES[letter] for letter in arguments))
    return cast(
        Callable[[AnyFunction], AnyFunction],
        numba.njit(
            signature,
            nogil=True,
            cache=True,
            error_model="numpy",
            fastmath=allowed,
            forceinline=inline,
        ),
    )


@intrinsic  # type: ignore[untyped-decorator, unused-ignore]  # numba ships no types
def pointer(_typing: Any, array: Any) -> Any:
    """The address of an array's first element; whoever calls keeps the array alive."""
    signature = types.CPointer(array.dtype)(array)

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return context.make_array(sig.args[0])(context, builder, args[0]).data

    return signature, generate
