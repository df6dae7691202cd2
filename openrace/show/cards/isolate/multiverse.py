"""A multiverse on the screen: shares of signs, the choices that move them, and what is worth repeating."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import fill

from rich.console import Group, RenderableType
from rich.text import Text

from games.parts.change_words import metric_words
from games.parts.direction import Code
from openrace.isolate.multiverse import Multiverse
from openrace.isolate.specification_curve import NO_CHOICE, Moved
from openrace.isolate.words import VERBS, percent
from openrace.isolate.worlds import ACCOUNTING, GIVEN, NUMBERS
from openrace.show.cards.layout import columns, labelled
from openrace.show.cards.share import Share
from openrace.show.cards.words import number
from solver.common.words import capital, count

MOST_OUT = 6
"""Choices left out that are named on the screen."""
TITLE = 11
"""Letters of a column's title per line."""


def multiverse_card(result: Multiverse) -> RenderableType:
    """The card of ``openrace multiverse``."""
    curve = result.curve
    sizes = " x ".join(f"{len(m.options)} {_PLURALS[m.dimension]}" for m in curve.moved)
    lines: list[RenderableType] = [
        Text.assemble(
            (result.game, "bold"), f", {result.intervention}: {count(len(curve), 'specification')} ({sizes})"
        ),
        labelled("answer", Text(capital(shares_words(curve.shares)), style="bold")),
        labelled("moved by", _moved_by(curve.moved)),
        *[labelled("common", line) for line in _common(result)],
        *[labelled("edges", line) for line in _edges(result)],
    ]
    signs = [sign for sign in curve.shares if curve.shares[sign]]
    shown = columns("choice", "option", *[fill(VERBS[sign], TITLE) for sign in signs], style="bold")
    for moved in curve.moved:
        for k, (option, shares) in enumerate(_options(moved)):
            name = f"{moved.dimension} ({number(100 * moved.by, 3)})" if k == 0 else ""
            shown.add_row(name, option, *[percent(shares[sign]) for sign in signs])
    lines += ["", shown, *[Text(line, style="dim") for line in _left_out(result)]]
    if result.beliefs and len(curve.dimensions):
        lines.append(Text(_numbers(result), style="dim"))
    return Group(*lines)


def multiverse_share(result: Multiverse) -> Share:
    """Shares of signs over all specifications, and the choice that moves them most."""
    said = shares_words(result.curve.shares)
    return Share(
        f"{result.game}, {result.intervention}",
        f"Over {count(len(result.curve), 'specification')} {said}. {_moved_by(result.curve.moved)}.",
        said,
        "every specification is solved; see certificates of its cells in the store",
        result.about.hash,
    )


def shares_words(shares: Mapping[Code, float]) -> str:
    """``it speeds the race up in 62 %, changes nothing in 38 %``, the most frequent first."""
    known = sorted((sign for sign in shares if shares[sign]), key=lambda sign: -shares[sign])
    return "it " + ", ".join(f"{VERBS[sign]} in {percent(shares[sign])}" for sign in known)


_PLURALS = {
    "concept": "concepts",
    "ties": "rules about ties",
    "step": "steps",
    "horizon": "horizons",
    "market": "markets",
    "numbers": "sets of numbers",
    "accounting": "accountings",
}
"""What is counted along each dimension."""


def _moved_by(moved: tuple[Moved, ...]) -> str:
    by = [f"{m.dimension} (by up to {number(100 * m.by, 3)} points)" for m in moved if m.by > 0]
    return f"The share is moved by {', '.join(by)}" if by else "No choice moves the share"


def _options(moved: Moved) -> Sequence[tuple[str, Mapping[Code, float]]]:
    """Options with their shares; draws together, because single draws have no name."""
    name, each = moved.dimension, moved.options.items()
    if name != NUMBERS:
        return [(_option(name, option), own) for option, own in each]
    drawn = [own for option, own in each if option != GIVEN]
    mean = {sign: sum(own[sign] for own in drawn) / len(drawn) for sign in drawn[0]}
    return [(option, own) for option, own in each if option == GIVEN] + [(f"{count(len(drawn), 'draw')}", mean)]


def _option(name: str, option: str) -> str:
    return metric_words(option) if name == ACCOUNTING else option


def _common(result: Multiverse) -> list[str]:
    lines = []
    for sign, choices in result.curve.common.items():
        if choices:
            said = ", ".join(f"{name} {_option(name, option)}" for name, option in choices)
            lines.append(f"it {VERBS[sign]} only with {said}")
    return lines


def _edges(result: Multiverse) -> list[str]:
    flip = result.curve.flip()
    if flip is None:
        return ["no choice alone turns speeding the race up into slowing the race down"]
    flipping = (edge for edge in result.curve.knife_edges if edge.flips)
    each = ", ".join(f"{edge.dimension} in {edge.flips:,} of {edge.pairs:,} pairs" for edge in flipping)
    lines = [f"one choice alone turns speeding the race up into slowing the race down: {each}"]
    first, second = ({k: _option(k, v) for k, v in result.curve.names(s).items()} for s in flip)
    (name,) = [name for name in first if first[name] != second[name]]
    rest = ", ".join(f"{k} {v}" for k, v in first.items() if k != name and v not in (GIVEN, NO_CHOICE))
    up, down = VERBS[Code.UP], VERBS[Code.DOWN]
    lines.append(f"it {up}, for example, with {name} {first[name]}, and {down} with {second[name]} (both: {rest})")
    return lines


def _left_out(result: Multiverse) -> list[str]:
    lines: dict[tuple[str, str], list[str]] = {}
    for one in result.left_out:
        lines.setdefault((one.dimension, one.reason), []).append(one.option)
    shown = [f"left out: {name} {', '.join(options)}: {reason}" for (name, reason), options in lines.items()]
    return shown[:MOST_OUT]


def _numbers(result: Multiverse) -> str:
    ends = (f"{b.path} {number(b.prior.low)} to {number(b.prior.high)}" for b in result.beliefs)
    return f"numbers are drawn from {result.source}: {', '.join(ends)}"
