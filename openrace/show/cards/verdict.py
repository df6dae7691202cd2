"""A verdict on one screen: who moves when, what the intervention changes, why, and how sure we are."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from games.parts.direction import Direction, Interval
from openrace.concepts.concept import IN_WORDS, Answered, Concept
from openrace.questions.sentence import headline, incentive_sentence
from openrace.questions.shift import Shift
from openrace.questions.verdict import MetricShift
from openrace.show.cards.words import count, interval, mixed, percent

_COLOURS = {
    Direction.UP: "bold red",
    Direction.DOWN: "bold green",
    Direction.NEUTRAL: "dim",
    Direction.AMBIGUOUS: "bold yellow",
    Direction.MORE: "cyan",
    Direction.LESS: "cyan",
}
_ARROWS = {
    Direction.UP: "↑ up",
    Direction.DOWN: "↓ down",
    Direction.NEUTRAL: "= neutral",
    Direction.AMBIGUOUS: "? ambiguous",
    Direction.MORE: "+ more",
    Direction.LESS: "- less",
}
MOST_SHOWN = 3
"""Equilibria written out on each side of the card."""


def verdict_card(result: Shift) -> RenderableType:
    """The card of ``openrace shift``."""
    head = Text.assemble((result.before.game.name, "bold"), f": {result.before.game.summary}\n")
    head.append("question  ", style="bold").append(f"{result.sentence} ({result.intervention})\n")
    head.append("answer    ", style="bold").append(headline(result))
    return Group(
        head,
        Text("\nwho moves when", style="bold"),
        _plans(result),
        Text("\nthe race, over all equilibria found", style="bold"),
        metrics_table(result.verdict),
        Text("\nwhy", style="bold"),
        _why(result),
        Text.assemble("\n", ("how sure  ", "bold"), _certificate(result)),
    )


def _plans(result: Shift) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    table.add_column("")
    for player in result.after.players:
        table.add_column(player)
    for word, answer in (("before", result.before), ("after", result.after)):
        for k, play in enumerate(answer.plays[:MOST_SHOWN]):
            row = [mixed(s, a, 3) for s, a in zip(play, answer.labels, strict=True)]
            table.add_row(word if k == 0 else "  or", *row)
        hidden = len(answer.plays) - MOST_SHOWN
        if hidden > 0:
            table.add_row("", f"[dim]and {count(hidden, 'equilibrium')} more[/]")
    return table


def metrics_table(verdict: tuple[MetricShift, ...]) -> Table:
    """One row per metric: before, after, direction, unit."""
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for name in ("metric", "before", "after", "direction", "unit"):
        table.add_column(name, no_wrap=name in ("metric", "direction"))
    for m in verdict:
        table.add_row(
            m.metric,
            _with_never(m.before, m.p_never_before),
            _with_never(m.after, m.p_never_after),
            Text(_ARROWS[m.direction], style=_COLOURS[m.direction]),
            Text(m.unit, style="dim"),
        )
    return table


def _with_never(value: Interval | None, never: Interval | None) -> str:
    if never is None or never[1] < 5e-4:
        return interval(value)
    low, high = percent(never[0]), percent(never[1])
    return f"{interval(value)} (never {low if low == high else f'{low} to {high}'})"


def _why(result: Shift) -> RenderableType:
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for name in ("lab", "term", "pays before", "pays after"):
        table.add_column(name)
    last = ""
    for line in result.why:
        lab = "" if line.lab == last else line.lab
        table.add_row(lab, line.term, interval(line.before), interval(line.after))
        last = line.lab
    sentences = [Text(incentive_sentence(then, now)) for then, now in result.incentives]
    return Group(table, *sentences)


def _certificate(result: Shift) -> Text:
    text = Text()
    if result.proven:
        text.append("proven: ", style="green")
        text.append("every equilibrium of both games is in the list. ")
    else:
        text.append("not proven complete. ", style="yellow")
        text.append(f"{_incomplete(result.before, 'before')}{_incomplete(result.after, 'after')}")
    worst = max(result.before.max_regret, result.after.max_regret)
    text.append(f"Largest regret {worst:.1e}. Concept: {result.concept.word}, {IN_WORDS[result.concept]}.")
    return text


def _incomplete(answer: Answered, word: str) -> str:
    return "" if answer.complete else f"{word.capitalize()}: {answer.searched.rstrip('.')}. "


def concepts_card(results: Sequence[Shift]) -> RenderableType:
    """One column per concept: a verdict that holds under one concept only shows as such."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("metric")
    for result in results:
        table.add_column(result.concept.word)
    for rows in zip(*[r.verdict for r in results], strict=True):
        cells = [
            Text.assemble(
                (_ARROWS[m.direction], _COLOURS[m.direction]), f"  {interval(m.before)} -> {interval(m.after)}"
            )
            for m in rows
        ]
        table.add_row(rows[0].metric, *cells)
    notes = [Text(f"{r.concept.word}: {IN_WORDS[r.concept]}. {_proof(r)}", style="dim") for r in results]
    head = Text.assemble(
        (results[0].before.game.name, "bold"), f": {results[0].sentence} ({results[0].intervention})\n"
    )
    return Group(head, table, Text(""), *notes, *_waiting(results))


def _waiting(results: Sequence[Shift]) -> list[RenderableType]:
    """Who waits for what where labs react, before and after; nothing where none do."""
    if all(result.concept is not Concept.REACTION for result in results):
        return []
    from openrace.concepts.reaction import Reaction
    from openrace.show.cards.answer import timeline_table

    parts: list[RenderableType] = []
    for word, answer in ((w, a) for r in results for w, a in (("before", r.before), ("after", r.after))):
        if isinstance(answer, Reaction):
            title = f"\nwho waits for what where labs react, {word} (first equilibrium)"
            parts += [Text(title, style="bold"), timeline_table(answer)]
    return parts


def _proof(result: Shift) -> str:
    return "Both sets proven complete." if result.proven else "Not proven complete."
