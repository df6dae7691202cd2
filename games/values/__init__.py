"""Value functions: what a customer pays for capability. The explicit list, and the field type that reads it."""

from typing import Annotated

from pydantic import BeforeValidator, SerializeAsAny

from games.parts.registry import Registry
from games.values.expression import Expression
from games.values.functions import Linear, Logarithm, Power, SquareRoot, Value

VALUES: Registry[Value] = Registry("value", (Linear, SquareRoot, Logarithm, Power, Expression))

AnyValue = Annotated[SerializeAsAny[Value], BeforeValidator(VALUES.parse)]

__all__ = ["VALUES", "AnyValue", "Expression", "Linear", "Logarithm", "Power", "SquareRoot", "Value"]
