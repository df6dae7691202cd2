"""What a part may read of the game in which it is used, to say whether it makes sense there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol


class Surroundings(Protocol):
    """The game around a part."""

    @property
    def lab_names(self) -> tuple[str, ...]:
        """Names of the labs, in their order."""

    @property
    def is_endless(self) -> bool:
        """Whether flows run for ever."""

    @property
    def discount_rates(self) -> Mapping[str, float]:
        """Every discount rate of the game, by its path."""

    @property
    def modifiers(self) -> Sequence[object]:
        """The game's modifiers, in the order in which they apply."""

    def term_labels(self, lab: str) -> tuple[str, ...]:
        """Labels of the terms of one lab."""
