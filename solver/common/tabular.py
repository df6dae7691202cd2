"""Results as tables and plain data, and mixed actions as text."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

import numpy as np

from solver.common.table import Table

if TYPE_CHECKING:
    import pandas as pd

    from solver.common.arrays import FloatArray


class Tabular(ABC):
    """A result that is read as a table: what it says in plain numbers, in a notebook and in pandas."""

    @abstractmethod
    def to_dict(self) -> dict[str, Any]:
        """Plain lists, numbers and strings."""

    @abstractmethod
    def table(self) -> Table:
        """The rows that matter most."""

    def to_frame(self) -> pd.DataFrame:
        """The rows of :meth:`table` as a ``pandas.DataFrame``.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        return self.table().to_frame()

    def __str__(self) -> str:
        return self.table().text()

    def _repr_html_(self) -> str:
        return self.table().html()


ROUNDING = 1e-12
"""Probabilities closer than this to 0 or 1 are 0 or 1."""


def percent(probability: float) -> str:
    """A probability in percent; small ones are not rounded to none, nor large ones to certainty."""
    if ROUNDING < probability < 0.005:
        return "<1%"
    if 0.995 < probability < 1 - ROUNDING:
        return ">99%"
    return f"{100 * probability:.0f}%"


def mixed(strategy: FloatArray, labels: tuple[str, ...], most: int = 4) -> str:
    """A mixed action: the action, or the likeliest actions with their probabilities."""
    played = [int(a) for a in np.argsort(-strategy, kind="stable") if strategy[a] > 0]
    if len(played) == 1:
        return labels[played[0]]
    shown = sorted(played[:most])
    text = ", ".join(f"{labels[a]} {percent(strategy[a])}" for a in shown)
    rest = len(played) - len(shown)
    return f"{text}, and {rest} more" if rest else text
