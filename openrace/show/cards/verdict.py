"""A verdict on one screen: who moves when, what the intervention changes, why, and how sure we are."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from games.parts.change_words import metric_words
from games.parts.identity import game_hash
from openrace.concepts.concept import IN_WORDS, Answered, Concept
from openrace.questions.sentence import incentive_sentence
from openrace.questions.shift import Shift
from openrace.questions.tables import Entry, Table
from openrace.questions.verdict import MetricShift
from openrace.show.cards.alike import MIXING, is_mixed, kinds
from openrace.show.cards.changes import LEGEND, change, with_never
from openrace.show.cards.layout import columns
from openrace.show.cards.share import Share
from openrace.show.cards.words import capital, interval, mixed, sentence

MOST_SHOWN = 3
"""Equilibria written out on each side of the card."""


def verdict_card(result: Shift) -> RenderableType:
    """The card of ``openrace shift``."""
    head = Text.assemble((result.before.game.name, "bold"), f": {result.before.game.summary}\n")
    head.append("question  ", style="bold").append(f"{result.sentence} ({result.intervention})\n")
    head.append("answer    ", style="bold").append(result.answer)
    return Group(
        head,
        Text("\nwho moves when", style="bold"),
        _plans(result),
        Text("\nthe race, over all equilibria found", style="bold"),
        metrics_table(result.verdict),
        Text(LEGEND, style="dim"),
        Text("\nwhy", style="bold"),
        _why(result),
        Text.assemble("\n", ("how sure  ", "bold"), _certificate(result)),
    )


def shift_table(results: Sequence[Shift]) -> Table:
    """One row per metric and concept."""
    rows: list[tuple[Entry, ...]] = [
        (
            str(result.concept),
            m.metric,
            m.unit,
            *(m.before or (None, None)),
            *(m.after or (None, None)),
            str(m.direction),
            "yes" if m.proven else "no",
        )
        for result in results
        for m in result.verdict
    ]
    ends = ("before, least", "before, most", "after, least", "after, most")
    header = ("concept", "metric", "unit", *ends, "direction", "proven")
    return Table(f"{results[0].before.game.name}: {results[0].intervention}", header, tuple(rows))


def shift_share(result: Shift) -> Share:
    """The question and the answer."""
    game = result.before.game
    return Share(
        f"{game.name}, {result.intervention}",
        f"{sentence(f'{game.name}: {game.summary}')} {capital(sentence(result.sentence))} "
        f"{capital(sentence(result.answer))} ({result.concept}: {IN_WORDS[result.concept]}.)",
        capital(sentence(result.answer)),
        "both sets of equilibria are proven complete" if result.proven else "not proven complete",
        game_hash(game),
    )


def _plans(result: Shift) -> RenderableType:
    table = columns("", *result.after.players)
    for word, answer in (("before", result.before), ("after", result.after)):
        found = kinds(answer.plays)
        for place, kind in enumerate(found[:MOST_SHOWN]):
            row = [mixed(s, a, 3) for s, a in zip(answer.plays[kind.shown], answer.labels, strict=True)]
            table.add_row(word if place == 0 else "  or", *row)
            if kind.others:
                table.add_row("", f"and {kind.others:,} more like it")
        if len(found) > MOST_SHOWN:
            table.add_row("", f"and {len(found) - MOST_SHOWN:,} more: --json")
    mixes = any(is_mixed(play) for answer in (result.before, result.after) for play in answer.plays)
    return Group(table, Text(MIXING, style="dim")) if mixes else table


def metrics_table(verdict: tuple[MetricShift, ...]) -> RenderableType:
    """One row per metric: before, after, change, unit."""
    table = columns("", "before", "after", "change", "unit", whole=("", "change"))
    for m in verdict:
        before, after = with_never(m.before, m.p_never_before), with_never(m.after, m.p_never_after)
        table.add_row(metric_words(m.metric), before, after, change(m), Text(m.unit, style="dim"))
    return table


def _why(result: Shift) -> RenderableType:
    table = columns("lab", "term", "pays before", "pays after")
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
    table = columns("metric", *[result.concept.word for result in results], style="bold")
    for rows in zip(*[r.verdict for r in results], strict=True):
        cells = [Text.assemble(change(m), f"  {interval(m.before)} -> {interval(m.after)}") for m in rows]
        table.add_row(metric_words(rows[0].metric), *cells)
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
