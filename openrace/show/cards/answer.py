"""A solved game on the screen: every equilibrium, who does what, and how sure we are."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from games.parts.identity import game_hash
from openrace.concepts.concept import IN_WORDS, Answered
from openrace.concepts.open_loop import Answer
from openrace.concepts.race import RaceAnswer
from openrace.concepts.reaction import Reaction
from openrace.show.cards.alike import MIXING, is_mixed, kinds
from openrace.show.cards.layout import columns
from openrace.show.cards.race import race_parts
from openrace.show.cards.share import Share
from openrace.show.cards.words import heading, number, summed_up
from solver.common.table import Entry, Table
from solver.common.tabular import mixed, percent
from solver.common.words import capital, count, sentence
from solver.game.solution import Solution
from solver.staged.solution import Moment, Move
from solver.staged.timing import WAIT

MOST_SHOWN = 12
"""Equilibria listed on the screen; --json has them all."""
MOMENTS = 8
"""States of a timeline on the screen, on the path of play and off it."""
TIES = 2
"""Ties named on the screen."""

INDEXED_BELOW = 3
"""Number of players from which an index is an alarm inside the solver and no part of the answer."""
GLOSSARY = {
    "extreme": "extreme: a corner of a set of equilibria, of which all others in the set are mixtures",
    "component": "component: a connected set of equilibria; an index of 0 means that small changes can remove it",
    "regret": "regret: the most that any player could gain by another plan; 0 up to rounding",
}
"""Terms of art, explained where they first appear."""


def answer_card(answer: Answered) -> RenderableType:
    """The card of ``openrace solve``."""
    sizes = f"{' x '.join(str(len(row)) for row in answer.labels)} plans"
    if isinstance(answer, RaceAnswer):
        sizes = f"{len(answer.game.states.places)} states"
    head = heading(answer.game).append(f"\n{sizes}; {IN_WORDS[answer.concept]} ({answer.concept.word})", style="dim")
    if isinstance(answer, RaceAnswer):
        return Group(head, *race_parts(answer), _sure(answer))
    solution = answer.solution if isinstance(answer, Answer) else None
    words = [] if solution is None else _glossary(solution)
    if any(is_mixed(play) for play in answer.plays):
        words.append(MIXING)
    parts: list[RenderableType] = [head, Text(f"\n{_found(answer, solution)}")]
    if answer.plays:
        parts += [_table(answer, solution), *[Text(line, style="dim") for line in words]]
    if isinstance(answer, Reaction) and answer.solution.equilibria:
        parts += [Text("\nwho waits for what (first equilibrium)", style="bold"), timeline_table(answer)]
    return Group(*parts, _sure(answer))


def answer_table(answer: Answered) -> Table:
    """One row per equilibrium: what each player does, what each gets, and the regret."""
    solution = answer.solution if isinstance(answer, Answer) else None
    rows: list[tuple[Entry, ...]] = []
    for k, play in enumerate(answer.plays):
        plans = [mixed(s, labels, len(labels)) for s, labels in zip(play, answer.labels, strict=True)]
        regret = None if solution is None else solution.equilibria[k].regret
        rows.append((k + 1, *plans, *[float(p) for p in answer.payoffs[k]], regret))
    header = ("equilibrium", *answer.players, *[f"payoff of {p}" for p in answer.players], "regret")
    return Table(f"equilibria of {answer.game.name}", header, tuple(rows))


def answer_share(answer: Answered) -> Share:
    """How many equilibria there are, and the first of them."""
    solution = answer.solution if isinstance(answer, Answer) else None
    found = _found(answer, solution)
    first = ""
    if answer.plays:
        does = [f"{p}: {mixed(s, a)}" for p, s, a in zip(answer.players, answer.plays[0], answer.labels, strict=True)]
        first = f" The first: {'; '.join(does)}."
    about = sentence(summed_up(answer.game))
    return Share(
        answer.game.name,
        f"{about} Where {IN_WORDS[answer.concept]}, there are {found}.{first}",
        found,
        "proven complete" if answer.complete else f"{_code(answer)}: {answer.status.message}",
        game_hash(answer.game),
    )


def _found(answer: Answered, solution: Solution | None) -> str:
    if solution is None:
        return f"{count(len(answer.plays), 'equilibrium')}, as what happens along the way"
    if solution.vertices is None or not solution.complete:
        return f"{count(len(solution.equilibria), 'equilibrium')} found"
    extreme = count(len(solution.equilibria), "extreme equilibrium")
    return f"{extreme} in {count(len(solution.components), 'component')}"


def _glossary(solution: Solution) -> list[str]:
    isolated = all(len(c.subsets) == 1 and all(len(f) == 1 for f in c.subsets[0]) for c in solution.components)
    words = [] if not _indexed(solution) or isolated else [GLOSSARY["extreme"], GLOSSARY["component"]]
    return [*words, GLOSSARY["regret"]]


def _indexed(solution: Solution) -> bool:
    return solution.complete and bool(solution.components)


def _table(answer: Answered, solution: Solution | None) -> RenderableType:
    """One row per kind of equilibrium: what each player does and gets."""
    indexed = solution is not None and _indexed(solution)
    last = ("regret", "component") if indexed else ("regret",) if solution is not None else ()
    table = columns("#", *answer.players, "payoffs", *last, style="bold", right=("#", *last))
    found = kinds(answer.plays)
    for kind in found[:MOST_SHOWN]:
        k = kind.shown
        row = [str(k + 1), *[mixed(s, labels) for s, labels in zip(answer.plays[k], answer.labels, strict=True)]]
        row.append(", ".join(number(float(p)) for p in answer.payoffs[k]))
        if solution is not None:
            regret = solution.equilibria[k].regret
            row.append(f"{regret:.0e}" if regret else "0")
            if indexed:
                row.append(_component(solution, k))
        table.add_row(*row)
        if kind.others:
            table.add_row("", f"and {kind.others:,} more like it")
    hidden = len(found) - MOST_SHOWN
    if hidden > 0:
        table.add_row("...", f"and {hidden:,} more: --json")
    return table


def _component(solution: Solution, k: int) -> str:
    """The component of an equilibrium, with its index where that is part of the answer."""
    place = solution.equilibria[k].component
    index = solution.components[place].index if solution.game.n_players < INDEXED_BELOW else None
    return f"{place + 1}" if index is None else f"{place + 1} (index {f'{index:+d}' if index else 0})"


def timeline_table(answer: Reaction) -> RenderableType:
    """What each lab does in the states where somebody may act, on the path of play and off it."""
    table = columns("state", "reached", "what is done there")
    moments = [m for m in answer.solution.equilibria[0].timeline(reached_only=False) if _acts(m)]
    on_path = [m for m in moments if m.reach > 0]
    off_path = [m for m in moments if m.reach == 0]
    for moment in [*on_path[:MOMENTS], *off_path[:MOMENTS]]:
        doing = "; ".join(f"{answer.players[m.player]} {_move(m)}" for m in moment.moves)
        table.add_row(moment.words, percent(moment.reach) if moment.reach else "off the path", doing)
    hidden = max(0, len(on_path) - MOMENTS) + max(0, len(off_path) - MOMENTS)
    more = f" Further states where somebody acts: {hidden:,}, see --json." if hidden else ""
    table.add_row(Text("elsewhere", style="dim"), "", Text(f"all wait.{more}", style="dim"))
    return table


def _acts(moment: Moment) -> bool:
    return any(
        p > 0 and a != WAIT for move in moment.moves for a, p in zip(move.actions, move.probabilities, strict=True)
    )


def _move(move: Move) -> str:
    """What a player does in a state: ``waits``, ``releases at t=3``, or both with their chances."""
    played = [(a, p) for a, p in zip(move.actions, move.probabilities, strict=True) if p > 0]
    said = ["waits" if a == WAIT else f"plays {a}" for a, _ in played]
    if len(played) == 1:
        return said[0]
    return ", ".join(f"{words} ({percent(p)})" for words, (_, p) in zip(said, played, strict=True))


def _code(answer: Answered) -> str:
    return str(answer.status.code).replace("-", " ")


def _sure(answer: Answered) -> Text:
    sure = "complete" if answer.complete else _code(answer)
    text = Text.assemble("\n", ("how sure: ", "bold"), (sure, "green" if answer.complete else "yellow"))
    text.append(f". {capital(sentence(answer.status.message))}")
    if not isinstance(answer, Answer):
        # Where plans are fixed at the start every way to decide a tie is in the list.
        deciding = [str(tie) for tie in answer.ties if tie.decides]
        more = f"; and {len(deciding) - TIES} more" if len(deciding) > TIES else ""
        if deciding:
            on = f" on the grid of step {answer.grid.step:g}" if answer.grid is not None else ""
            text.append(f"\nrests on ties{on}: {'; '.join(deciding[:TIES])}{more}.")
    if answer.grid is not None:
        text.append(f"\n{answer.grid.sentence}")
    text.append(f"\nsearched: {sentence(answer.searched)}", style="dim")
    return text
