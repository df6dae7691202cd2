"""A solved game on the screen: every equilibrium, who does what, and how sure we are."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from openrace.concepts.concept import IN_WORDS, Answered
from openrace.concepts.open_loop import Answer
from openrace.concepts.reaction import Reaction
from openrace.show.cards.words import count, mixed, number, percent
from solver.game.solution import Solution
from solver.staged.solution import Moment, Move
from solver.staged.timing import WAIT

MOST_SHOWN = 12
"""Equilibria listed on the screen; --json has them all."""
MOMENTS = 8
"""States of a timeline on the screen, on the path of play and off it."""


def answer_card(answer: Answered) -> RenderableType:
    """The card of ``openrace solve``."""
    sizes = " x ".join(str(len(row)) for row in answer.labels)
    head = Text.assemble((answer.game.name, "bold"), f"  {answer.game.summary}\n")
    head.append(f"{sizes} plans; {IN_WORDS[answer.concept]} ({answer.concept.word})", style="dim")
    if isinstance(answer, Answer):
        return Group(head, Text(f"\n{_found(answer.solution)}"), _table(answer, answer.solution), _sure(answer))
    found = Text(f"\n{count(len(answer.plays), 'equilibrium')}, as what happens along the way")
    parts: list[RenderableType] = [head, found, _table(answer, None)]
    if isinstance(answer, Reaction):
        parts += [Text("\nwho waits for what (first equilibrium)", style="bold"), timeline_table(answer)]
    return Group(*parts, _sure(answer))


def _found(solution: Solution) -> str:
    if solution.vertices is None:
        return f"{count(len(solution.equilibria), 'equilibrium')} found"
    return (
        f"{count(len(solution.equilibria), 'extreme equilibrium')} in {count(len(solution.components), 'component')}"
        if solution.complete
        else f"{count(len(solution.equilibria), 'equilibrium')} found"
    )


def _table(answer: Answered, solution: Solution | None) -> Table:
    """One row per equilibrium: what each player does and gets."""
    indexed = solution is not None and solution.complete and bool(solution.components)
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("#", justify="right")
    for player in answer.players:
        table.add_column(player, ratio=2)
    table.add_column("payoffs")
    if solution is not None:
        table.add_column("regret", justify="right")
    if indexed:
        table.add_column("component (index)", justify="right")
    for k, play in enumerate(answer.plays[:MOST_SHOWN]):
        row = [str(k + 1), *[mixed(s, labels) for s, labels in zip(play, answer.labels, strict=True)]]
        row.append(", ".join(number(float(p)) for p in answer.payoffs[k]))
        if solution is not None:
            equilibrium = solution.equilibria[k]
            row.append(f"{equilibrium.regret:.0e}" if equilibrium.regret else "0")
            if indexed:
                index = solution.components[equilibrium.component].index
                row.append(f"{equilibrium.component + 1}" + ("" if index is None else f" ({index:+d})"))
        table.add_row(*row)
    hidden = len(answer.plays) - MOST_SHOWN
    if hidden > 0:
        table.add_row("...", *[""] * (len(table.columns) - 2), f"{hidden:,} more: --json")
    return table


def timeline_table(answer: Reaction) -> Table:
    """What each lab does in the states where somebody may act, on the path of play and off it."""
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for title in ("state", "reached", "what is done there"):
        table.add_column(title)
    moments = [m for m in answer.solution.equilibria[0].timeline(reached_only=False) if _acts(m)]
    on_path = [m for m in moments if m.reach > 0]
    off_path = [m for m in moments if m.reach == 0]
    for moment in [*on_path[:MOMENTS], *off_path[:MOMENTS]]:
        doing = "; ".join(f"{answer.players[m.player]} {_move(m)}" for m in moment.moves)
        table.add_row(moment.words, percent(moment.reach) if moment.reach else "off the path", doing)
    hidden = max(0, len(on_path) - MOMENTS) + max(0, len(off_path) - MOMENTS)
    more = f" Further states where somebody acts: {hidden:,}, see --json." if hidden else ""
    table.add_row("[dim]elsewhere[/]", "", f"[dim]all wait.{more}[/]")
    return table


def _acts(moment: Moment) -> bool:
    return any(
        p > 0 and a != WAIT for move in moment.moves for a, p in zip(move.actions, move.probabilities, strict=True)
    )


def _move(move: Move) -> str:
    played = [(a, p) for a, p in zip(move.actions, move.probabilities, strict=True) if p > 0]
    return ", ".join(a if p > 1 - 1e-9 else f"{a} {percent(p)}" for a, p in played)


def _sure(answer: Answered) -> Text:
    sure = "complete" if answer.complete else str(answer.status.code).replace("-", " ")
    text = Text.assemble("\n", ("how sure: ", "bold"), (sure, "green" if answer.complete else "yellow"))
    text.append(f". {answer.status.message}")
    text.append(f"\nsearched: {answer.searched}", style="dim")
    return text
