"""A waterfall: from what an event does with every factor off, factor by factor, to what it does with all on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from games.parts.change_words import metric_words
from games.parts.direction import Code
from games.parts.identity import game_hash
from games.parts.metric import Sense
from openrace.isolate.effects import Effect, Effects
from openrace.show import style
from openrace.show.cards.isolate.effects import signed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEIGHT = 0.55
"""Height of a bar, in distances between bars."""
NOTHING = 1e-9
"""Below, an effect is none."""


def draw_waterfall(result: Effects, ax: Axes | None = None) -> Axes:
    """Effects on the metric of the question, one bar after the other, largest first.

    A thin line is the interval of the effect over the prior, from where the bar begins.
    """
    of = result.main
    shown = [e for e in of.effects if any(abs(v) > NOTHING for v in (e.value, *e.interval))]
    rows = len(shown) + 2
    axes = style.axes_in(ax, (7.8, 1.8 + 0.36 * rows))
    names = ["all factors off", *(e.factor.name for e in shown), "all factors on"]
    at = of.base
    axes.barh(0, of.base, height=HEIGHT, color=style.BEFORE, edgecolor="black", zorder=2)
    for row, effect in enumerate(shown, start=1):
        colour = style.SIGNS[sign_of(effect.value, of.sense)]
        axes.barh(row, effect.value, left=at, height=HEIGHT, color=colour, edgecolor="black", zorder=2)
        low, high = effect.interval
        if low < high:
            axes.plot([at + low, at + high], [row, row], color="black", linewidth=1.2, marker="|", zorder=4)
        _say(axes, row, at + max(effect.value, high, 0.0), effect)
        axes.plot([at + effect.value] * 2, [row, row + 1], color=style.BEFORE, linewidth=0.8, zorder=1)
        at += effect.value
    axes.barh(rows - 1, of.base + of.total, height=HEIGHT, color=style.AFTER, edgecolor="black", zorder=2)
    axes.axvline(0.0, color="black", linewidth=1.0, zorder=3)
    axes.set_yticks(range(rows), names, fontsize=style.SMALL)
    axes.set_ylim(rows - 0.4, -0.6)
    # Bars would hold the axes to where they begin and end, and numbers stand beside them.
    axes.use_sticky_edges = False
    axes.margins(x=0.12)
    axes.tick_params(axis="x", labelsize=style.SMALL)
    words = metric_words(of.metric)
    axes.set_xlabel(f"change of {words} ({of.unit}), after less before", fontsize=style.PLAIN)
    title = f"{result.game.name}, {result.intervention}: what each factor does to {words}"
    style.title(axes, title, ax, game_hash(result.game))
    style.sign_legend(axes, sorted({sign_of(e.value, of.sense) for e in shown}), ax, None, _whisker(shown))
    return axes


def sign_of(value: float, sense: Sense) -> Code:
    """The direction that a change of a metric is."""
    if abs(value) <= NOTHING:
        return Code.NEUTRAL
    if sense is Sense.LEVEL:
        return Code.MORE if value > 0 else Code.LESS
    return Code.UP if (value > 0) == (sense is Sense.MORE) else Code.DOWN


def _say(axes: Axes, row: int, right: float, effect: Effect) -> None:
    words = signed(effect.value)
    axes.annotate(words, (right, row), xytext=(4, 0), textcoords="offset points", va="center", fontsize=style.SMALL)


def _whisker(shown: list[Effect]) -> list[object]:
    if all(e.interval[0] == e.interval[1] for e in shown):
        return []
    from matplotlib.lines import Line2D

    return [Line2D([], [], color="black", marker="|", linewidth=1.2, label="5 % to 95 %\nover the prior")]
