"""Plain data: what JSON can hold, read off the fields of an answer or off what its class says it has."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import fields
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import numpy as np
from pydantic import BaseModel

from games.parts.direction import Code


class Plain:
    """A dataclass that can be written as JSON."""

    def entries(self) -> Mapping[str, object]:
        """What JSON says, by name: every field, unless a class says otherwise."""
        return {field.name: getattr(self, field.name) for field in fields(cast("Any", self))}

    def to_dict(self) -> dict[str, Any]:
        """Plain lists, numbers and strings, as in the shell's JSON; what is not finite is ``None``."""
        return {name: plain(value) for name, value in self.entries().items()}


def plain(value: object) -> Any:
    """A value as JSON has it.

    Directions are words, enumerations their texts, exact numbers strings, arrays lists, and what is not finite is
    ``None``.

    Example:
        >>> plain({"ends": (1.0, float("inf")), "half": Fraction(1, 2), "sign": Code.UP})
        {'ends': [1.0, None], 'half': '1/2', 'sign': 'up'}
    """
    if isinstance(value, Plain):
        return value.to_dict()
    if isinstance(value, Code):
        return value.word
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str | Fraction | Path):
        return str(value)
    if isinstance(value, Mapping):
        return {str(plain(name)): plain(own) for name, own in value.items()}
    if isinstance(value, BaseModel):
        return plain(value.model_dump(mode="json"))
    if isinstance(value, np.ndarray | np.generic):
        # Without a number that is not finite there is nothing more to change, and maps are large.
        listed = value.tolist()
        return listed if np.isfinite(value).all() else plain(listed)
    if isinstance(value, Iterable):
        return [plain(own) for own in value]
    raise TypeError(f"JSON has no {type(value).__name__}")
