"""Numbers as JSON has them: what is not finite is null."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any


def finite(value: float) -> float | None:
    """The number, or ``None`` for inf and nan."""
    return value if math.isfinite(value) else None


def finite_list(values: Iterable[float]) -> list[float | None]:
    """The same of each."""
    return [finite(value) for value in values]


def finite_within(value: Any) -> Any:
    """Plain data with the same done to every number in it, those of numpy included.

    Example:
        >>> finite_within({"ends": (1.0, float("inf"))})
        {'ends': [1.0, None]}
    """
    if isinstance(value, float):
        return finite(value)
    if isinstance(value, dict):
        return {str(k): finite_within(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [finite_within(v) for v in value]
    return finite_within(value.item()) if hasattr(value, "item") else value
