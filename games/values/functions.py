"""Value of a model: currency per customer-day, as a function of its capability.

``f(0) = 0``: no model is worth nothing. All functions rise with capability and accept arrays.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import numpy as np

from games.parts.part import FloatArray, KindedPart, Positive, Unit


class Value(KindedPart):
    """A value function ``f(y)``."""

    def __call__(self, capability: FloatArray) -> FloatArray:
        """Currency per customer-day of models with these capabilities (any shape)."""
        raise NotImplementedError


class Linear(Value):
    """``f(y) = scale * y``."""

    kind: Literal["linear"] = "linear"
    scale: Annotated[Positive, Unit("currency per customer-day")] = 1.0
    """Currency per customer-day and unit of capability."""

    summary: ClassVar[str] = "a customer's value rises in proportion to capability"
    formula: ClassVar[str] = "f(y) = scale * y"

    def __call__(self, capability: FloatArray) -> FloatArray:
        """Currency per customer-day of models with these capabilities (any shape)."""
        return self.scale * np.asarray(capability, dtype=np.float64)


class SquareRoot(Value):
    """``f(y) = scale * sqrt(y)``."""

    kind: Literal["sqrt"] = "sqrt"
    scale: Annotated[Positive, Unit("currency per customer-day")] = 1.0
    """Currency per customer-day at capability 1."""

    summary: ClassVar[str] = "a customer's value rises with the square root of capability"
    formula: ClassVar[str] = "f(y) = scale * sqrt(y)"

    def __call__(self, capability: FloatArray) -> FloatArray:
        """Currency per customer-day of models with these capabilities (any shape)."""
        return self.scale * np.sqrt(capability)


class Logarithm(Value):
    """``f(y) = scale * log(1 + y)``; the 1 makes no model worth nothing."""

    kind: Literal["log"] = "log"
    scale: Annotated[Positive, Unit("currency per customer-day")] = 1.0
    """Currency per customer-day and unit of log capability."""

    summary: ClassVar[str] = "each doubling of capability adds about the same value"
    formula: ClassVar[str] = "f(y) = scale * log(1 + y)"

    def __call__(self, capability: FloatArray) -> FloatArray:
        """Currency per customer-day of models with these capabilities (any shape)."""
        return self.scale * np.log1p(capability)


class Power(Value):
    """``f(y) = scale * y**exponent``."""

    kind: Literal["power"] = "power"
    scale: Annotated[Positive, Unit("currency per customer-day")] = 1.0
    """Currency per customer-day at capability 1."""
    exponent: Annotated[Positive, Unit("power")] = 0.5
    """Elasticity of value with respect to capability."""

    summary: ClassVar[str] = "a customer's value is a power of capability"
    formula: ClassVar[str] = "f(y) = scale * y**exponent"

    def __call__(self, capability: FloatArray) -> FloatArray:
        """Currency per customer-day of models with these capabilities (any shape)."""
        return self.scale * np.asarray(capability, dtype=np.float64) ** self.exponent
