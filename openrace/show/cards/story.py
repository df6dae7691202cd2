"""Stories on the screen: one claim with its numbers, or the list of all of them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from games.parts.change_words import change_word, metric_words
from games.stories.telling.claim import Reading
from openrace.claims.story import StoryResult
from openrace.concepts.plain import plain
from openrace.show.cards.changes import LEGEND
from openrace.show.cards.layout import columns
from openrace.show.cards.share import Report, Share
from openrace.show.cards.verdict import metrics_table
from openrace.show.cards.words import number
from solver.common.table import Entry, Table
from solver.common.words import count, sentence

_COLOURS = {"yes": "green", "no": "red", "conditional": "yellow"}
HOLDS = {"yes": "holds", "no": "does not hold", "conditional": "holds under a condition"}
"""What is said of a claim."""


def story_card(result: StoryResult) -> RenderableType:
    """The card of ``openrace story``."""
    head = Text.assemble((result.story, "bold"), ": ", (f"{result.who}: ", "bold"), sentence(result.claim))
    if result.without:
        head.append(f"\nwithout {result.without}", style="yellow")
    holds = result.claim_holds
    claim = Text.assemble(
        "the claim ", (HOLDS[holds], f"bold {_COLOURS[holds]}"), f": {sentence(result.finding.because)}"
    )
    if result.premise and all(e.granted for e in result.expected):
        claim.append(f"\nThe claim is judged where {result.premise}.", style="dim")
    if result.reading is Reading.OPENRACE:
        claim.append(f"\n{result.who} names the topic; the sign is openrace's reading.", style="dim")
    parts: list[RenderableType] = [head, claim]
    if result.verdict:
        parts += [Text("\nwithout and with what the claim is about", style="bold"), metrics_table(result.verdict)]
        parts.append(Text(LEGEND, style="dim"))
    if result.response:
        parts += [
            Text("\nas a race of efforts, without and with it", style="bold"),
            metrics_table(result.response),
        ]
    table = columns("", "", "")
    for parameter in result.parameters:
        table.add_row(parameter.symbol, shown(plain(parameter.value)), Text(parameter.meaning, style="dim"))
    parts += [Text("\nassumed (--set symbol=value changes it)", style="bold"), table, Text("\nfound", style="bold")]
    found = columns("", "", "")
    meanings = {n.name: n.meaning for n in result.numbers}
    for name, value in result.values.items():
        found.add_row(name, shown(plain(value)), Text(meanings[name], style="dim"))
    parts += [found, Text("\nexpected of the race, and observed", style="bold")]
    parts.append(_rules(result))
    if result.same_at_half_step is not None:
        same = "the same" if result.same_at_half_step else "different"
        parts.append(Text(f"At half the calendar's step the verdict is {same}.", style="dim"))
    if not result.holds:
        parts.append(Text("What openrace expected of this story was not observed.", style="bold red"))
    return Group(*parts)


def _rules(result: StoryResult) -> RenderableType:
    rules = columns("", "", "", "")
    measures = {m.metric: m for m in result.verdict}
    for expectation, seen in zip(result.expected, result.observed, strict=True):
        measure = measures.get(expectation.metric)
        said = [
            str(d) if measure is None else change_word(d, measure.sense, measure.unit)
            for d in (expectation.direction, seen)
        ]
        agrees = "as expected" if seen is expectation.direction else f"observed: {said[1]}"
        rules.add_row(metric_words(expectation.metric), expectation.when, said[0], agrees)
    return rules


def stories_report(results: Sequence[StoryResult]) -> Report:
    """What ``openrace stories`` prints."""
    rows = tuple((r.story, r.who, r.claim, r.claim_holds, "yes" if r.holds else "no") for r in results)
    proof = f"{sum(r.holds for r in results)} of {count(len(results), 'story')} as expected"
    return Report(
        {"stories": [r.to_dict() for r in results]},
        lambda: _list(results),
        lambda: Table("stories", ("story", "who", "claim", "holds", "as expected"), rows),
        lambda: Share("stories", _summary(results), _summary(results), proof),
    )


def _list(results: Sequence[StoryResult]) -> RenderableType:
    """A line with the name and the verdict, and below it who claims what."""
    lines: list[RenderableType] = []
    for r in results:
        holds = r.claim_holds
        verdict = Text(HOLDS[holds], style=_COLOURS[holds])
        if not r.holds:
            verdict.append(" (not what openrace expected)", style="bold red")
        lines.append(Text.assemble((r.story, "bold"), ": ", verdict))
        lines.append(Padding(Text(f"{r.who}: {r.claim}"), (0, 0, 0, 4)))
    return Group(*lines, Text(f"\n{_summary(results)}"))


def story_table(result: StoryResult) -> Table:
    """Parameters, values and directions, one row each."""
    rows: list[tuple[Entry, ...]] = [("assumed", p.symbol, shown(plain(p.value)), p.meaning) for p in result.parameters]
    meanings = {n.name: n.meaning for n in result.numbers}
    rows += [("found", name, shown(plain(value)), meanings[name]) for name, value in result.values.items()]
    rows += [
        ("expected", e.metric, str(e.direction), f"{e.when}; observed {seen}")
        for e, seen in zip(result.expected, result.observed, strict=True)
    ]
    return Table(f"{result.story}: {result.claim}", ("part", "name", "value", "meaning"), tuple(rows))


def story_share(result: StoryResult) -> Share:
    """The claim and the finding."""
    because = sentence(result.finding.because)
    paragraph = f"{sentence(f'{result.who}: {result.claim}')} In openrace's story {result.story} the claim "
    return Share(
        result.story,
        f"{paragraph}{HOLDS[result.claim_holds]}: {because}",
        f"the claim {HOLDS[result.claim_holds]}",
        "what the story expects was observed on both sides of every breakpoint"
        if result.holds
        else "what the story expects was not observed",
    )


def _summary(results: Sequence[StoryResult]) -> str:
    failed = [r.story for r in results if not r.holds]
    counts = {h: sum(r.claim_holds == h for r in results) for h in HOLDS}
    summary = f"{count(len(results), 'story')}; claims that hold: {counts['yes']}, under a condition: "
    summary += f"{counts['conditional']}, not: {counts['no']}."
    return summary + (f" Not as expected: {', '.join(failed)}." if failed else " All of them come out as expected.")


def shown(value: object) -> str:
    """A story's value as a person reads it; tuples within tuples keep their brackets."""
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "never"}[value]
    if isinstance(value, int | float):
        return number(float(value)) if abs(float(value)) < 1e4 or isinstance(value, float) else str(value)
    if isinstance(value, list | tuple):
        return ", ".join(f"({shown(v)})" if isinstance(v, list | tuple) else shown(v) for v in value) or "none"
    return str(value)
