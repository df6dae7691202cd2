"""How each result is shown: the shell's card and table, and its picture."""

from __future__ import annotations

import sys
from functools import singledispatch
from importlib import import_module
from typing import TYPE_CHECKING

from games.parts.change_words import metric_words
from openrace.analysis.branches import Branches
from openrace.analysis.flip import Flips
from openrace.analysis.regions import Regions
from openrace.analysis.sensitivity import Sensitivity
from openrace.analysis.shares import shares_text
from openrace.analysis.sign_map import SignMap, sign_map_of
from openrace.claims.story import StoryResult
from openrace.concepts.concept import Answered, spoken
from openrace.concepts.race import RaceAnswer
from openrace.concepts.reaction import Reaction
from openrace.isolate.effects import Effects
from openrace.isolate.multiverse import Multiverse
from openrace.isolate.prove import Proof
from openrace.isolate.quote import Quote
from openrace.isolate.rules import Rules
from openrace.questions.diff import Diff
from openrace.questions.shift import Shift
from openrace.replication.opened import Signs
from openrace.replication.rows import Replication
from openrace.show.cards.answer import answer_card, answer_table
from openrace.show.cards.diff import diff_card, diff_table
from openrace.show.cards.isolate.effects import effects_card
from openrace.show.cards.isolate.multiverse import multiverse_card
from openrace.show.cards.isolate.proof import proof_card
from openrace.show.cards.isolate.quote import quote_card
from openrace.show.cards.isolate.rules import rules_card
from openrace.show.cards.replication import replication_card, signs_card
from openrace.show.cards.story import story_card, story_table
from openrace.show.cards.survey import flips_card, map_card, sweep_card, sweep_shares, table_card
from openrace.show.cards.verdict import shift_table, verdict_card
from openrace.show.cards.words import count
from openrace.show.screen import card_html, card_text, columns
from openrace.show.style import plain_text
from openrace.sweeps.results import Sweep

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from rich.console import RenderableType

    from solver.common.tabular import Rows, Tabular


def table(result: Tabular) -> Rows:
    """The rows that ``--table`` writes, of results that do not hold them as they are."""
    match result:
        case Answered():
            return answer_table(result)
        case Shift():
            return shift_table([result])
        case StoryResult():
            return story_table(result)
        case Diff():
            return diff_table(result, (result.first.typed, result.second.typed))
        case _:
            raise TypeError(f"a {type(result).__name__} has a table of its own")


def text(result: Tabular) -> str:
    """The card of the shell, as wide as the terminal."""
    return card_text(_card(result), columns(sys.stdout)).rstrip("\n")


def html(result: Tabular) -> str:
    """The card of the shell as a piece of HTML."""
    return card_html(_card(result))


_PICTURES: tuple[tuple[type, str, str], ...] = (
    (SignMap, "map_plot", "draw_map"),
    (Flips, "bars_plot", "draw_flips"),
    (Sensitivity, "bars_plot", "draw_tornado"),
    (Branches, "branches_plot", "draw_branches"),
    (Regions, "regions_plot", "draw_regions"),
    (Effects, "waterfall_plot", "draw_waterfall"),
    (Proof, "proof_plot", "draw_proof"),
    (Quote, "quote_plot", "draw_quote"),
    (Multiverse, "multiverse_plot", "draw_multiverse"),
    (Rules, "rules_plot", "draw_rules"),
    (Shift, "shift_plot", "draw_shift"),
    (Reaction, "reaction_plot", "draw_reaction"),
    (RaceAnswer, "race_plot", "draw_race"),
    (Answered, "timeline", "plays"),
)
"""Results, and the module and function of ``openrace.show`` that draw them; the first that fits, imported when used."""


def draw(result: Tabular, ax: Axes | None) -> Axes:
    """The picture of a result."""
    shown = sign_map_of(result) if isinstance(result, Sweep) else result
    for kind, module, name in _PICTURES:
        if isinstance(shown, kind):
            with plain_text():
                axes: Axes = getattr(import_module(f"openrace.show.{module}"), name)(shown, ax)
            return axes
    raise TypeError(f"a {type(result).__name__} has no picture")


@singledispatch
def _card(result: Tabular) -> RenderableType:
    """The shell's card of a result; of one without a card of its own, its table."""
    return table_card(result.table())


@_card.register(Diff)
def _(result: Diff) -> RenderableType:
    return diff_card(result, (result.first.typed, result.second.typed))


@_card.register(SignMap)
def _(result: SignMap) -> RenderableType:
    return map_card(result, [(metric_words(result.metric), result.shares)], f"under {spoken(result.concept)}")


@_card.register(Sweep)
def _(result: Sweep) -> RenderableType:
    return sweep_card(result, sweep_shares(result))


@_card.register(Branches)
def _(result: Branches) -> RenderableType:
    return table_card(result.table(), count(len(result.branches), "branch"), digits=8)


@_card.register(Sensitivity)
def _(result: Sensitivity) -> RenderableType:
    return table_card(result.table(), shares_text(result.probability))


_card.register(Answered, answer_card)
_card.register(Shift, verdict_card)
_card.register(StoryResult, story_card)
_card.register(Replication, replication_card)
_card.register(Signs, signs_card)
_card.register(Flips, flips_card)
_card.register(Effects, effects_card)
_card.register(Proof, proof_card)
_card.register(Quote, quote_card)
_card.register(Multiverse, multiverse_card)
_card.register(Rules, rules_card)
