"""A solved race on the screen: how hard each lab works at the start and in every state, and where it leads."""

from __future__ import annotations

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from openrace.concepts.race import RaceAnswer
from openrace.questions.race_states import state_shifts
from openrace.questions.shift import Shift
from openrace.show.cards.layout import columns
from openrace.show.cards.words import moved, number
from solver.common.words import count

MOST_EQUILIBRIA = 8
"""Equilibria listed on the screen; --json has them all."""
MOST_STATES = 12
"""States of the first equilibrium on the screen, the start first."""


def race_parts(answer: RaceAnswer) -> list[RenderableType]:
    """What is found, the equilibria, and the states of the first one."""
    found = count(len(answer.equilibria), "Markov-perfect equilibrium")
    parts: list[RenderableType] = [
        Text(f"\n{found}; effort is the rate per period of climbing one rung"),
        _starts(answer),
    ]
    if answer.equilibria:
        parts += [Text("\neffort in every state (first equilibrium)", style="bold"), _states(answer)]
        more = len(answer.game.states.places) - MOST_STATES
        parts += [Text(f"and {count(more, 'more state')}: --json")] if more > 0 else []
    return parts


def _starts(answer: RaceAnswer) -> Table:
    """One row per equilibrium: efforts and payoffs at the start."""
    table = _table("#", *[f"effort of {p}" for p in answer.players], *[f"payoff of {p}" for p in answer.players])
    for k, e in enumerate(answer.equilibria[:MOST_EQUILIBRIA]):
        start = e.start
        table.add_row(
            str(k + 1), *map(number, e.play.efforts[start].tolist()), *map(number, e.play.values[start].tolist())
        )
    if len(answer.equilibria) > MOST_EQUILIBRIA:
        table.add_row("", f"and {len(answer.equilibria) - MOST_EQUILIBRIA} more")
    return table


def _states(answer: RaceAnswer) -> Table:
    """Where everybody is, and how hard each lab works there."""
    table = _table(*[f"{p} has" for p in answer.players], "best open", *[f"effort of {p}" for p in answer.players])
    game, play = answer.game, answer.equilibria[0].play
    for s, place in enumerate(game.states.places[:MOST_STATES]):
        where = ["left" if out else number(game.rungs[k]) for k, out in zip(place.rungs, place.left, strict=True)]
        best = number(game.states.levels[place.level]) if place.level >= 0 else "none"
        table.add_row(*where, best, *map(number, play.efforts[s].tolist()))
    return table


def race_shift_parts(result: Shift) -> list[RenderableType]:
    """Efforts in every state before and after."""
    found = state_shifts(result.before, result.after)
    if not found:
        return []
    labs = result.after.players
    table = _table(*[f"{p} has" for p in labs], "best open", *[f"effort of {p}" for p in labs])
    for state in found[:MOST_STATES]:
        best = [number(q) if q else "none" for q in (state.open_before, state.open_after)]
        where = ["left" if out else number(c) for c, out in zip(state.capabilities, state.left, strict=True)]
        efforts = [moved(a, b) for a, b in zip(state.before, state.after, strict=True)]
        table.add_row(*where, " -> ".join(dict.fromkeys(best)), *efforts)
    if len(found) > MOST_STATES:
        table.add_row(f"and {len(found) - MOST_STATES} more")
    return [Text("in every state", style="bold"), table]


def _table(*titles: str) -> Table:
    return columns(*titles, style="bold", right=[title for title in titles if title != "#"])
