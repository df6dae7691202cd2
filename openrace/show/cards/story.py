"""Stories on the screen: one claim with its numbers, or the table of all of them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from openrace.questions.story import StoryResult, plain
from openrace.show.cards.verdict import metrics_table
from openrace.show.cards.words import number

_HOLDS = {"yes": "green", "no": "red", "conditional": "yellow"}


def story_card(result: StoryResult) -> RenderableType:
    """The card of ``openrace story``."""
    head = Text.assemble((result.story, "bold"), f"  row {', '.join(result.rows)}, {result.kind}\n")
    head.append(f"{result.who}: ", style="bold").append(f"{result.claim}.\n")
    if result.without:
        head.append(f"without {result.without}\n", style="yellow")
    parts: list[RenderableType] = [head]
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    for parameter in result.parameters:
        table.add_row(parameter.symbol, _shown(plain(parameter.value)), Text(parameter.meaning, style="dim"))
    parts += [Text("assumed", style="bold"), table, Text("\nfound", style="bold")]
    found = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    for quantity in result.values:
        found.add_row(quantity.name, _shown(plain(quantity.value)))
    parts += [found, Text("\nexpected, and observed", style="bold")]
    rules = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    for expectation, seen in zip(result.expected, result.observed, strict=True):
        agrees = "as expected" if seen is expectation.direction else f"observed {seen}"
        rules.add_row(expectation.metric, expectation.when, str(expectation.direction), agrees)
    parts.append(rules)
    if result.verdict:
        parts += [Text("\nthe verdict", style="bold"), metrics_table(result.verdict)]
    holds = str(result.claim_holds)
    parts.append(Text.assemble("\nthe claim: ", (holds, f"bold {_HOLDS[holds]}"), f". {result.finding.because}"))
    if result.same_at_half_step is not None:
        same = "the same" if result.same_at_half_step else "another"
        parts.append(Text(f"At half the calendar's step the verdict is {same}.", style="dim"))
    if not result.holds:
        parts.append(Text("What this project expected was not observed.", style="bold red"))
    return Group(*parts)


def stories_card(results: Sequence[StoryResult]) -> RenderableType:
    """The card of ``openrace stories``."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for title in ("story", "rows", "who", "claim", "holds"):
        table.add_column(title, no_wrap=title in ("story", "holds"))
    for r in results:
        holds = str(r.claim_holds)
        shown = Text(holds, style=_HOLDS[holds]) if r.holds else Text(f"{holds} (!)", style="bold red")
        table.add_row(r.story, ", ".join(r.rows), r.who, r.claim, shown)
    failed = [r.story for r in results if not r.holds]
    counts = {h: sum(str(r.claim_holds) == h for r in results) for h in _HOLDS}
    summary = f"{len(results)} stories; claims that hold: {counts['yes']}, under conditions: {counts['conditional']}, "
    summary += f"not: {counts['no']}."
    note = f" Not as expected: {', '.join(failed)}." if failed else " All came out as expected."
    return Group(table, Text(f"\n{summary}{note}"))


def _shown(value: object) -> str:
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "never"}[value]
    if isinstance(value, int | float):
        return number(float(value)) if abs(float(value)) < 1e4 or isinstance(value, float) else str(value)
    if isinstance(value, list | tuple):
        return ", ".join(_shown(v) for v in value)
    return str(value)
