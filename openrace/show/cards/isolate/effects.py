"""Effects of factors on the screen, and what is worth repeating of them."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from games.parts.change_words import metric_words
from games.parts.identity import game_hash
from openrace.isolate.effects import Effect, Effects, OnMetric
from openrace.show.cards.layout import columns
from openrace.show.cards.share import Share
from openrace.show.cards.words import number
from solver.common.words import count

MOST_PAIRS = 3
"""Interactions named on the screen."""
LEGEND = (
    "effect: what the factor adds to the change, on average over all orders in which factors are switched on; effects "
    "add up to the total. alone: with all others off. last: with all others on."
)


def effects_card(result: Effects) -> RenderableType:
    """The card of ``openrace effects``."""
    of = result.main
    head = Text.assemble((result.game.name, "bold"), f", {result.intervention} ({result.concept})\n")
    head.append(f"{metric_words(of.metric)}: {total_words(of)}")
    shown = [e for e in of.effects if matters(e)]
    over = ("5 % to 95 %",) if any(e.interval[0] < e.interval[1] for e in shown) else ()
    table = columns("factor", "effect", *over, "alone", "last", "named by", right=("effect", "alone", "last"))
    for e in shown:
        span = (f"{number(e.interval[0], 3)} to {number(e.interval[1], 3)}",) if over else ()
        row = (signed(e.value), *span, signed(e.alone), signed(e.last))
        table.add_row(Text(e.factor.name, style="bold"), *row, e.factor.who)
    lines: list[RenderableType] = [head, table] if shown else [head, Text("no factor does anything to it")]
    lines += [Text(line) for line in more_lines(result, shown)]
    return Group(*lines, *_others(result), Text(LEGEND, style="dim"))


def effects_share(result: Effects) -> Share:
    """The factors that do most, in one paragraph."""
    of = result.main
    said = "; ".join(f"{e.factor.name} {signed(e.value)}" for e in of.effects[:MOST_PAIRS] if e.value)
    verdict = f"{metric_words(of.metric)} {total_words(of)}: {said or 'no factor does anything'}"
    proof = "all sets of factors are solved" if result.exact else "orders of factors are drawn at random"
    return Share(
        f"{result.game.name}, {result.intervention}",
        f"In {result.game.name}, {result.intervention} moves {verdict} {of.unit}.",
        verdict,
        proof,
        game_hash(result.game),
    )


def signed(value: float) -> str:
    """A number with its sign."""
    text = number(value, 3)
    return text if text.startswith("-") or text == "0" else f"+{text}"


def total_words(of: OnMetric) -> str:
    """The whole change, and how much of it is left with every factor off."""
    own = f", of which the event itself brings {signed(of.base)}" if of.base else ""
    return f"{signed(of.total + of.base)} {of.unit}{own}"


def matters(effect: Effect) -> bool:
    """Whether a factor does anything to the metric, alone or beside others."""
    return any(abs(v) > 1e-9 for v in (effect.value, *effect.interval, effect.alone, effect.last))


def more_lines(result: Effects, shown: list[Effect], most: int | None = MOST_PAIRS) -> list[str]:
    """What was left out of the table, which factors matter together, and how it was computed.

    Args:
        result: the answer.
        shown: effects in the table.
        most: interactions that are named; ``None`` for all.
    """
    of, lines = result.main, []
    silent = [e.factor.name for e in of.effects if e not in shown]
    if silent:
        lines.append(f"no effect: {', '.join(silent)}")
    pairs = [f"{' and '.join(pair.factors)} {signed(pair.value)}" for pair in of.interactions[:most]]
    if pairs:
        rest = len(of.interactions) - len(pairs)
        lines.append(
            f"matter more together than each alone: {'; '.join(pairs)}" + (f"; and {rest} more: --json" if rest else "")
        )
    how = "" if result.exact else ", along orders drawn at random"
    draws = f", each with {count(result.draws, 'draw')} from {result.prior}" if result.draws else ""
    lines.append(f"solved: {count(result.n_sets, 'set')} of factors{how}{draws}")
    return lines


def _others(result: Effects) -> list[RenderableType]:
    """Further metrics, a line each with the factors that do most to them."""
    table = columns("also", "change", "most by")
    for of in result.metrics[1:]:
        first = [f"{e.factor.name} {signed(e.value)}" for e in of.effects[:2] if abs(e.value) > 1e-9]
        if first:
            # What it does with no factor at work is in no factor's bar, and is part of the change.
            first = ([f"the event itself {signed(of.base)}"] if of.base else []) + first
            table.add_row(metric_words(of.metric), signed(of.total + of.base), ", ".join(first))
    return [table] if table.row_count else []
