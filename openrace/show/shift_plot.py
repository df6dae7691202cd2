"""The picture of what an event does: release dates of games of plans, efforts of races."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openrace.concepts.race import RaceAnswer
from openrace.questions.shift import Shift
from openrace.show import race_plot, timeline

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def draw_shift(result: Shift, ax: Axes | None = None, *, whole: bool = False) -> Axes:
    """In the caller's axes, or in a new figure; as a ``whole`` with the frontier over time."""
    before, after = result.before, result.after
    if isinstance(before, RaceAnswer) and isinstance(after, RaceAnswer):
        return race_plot.draw_races(before, after, f"{before.game.name}: {result.sentence}", ax)
    return timeline.draw_shift(result) if whole else timeline.timeline(result, ax)
