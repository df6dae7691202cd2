"""Words for how a number moved that agree with the number.

Directions speak of the race: an earlier date and a cheaper training run are *up*, though their numbers fall. In words a
date is earlier or later, a cost cheaper or dearer, anything else higher or lower.

A kind of game of labs gives words for what its labs do in response (``games.parts.lab_game``): *releases earlier*, *may
work harder*. A metric without words of its own is named: *moves its output higher*.
"""

from __future__ import annotations

from dataclasses import dataclass

from games.parts.direction import Direction
from games.parts.metric import Sense

_NAMES = {
    "first_release": "first release",
    "frontier_area": "frontier, summed over time",
    "frontier_end": "frontier at the end",
    "training_spend": "spending on training",
    "n_release": "labs that release",
    "best_open_area": "best open model, summed over time",
    "best_open_end": "best open model at the end",
    "gap": "closed lead over open models",
    "p_safe": "chance that no harm happens",
    "welfare_with_harm": "welfare less the harm",
    "first_climb": "first climb",
    "frontier": "frontier, average over time",
    "best_open": "best open model, average over time",
    "spend": "spending on effort",
    "spend_undiscounted": "spending on effort, undiscounted",
    "p_first": "chance to be first ahead",
    "p_first_climb": "chance of a climb",
    "p_ruin": "chance of ruin",
    "p_regulated": "chance that regulation comes",
    "regulated": "date of regulation",
    "ev": "expected value",
    "ev_all": "expected value of all users",
    "ev_first": "expected value of the first user",
    "ev_many": "expected value of the many",
    "cvar": "mean over the worst outcomes",
    "h_all_alike": "hazard if all flows are eroded alike",
    "h_loser_only": "hazard if the loser alone is eroded",
    "h_waiting": "hazard if today's business alone is eroded",
    "h_winner_only": "hazard if the winner alone is eroded",
    "n_labs": "labs that cover their fixed cost",
    "p": "probability",
    "y_star": "capability trained",
}
"""Metrics whose name in code says too little."""

_REACHED = {"reached": "first model of capability", "p_reached": "chance of a model of capability"}

_BOOKS = {
    "response.": "in response",
    "progress.without.": "without the event",
    "progress.": "with the event",
    "contribution.": "by the event",
}
"""Words for the book that a metric is in."""


def metric_words(name: str) -> str:
    """A metric's name in words.

    ``first_release.alice`` is the release of alice, ``response.n_release`` the labs that release in response.
    """
    for book, where in _BOOKS.items():
        if name.startswith(book):
            return f"{metric_words(name.removeprefix(book))} {where}"
    first, _, of = name.partition(".")
    if first in _REACHED:
        return f"{_REACHED[first]} {' of '.join(_capability_and_lab(of))}"
    words = _NAMES.get(first, first.replace("_", " "))
    if first == "p_regulated" and of:
        return f"{words} by {of}"
    if first == "first_release" and of:
        words = "release"
    return f"{words} of {of}" if of else words


def _capability_and_lab(of: str) -> list[str]:
    """``4.5`` and ``4.5.alice``: a lab's name starts with a letter."""
    capability, _, lab = of.rpartition(".")
    return [capability, lab] if lab[:1].isalpha() else [of]


def change_word(direction: Direction, sense: Sense, unit: str, *, settled: bool = True) -> str:
    """Which way a number moved: ``earlier``, ``dearer``, ``higher``, ``the same`` or ``either way``.

    Args:
        direction: of the move.
        sense: how a change is read.
        unit: of the number.
        settled: whether both ends of an interval moved; a move of one end is only possible: ``may be earlier``.
    """
    if direction is Direction.NEUTRAL:
        return "the same"
    if direction is Direction.AMBIGUOUS:
        return "either way"
    smaller = direction is Direction.LESS or (
        direction is not Direction.MORE and (direction is Direction.UP) == (sense is Sense.EARLIER)
    )
    word = _pair(sense, unit)[not smaller]
    return word if settled else f"may be {word}"


def _pair(sense: Sense, unit: str) -> tuple[str, str]:
    """Words for less and for more."""
    if unit == "labs":
        return "fewer", "more"
    if unit == "periods":
        return "earlier", "later"
    return ("cheaper", "dearer") if sense is Sense.EARLIER and unit == "currency" else ("lower", "higher")


@dataclass(frozen=True)
class Doing:
    """What moves, in words.

    Attributes:
        verb: of what it does.
        may: the verb where it is only possible.
        up: the word for more racing.
        down: the word for less.
    """

    verb: str
    may: str
    up: str
    down: str


@dataclass(frozen=True)
class Response:
    """One thing that labs do in response, in words.

    Attributes:
        lab: what one lab does.
        everybody: who all labs together are: ``the first lab``, ``all labs together``.
        together: what they do.
        stays: what no lab changes where it does not move, after ``changes``.
    """

    lab: Doing
    everybody: str
    together: Doing
    stays: str = ""


def usual_words(name: str, sense: Sense, unit: str) -> Response:
    """Words for a metric that has none of its own.

    Args:
        name: of the metric, without its book.
        sense: how a change is read.
        unit: of the number.
    """
    what = metric_words(name)
    up, down = (change_word(way, sense, unit) for way in (Direction.UP, Direction.DOWN))
    return Response(
        Doing(f"moves its {what}", f"may move its {what}", up, down),
        "all labs together",
        Doing(f"move their {what}", f"may move their {what}", up, down),
        f"its {what}",
    )
