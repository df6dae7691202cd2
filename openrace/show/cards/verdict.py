"""A verdict on one screen: the answer first, then what moved, book by book, who moves when, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.text import Text

from games.parts.change_words import metric_words
from games.parts.identity import game_hash
from games.release.release_game import ReleaseGame
from openrace.concepts.concept import IN_WORDS, Answered, Concept
from openrace.concepts.race import RaceAnswer
from openrace.questions.books import Books
from openrace.questions.reasons import TermShift
from openrace.questions.sentence import incentive_sentence
from openrace.questions.shift import Shift
from openrace.questions.verdict import MetricShift
from openrace.show.cards.alike import MIXING, is_mixed, kinds
from openrace.show.cards.changes import LEGEND, beside_alone, change, sides
from openrace.show.cards.firmness import firmness
from openrace.show.cards.layout import columns, labelled
from openrace.show.cards.race import race_shift_parts
from openrace.show.cards.share import Share
from openrace.show.cards.words import both, moved, summed_up
from solver.common.table import Entry, Table
from solver.common.tabular import mixed
from solver.common.words import capital, sentence

MOST_SHOWN = 3
"""Kinds of equilibria written out on each side of the card."""
RESPONSE = ("first_release", "capability_trained", "n_release", "effort", "first_climb")
PROGRESS = ("reached", "frontier_end", "best_open_end", "frontier", "best_open")
CONTRIBUTION = ("first_release", "effort")
BROUGHT = ("best_open_end", "best_open")
"""Metrics of each book on the card, the last of an event that treats no lab; ``--all`` shows the rest."""
EACH = ("first_release", "effort", "reached")
"""Metrics of which the card shows those of every lab, and of every capability."""
MORE = "--all: all metrics, welfare, incentives; --metric NAME: one metric or lab"


def shift_card(result: Shift, *, everything: bool = False) -> RenderableType:
    """The card of ``openrace shift``.

    Args:
        result: the answer.
        everything: whether all metrics and incentives are shown.
    """
    game = result.before.game
    parts: list[RenderableType] = [
        labelled("answer", Text(capital(result.answer), style="bold")),
        labelled("question", Text.assemble((game.name, "bold"), f": {result.sentence} ({result.intervention})")),
        labelled("how sure", _certificate(result, brief=not everything)),
        *firmness(result.firm(result.default), breaks=result.asked is not None and result.asked.robust),
        *_books(result.books, everything=everything),
    ]
    if everything and game.summary:
        parts.insert(1, labelled("game", game.summary))
    if everything:
        parts += [Text("\nthe game as a whole", style="bold"), metrics_table(result.verdict), Text(LEGEND, style="dim")]
    parts += _who(result)
    if result.why:
        parts += [Text("what each lab gets, before -> after", style="bold"), *_why(result.why)]
    if everything:
        parts += [Text(incentive_sentence(then, now)) for then, now in result.incentives]
    return Group(*parts, Text(MORE, style="dim"))


def metric_card(result: Shift, asked: Sequence[MetricShift]) -> RenderableType:
    """The card of ``openrace shift --metric``: the metrics asked about, and how sure they are."""
    question = labelled("question", f"{result.sentence} ({result.intervention})")
    sure = labelled("how sure", _certificate(result, brief=False))
    name = Text(result.before.game.name, style="bold")
    return Group(name, question, sure, metrics_table(asked), Text(LEGEND, style="dim"))


def shift_table(*results: Shift) -> Table:
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
        for m in result.metrics
    ]
    ends = ("before, least", "before, most", "after, least", "after, most")
    header = ("concept", "metric", "unit", *ends, "direction", "proven")
    return Table(f"{results[0].before.game.name}: {results[0].intervention}", header, tuple(rows))


def shift_share(result: Shift) -> Share:
    """The question and the answer."""
    game = result.before.game
    return Share(
        f"{game.name}, {result.intervention}",
        f"{capital(sentence(summed_up(game)))} {capital(sentence(result.sentence))} "
        f"{capital(sentence(result.answer))} ({capital(result.concept.word)}: {IN_WORDS[result.concept]}.)",
        capital(sentence(result.answer)),
        "both sets of equilibria are proven complete" if result.proven else "not proven complete",
        game_hash(game),
    )


def _books(books: Books, *, everything: bool) -> Iterator[RenderableType]:
    for place, (title, found) in enumerate(book_parts(books, everything=everything)):
        yield Text(title if place else f"\n{title}", style="bold")
        yield book_table(found, units=everything)


def book_parts(books: Books, *, everything: bool) -> Iterator[tuple[str, tuple[MetricShift, ...]]]:
    """The title of every book that says something, and the metrics of it that are shown.

    Args:
        books: what moved.
        everything: whether all metrics are shown.
    """
    response = _brief(books.response, "response", () if everything else RESPONSE)
    if response:
        yield "response: what the labs do that the event does not treat (dates in periods)", response
    progress = _brief(books.progress, "progress", () if everything else PROGRESS)
    if progress:
        yield "progress: how far models get; last, without what the event put on the market", progress
    # Where labs are treated, their releases say what was added; an outside model is seen in the best open one.
    treats = any(m.metric.removeprefix("contribution.") in CONTRIBUTION for m in books.contribution)
    kept = CONTRIBUTION if treats else BROUGHT
    contribution = _brief(books.contribution, "contribution", () if everything else kept)
    if contribution:
        yield "contribution: what the event and the labs it treats add", contribution


def _brief(found: Sequence[MetricShift], book: str, kept: Sequence[str]) -> tuple[MetricShift, ...]:
    """The metrics of a book that are kept, all if none are named; one lab's date says what it trains."""
    chosen = []
    for m in found:
        first, *rest = m.metric.removeprefix(f"{book}.").removeprefix("without.").split(".")
        if not kept or (first in kept and (first in EACH or not rest)):
            chosen.append(m)
    alone = []
    for first in EACH[:2] if kept else ():
        same = [m for m in chosen if m.metric.startswith(f"{book}.{first}")]
        # With one lab what all do together is what that lab does: one line says both.
        alone += same[:1] if len(same) == 2 else []
    return tuple(m for m in chosen if m not in alone)


def book_table(found: Sequence[MetricShift], *, units: bool) -> RenderableType:
    """One row per metric of a book; of progress also what after would be without the event's own models.

    Args:
        found: metrics of one book.
        units: whether the units have a column; dates are in periods of the calendar.
    """
    rows = beside_alone(found)
    without = ("without it",) if any(alone is not None for _, alone in rows) else ()
    titles = ("", "before", "after", "change", *without, *(("unit",) if units else ()))
    # With units the table is wide: names and units are wrapped before numbers are.
    table = columns(*titles, whole=("change",) if units else ("", "change"))
    for m, alone in rows:
        values: list[str | Text] = [*sides(m), change(m), *([alone or ""] if without else [])]
        values += [Text(m.unit, style="dim")] if units else []
        table.add_row(metric_words(m.metric.partition(".")[2]), *values)
    return table


def metrics_table(verdict: Sequence[MetricShift]) -> RenderableType:
    """One row per metric: before, after, change, unit."""
    table = columns("", "before", "after", "change", "unit", whole=("change",))
    for m in verdict:
        table.add_row(metric_words(m.metric), *sides(m), change(m), Text(m.unit, style="dim"))
    return table


def _who(result: Shift) -> list[RenderableType]:
    """What everybody does: plans, or efforts in every state."""
    if isinstance(result.before, RaceAnswer) and isinstance(result.after, RaceAnswer):
        return [Text("\nhow hard each lab works at the start", style="bold"), _plans(result), *race_shift_parts(result)]
    dated = isinstance(result.after.game, ReleaseGame)
    return [Text("\nwho moves when" if dated else "\nwhat each player does", style="bold"), _plans(result)]


def _plans(result: Shift) -> RenderableType:
    # Labs that merge are one afterwards, and were others before.
    names = tuple(dict.fromkeys(name for side in (result.after, result.before) for name in side.players))
    table = columns("", *names)
    for word, answer in (("before", result.before), ("after", result.after)):
        found = kinds(answer.plays)
        for place, kind in enumerate(found[:MOST_SHOWN]):
            plans = zip(answer.players, answer.plays[kind.shown], answer.labels, strict=True)
            does = {player: mixed(s, a, 3) for player, s, a in plans}
            table.add_row(word if place == 0 else "  or", *[does.get(name, "") for name in names])
            if kind.others:
                table.add_row("", f"and {kind.others:,} more like it")
        if len(found) > MOST_SHOWN:
            table.add_row("", f"and {len(found) - MOST_SHOWN:,} more: --json")
    mixes = any(is_mixed(play) for answer in (result.before, result.after) for play in answer.plays)
    return Group(table, Text(MIXING, style="dim")) if mixes else table


def _why(lines: Sequence[TermShift]) -> Iterator[RenderableType]:
    """One line per lab: what each of its terms pays it, over all equilibria."""
    for lab, own in groupby(lines, key=lambda line: line.lab):
        paid = [f"{line.term.replace('_', ' ')} {moved(line.before, line.after)}" for line in own]
        yield Text.assemble((lab, "bold"), f": {', '.join(paid)}")


def _certificate(result: Shift, *, brief: bool) -> Text:
    text = Text()
    if result.proven:
        text.append("proven", style="green")
        text.append(": all equilibria of both games are listed")
    else:
        text.append("not proven complete", style="yellow")
        text.append(f". {_incomplete(result.before, 'before')}{_incomplete(result.after, 'after')}".rstrip(". "))
    text.append(f" ({result.concept.word}: {IN_WORDS[result.concept]})" if not brief else f" ({result.concept.word})")
    return text


def _incomplete(answer: Answered, word: str) -> str:
    return "" if answer.complete else f"{word.capitalize()}: {answer.searched.rstrip('.')}. "


def concepts_card(results: Sequence[Shift]) -> RenderableType:
    """One column per concept: a verdict that holds under one concept only shows as such."""
    table = columns("metric", *[result.concept.word for result in results], style="bold")
    for rows in zip(*[_compared(r) for r in results], strict=True):
        cells = [Text.assemble(change(m), f"  {' -> '.join(both(m.before, m.after))}") for m in rows]
        table.add_row(metric_words(rows[0].metric), *cells)
    notes = [Text(f"{r.concept.word}: {IN_WORDS[r.concept]}. {_proof(r)}", style="dim") for r in results]
    head = Text.assemble(
        (results[0].before.game.name, "bold"), f": {results[0].sentence} ({results[0].intervention})\n"
    )
    return Group(head, table, Text(""), *notes, *_waiting(results))


def _compared(result: Shift) -> tuple[MetricShift, ...]:
    """What concepts are compared by: response and progress, or the game as a whole where there are no books."""
    response, progress = _brief(result.books.response, "response", RESPONSE), result.books.progress
    kept = [m for m in _brief(progress, "progress", PROGRESS) if ".without." not in m.metric]
    return (*response, *kept) or result.verdict


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
