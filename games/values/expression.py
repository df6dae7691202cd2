"""The user's own value function, written as arithmetic in ``y``.

A file never executes code: the formula is parsed into a syntax tree, only numbers, ``y``, the four operations, powers
and a few named functions are allowed, and the tree is evaluated node by node.
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
from solver.common.errors import GameError

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
"""Capabilities between which a formula must not fall, as far as it is finite there; it must be finite at 0."""
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
        probe = _values(text, _PROBE)
        if not np.isfinite(probe[0]):
            raise ValueError(f"the value {text!r} is {probe[0]:g} at y = 0; it must be a finite number there")
        _check_rising(text, _PROBE, probe)
        return text

    def __call__(self, capability: FloatArray) -> FloatArray:
        """The expression at these capabilities.

        Raises:
            GameError: it is no finite real number at one of them, or falls below the greatest of them.
        """
        y = np.asarray(capability, dtype=np.float64)
        values = _values(self.expression, y)
        if not np.isfinite(values).all():
            where = y[~np.isfinite(values)].flat[0]
            raise GameError(
                f"the value {self.expression!r} is no finite real number at y = {where:g}, which this game reaches",
                "a formula that is real and finite for every capability of the game",
                "change the formula, or the capabilities: openrace show GAME lists them",
            )
        if y.max(initial=0.0) > _PROBE[-1]:
            wider = np.linspace(0.0, y.max(), len(_PROBE))
            try:
                _check_rising(self.expression, wider, _values(self.expression, wider))
            except ValueError as error:
                raise GameError(str(error), "a formula that never falls", "change the formula") from None
        return values


def _values(text: str, y: FloatArray) -> FloatArray:
    # What is not real is nan, and what is divided by 0 is infinite: the caller looks for both.
    with np.errstate(all="ignore"):
        return np.broadcast_to(np.asarray(_evaluate(_parse(text), y), dtype=np.float64), y.shape)


def _check_rising(text: str, y: FloatArray, values: FloatArray) -> None:
    y, values = y[np.isfinite(values)], values[np.isfinite(values)]
    falls = np.diff(values) < -1e-12 * np.abs(values).max(initial=0.0)
    if falls.any():
        where = y[:-1][falls][0]
        raise ValueError(f"the value {text!r} falls after y = {where:g}; a better model must not be worth less")


def _parse(text: str) -> ast.expr:
    if len(text) > _MAX_LENGTH:
        raise ValueError(f"the value formula has {len(text)} characters, at most {_MAX_LENGTH} are read")
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, RecursionError, MemoryError) as error:
        reason = getattr(error, "msg", error)
        raise ValueError(f"the value {text!r} is not arithmetic in y ({reason})") from error


def _evaluate(node: ast.expr, y: FloatArray) -> Any:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return _number(node.value)
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


def _number(value: float) -> np.float64:
    """A number of the formula as numpy's, whose powers and quotients are nan or infinite where Python's raise."""
    try:
        return np.float64(value)
    except OverflowError:
        raise ValueError("a number in the value formula is too large") from None
