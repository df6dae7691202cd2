"""How every kernel is compiled: serial, without the interpreter lock, for the argument types stated.

Kernels find their blocks by offsets in a few flat arrays, which they pass on as bare pointers: passing numba's array
objects counts references at every call, which costs as much as the arithmetic.

Functions that take arrays are *entries*: Python calls them, and their machine code is kept on disk. All others are
*parts*: they are compiled when an entry that calls them is, into the entry's library of machine code. So loading
entries from disk compiles nothing, and each part is optimised once in each entry; as numba functions they would be
optimised and emitted once by themselves and again in every caller, which took half of the time.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

import numba
import numpy as np
from numba import types
from numba.core import compiler, cpu
from numba.extending import intrinsic

AnyFunction = TypeVar("AnyFunction", bound=Callable[..., object])
Floats = np.ndarray[Any, np.dtype[np.float64]]
"""A block of floats; inside kernels a pointer."""
Ints = np.ndarray[Any, np.dtype[np.int64]]
Shorts = np.ndarray[Any, np.dtype[np.int32]]
Bytes = np.ndarray[Any, np.dtype[np.uint8]]

_ARRAYS = {
    "A": types.Array(types.float64, 1, "C"),
    "R": types.Array(types.float64, 1, "C", readonly=True),
    "N": types.Array(types.int64, 1, "C"),
    "H": types.Array(types.int32, 1, "C"),
    "B": types.Array(types.uint8, 1, "C"),
}
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
    **_ARRAYS,
}


def kernel(result: str, arguments: str, *, as_numpy: bool = False) -> Callable[[AnyFunction], AnyFunction]:
    """Compile for one signature, a letter per type: as an entry if there is an array among them, else as a part.

    ``F``, ``I``, ``S``, ``U``: pointers to float64, int64, int32, uint8; ``f``, ``i``, ``b``, ``v``, ``P``: a float,
    an int, a truth, nothing, a pair of ints; ``A``, ``N``, ``H``, ``B``: contiguous arrays of float64, int64, int32,
    uint8; ``R``: as ``A``, read only. Of fast maths only fused multiply-add is allowed: 0/0 keeps its meaning.
    ``as_numpy``: not even that, so that the bits are those of the same sums in numpy.
    """
    # Stated types: nothing is compiled for others, and nothing is inferred at the first call.
    signature = _TYPES[result](*(_TYPES[letter] for letter in arguments))
    fast = set() if as_numpy else {"contract"}
    # Only entries can be called from Python, and only they are worth a file on disk.
    if _ARRAYS.keys().isdisjoint(arguments):
        return cast(Callable[[AnyFunction], AnyFunction], partial(_part, signature, fast))
    # Parts become part of this function's machine code, so one file on disk holds them all.
    compiled = numba.njit(signature, nogil=True, cache=True, error_model="numpy", fastmath=fast, no_cfunc_wrapper=True)
    return cast(Callable[[AnyFunction], AnyFunction], compiled)


def _part(signature: Any, fast: set[str], function: Callable[..., object]) -> Any:
    def generate(context: Any, builder: Any, given: Any, args: Any) -> Any:
        compiled = _compiled(context, function, signature, fast)
        # Literal numbers have types of their own, which a part does not know.
        same = [context.cast(builder, *each) for each in zip(args, given.args, signature.args, strict=True)]
        return context.call_internal(builder, compiled, signature, same)

    def typed(_typing: Any, *_arguments: Any) -> Any:
        return signature, generate

    typed.__name__ = function.__name__
    # numba reads off the signature how many arguments there are.
    names = ["_typing", *inspect.signature(function).parameters]
    parameters = [inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD) for name in names]
    typed.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return intrinsic(typed)


_parts: WeakKeyDictionary[Any, dict[Callable[..., object], Any]] = WeakKeyDictionary()
"""Per library of machine code that is being made, the parts that it holds already."""


def _compiled(context: Any, function: Callable[..., object], signature: Any, fast: set[str]) -> Any:
    """The function's code in the library of the entry that is being compiled, as numba describes it for calls."""
    # One copy per entry: the optimiser sees a part together with its callers, and an entry's file holds all it needs.
    library = context.active_code_library
    known = _parts.setdefault(library, {})
    if function not in known:
        # As numba would for a function of its own, less the wrappers, and without emitting machine code yet.
        flags = compiler.Flags()
        flags.error_model, flags.fastmath = "numpy", cpu.FastMathOptions(fast)
        flags.no_compile = flags.no_cpython_wrapper = flags.no_cfunc_wrapper = True
        made = compiler.compile_internal(
            context.typing_context, context, library, function, signature.args, signature.return_type, flags, {}
        )
        # Nothing outside this library calls the part: it need not outlive the calls that become part of their callers.
        library._final_module.get_function(made.fndesc.mangled_name).linkage = "linkonce_odr"
        known[function] = made.fndesc
    return known[function]


@intrinsic  # type: ignore[untyped-decorator, unused-ignore]  # numba ships no types
def pointer(_typing: Any, array: Any) -> Any:
    """The address of an array's first element; whoever calls keeps the array alive."""
    signature = types.CPointer(array.dtype)(array)

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return context.make_array(sig.args[0])(context, builder, args[0]).data

    return signature, generate
