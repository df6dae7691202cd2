"""How each result is shown: its card, its table, what is worth repeating of it, and its picture."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from rich.console import RenderableType

    from openrace.show.cards.share import Share
    from solver.common.table import Table
    from solver.common.tabular import Tabular


@dataclass(frozen=True)
class Look:
    """What shows results of one class; modules are imported when a result is shown.

    Attributes:
        module: of ``openrace.show.cards``.
        name: the functions there are called ``name_card``, ``name_share`` and, where the result holds no rows,
            ``name_table``.
        picture: module and function of ``openrace.show``; empty if there is no picture.
    """

    module: str
    name: str
    picture: str = ""


_LOOKS = {
    "Answered": Look("answer", "answer", "timeline.plays"),
    "Branches": Look("survey", "branches", "branches_plot.draw_branches"),
    "Diff": Look("diff", "diff"),
    "Effects": Look("isolate.effects", "effects", "waterfall_plot.draw_waterfall"),
    "Flips": Look("survey", "flips", "bars_plot.draw_flips"),
    "Listing": Look("catalog", "listing"),
    "Multiverse": Look("isolate.multiverse", "multiverse", "multiverse_plot.draw_multiverse"),
    "Proof": Look("isolate.proof", "proof", "proof_plot.draw_proof"),
    "Quote": Look("isolate.quote", "quote", "quote_plot.draw_quote"),
    "RaceAnswer": Look("answer", "answer", "race_plot.draw_race"),
    "Reaction": Look("answer", "answer", "reaction_plot.draw_reaction"),
    "Regions": Look("survey", "regions", "regions_plot.draw_regions"),
    "Replication": Look("replication", "replication"),
    "Rules": Look("isolate.rules", "rules", "rules_plot.draw_rules"),
    "Sensitivity": Look("survey", "sensitivity", "bars_plot.draw_tornado"),
    "Shift": Look("verdict", "shift", "shift_plot.draw_shift"),
    "SignMap": Look("maps", "map", "map_plot.draw_map"),
    "Signs": Look("replication", "signs"),
    "StoryResult": Look("story", "story"),
    "Sweep": Look("maps", "sweep", "map_plot.draw_sweep"),
}
"""Looks by the names of results' classes; that of a base class holds for classes without an entry."""


def card(result: Tabular) -> RenderableType:
    """The card of the shell; of a result without a card, its table."""
    if _look(result) is not None:
        return cast("RenderableType", _shown(result, "card"))
    from openrace.show.cards.layout import table_card

    return table_card(result.table())


def table(result: Tabular) -> Table:
    """The rows that ``--table`` writes, of results that do not hold them as they are."""
    return cast("Table", _shown(result, "table"))


def share(result: Tabular) -> Share:
    """What ``--share`` prints."""
    return cast("Share", _shown(result, "share"))


def text(result: Tabular) -> str:
    """The card of the shell, as wide as the terminal."""
    from openrace.show.screen import card_text, columns

    return card_text(card(result), columns(sys.stdout)).rstrip("\n")


def html(result: Tabular) -> str:
    """The card of the shell as a piece of HTML."""
    from openrace.show.screen import card_html

    return card_html(card(result))


def draw(result: Tabular, ax: Axes | None) -> Axes:
    """The picture of a result."""
    look = _look(result)
    if look is None or not look.picture:
        raise TypeError(f"a {type(result).__name__} has no picture")
    from openrace.show.style import plain_text

    module, name = look.picture.split(".")
    with plain_text():
        return cast("Axes", getattr(import_module(f"openrace.show.{module}"), name)(result, ax))


def _look(result: Tabular) -> Look | None:
    return next((_LOOKS[kind.__name__] for kind in type(result).__mro__ if kind.__name__ in _LOOKS), None)


def _shown(result: Tabular, form: str) -> Any:
    look = _look(result)
    if look is None:
        raise TypeError(f"a {type(result).__name__} has no {form}")
    return getattr(import_module(f"openrace.show.cards.{look.module}"), f"{look.name}_{form}")(result)
