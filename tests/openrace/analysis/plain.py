"""What landscapes made for tests say of themselves."""

from __future__ import annotations

from collections.abc import Sequence

from games.parts.metric import Sense
from openrace.questions.about import About, Measured, Place


class Plain:
    """Names stand for themselves, and no unit is known."""

    name = ""

    def takes(self, path: str, value: float) -> bool:  # noqa: ARG002 - the contract
        return True

    def about(self, paths: Sequence[str], metric: str) -> About:
        return About(
            self.name, "", tuple(Place(path, path, "", None) for path in paths), Measured(metric, Sense.MORE, "")
        )

    def announce(self, n: int, budget: float | None) -> None:
        pass

    def firm(self, metric: str) -> None:
        """Nothing stands behind a made-up sign."""
