"""The user's own value function, written as arithmetic in ``y``.

A file never executes code: the formula is parsed into a syntax tree, only numbers, ``y``, the four operations, powers
and a few named functions are let through, and the tree is evaluated node by node.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any, ClassVar, Literal

import numpy as np
from pydantic import field_validator

from games.parts.part import FloatArray
from games.values.functions import Value

_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "sqrt": np.sqrt,
    "log": np.log,
    "log1p": np.log1p,
    "exp": np.exp,
    "tanh": np.tanh,
    "min": np.minimum,
    "max": np.maximum,
}
_PROBE = np.linspace(0.0, 1000.0, 2001)
"""Capabilities at which a formula must be finite and must not fall, when it is read."""
_MAX_LENGTH = 500


class Expression(Value):
    """``f(y)`` from a formula such as ``"3*sqrt(y) + y/10"``."""

    kind: Literal["expression"] = "expression"
    expression: str = "sqrt(y)"
    """Arithmetic in y: numbers, + - * / **, sqrt, log, log1p, exp, tanh, min, max."""

    summary: ClassVar[str] = "the user's own value of capability"
    formula: ClassVar[str] = "f(y) = the expression"

    @field_validator("expression")
    @classmethod
    def _well_formed(cls, text: str) -> str:
        with np.errstate(all="ignore"):
            probe = np.broadcast_to(np.asarray(_evaluate(_parse(text), _PROBE), dtype=np.float64), _PROBE.shape)
        if not np.all(np.isfinite(probe)):
            where = _PROBE[~np.isfinite(probe)][0]
            raise ValueError(f"the value {text!r} is not finite at y = {where:g}")
        if np.any(np.diff(probe) < -1e-12 * np.abs(probe).max()):
            where = _PROBE[:-1][np.diff(probe) < 0][0]
            raise ValueError(f"the value {text!r} falls after y = {where:g}; a better model must not be worth less")
        return text

    def __call__(self, capability: FloatArray) -> FloatArray:
        """The expression at these capabilities."""
        y = np.asarray(capability, dtype=np.float64)
        return np.broadcast_to(np.asarray(_evaluate(_parse(self.expression), y), dtype=np.float64), y.shape)


def _parse(text: str) -> ast.expr:
    if len(text) > _MAX_LENGTH:
        raise ValueError(f"the value formula has {len(text)} characters, at most {_MAX_LENGTH} are read")
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, RecursionError, MemoryError) as error:
        raise ValueError(f"the value {text!r} is not arithmetic in y ({error})") from error


def _evaluate(node: ast.expr, y: FloatArray) -> Any:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return float(node.value)
    if isinstance(node, ast.Name) and node.id == "y":
        return y
    if isinstance(node, ast.BinOp) and type(node.op) in _BINARY:
        return _BINARY[type(node.op)](_evaluate(node.left, y), _evaluate(node.right, y))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_evaluate(node.operand, y)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
        function = _FUNCTIONS.get(node.func.id)
        wanted = 2 if node.func.id in ("min", "max") else 1
        if function is not None and len(node.args) == wanted:
            return function(*[_evaluate(a, y) for a in node.args])
    allowed = ", ".join(_FUNCTIONS)
    raise ValueError(f"{ast.unparse(node)!r} is not allowed in a value formula; use y, numbers, + - * / **, {allowed}")
