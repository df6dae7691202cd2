"""Rules on the screen, and what is worth repeating of them."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from games.parts.change_words import metric_words
from openrace.isolate.rules import Fresh, Rule, Rules
from openrace.isolate.words import percent
from openrace.show.cards.isolate.multiverse import shares_words
from openrace.show.cards.share import Share
from solver.common.words import count

EXPLAINED = (
    "coverage: the part of all cells with this sign that the rule holds; density is the percentage in the rule. Cells "
    "solved anew were not among those in which the rule was found."
)


def rules_card(result: Rules) -> RenderableType:
    """The card of ``openrace rules``."""
    head = Text.assemble((result.about.name, "bold"), f": {result.about.metric or metric_words(result.cells.metric)}, ")
    head.append(f"{count(len(result.cells.codes), 'cell')}: {shares_words(result.shares)}")
    lines: list[RenderableType] = [head]
    for k, rule in enumerate(result.rules, start=1):
        lines.append(Text.assemble((f"{k}. ", "bold"), f"{rule.sentence}."))
        lines.append(Padding(Text(checked(rule), style="dim"), (0, 0, 0, 3)))
    if not result.rules:
        lines.append(Text("No box of the numbers that vary has one sign in most of its cells."))
    lines.append(Text(EXPLAINED, style="dim"))
    return Group(*lines)


def rules_share(result: Rules) -> Share:
    """The first rule, and how it was checked."""
    subject = f"{metric_words(result.cells.metric)} in {result.about.name}"
    if not result.rules:
        said = shares_words(result.shares)
        return Share(
            subject, f"Over {count(len(result.cells.codes), 'cell')}: {said}.", said, "no rule", result.about.hash
        )
    first = result.rules[0]
    return Share(subject, f"{first.sentence}.", first.sentence, checked(first), result.about.hash)


def checked(rule: Rule) -> str:
    """How much a rule holds, and what cells say that were solved anew."""
    said = f"coverage {percent(rule.box.coverage)} ({count(rule.box.cells, 'cell')})"
    return said if rule.fresh is None else f"{said}; {_fresh(rule.fresh)}"


def _fresh(fresh: Fresh) -> str:
    (inside, of), (outside, rest) = fresh.inside, fresh.outside
    parts = [f"{inside} of {of} within it"] if of else []
    parts += [f"{outside} of {rest} elsewhere"] if rest else []
    proof = "all equilibria listed" if fresh.complete else "not all proven complete"
    return f"cells solved anew: {', '.join(parts)} ({proof})"
