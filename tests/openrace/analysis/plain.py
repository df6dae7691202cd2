"""What landscapes made for tests say of themselves."""

from __future__ import annotations

from collections.abc import Sequence

from games.parts.metric import Sense
from openrace.analysis.landscape import Landscape
from openrace.questions.about import About, Measured, Place


class Plain(Landscape):
    """Names stand for themselves, and no unit is known."""

    metric = "m"

    def check(self, path: str, value: float) -> None:
        pass

    def about(self, paths: Sequence[str], metric: str) -> About:
        return About("", "", tuple(Place(path, path, "", None) for path in paths), Measured(metric, Sense.MORE, ""))

    def announce(self, n: int, budget: float | None) -> None:
        pass
