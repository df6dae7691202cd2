"""The picture of what an event does: release dates of games of plans, efforts of races."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openrace.concepts.race import RaceAnswer
from openrace.questions.shift import Shift
from openrace.show import race_plot, timeline

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def draw_shift(result: Shift, ax: Axes | None = None) -> Axes:
    """In the caller's axes, or in a new figure."""
    if isinstance(result.before, RaceAnswer):
        return race_plot.draw_race_shift(result, ax)
    return timeline.timeline(result, ax)


def draw_whole(result: Shift) -> Axes:
    """With the frontier over time, in a new figure."""
    if isinstance(result.before, RaceAnswer):
        return race_plot.draw_race_shift(result)
    return timeline.draw_shift(result)
