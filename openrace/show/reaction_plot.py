"""The reaction drawn: when everybody moves if nothing surprises them, and what each lab would do after any first move.

One panel per lab. To the right the slot in which some other lab is the first to release, upwards the slot in which
this lab then releases, "never" on top; discs have areas in proportion to probability, their colour says who was first.
On the dotted line a lab answers as soon as it can, in the next slot or within the same one. Rings mark first moves
that play really makes; off the path the discs are what deters them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from games.parts.identity import game_hash
from games.parts.part import FloatArray
from openrace.concepts.reaction import Reaction
from openrace.show import style
from solver.common.errors import OpenraceError
from solver.common.tabular import mixed
from solver.staged.acts import NEVER
from solver.staged.ordered import Turn
from solver.staged.solution import StagedEquilibrium
from solver.staged.strategy import outcomes
from solver.staged.timing import Answers, Ended, TimingState

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SMALL = 1e-6
"""Chances below this are not drawn."""


@dataclass(frozen=True, eq=False)
class Answer:
    """What a lab does after a first move.

    Attributes:
        first: who moved first.
        slot: when.
        reach: probability that play gets there.
        lab: who answers.
        chances: ``(T + 1,)`` of answering in each slot, the last entry never.
    """

    first: int
    slot: int
    reach: float
    lab: int
    chances: FloatArray


def answers(reaction: Reaction, equilibrium: StagedEquilibrium) -> tuple[Answer, ...]:
    """What every lab does after every first move, on the path of play and off it, nothing uncertain being revealed."""
    timing = reaction.timing
    n_slots = 1 + max(max(own) for own in timing.slots)
    explored = equilibrium.explored
    seen: dict[tuple[int, int], int] = {}
    for index, state in enumerate(explored.states):
        now = state.state if isinstance(state, Turn) and not state.chosen else state
        if not isinstance(now, TimingState):
            continue
        done = [i for i, a in enumerate(now.acted) if a != NEVER]
        if len(done) == 1:
            # A state stands after its successors: the last one met is the first after the move.
            seen[done[0], timing.slots[done[0]][now.acted[done[0]]]] = index
    found = []
    for (first, slot), index in sorted(seen.items()):
        for lab in range(len(timing.players)):
            if lab != first:
                chances = np.zeros(n_slots + 1)
                for outcome in outcomes(explored, equilibrium.strategy, start=index):
                    if isinstance(outcome.ending, Ended):
                        # Never, slot -1, is the last entry.
                        chances[timing.slots[lab][outcome.ending.profile[lab]]] += outcome.probability
                found.append(Answer(first, slot, float(equilibrium.reach[index]), lab, chances))
    return tuple(found)


def draw_reaction(reaction: Reaction, ax: Axes | None = None) -> Axes:
    """Draws the first equilibrium, in the place of given axes or in a new figure with one panel per lab.

    Raises:
        OpenraceError: there is no equilibrium.
    """
    found = reaction.solution.equilibria
    if not found:
        raise OpenraceError(
            f"no equilibrium of {reaction.game.name} was found", "one to draw", "choose another rule for ties"
        )
    n_labs = len(reaction.players)
    (panels,) = style.panels_in(ax, 1, n_labs, (1.6 + 3.4 * n_labs, 4.0))
    every = answers(reaction, found[0])
    for lab, axes in enumerate(panels):
        _panel(reaction, [a for a in every if a.lab == lab], lab, axes, full=ax is None)
    panels[0].set_ylabel("it then releases at", fontsize=style.PLAIN)
    if ax is not None:
        style.title(ax, _title(reaction), ax, pad=16)
        return ax
    style.heading(panels[0], style.Note(_title(reaction), game_hash(reaction.game)))
    return panels[0]


def _title(reaction: Reaction) -> str:
    dates = "; ".join(
        f"{name} {mixed(own, labels, 3)}"
        for name, own, labels in zip(reaction.players, reaction.plays[0], reaction.labels, strict=True)
    )
    return f"{reaction.game.name}, each lab seeing who has released. On the path of play: {dates}"


def _panel(reaction: Reaction, own: list[Answer], lab: int, axes: Axes, *, full: bool) -> None:
    """One lab's answers; where the panel may be small, fewer ticks, smaller discs and one label for all panels."""
    names = reaction.timing.slot_names
    n_labs, never = len(reaction.players), len(names) + 0.5
    # The soonest answer: in the slot of the first move, or in the next one.
    later = int(reaction.answers is Answers.NEXT)
    axes.plot(
        [0, len(names) - 1 - later], [later, len(names) - 1], color="#999999", linestyle=":", linewidth=1, zorder=1
    )
    for answer in own:
        shown = np.flatnonzero(answer.chances > SMALL)
        height = np.where(shown == len(names), never, shown)
        # Discs of several rivals are drawn beside each other.
        across = np.full(len(shown), answer.slot + 0.16 * (answer.first - (n_labs - 1) / 2) * (n_labs > 2))
        size = (110 if full else 35) * answer.chances[shown]
        label = f"after {reaction.players[answer.first]}"
        colour, _ = style.series(1 + answer.first)
        axes.scatter(across, height, s=size, color=colour, zorder=3, label=label)
        if answer.reach > SMALL:
            axes.scatter(
                across,
                height,
                s=size + (60 if full else 25),
                facecolors="none",
                edgecolors="black",
                linewidths=1.2,
                zorder=4,
            )
    step = max(1, len(names) // (8 if full else 3))
    axes.set_xticks(range(0, len(names), step), names[::step], fontsize=7)
    axes.set_yticks([*range(0, len(names), step), never], [*names[::step], "never"], fontsize=7)
    axes.set_ylim(-0.7, never + 0.7)
    axes.set_xlim(-0.7, len(names) - 0.3)
    if full or lab == 0:
        axes.set_xlabel("another lab is first to release at", fontsize=style.PLAIN if full else style.SMALL)
    axes.set_title(reaction.players[lab], fontsize=style.TITLE if full else style.PLAIN)
    axes.grid(color="#eeeeee", zorder=0)
    handles, labels = axes.get_legend_handles_labels()
    unique = dict(zip(labels, handles, strict=True))
    axes.legend(unique.values(), unique.keys(), fontsize=7, frameon=True, loc="lower right")
