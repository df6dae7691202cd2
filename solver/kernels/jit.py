"""How every kernel is compiled: serial, without the interpreter lock, cached, for the argument types stated.

Kernels take one flat array of floats ``F`` and one of integers ``I`` and find their blocks by offsets: passing many
arrays costs more than a pivot, and explicit signatures keep numba from recompiling silently for another layout.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import numba

AnyFunction = TypeVar("AnyFunction", bound=Callable[..., object])


def kernel(signature: str) -> Callable[[AnyFunction], AnyFunction]:
    """Compile for one signature. Only fused multiply-add is allowed of fast maths: 0/0 keeps its meaning."""
    return cast(
        Callable[[AnyFunction], AnyFunction],
        numba.njit(signature, nogil=True, cache=True, error_model="numpy", fastmath={"contract"}),
    )


def inlined(function: AnyFunction) -> AnyFunction:
    """Compile into the callers, for whatever types they pass."""
    return cast(AnyFunction, numba.njit(nogil=True, error_model="numpy", fastmath={"contract"})(function))
