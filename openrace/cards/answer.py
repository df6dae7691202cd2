"""A solved game on the screen: every equilibrium, who does what, and how sure we are."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from games.release_game import ReleaseGame
from openrace.answer import Answer
from openrace.cards.words import count, mixed, number
from solver.solution import Solution

MOST_SHOWN = 12
"""Equilibria listed on the screen; --json has them all."""


def answer_card(answer: Answer) -> RenderableType:
    """The card of ``openrace solve``."""
    solution = answer.solution
    game = solution.game
    sizes = " x ".join(str(n) for n in game.n_actions)
    head = Text.assemble((answer.game.name, "bold"), f"  {answer.game.summary}\n")
    head.append(f"{sizes} plans; each fixes its plan at the start ({answer.concept})", style="dim")
    found = count(len(solution.equilibria), "equilibrium").replace("equilibri", "extreme equilibri", 1)
    if solution.vertices is None:
        found = count(len(solution.equilibria), "equilibrium")
    sets = f" in {count(len(solution.components), 'component')}" if solution.complete else " found"
    return Group(
        head,
        Text(f"\n{found}{sets}"),
        strategies_table(solution, dates=isinstance(answer.game, ReleaseGame)),
        _sure(solution),
    )


def strategies_table(solution: Solution, *, dates: bool) -> Table:
    """One row per equilibrium: what each player does and gets."""
    game = solution.game
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("#", justify="right")
    for player in game.players:
        table.add_column(f"{player} releases at" if dates and game.n_players < 3 else player, ratio=2)
    table.add_column("payoffs")
    table.add_column("regret", justify="right")
    if solution.complete:
        table.add_column("component (index)", justify="right")
    for k, equilibrium in enumerate(solution.equilibria[:MOST_SHOWN]):
        row = [str(k + 1)]
        row += [mixed(s, labels) for s, labels in zip(equilibrium.strategies, game.actions, strict=True)]
        row += [
            ", ".join(number(float(p)) for p in equilibrium.payoffs),
            f"{equilibrium.regret:.0e}" if equilibrium.regret else "0",
        ]
        if solution.complete:
            index = solution.components[equilibrium.component].index
            row.append(f"{equilibrium.component + 1}" + ("" if index is None else f" ({index:+d})"))
        table.add_row(*row)
    hidden = len(solution.equilibria) - MOST_SHOWN
    if hidden > 0:
        table.add_row("...", *[""] * (len(table.columns) - 2), f"{hidden:,} more: --json")
    return table


def _sure(solution: Solution) -> Text:
    sure = "complete" if solution.complete else str(solution.status.code).replace("-", " ")
    text = Text.assemble("\n", ("how sure: ", "bold"), (sure, "green" if solution.complete else "yellow"))
    text.append(f". {solution.status.message}")
    text.append(f"\nsearched: {solution.searched}", style="dim")
    return text
