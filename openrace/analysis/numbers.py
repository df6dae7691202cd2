"""Numbers as JSON has them: what is not finite is null."""

from __future__ import annotations

import math
from collections.abc import Iterable


def finite(value: float) -> float | None:
    """The number, or ``None`` for inf and nan."""
    return value if math.isfinite(value) else None


def finite_list(values: Iterable[float]) -> list[float | None]:
    """The same of each."""
    return [finite(value) for value in values]
